//! Where in an event digests may stand, and which names they may hide there.

/// What an object or list of the payload is to the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// The event itself.
    Event,
    /// Its `ilmd`.
    Ilmd,
    /// An extension object of the event: the value of a member whose name holds a colon.
    Extension,
    /// One of the four quantity lists.
    QuantityList,
    /// An item of one.
    QuantityItem,
    /// `readPoint` or `bizLocation`.
    Site,
    /// Anything else: no digest may stand here.
    Elsewhere,
}

/// The four lists whose items hold `quantity` and `uom` (EPCIS 2.0 section 7.3.3.3).
pub(super) const QUANTITY_LISTS: [&str; 4] =
    ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];

/// The names that hold a place.
pub(super) const SITES: [&str; 2] = ["readPoint", "bizLocation"];

/// Names of the event that everybody always sees: without them a lot cannot be followed.
const CLEAR: [&str; 22] = [
    "@context",
    "action",
    "bizLocation",
    "bizStep",
    "childEPCs",
    "childQuantityList",
    "disposition",
    "epcList",
    "errorDeclaration",
    "eventID",
    "eventTime",
    "eventTimeZoneOffset",
    "ilmd",
    "inputEPCList",
    "inputQuantityList",
    "outputEPCList",
    "outputQuantityList",
    "parentID",
    "quantityList",
    "readPoint",
    "transformationID",
    "type",
];

impl Spot {
    /// What the member of that name is.
    pub(super) fn member(self, name: &str) -> Self {
        match self {
            Self::Event if QUANTITY_LISTS.contains(&name) => Self::QuantityList,
            Self::Event if SITES.contains(&name) => Self::Site,
            Self::Event if name == "ilmd" => Self::Ilmd,
            Self::Event if name.contains(':') => Self::Extension,
            Self::Event
            | Self::Ilmd
            | Self::Extension
            | Self::QuantityList
            | Self::QuantityItem
            | Self::Site
            | Self::Elsewhere => Self::Elsewhere,
        }
    }

    /// What an item of a list that stands here is.
    pub(super) const fn item(self) -> Self {
        match self {
            Self::QuantityList => Self::QuantityItem,
            Self::Event
            | Self::Ilmd
            | Self::Extension
            | Self::QuantityItem
            | Self::Site
            | Self::Elsewhere => Self::Elsewhere,
        }
    }

    /// Whether an object here may hold digests at all.
    pub(super) const fn holds_digests(self) -> bool {
        match self {
            Self::Event | Self::Ilmd | Self::Extension | Self::QuantityItem | Self::Site => true,
            Self::QuantityList | Self::Elsewhere => false,
        }
    }

    /// Whether a member of that name may be hidden here.
    pub(super) fn hides(self, name: &str) -> bool {
        match self {
            Self::Event => !is_reserved(name) && !CLEAR.contains(&name),
            Self::Ilmd => !is_reserved(name) && date_ai(name).is_none(),
            Self::Extension => !is_reserved(name),
            Self::QuantityItem => matches!(name, "quantity" | "uom"),
            Self::Site => name == "id",
            Self::QuantityList | Self::Elsewhere => false,
        }
    }
}

/// Dates of an `ilmd` (CBV 2.0 section 9), and the application identifier that a pack shows.
const DATES: [(&str, &str); 2] = [("itemExpirationDate", "17"), ("bestBeforeDate", "15")];

/// The application identifier of a date by which a pack may be recalled, from its name in an `ilmd`:
/// bare, behind a prefix, or as a whole address. Such a name is always clear.
pub(crate) fn date_ai(name: &str) -> Option<&'static str> {
    let bare = name.rsplit([':', '/', '#']).next()?;
    DATES.into_iter().find(|(date, _)| *date == bare).map(|(_, ai)| ai)
}

/// Names that RFC 9901 keeps for itself.
pub(super) fn is_reserved(name: &str) -> bool {
    matches!(name, "_sd" | "_sd_alg" | "...")
}
