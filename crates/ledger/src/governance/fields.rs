//! Reading the members of a governance object, each into its type.

use crate::key::Jwk;
use crate::statement::{FormError, fault};
use crate::{Hash, OrgId};
use json::{Json, Number, Object, Pointer};

/// The members of an object whose names are known to be right.
pub(crate) struct Fields<'j> {
    object: &'j Object,
    at: Pointer,
}

/// Texts have at most so many characters.
const TEXT_CHARS_MAX: usize = 500;

/// Lists have at most so many items, unless said otherwise.
pub(crate) const LIST_MAX: usize = 500;

/// The largest whole number that every JSON reader holds exactly.
const EXACT_MAX: u64 = (1 << 53) - 1;

impl<'j> Fields<'j> {
    /// Takes an object that has all of `needed` and of others only `optional`.
    pub(crate) fn of(
        value: &'j Json,
        at: &Pointer,
        rule: u8,
        (needed, optional): (&[&str], &[&str]),
    ) -> Result<Self, FormError> {
        let object = value.as_object().ok_or_else(|| {
            fault(rule, at, format!("an object is needed here, not {}", value.kind()))
        })?;
        if let Some(missing) = needed.iter().find(|name| !object.contains(name)) {
            return Err(fault(rule, at, format!("the member {missing} is missing")));
        }
        let known = |name: &str| needed.contains(&name) || optional.contains(&name);
        match object.names().find(|name| !known(name)) {
            Some(other) => {
                let names = [needed, optional].concat().join(", ");
                let text = format!("there is no such member here; known are {names}");
                Err(fault(rule, &at.member(other), text))
            }
            None => Ok(Self { object, at: at.clone() }),
        }
    }

    /// A member that must be there.
    pub(crate) fn take<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Json, &Pointer) -> Result<T, FormError>,
    ) -> Result<T, FormError> {
        read(self.object.get(name).unwrap_or(&Json::Null), &self.at.member(name))
    }

    /// A member that may be absent.
    pub(crate) fn maybe<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Json, &Pointer) -> Result<T, FormError>,
    ) -> Result<Option<T>, FormError> {
        self.object.get(name).map(|value| read(value, &self.at.member(name))).transpose()
    }

    /// A list of at most `max` items.
    pub(crate) fn list<T>(
        &self,
        name: &str,
        max: usize,
        read: impl Fn(&Json, &Pointer) -> Result<T, FormError>,
    ) -> Result<Vec<T>, FormError> {
        self.take(name, |value, at| list(value, at, max, read))
    }
}

/// A list of at most `max` items.
pub(crate) fn list<T>(
    value: &Json,
    at: &Pointer,
    max: usize,
    read: impl Fn(&Json, &Pointer) -> Result<T, FormError>,
) -> Result<Vec<T>, FormError> {
    match value.as_array() {
        Some(items) if items.len() <= max => {
            items.iter().enumerate().map(|(index, item)| read(item, &at.item(index))).collect()
        }
        Some(_) => Err(fault(18, at, format!("a list has at most {max} items here"))),
        None => Err(fault(18, at, format!("a list is needed here, not {}", value.kind()))),
    }
}

/// A text of 1 to 500 characters, without control characters but the line feed.
pub(crate) fn text(value: &Json, at: &Pointer) -> Result<String, FormError> {
    value.as_str().filter(|text| is_text(text)).map(str::to_owned).ok_or_else(|| {
        fault(18, at, "a text of 1 to 500 characters without control characters is needed here")
    })
}

/// Whether it may stand as a text in a row or a statement.
pub(crate) fn is_text(text: &str) -> bool {
    (1..=TEXT_CHARS_MAX).contains(&text.chars().count())
        && !text.chars().any(|character| character.is_control() && character != '\n')
}

/// A whole number from 0 to 2^53 - 1.
pub(crate) fn number(value: &Json, at: &Pointer) -> Result<u64, FormError> {
    value
        .as_number()
        .and_then(Number::as_u64)
        .filter(|number| *number <= EXACT_MAX)
        .ok_or_else(|| fault(18, at, "a whole number from 0 to 2^53 - 1 is needed here"))
}

/// `true` or `false`.
pub(crate) fn truth(value: &Json, at: &Pointer) -> Result<bool, FormError> {
    value.as_bool().ok_or_else(|| fault(18, at, "true or false is needed here"))
}

/// An organisation.
pub(crate) fn org(value: &Json, at: &Pointer) -> Result<OrgId, FormError> {
    OrgId::parse(value.as_str().unwrap_or_default())
        .map_err(|error| fault(18, at, error.to_string()))
}

/// 64 lower-case hexadecimal digits.
pub(crate) fn hash(value: &Json, at: &Pointer) -> Result<Hash, FormError> {
    Hash::from_hex(value.as_str().unwrap_or_default())
        .map_err(|_cause| fault(18, at, "64 lower-case hex digits are needed here"))
}

/// A key: exactly the members of its kind, in any order.
pub(crate) fn jwk(value: &Json, at: &Pointer, rule: u8) -> Result<Jwk, FormError> {
    let fields = Fields::of(value, at, rule, (&["crv", "kty", "x"], &["y"]))?;
    let (crv, kty) = (fields.take("crv", text)?, fields.take("kty", text)?);
    Jwk::of(crv, kty, fields.take("x", text)?, fields.maybe("y", text)?)
        .map_err(|error| fault(rule, at, format!("this is no key: {error}")))
}

/// A key id: 43 characters of base64url.
pub(crate) fn kid(value: &Json, at: &Pointer) -> Result<String, FormError> {
    let text = value.as_str().unwrap_or_default();
    Hash::from_b64(text)
        .map(|_: Hash| text.to_owned())
        .map_err(|_cause| fault(18, at, "a key id has 43 characters of base64url"))
}

/// A code in its canonical form.
pub(crate) fn code(value: &Json, at: &Pointer) -> Result<gs1::Goods, FormError> {
    let text = value.as_str().unwrap_or_default();
    let goods = gs1::Goods::parse(text)
        .map_err(|error| fault(18, at, format!("this is no code: {error}")))?;
    let uri = goods.uri();
    if uri == text { Ok(goods) } else { Err(fault(18, at, format!("the code is written {uri}"))) }
}

/// A decimal: an optional minus, 1 to 15 digits, an optional point and 1 to 9 digits.
pub(crate) fn decimal(value: &Json, at: &Pointer) -> Result<String, FormError> {
    let text = value.as_str().unwrap_or_default();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str, max: usize| {
        (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let leading = whole.len() > 1 && whole.starts_with('0');
    if digits(whole, 15) && digits(fraction, 9) && !leading {
        Ok(text.to_owned())
    } else {
        Err(fault(18, at, "a decimal such as \"12.50\" is needed here, as a text"))
    }
}

/// One of a few words.
pub(crate) fn choice<T: Copy>(
    value: &Json,
    at: &Pointer,
    words: &[(&str, T)],
) -> Result<T, FormError> {
    let text = value.as_str().unwrap_or_default();
    words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        fault(18, at, format!("one of {} is needed here", known.join(", ")))
    })
}
