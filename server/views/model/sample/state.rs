//! The same lots in every other state, and the answers to a typed code.

use super::parts::{checked, day, lot_code, moment};
use super::{fruit, meat, seafood};
use crate::views::model::{
    BadCode, Candidate, CodeFault, Freshness, Group, Hits, Journey, KeyKind, LotPage, Notice,
    Product, Search, Status, Unknown, Words,
};

/// A recall with everything that a notice can say.
pub fn recalled() -> LotPage {
    LotPage { status: Status::Recalled { notices: vec![notice()] }, ..seafood() }
}

/// On hold, with a reason and nothing else.
pub fn on_hold() -> LotPage {
    let hold = Notice {
        reason: Some(
            Words::one("en", "A label may name the wrong allergen.")
                .and("zh-Hans", "标签上的过敏原可能有误。"),
        ),
        action: None,
        phone: None,
        number: None,
        link: None,
        ..notice()
    };
    LotPage { status: Status::OnHold { notices: vec![hold] }, ..meat() }
}

/// A recall that was taken back.
pub fn withdrawn() -> LotPage {
    let status = Status::Withdrawn {
        since: moment("2026-11-21T16:00:00+01:00"),
        had: Box::new(notice()),
        checked: checked(),
    };
    LotPage { status, ..seafood() }
}

/// The day on the pack is over.
pub fn past_use_by() -> LotPage {
    LotPage {
        status: Status::PastUseBy { last_day: day("2026-11-21"), checked: checked() },
        ..fruit()
    }
}

/// A lot that nobody recorded, of a product that somebody did.
pub fn unknown_lot() -> LotPage {
    LotPage {
        code: lot_code("09520001234569", "HK2611-O7B"),
        status: Status::Unknown { checked: checked() },
        product: Product { contact: None, ..seafood().product },
        facts: Vec::new(),
        journey: Journey::default(),
        cold_chain: None,
        certificates: Vec::new(),
        signatures: Vec::new(),
        corrections: Vec::new(),
        unknowns: vec![Unknown::Origin],
        ..seafood()
    }
}

/// A copy that the others have not confirmed for a while.
pub fn stale() -> LotPage {
    let as_of = moment("2026-11-22T11:54:00+01:00");
    LotPage {
        status: Status::Stale { minutes: 37, as_of },
        freshness: Freshness { as_of, companies: 3, minutes: 37, size: 1482 },
        ..meat()
    }
}

/// Two lots that differ only in O and 0.
pub fn candidates() -> Search {
    let candidate = |lot: &str| Candidate {
        path: format!("/t/01/09520001234569/10/{lot}"),
        names: Words::one("en", "Hake fillets").and("zh-Hans", "无须鳕鱼片"),
        brand: Some(Words::one("es", "Ría Clara")),
        lot: Some(lot.to_owned()),
    };
    Search {
        code: "9520001234569".to_owned(),
        lot: "hk2611-o7b".to_owned(),
        candidates: vec![candidate("HK2611-07B"), candidate("HK2611-O7B")],
        ..Search::default()
    }
}

/// Two products with a word, one with two lots of that date, and more than are listed.
pub fn hits() -> Search {
    let lot = |gtin: &str, lot: Option<&str>, name: (&str, &str)| Candidate {
        path: lot.map_or_else(|| format!("/t/01/{gtin}"), |lot| format!("/t/01/{gtin}/10/{lot}")),
        names: Words::one("en", name.0).and("zh-Hans", name.1),
        brand: Some(Words::one("es", "Ría Clara")),
        lot: lot.map(str::to_owned),
    };
    let group = |gtin: &str, name, lots: &[&str]| Group {
        product: lot(gtin, None, name),
        gtin: Some(gtin.to_owned()),
        lots: lots.iter().map(|text| lot(gtin, Some(text), name)).collect(),
    };
    let (fillets, whole) = (("Hake fillets", "无须鳕鱼片"), ("Whole hake", "整条无须鳕"));
    let groups = vec![
        group("09520001234569", fillets, &["HK2611-07B", "HK2611-06A"]),
        group("09520001234576", whole, &["W-118"]),
    ];
    Search {
        code: "hake 24.11.2026".to_owned(),
        hits: Hits { groups, more: true },
        ..Search::default()
    }
}

/// A number with its last digit mistyped.
pub fn bad_check_digit() -> BadCode {
    BadCode {
        text: "09520001234568".to_owned(),
        fault: CodeFault::CheckDigit {
            key: KeyKind::Gtin,
            found: '8',
            expected: '9',
            corrected: Some("/t/01/09520001234569".to_owned()),
        },
    }
}

fn notice() -> Notice {
    Notice {
        code: "https://id.gs1.org/01/09520001234569/10/HK2611-07B".to_owned(),
        index: 1_440,
        by: Words::one("es", "Pescados Ría Clara"),
        authority_for: Vec::new(),
        reason: Some(
            Words::one("en", "Listeria was found in a pack of this lot.")
                .and("zh-Hans", "在该批次的一个包装中检出李斯特菌。"),
        ),
        action: Some(
            Words::one("en", "Do not eat it, cooked or raw. Throw it away or take it back to the shop for your money. Clean the shelf it stood on.")
                .and("zh-Hans", "无论生熟都不要食用。请丢弃，或退回商店退款，并清洁存放过的冰箱隔层。"),
        ),
        phone: Some("+34 986 555 010".to_owned()),
        number: Some("2026-0417".to_owned()),
        link: Some("https://example.com/recalls/2026-0417".to_owned()),
        since: moment("2026-11-20T09:15:00+01:00"),
    }
}
