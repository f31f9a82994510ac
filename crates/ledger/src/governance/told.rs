//! Governance whose authority each node's projector judges.

use super::fields::{Fields, LIST_MAX, code, number, org, text, truth};
use super::{Place, Product, Words, write};
use crate::OrgId;
use crate::statement::{FormError, fault};
use json::{Json, Pointer};

/// Products, places and what firms say about themselves and each other. Validity judges the
/// grammar only; one who may not say it is found `not-authorised`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// `product.set`
    Product(Box<Product>),
    /// `place.set`
    Place(Box<Place>),
    /// `name.us`: whether shoppers may read the firm's name.
    NameUs {
        /// They may.
        show: bool,
    },
    /// `mandate`: the agent records for the signer.
    Mandate {
        /// Who records.
        agent: OrgId,
        /// Which steps.
        steps: Vec<String>,
        /// Until that instant, ms.
        until: u64,
    },
    /// `identity.bind`: another name of the signer, such as a vessel's IMO number.
    Identity {
        /// The register, such as `imo`.
        scheme: String,
        /// The number there.
        value: String,
    },
    /// `same_as`: two codes for the same goods, once both firms have said so.
    SameAs {
        /// The signer's code.
        mine: gs1::Goods,
        /// The other firm's.
        theirs: gs1::Goods,
    },
    /// `dispute`: the signer says that a record about it is not true.
    Dispute {
        /// The leaf.
        leaf: u64,
        /// Why.
        reason: Words,
    },
    /// `annotate`: a remark beside a record.
    Annotate {
        /// The leaf.
        leaf: u64,
        /// The remark.
        text: Words,
    },
}

impl Told {
    pub(super) fn read(op: &str, gov: &Json, at: &Pointer) -> Result<Self, FormError> {
        let fields = |names: &[&str]| Fields::of(gov, at, 17, (&[&["op"], names].concat(), &[]));
        match op {
            "product.set" => Product::read(gov, at).map(Box::new).map(Self::Product),
            "place.set" => Place::read(gov, at).map(Box::new).map(Self::Place),
            "name.us" => Ok(Self::NameUs { show: fields(&["show"])?.take("show", truth)? }),
            "mandate" => {
                let fields = fields(&["agent", "steps", "until"])?;
                let steps = fields.list("steps", LIST_MAX, text)?;
                let agent = fields.take("agent", org)?;
                Ok(Self::Mandate { agent, steps, until: fields.take("until", number)? })
            }
            "identity.bind" => {
                let fields = fields(&["scheme", "value"])?;
                let scheme = fields.take("scheme", text)?;
                Ok(Self::Identity { scheme, value: fields.take("value", text)? })
            }
            "same_as" => {
                let fields = fields(&["mine", "theirs"])?;
                let mine = fields.take("mine", code)?;
                Ok(Self::SameAs { mine, theirs: fields.take("theirs", code)? })
            }
            "dispute" => {
                let fields = fields(&["leaf", "reason"])?;
                let leaf = fields.take("leaf", number)?;
                Ok(Self::Dispute { leaf, reason: fields.take("reason", Words::read)? })
            }
            "annotate" => {
                let fields = fields(&["leaf", "text"])?;
                let leaf = fields.take("leaf", number)?;
                Ok(Self::Annotate { leaf, text: fields.take("text", Words::read)? })
            }
            other => {
                let text =
                    format!("there is no operation \"{other}\"; see docs/protocol/governance.md");
                Err(fault(17, &at.member("op"), text))
            }
        }
    }

    /// Its word, such as `product.set`.
    pub const fn op(&self) -> &'static str {
        match self {
            Self::Product(_) => "product.set",
            Self::Place(_) => "place.set",
            Self::NameUs { .. } => "name.us",
            Self::Mandate { .. } => "mandate",
            Self::Identity { .. } => "identity.bind",
            Self::SameAs { .. } => "same_as",
            Self::Dispute { .. } => "dispute",
            Self::Annotate { .. } => "annotate",
        }
    }

    pub(super) fn members(&self) -> Vec<(&'static str, Json)> {
        match self {
            Self::Product(product) => product.members(),
            Self::Place(place) => place.members(),
            Self::NameUs { show } => vec![("show", Json::from(*show))],
            Self::Mandate { agent, steps, until } => vec![
                ("agent", Json::from(agent.as_str())),
                ("steps", write::list(steps, |step| Json::from(step.as_str()))),
                ("until", Json::from(*until)),
            ],
            Self::Identity { scheme, value } => {
                vec![("scheme", Json::from(scheme.as_str())), ("value", Json::from(value.as_str()))]
            }
            Self::SameAs { mine, theirs } => {
                vec![("mine", Json::from(mine.uri())), ("theirs", Json::from(theirs.uri()))]
            }
            Self::Dispute { leaf, reason } => {
                vec![("leaf", Json::from(*leaf)), ("reason", reason.to_json())]
            }
            Self::Annotate { leaf, text } => {
                vec![("leaf", Json::from(*leaf)), ("text", text.to_json())]
            }
        }
    }
}
