//! Firms, places and products as `crates/trace` asks for them.

use super::master::Master;
use epcis::{Decimal, Exact};
use gs1::Goods;
use ledger::governance::{Net, Storage};
use trace::{Directory, Event, Qty, Range};

/// The places of a firm that are looked at to learn its country.
const PLACES_MAX: i64 = 200;

impl Directory for Master<'_> {
    /// The owner, and those who may pack the product.
    fn starters(&self, goods: &str) -> Vec<String> {
        let Ok(goods) = Goods::parse(goods) else { return Vec::new() };
        let Some(owner) = self.owner(&goods) else { return Vec::new() };
        let mut starters = vec![owner.iss.as_str().to_owned()];
        if let Some(told) = self.product(&goods) {
            starters.extend(told.product.packers.iter().map(|packer| packer.as_str().to_owned()));
        }
        starters
    }

    fn is_for_owner(&self, goods: &str, event: &Event) -> bool {
        let owner = Goods::parse(goods).ok().and_then(|goods| self.owner(&goods));
        owner.is_some_and(|owner| self.is_mandated(owner.iss.as_str(), event))
    }

    fn keeper(&self, place_or_party: &str) -> Option<String> {
        Master::keeper(self, place_or_party).map(|org| org.as_str().to_owned())
    }

    /// Of a place what its keeper tells; of a firm the one country in which all its places lie.
    fn country(&self, place_or_party: &str) -> Option<String> {
        let site = trace::site(place_or_party);
        if let Some(place) = self.place(site).filter(|_| !is_firm(site)) {
            return Some(place.country.clone());
        }
        let firm = Master::keeper(self, place_or_party)?;
        let countries = self.countries_of(firm.as_str(), PLACES_MAX);
        let mut countries = countries.into_iter();
        countries.next().filter(|_| countries.next().is_none())
    }

    fn storage(&self, goods: &str) -> Option<Range> {
        let told = self.product(&Goods::parse(goods).ok()?)?;
        range(told.product.storage.as_ref()?)
    }

    fn convert(&self, goods: &str, amount: &Qty, to: Option<&str>) -> Option<Decimal> {
        trace::convert(amount, to).or_else(|| {
            let told = self.product(&Goods::parse(goods).ok()?)?;
            pieces_as(amount, told.product.net.as_ref()?, to)
        })
    }
}

/// A firm's own code: what is told of it is where the firm is registered, not where a step was.
pub(super) fn is_firm(id: &str) -> bool {
    id.starts_with("https://id.gs1.org/417/")
}

/// Limits in thousandths of a degree Celsius; nothing if there is none, or in no known unit.
pub(super) fn range(storage: &Storage) -> Option<Range> {
    let limit = |text: &Option<String>| {
        let value = Exact::parse(text.as_deref()?).ok()?.value();
        let celsius = epcis::celsius(value, &storage.uom)?;
        i64::try_from(celsius.checked_mul(Decimal::ONE_THOUSAND)?.round()).ok()
    };
    let range = Range { min: limit(&storage.min), max: limit(&storage.max) };
    (range != Range::default()).then_some(range)
}

/// Pieces by the net content of one.
fn pieces_as(amount: &Qty, net: &Net, to: Option<&str>) -> Option<Decimal> {
    if amount.uom.is_some() {
        return None;
    }
    let decimal = Exact::parse(&net.quantity).ok()?.value().checked_mul(amount.decimal)?;
    let whole = Qty { text: decimal.to_string(), decimal, uom: Some(net.uom.clone()) };
    trace::convert(&whole, to)
}

#[cfg(test)]
mod tests {
    use super::{pieces_as, range};
    use epcis::Decimal;
    use ledger::governance::{Net, Storage};
    use trace::{Qty, Range};

    fn limits(min: Option<&str>, max: Option<&str>, uom: &str) -> Option<Range> {
        let text = |limit: Option<&str>| limit.map(str::to_owned);
        range(&Storage { min: text(min), max: text(max), uom: uom.to_owned() })
    }

    #[test]
    fn limits_are_thousandths_of_a_degree() {
        let fridge = Range { min: Some(0), max: Some(4_000) };
        assert_eq!(limits(Some("0"), Some("4"), "CEL"), Some(fridge));
        assert_eq!(limits(Some("32"), Some("39.2"), "FAH"), Some(fridge));
        let freezer = Range { min: None, max: Some(-18_500) };
        assert_eq!(limits(None, Some("-18.5"), "CEL"), Some(freezer));
        assert_eq!(limits(None, None, "CEL"), None);
        assert_eq!(limits(Some("0"), Some("4"), "KGM"), None);
    }

    #[test]
    fn pieces_weigh_what_is_printed_on_them() {
        let decimal = Decimal::from(240);
        let cartons = Qty { text: "240".to_owned(), decimal, uom: None };
        let net = Net { quantity: "4".to_owned(), uom: "KGM".to_owned() };
        assert_eq!(pieces_as(&cartons, &net, Some("KGM")), Some(Decimal::from(960)));
        assert_eq!(pieces_as(&cartons, &net, Some("LTR")), None);
        let loose = Qty { uom: Some("TNE".to_owned()), ..cartons };
        assert_eq!(pieces_as(&loose, &net, Some("KGM")), None);
    }
}
