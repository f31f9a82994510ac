//! The band at the top: recall state in words, with a shape and a colour.

use crate::http::pages::{L10n, Said};
use crate::views::model::{Level, Notice, Status};

/// The first thing on the page.
#[derive(Debug)]
pub(super) struct StatusBand {
    /// Class of the band; its colour never says anything that its words do not.
    pub(super) tone: &'static str,
    pub(super) title: String,
    pub(super) more: Option<String>,
    pub(super) notices: Vec<NoticeText>,
    /// A recall that no longer holds, behind a fold.
    pub(super) had: Option<NoticeText>,
    /// A word to put in front of the window's title.
    pub(super) tag: Option<String>,
}

/// A recall or hold in the reader's language as far as its author wrote it.
#[derive(Debug)]
pub(super) struct NoticeText {
    pub(super) by: String,
    pub(super) reason: Option<Said>,
    pub(super) action: Said,
    pub(super) phone: Option<Phone>,
    pub(super) number: Option<String>,
    pub(super) link: Option<String>,
}

/// A telephone number as written and as dialled.
#[derive(Debug)]
pub(super) struct Phone {
    pub(super) text: String,
    pub(super) href: String,
}

impl StatusBand {
    pub(super) fn of(status: &Status, level: &Level, l: L10n) -> Self {
        match status {
            // Recalls name lots: of a product as a whole nothing green can be said.
            Status::Clear { checked } if matches!(level, Level::Product { .. }) => {
                let when = l.moment(*checked).text;
                let more = l.with("status-product-more", [("when", when.into())]);
                Self::calm("warn", l.t("status-product"), more)
            }
            Status::Recalled { notices } => Self::urgent(Urgency::Recall, notices, l),
            Status::OnHold { notices } => Self::urgent(Urgency::Hold, notices, l),
            Status::Clear { checked } => {
                let when = l.moment(*checked).text;
                let more = l.with("status-clear-more", [("when", when.into())]);
                Self::calm("clear", l.t("status-clear"), more)
            }
            Status::Withdrawn { since, had, checked } => {
                let (day, when) = (l.day_of(*since).text, l.moment(*checked).text);
                let args = [("day", day.into()), ("when", when.into())];
                let more = l.with("status-withdrawn-more", args);
                let had = Some(NoticeText::of(Urgency::Recall, had, l));
                Self { had, ..Self::calm("clear", l.t("status-withdrawn"), more) }
            }
            Status::PastUseBy { last_day, checked } => {
                let (day, when) = (l.day(*last_day).text, l.moment(*checked).text);
                let args = [("day", day.into()), ("when", when.into())];
                Self::calm("warn", l.t("status-past"), l.with("status-past-more", args))
            }
            Status::Unknown { .. } => {
                Self::calm("warn", unknown_title(level, l), l.t("status-unknown-more"))
            }
            Status::Stale { minutes, as_of } => {
                let age = l.duration(i64::from(*minutes) * 60_000);
                let title = l.with("status-stale", [("age", age.into())]);
                let when = l.moment(*as_of).text;
                let more = l.with("status-stale-more", [("when", when.into())]);
                Self::calm("stale", title, more)
            }
        }
    }

    fn calm(tone: &'static str, title: String, more: String) -> Self {
        Self { tone, title, more: Some(more), notices: Vec::new(), had: None, tag: None }
    }

    fn urgent(urgency: Urgency, notices: &[Notice], l: L10n) -> Self {
        let (tone, title, tag) = match urgency {
            Urgency::Recall => ("recall", "status-recalled", "status-recalled-tag"),
            Urgency::Hold => ("hold", "status-hold", "status-hold-tag"),
        };
        Self {
            tone,
            title: l.t(title),
            more: None,
            notices: notices.iter().map(|notice| NoticeText::of(urgency, notice, l)).collect(),
            had: None,
            tag: Some(l.t(tag)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Urgency {
    Recall,
    Hold,
}

impl NoticeText {
    fn of(urgency: Urgency, notice: &Notice, l: L10n) -> Self {
        let (by_key, authority_key, action_key) = match urgency {
            Urgency::Recall => {
                ("notice-recalled-by", "notice-recalled-by-authority", "notice-action-recall")
            }
            Urgency::Hold => ("notice-held-by", "notice-held-by-authority", "notice-action-hold"),
        };
        let by = l.plain(&notice.by).unwrap_or_else(|| l.t("role-other"));
        let day = l.day_of(notice.since).text;
        let action = notice.action.as_ref().and_then(|action| l.said(action));
        Self {
            by: match notice.authority_for.as_slice() {
                [] => l.with(by_key, [("by", by.into()), ("day", day.into())]),
                places => {
                    let places: Vec<String> = places.iter().map(|code| l.country(code)).collect();
                    let places = l.list(&places);
                    let args = [("by", by.into()), ("where", places.into()), ("day", day.into())];
                    l.with(authority_key, args)
                }
            },
            reason: notice.reason.as_ref().and_then(|reason| l.said(reason)),
            action: action.unwrap_or_else(|| Said { text: l.t(action_key), lang: None }),
            phone: notice.phone.as_deref().and_then(Phone::parse),
            number: notice.number.clone(),
            link: notice.link.as_deref().and_then(https),
        }
    }
}

impl Phone {
    /// Keeps what a telephone understands; a text without digits is no number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let plus = if text.trim_start().starts_with('+') { "+" } else { "" };
        let right = (3..=20).contains(&digits.len());
        right.then(|| Self { text: text.trim().to_owned(), href: format!("tel:{plus}{digits}") })
    }
}

/// An address that a page may link to: `https://`, without spaces or control characters.
pub(super) fn https(address: &str) -> Option<String> {
    let plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control());
    (plain && address.starts_with("https://")).then(|| address.to_owned())
}

fn unknown_title(level: &Level, l: L10n) -> String {
    match level {
        Level::Lot { lot, .. } => l.with("status-unknown-lot", [("lot", lot.as_str().into())]),
        Level::Product { .. }
        | Level::DatedLot { .. }
        | Level::Serial { .. }
        | Level::Logistic { .. }
        | Level::House { .. }
        | Level::Other => l.t("status-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Phone, https};

    #[test]
    fn only_plain_addresses_and_numbers_become_links() {
        let dialled = |text| Phone::parse(text).map(|phone| phone.href);
        assert_eq!(dialled("+34 986 555-010").as_deref(), Some("tel:+34986555010"));
        assert_eq!(dialled("call us"), None);
        assert!(https("https://example.com/a").is_some());
        for bad in ["javascript:alert(1)", "http://example.com", "https://a b", " https://a"] {
            assert_eq!(https(bad), None, "{bad}");
        }
    }
}
