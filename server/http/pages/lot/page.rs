//! The template struct of a lot's page; what it computes is here, what it shows is in
//! `templates/pages/lot.html`.

use askama::Template;

use super::band::{Phone, StatusBand, https};
use super::cold::Cold;
use super::facts::{Row, rows};
use super::notes::{self, CertificateText, CorrectionText, SignatureText};
use super::timeline::{self, Entry};
use crate::http::pages::{Answer, Here, L10n, Language, Said};
use crate::views::model::{DateMark, Level, Listed, LotPage, Status};

/// Facts above the fold.
const FACTS_FIRST: usize = 4;

/// `GET /t/...`
#[derive(Debug, Template)]
#[template(path = "pages/lot.html")]
pub struct LotTemplate<'a> {
    l: L10n,
    here: Here,
    view: &'a LotPage,
    band: StatusBand,
    facts: Vec<Row>,
    cold: Option<Cold>,
}

impl<'a> LotTemplate<'a> {
    /// The page of a view, in a language, at an address.
    pub fn new(view: &'a LotPage, language: Language, here: Here) -> Self {
        let l = L10n::new(language);
        Self {
            l,
            here,
            view,
            band: StatusBand::of(&view.status, &view.code.level, l),
            facts: rows(&view.facts, view.cold_chain.as_ref(), l),
            cold: view.cold_chain.as_ref().map(|cold| Cold::of(cold, l)),
        }
    }

    /// The finished page.
    pub fn answer(&self) -> askama::Result<Answer> {
        Answer::new(self, self.l.language())
    }

    /// The window's title: a recall before everything else.
    fn title(&self) -> String {
        let name = self.heading().text;
        let printed = Some(self.printed().1).filter(|printed| !name.contains(printed));
        let parts = [self.band.tag.clone(), Some(name), printed];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// What the food is called; of goods that only a company's own number names, what that numbers
    /// and whose it is; else that nobody said.
    fn heading(&self) -> Said {
        let name = self.l.said(&self.view.product.names).or_else(|| self.described());
        name.unwrap_or_else(|| Said { text: self.l.t("unnamed-product"), lang: None })
    }

    /// "Lot A-17 of Lagoa Farm".
    fn described(&self) -> Option<Said> {
        let Level::House { thing, code } = &self.view.code.level else { return None };
        let thing = self.l.house_thing(*thing);
        let firm = self.view.product.producer.as_ref().and_then(|firm| firm.name.as_ref());
        let text = match firm.and_then(|name| self.l.plain(name)) {
            Some(firm) => {
                let args = [("thing", thing.into()), ("code", code.into()), ("firm", firm.into())];
                self.l.with("house-name", args)
            }
            None => format!("{thing} {code}"),
        };
        Some(Said { text, lang: None })
    }

    /// Brand, net content, producer: whatever is known, without saying a name twice.
    fn subtitle(&self) -> Vec<Said> {
        let product = &self.view.product;
        let brand = product.brand.as_ref().and_then(|brand| self.l.said(brand));
        let net = product.net.as_ref().map(|net| self.l.quantity(net));
        let net = net.map(|text| Said { text, lang: None });
        let said = self.view.product.names.is_empty() && self.is_house();
        let producer =
            product.producer.as_ref().filter(|producer| producer.name.is_some() && !said);
        let producer = producer.map(|producer| self.l.actor_alone(producer));
        let same = matches!((&brand, &producer), (Some(a), Some(b)) if a.text == b.text);
        let producer = producer.filter(|_| !same);
        brand.into_iter().chain(net).chain(producer).collect()
    }

    /// What stands on the pack, with the word before it.
    fn printed(&self) -> (String, String) {
        let l = self.l;
        match &self.view.code.level {
            Level::Product { gtin } => (l.t("code-gtin"), gtin.clone()),
            Level::Lot { lot, .. } => (l.t("code-lot"), lot.clone()),
            Level::DatedLot { date, mark, .. } => (l.t(mark_key(*mark)), l.day(*date).text),
            Level::Serial { serial, .. } => (l.t("code-serial"), serial.clone()),
            Level::Logistic { sscc } => (l.t("code-pallet"), grouped(sscc)),
            Level::House { thing, code } => (l.house_thing(*thing), code.clone()),
            Level::Other => (l.t("code-other"), self.view.code.uri.clone()),
        }
    }

    /// Whether what is printed needs a line of its own on a phone.
    const fn is_long(&self) -> bool {
        matches!(self.view.code.level, Level::Logistic { .. } | Level::Other)
    }

    /// Goods that a company numbered for itself: a bin or an animal is no pack to compare with.
    const fn is_house(&self) -> bool {
        matches!(self.view.code.level, Level::House { .. })
    }

    /// Whether there is nothing but the status to show.
    const fn is_unknown(&self) -> bool {
        matches!(self.view.status, Status::Unknown { .. })
    }

    /// Whether only a lot can say whether there is a recall.
    const fn is_product(&self) -> bool {
        matches!(self.view.code.level, Level::Product { .. })
    }

    /// What to put into the box to try again.
    fn typed(&self) -> (String, String) {
        match &self.view.code.level {
            Level::Lot { gtin, lot } => (gtin.clone(), lot.clone()),
            Level::Product { gtin } | Level::DatedLot { gtin, .. } | Level::Serial { gtin, .. } => {
                (gtin.clone(), String::new())
            }
            Level::Logistic { sscc } => (sscc.clone(), String::new()),
            Level::House { .. } | Level::Other => (String::new(), String::new()),
        }
    }

    fn first_facts(&self) -> impl Iterator<Item = &Row> {
        self.facts.iter().take(FACTS_FIRST)
    }

    fn more_facts(&self) -> impl Iterator<Item = &Row> {
        self.facts.iter().skip(FACTS_FIRST)
    }

    fn has_more_facts(&self) -> bool {
        self.facts.len() > FACTS_FIRST
    }

    /// The other lots by their codes, for the phone's check.
    fn codes(&self) -> String {
        let codes: Vec<&str> = self.view.lots.iter().map(|lot| lot.uri.as_str()).collect();
        codes.join(" ")
    }

    /// The other lots: path, name, number.
    fn lots(&self) -> Vec<(String, Said, Option<String>)> {
        let unnamed = || Said { text: self.l.t("thing-lot"), lang: None };
        let row = |lot: &Listed| {
            let name = self.l.said(&lot.names).unwrap_or_else(unnamed);
            (self.l.href(&lot.path), name, lot.lot.clone())
        };
        self.view.lots.iter().map(row).collect()
    }

    fn lots_heading(&self) -> String {
        self.l.with("lots-heading", [("n", self.view.lots.len().into())])
    }

    fn steps(&self) -> Vec<Entry> {
        timeline::entries(&self.view.journey, self.l)
    }

    fn split(&self) -> Option<String> {
        self.view.journey.split.as_ref().map(|split| timeline::split(split, self.l))
    }

    fn earlier(&self) -> Option<String> {
        let n = self.view.journey.earlier;
        (n > 0).then(|| self.l.with("journey-earlier", [("n", n.into())]))
    }

    fn certificates(&self) -> Vec<CertificateText> {
        let of = |each| notes::certificate(each, self.l);
        self.view.certificates.iter().filter_map(of).collect()
    }

    fn corrections(&self) -> Vec<CorrectionText> {
        let corrected = self.view.corrections.iter().map(|each| notes::correction(each, self.l));
        let disputed = self.view.disputes.iter().map(|each| notes::dispute(each, self.l));
        corrected.chain(disputed).collect()
    }

    fn remarks(&self) -> Vec<CorrectionText> {
        self.view.remarks.iter().map(|each| notes::remark(each, self.l)).collect()
    }

    fn findings(&self) -> Vec<String> {
        self.view.findings.iter().map(|each| notes::finding(each, self.l)).collect()
    }

    fn unknowns(&self) -> Vec<String> {
        self.view.unknowns.iter().map(|each| notes::unknown(each, self.l)).collect()
    }

    fn claims(&self) -> Vec<String> {
        self.view.claims.iter().map(|each| notes::claim(each, self.l)).collect()
    }

    fn signatures(&self) -> Vec<SignatureText> {
        self.view.signatures.iter().map(|each| notes::signed(each, self.l)).collect()
    }

    /// How many companies confirmed the record, and when.
    fn confirmed(&self) -> String {
        let freshness = &self.view.freshness;
        let when = self.l.moment(freshness.as_of).text;
        let args = [("n", freshness.companies.into()), ("when", when.into())];
        self.l.with("check-confirmed", args)
    }

    /// For paper: a print of the page says what it is a print of.
    fn address(&self) -> String {
        self.l.with("print-address", [("address", self.view.code.uri.as_str().into())])
    }

    /// Whom to ask: the producer, if it said how.
    fn help(&self) -> Option<(String, Option<Phone>, Option<String>)> {
        let contact = self.view.product.contact.as_ref()?;
        let producer = self.view.product.producer.as_ref()?;
        let phone = contact.phone.as_deref().and_then(Phone::parse);
        let web = contact.web.as_deref().and_then(https);
        let ask = if producer.name.is_some() {
            self.l.with("help-ask", [("who", self.l.actor(producer).into())])
        } else {
            self.l.t("help-ask-unnamed")
        };
        (phone.is_some() || web.is_some()).then_some((ask, phone, web))
    }
}

/// Digits in fours, so that eighteen of them can be compared, and break, between groups.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

const fn mark_key(mark: DateMark) -> &'static str {
    match mark {
        DateMark::UseBy => "fact-use-by",
        DateMark::BestBefore => "fact-best-before",
    }
}
