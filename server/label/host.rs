//! Which host a printed code may carry. A label outlives servers, so the rules are strict.

use thiserror::Error;

/// The host of last resort: GS1's own resolver, to which brand owners can tell a forward address.
pub(super) const GLOBAL: &str = "id.gs1.org";

/// The most characters of a host's name (RFC 1035 section 2.3.4).
const NAME_CHARACTERS_MAX: usize = 253;

/// The most characters between two dots (RFC 1035 section 2.3.4).
const PART_CHARACTERS_MAX: usize = 63;

/// Endings that mean something on one machine or in one building only (RFC 6761, 6762, 8375).
const LOCAL_ENDINGS: [&str; 6] =
    ["localhost", "localdomain", "local", "internal", "lan", "home.arpa"];

/// What a label is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It goes on goods.
    Goods,
    /// It is a trial: any host will do, and the label says TEST.
    Test,
}

/// A host that may stand in a printed code, and whether the label must say TEST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    name: String,
    purpose: Purpose,
}

/// The host may not stand in a printed code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HostError {
    /// It is no host.
    #[error("{0:?} is not a host: write a name such as trace.example, without https:// and path")]
    Form(String),
    /// It is a number, which changes with the server.
    #[error(
        "{0} is an IP address, which a printed code would outlive: use a name of label.hosts, or \
         print a test label"
    )]
    Address(String),
    /// It leads nowhere from a shop.
    #[error(
        "{0} means something on this machine or network only, so a shopper's phone would find \
         nothing: use a name of label.hosts, or print a test label"
    )]
    Local(String),
    /// The operator has not listed it.
    #[error(
        "{found} is not in label.hosts: use {allowed}, add it to label.hosts once two nodes answer \
         for it, or print a test label"
    )]
    Unlisted {
        /// What was asked for.
        found: String,
        /// The hosts that would have been right.
        allowed: String,
    },
}

impl Host {
    /// Judges the host asked for against the setting `label.hosts`. Without one, the first listed
    /// host is taken, and `id.gs1.org` where none is listed.
    pub fn choose(
        asked: Option<&str>,
        listed: &[String],
        purpose: Purpose,
    ) -> Result<Self, HostError> {
        let wanted = asked.or(listed.first().map(String::as_str)).unwrap_or(GLOBAL);
        let name = wanted.to_ascii_lowercase();
        match purpose {
            Purpose::Goods => check_for_goods(&name, listed)?,
            Purpose::Test => check_form(&name)?,
        }
        Ok(Self { name, purpose })
    }

    /// The host in lower case, with its port if it has one.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether the label must say TEST.
    pub fn is_test(&self) -> bool {
        self.purpose == Purpose::Test
    }
}

fn check_for_goods(name: &str, listed: &[String]) -> Result<(), HostError> {
    // Brackets are an IPv6 address, for which a better sentence follows.
    if name.starts_with('[') {
        return Err(HostError::Address(name.to_owned()));
    }
    check_form(name)?;
    if is_address(bare(name)) {
        return Err(HostError::Address(name.to_owned()));
    }
    if is_local(bare(name)) {
        return Err(HostError::Local(name.to_owned()));
    }
    if name == GLOBAL || listed.iter().any(|host| host.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let allowed: Vec<&str> = listed.iter().map(String::as_str).chain([GLOBAL]).collect();
    Err(HostError::Unlisted { found: name.to_owned(), allowed: allowed.join(" or ") })
}

/// The name without its port.
fn bare(name: &str) -> &str {
    name.split_once(':').map_or(name, |(bare, _)| bare)
}

/// Letters, digits and inner hyphens between dots, and perhaps a port.
fn check_form(name: &str) -> Result<(), HostError> {
    let (bare, port) = name.split_once(':').unwrap_or((name, "1"));
    let good_port = !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok();
    let good = bare.len() <= NAME_CHARACTERS_MAX && bare.split('.').all(is_part) && good_port;
    if good { Ok(()) } else { Err(HostError::Form(name.to_owned())) }
}

fn is_part(part: &str) -> bool {
    (1..=PART_CHARACTERS_MAX).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !part.starts_with('-')
        && !part.ends_with('-')
}

/// Whether browsers would read it as an IPv4 address: they do when the last part is a number
/// (WHATWG URL, "ends in a number"), so `127.1` and `0x7f.1` are addresses too.
fn is_address(bare: &str) -> bool {
    let last = bare.rsplit('.').next().unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits(last) || last.strip_prefix("0x").is_some_and(hexadecimal)
}

fn is_local(bare: &str) -> bool {
    let under = |ending: &str| bare.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'));
    !bare.contains('.') || LOCAL_ENDINGS.iter().any(|ending| bare == *ending || under(ending))
}
