//! What happens on the sample's chain: hake is landed, sold, filleted, and shipped.

use json::{Json, Limits};

use super::SampleError;
use super::book::Book;
use super::cast::{AUCTION, BOAT, Firm, HAULIER, PLANT, SHOP};
use crate::Hash;
use crate::disclosure::{conceal, conceal_by_default};
use crate::evidence::{Evidence, Moment, Wanted, assemble};
use crate::governance::{Gov, NewKey, Told, Vote, Words};
use crate::recalls::{Action, Notice, RecallOrder};
use crate::rows::Purpose;
use crate::statement::Body;

/// The lot that the files are about.
pub const SUBJECT: &str = "https://id.gs1.org/01/09521003000015/10/M0304";

/// When the newest checkpoint was first cosigned: a quarter of an hour after the last block.
pub(super) const COSIGNED_S: u64 = 1_772_444_700;

const NAME: &str = "demo.furlong.example";

/// The validators of epoch 0, and of epoch 1.
const FIRST: [Firm; 4] = [BOAT, AUCTION, PLANT, SHOP];
const SECOND: [Firm; 4] = [BOAT, AUCTION, PLANT, HAULIER];

/// Codes of the haulier's, two that sort before all others of the story and two after.
const EARLY: [&str; 2] = [
    "https://demo.furlong.example/x/9521005000013/lot/K7",
    "https://demo.furlong.example/x/9521005000013/tank/T2",
];
const LATE: [&str; 2] =
    ["https://id.gs1.org/01/09521005000013/10/A1", "https://id.gs1.org/01/09521005000013/10/B2"];

/// How the story ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Other goods are recalled; every code of the subject stands between two rows.
    Between,
    /// The subject is recalled, and what has its use-by date is on hold.
    Recalled,
    /// All recalled codes come after the subject's.
    AbsentLeft,
    /// All recalled codes come before the subject's.
    AbsentRight,
    /// Nothing is recalled.
    AbsentEmpty,
    /// The boat's first key was stolen before it signed.
    Disputed,
}

impl Ending {
    /// All endings.
    pub const ALL: [Self; 6] = [
        Self::Between,
        Self::Recalled,
        Self::AbsentLeft,
        Self::AbsentRight,
        Self::AbsentEmpty,
        Self::Disputed,
    ];

    /// The name of its file.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Between => "four-validators.json",
            Self::Recalled => "recalled.json",
            Self::AbsentLeft => "absent-left.json",
            Self::AbsentRight => "absent-right.json",
            Self::AbsentEmpty => "absent-empty.json",
            Self::Disputed => "disputed.json",
        }
    }
}

/// Tells the story and proves it.
pub fn tell(ending: Ending) -> Result<Evidence, SampleError> {
    tell_on(NAME, ending)
}

/// The same on a chain of that name.
pub fn tell_on(name: &str, ending: Ending) -> Result<Evidence, SampleError> {
    let mut book = Book::found(name, &FIRST)?;
    let mut wanted = Wanted { codes: vec![SUBJECT.to_owned()], ..Wanted::default() };
    landing(&mut book, &mut wanted)?;
    new_epoch(&mut book)?;
    filleting(&mut book, &mut wanted, ending)?;
    at_sea(&mut book, &mut wanted)?;
    recalls(&mut book, &mut wanted, ending)?;
    shipping(&mut book, &mut wanted)?;
    prove(&book, &wanted)
}

/// The story up to the block that ends the first epoch, cosigned by the next one's validators.
#[cfg(test)]
pub(crate) fn tell_boundary() -> Result<Evidence, SampleError> {
    let mut book = Book::found(NAME, &FIRST)?;
    let mut wanted = Wanted { codes: vec![SUBJECT.to_owned()], ..Wanted::default() };
    landing(&mut book, &mut wanted)?;
    new_epoch(&mut book)?;
    prove(&book, &wanted)
}

fn prove(book: &Book, wanted: &Wanted) -> Result<Evidence, SampleError> {
    let checkpoint = book.cosign(&SECOND, &[PLANT], COSIGNED_S)?;
    let moment = Moment {
        origin: &book.origin,
        genesis: &book.genesis,
        epochs: &book.boundaries,
        checkpoint: &checkpoint,
        tip: book.tip()?,
        members: book.state.members(),
        recalls: book.state.recalls(),
    };
    let chain = assemble(book, moment, wanted).map_err(SampleError::of)?;
    Ok(Evidence { v: 1, subject: Some(SUBJECT.to_owned()), chains: vec![chain] })
}

/// Height 1: the catch, with its weight and place concealed, and a second key for the boat.
fn landing(book: &mut Book, wanted: &mut Wanted) -> Result<(), SampleError> {
    let catch = event(
        r#"{"type":"ObjectEvent","eventTime":"2026-03-02T05:10:00.000+01:00","eventTimeZoneOffset":"+01:00","action":"ADD","bizStep":"commissioning","disposition":"active","readPoint":{"id":"https://id.gs1.org/414/9521001000017"},"quantityList":[{"epcClass":"https://id.gs1.org/01/09521001000017/10/H0302","quantity":418.50,"uom":"KGM"}],"ilmd":{"gdst:species":"HKE","gdst:catchArea":"27.8.c"}}"#,
    )?;
    let mut count: u8 = 0;
    let salts = || {
        count = count.saturating_add(1);
        let digest = Hash::of(&[b"furlong evidence sample salt", &[count]]);
        let (salt, _) = digest.as_bytes().split_first_chunk().unwrap_or((&[0; 16], &[]));
        *salt
    };
    let (epcis, hidden) =
        conceal(catch.clone(), &conceal_by_default(&catch), salts).map_err(SampleError::of)?;
    let catch = book.sign(BOAT, "event", Body::Event { epcis, corrects: None })?;
    let key = NewKey::make(&BOAT.key("deck")?, Purpose::Event, &BOAT.iss()?, &book.origin);
    let key = govern(book, BOAT, &Gov::KeyAdd(key))?;
    let shown = govern(book, BOAT, &Gov::Told(Told::NameUs { show: true }))?;
    let indices = book.block(vec![catch, key, shown])?;
    // The weight and its unit are shown, the place is not.
    let shown = hidden.iter().filter(|it| matches!(it.name(), "quantity" | "uom"));
    let mut disclosures = vec![shown.map(|it| it.text().to_owned()).collect::<Vec<_>>()];
    disclosures.resize(indices.len(), Vec::new());
    wanted.leaves.extend(indices.into_iter().zip(disclosures));
    Ok(())
}

/// Heights 2 and 3: the haulier takes the shop's place among the validators.
fn new_epoch(book: &mut Book) -> Result<(), SampleError> {
    let validators = SECOND.iter().map(|firm| firm.validator()).collect::<Result<_, _>>()?;
    let proposal = govern(book, BOAT, &Gov::Validators(validators))?;
    let input = proposal.rsplit_once('.').map_or("", |(input, _)| input);
    let proposal_id = Hash::of(&[input.as_bytes()]);
    book.block(vec![proposal])?;
    let yes = Gov::Ballot { proposal: proposal_id, vote: Vote::Yes };
    let ballots = vec![govern(book, AUCTION, &yes)?, govern(book, PLANT, &yes)?];
    book.block(ballots)?;
    book.end_epoch(&[BOAT, AUCTION, SHOP])
}

/// Height 4: fillets are packed, entered through the haulier's system; the boat's first key goes.
fn filleting(book: &mut Book, wanted: &mut Wanted, ending: Ending) -> Result<(), SampleError> {
    let packed = event(
        r#"{"type":"TransformationEvent","eventTime":"2026-03-02T09:00:00.000+01:00","eventTimeZoneOffset":"+01:00","bizStep":"commissioning","inputQuantityList":[{"epcClass":"https://id.gs1.org/01/09521001000017/10/H0302"}],"outputQuantityList":[{"epcClass":"https://id.gs1.org/01/09521003000015/10/M0304"}],"ilmd":{"cbvmda:itemExpirationDate":"2026-03-16"}}"#,
    )?;
    let packed = book.sign(PLANT, "system", Body::Event { epcis: packed, corrects: None })?;
    let kid = BOAT.key("event")?.public().kid();
    let gone = match ending {
        Ending::Disputed => Gov::KeyCompromise { kid, since: 1 },
        Ending::Between
        | Ending::Recalled
        | Ending::AbsentLeft
        | Ending::AbsentRight
        | Ending::AbsentEmpty => Gov::KeyRetire { kid },
    };
    let gone = govern(book, BOAT, &gone)?;
    want(wanted, book.block(vec![packed, gone])?);
    Ok(())
}

/// Height 5: what the boat's first key signed at sea comes in late, vouched for by the second.
fn at_sea(book: &mut Book, wanted: &mut Wanted) -> Result<(), SampleError> {
    let seen = event(
        r#"{"type":"ObjectEvent","eventTime":"2026-03-01T22:40:00.000+01:00","eventTimeZoneOffset":"+01:00","action":"OBSERVE","bizStep":"inspecting","epcList":["urn:epc:id:sgtin:9521001.000001.77"]}"#,
    )?;
    let orig = book.sign(BOAT, "event", Body::Event { epcis: seen, corrects: None })?;
    let reason = "The phone was at sea without a network.".to_owned();
    let vouched = book.sign(BOAT, "deck", Body::Vouched { orig, reason })?;
    want(wanted, book.block(vec![vouched])?);
    Ok(())
}

/// Height 6: recalls, or a remark where there are none.
fn recalls(book: &mut Book, wanted: &mut Wanted, ending: Ending) -> Result<(), SampleError> {
    let haulier: Vec<&str> = match ending {
        Ending::Between | Ending::Recalled | Ending::Disputed => [EARLY, LATE].concat(),
        Ending::AbsentLeft => LATE.to_vec(),
        Ending::AbsentRight => EARLY.to_vec(),
        Ending::AbsentEmpty => Vec::new(),
    };
    let mut statements = Vec::new();
    if haulier.is_empty() {
        let text = words("Landed in calm weather.")?;
        statements.push(govern(book, BOAT, &Gov::Told(Told::Annotate { leaf: 3, text }))?);
    } else {
        statements.push(recall(book, HAULIER, Action::Publish, &haulier)?);
    }
    if ending == Ending::Recalled {
        let dated = "https://id.gs1.org/01/09521003000015?17=260316";
        statements.push(recall(book, PLANT, Action::Publish, &[SUBJECT])?);
        statements.push(recall(book, PLANT, Action::Hold, &[dated])?);
    }
    want(wanted, book.block(statements)?);
    Ok(())
}

/// Height 7: a pallet is made up for the shop.
fn shipping(book: &mut Book, wanted: &mut Wanted) -> Result<(), SampleError> {
    let loaded = event(
        r#"{"type":"AggregationEvent","eventTime":"2026-03-02T09:20:00.000+01:00","eventTimeZoneOffset":"+01:00","action":"ADD","bizStep":"loading","parentID":"https://id.gs1.org/00/395210050000000014","childQuantityList":[{"epcClass":"https://mercado.furlong.example/01/09521003000015/10/M0304?linkType=gs1:traceability"}]}"#,
    )?;
    let loaded = book.sign(HAULIER, "event", Body::Event { epcis: loaded, corrects: None })?;
    let remark = govern(book, PLANT, &Gov::Told(Told::NameUs { show: true }))?;
    let indices = book.block(vec![loaded, remark])?;
    want(wanted, indices.into_iter().take(1).collect());
    Ok(())
}

fn want(wanted: &mut Wanted, indices: Vec<u64>) {
    wanted.leaves.extend(indices.into_iter().map(|index| (index, Vec::new())));
}

fn govern(book: &Book, firm: Firm, gov: &Gov) -> Result<String, SampleError> {
    book.sign(firm, "admin", Body::Governance(gov.to_json()))
}

fn recall(book: &Book, firm: Firm, action: Action, codes: &[&str]) -> Result<String, SampleError> {
    let notice = Notice {
        reason: words("The cold chain was broken.")?,
        advice: None,
        phone: None,
        number: None,
        url: None,
    };
    let codes = codes.iter().map(|code| gs1::Goods::parse(code).map_err(SampleError::of));
    let order =
        RecallOrder { action, codes: codes.collect::<Result<_, _>>()?, notice: Some(notice) };
    book.sign(firm, "admin", Body::Recall(order.to_json()))
}

fn words(text: &str) -> Result<Words, SampleError> {
    Words::one("en", text).ok_or_else(|| SampleError::of("a remark is too long"))
}

fn event(text: &str) -> Result<Json, SampleError> {
    let limits = Limits { bytes_max: 10_000, depth_max: 16, values_max: 1_000 };
    json::parse(text.as_bytes(), &limits).map_err(|error| SampleError::of(error.reason))
}
