//! What a recall statement says.

use crate::governance::{Fields, Words, choice, code, text, web_address};
use crate::statement::{FormError, fault};
use gs1::{Goods, GoodsKind};
use json::{Json, Object, Pointer};

/// A hold, a recall or its withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallOrder {
    /// Which.
    pub action: Action,
    /// 1 to 500 codes, sorted by the bytes of their URIs, none twice.
    pub codes: Vec<Goods>,
    /// What the public should know; there with every publication.
    pub notice: Option<Notice>,
}

/// What a recall statement does with its codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Wait: it is being looked into.
    Hold,
    /// Recalled.
    Publish,
    /// The organisation takes its own word back.
    Withdraw,
}

/// What the public should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Why.
    pub reason: Words,
    /// What to do.
    pub advice: Option<Words>,
    /// Whom to call.
    pub phone: Option<String>,
    /// The number of the notice at an authority.
    pub number: Option<String>,
    /// Where to read more, `https://`.
    pub url: Option<String>,
}

/// A recall statement names at most so many codes.
const CODES_MAX: usize = 500;

const ACTIONS: [(&str, Action); 3] =
    [("hold", Action::Hold), ("publish", Action::Publish), ("withdraw", Action::Withdraw)];

impl Action {
    /// The word of the statement.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Whether a code is of a kind that a recall may name.
pub const fn may_be_recalled(code: &Goods) -> bool {
    match code.kind() {
        GoodsKind::Gtin
        | GoodsKind::Lot
        | GoodsKind::Serial
        | GoodsKind::UseBy
        | GoodsKind::BestBefore
        | GoodsKind::Sscc
        | GoodsKind::House => true,
        GoodsKind::Other => false,
    }
}

impl RecallOrder {
    /// Reads the object of a recall statement.
    pub fn read(recall: &Json) -> Result<Self, FormError> {
        let at = Pointer::root().member("recall");
        let fields = Fields::of(recall, &at, 22, (&["action", "codes"], &["notice"]))?;
        let order = Self {
            action: fields.take("action", |value, at| choice(value, at, &ACTIONS))?,
            codes: fields.take("codes", codes)?,
            notice: fields.maybe("notice", notice)?,
        };
        match (order.action, &order.notice) {
            (Action::Publish, None) => {
                Err(fault(24, &at, "a publication carries a notice with the reason"))
            }
            (Action::Publish, Some(_)) | (Action::Hold | Action::Withdraw, _) => Ok(order),
        }
    }

    /// The object that a statement carries; reading it gives the same value.
    pub fn to_json(&self) -> Json {
        let codes = self.codes.iter().map(|code| Json::String(code.uri())).collect();
        let mut members = Object::new();
        members.insert("action", self.action.as_str());
        members.insert("codes", Json::Array(codes));
        if let Some(notice) = &self.notice {
            members.insert("notice", notice.to_json());
        }
        Json::Object(members)
    }
}

impl Notice {
    fn to_json(&self) -> Json {
        let Self { reason, advice, phone, number, url } = self;
        let mut members = Object::new();
        members.insert("reason", reason.to_json());
        if let Some(advice) = advice {
            members.insert("advice", advice.to_json());
        }
        for (name, text) in [("phone", phone), ("number", number), ("url", url)] {
            if let Some(text) = text {
                members.insert(name, text.as_str());
            }
        }
        Json::Object(members)
    }
}

/// Rule S23.
fn codes(value: &Json, at: &Pointer) -> Result<Vec<Goods>, FormError> {
    let items = value.as_array().filter(|items| (1..=CODES_MAX).contains(&items.len()));
    let items = items.ok_or_else(|| fault(23, at, "a recall names 1 to 500 codes in a list"))?;
    // The texts are canonical, so their order is that of the rows.
    let in_order = items.is_sorted_by(|left, right| left.as_str() < right.as_str());
    let codes = items.iter().enumerate().map(|(index, item)| one(item, &at.item(index)));
    let codes = codes.collect::<Result<Vec<_>, _>>()?;
    if in_order { Ok(codes) } else { Err(fault(23, at, "codes are sorted, none twice")) }
}

fn one(value: &Json, at: &Pointer) -> Result<Goods, FormError> {
    let goods = code(value, at).map_err(|error| FormError { rule: 23, ..error })?;
    if may_be_recalled(&goods) {
        Ok(goods)
    } else {
        let text = "a recall names a GTIN, a lot, a serial number, a use-by or best-before date, an SSCC or a house lot";
        Err(fault(23, at, text))
    }
}

/// Rule S24.
fn notice(value: &Json, at: &Pointer) -> Result<Notice, FormError> {
    let fields = Fields::of(value, at, 24, (&["reason"], &["advice", "phone", "number", "url"]))?;
    let read = || -> Result<Notice, FormError> {
        Ok(Notice {
            reason: fields.take("reason", Words::read)?,
            advice: fields.maybe("advice", Words::read)?,
            phone: fields.maybe("phone", text)?,
            number: fields.maybe("number", text)?,
            url: fields.maybe("url", web_address)?,
        })
    };
    read().map_err(|error| FormError { rule: 24, ..error })
}
