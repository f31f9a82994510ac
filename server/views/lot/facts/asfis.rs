//! Species: scientific names of the codes that pages have words for.

use crate::views::model::Value;

/// FAO ASFIS list of species for fishery statistics.
const SPECIES: [(&str, &str); 36] = [
    ("HKE", "Merluccius merluccius"),
    ("COD", "Gadus morhua"),
    ("HAD", "Melanogrammus aeglefinus"),
    ("POK", "Pollachius virens"),
    ("WHG", "Merlangius merlangus"),
    ("ALK", "Gadus chalcogrammus"),
    ("HER", "Clupea harengus"),
    ("MAC", "Scomber scombrus"),
    ("PIL", "Sardina pilchardus"),
    ("ANE", "Engraulis encrasicolus"),
    ("SPR", "Sprattus sprattus"),
    ("SAL", "Salmo salar"),
    ("TRR", "Oncorhynchus mykiss"),
    ("YFT", "Thunnus albacares"),
    ("SKJ", "Katsuwonus pelamis"),
    ("BET", "Thunnus obesus"),
    ("ALB", "Thunnus alalunga"),
    ("BFT", "Thunnus thynnus"),
    ("SWO", "Xiphias gladius"),
    ("HAL", "Hippoglossus hippoglossus"),
    ("PLE", "Pleuronectes platessa"),
    ("SOL", "Solea solea"),
    ("TUR", "Scophthalmus maximus"),
    ("BSS", "Dicentrarchus labrax"),
    ("SBG", "Sparus aurata"),
    ("MNZ", "Lophius spp."),
    ("PAN", "Penaeus spp."),
    ("PRA", "Pandalus borealis"),
    ("NEP", "Nephrops norvegicus"),
    ("LBE", "Homarus gammarus"),
    ("CRE", "Cancer pagurus"),
    ("MUS", "Mytilus edulis"),
    ("OYG", "Magallana gigas"),
    ("SCE", "Pecten maximus"),
    ("OCT", "Octopodidae"),
    ("SQZ", "Loliginidae"),
];

/// A species told by its three letters, or by its scientific name.
pub(super) fn species(told: &str) -> Value {
    let is_code = told.len() == 3 && told.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code {
        return Value::Species { code: None, scientific: Some(told.to_owned()) };
    }
    let latin = SPECIES.iter().find(|(code, _)| *code == told).map(|(_, latin)| *latin);
    Value::Species { code: Some(told.to_owned()), scientific: latin.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::species;
    use crate::views::model::Value;

    #[test]
    fn a_species_has_its_scientific_name() {
        let both = |code: Option<&str>, latin: Option<&str>| Value::Species {
            code: code.map(str::to_owned),
            scientific: latin.map(str::to_owned),
        };
        assert_eq!(species("HKE"), both(Some("HKE"), Some("Merluccius merluccius")));
        assert_eq!(species("XXX"), both(Some("XXX"), None));
        assert_eq!(species("Mangifera indica"), both(None, Some("Mangifera indica")));
    }
}
