//! Whose codes somebody asks for, so that guessing lot numbers of one company is bounded.

use super::reader::Reader;
use gs1::Goods;

/// Digits that stand for the company of a code that no member registered.
const UNKNOWN_LEN: usize = 7;

impl Reader {
    /// The registered company prefix of a code (the longest that fits), else its first seven
    /// digits; of a house lot its party; none for other names.
    pub fn prefix_of(&self, goods: &Goods) -> Option<String> {
        if let Goods::House(house) = goods {
            return Some(house.party().to_owned());
        }
        let digits = goods.owner_digits()?;
        let view = self.parts().commit.view();
        let registered = view.state.members().orgs().flat_map(|org| &org.prefixes);
        let longest = registered
            .filter(|prefix| digits.starts_with(prefix.as_str()))
            .max_by_key(|prefix| prefix.len());
        Some(longest.map_or_else(|| digits.chars().take(UNKNOWN_LEN).collect(), Clone::clone))
    }
}
