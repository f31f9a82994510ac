//! Files that events name: the name, what the bytes are, a series in either spelling, sealed bytes.

use epcis::Series;
use ledger::attachment::{FileName, Media, SealKey, open, seal};

/// A name has one spelling; a series that is read is in order and in range; sealing is undone by the
/// same key only.
pub fn run(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(name) = FileName::parse(text)
    {
        assert_eq!(name.to_string(), text, "one spelling");
    }
    for series in [Series::from_csv(bytes), Series::from_json(bytes)] {
        match series {
            Ok(series) => {
                let times = series.readings().iter().map(|reading| reading.time.utc_ms());
                assert!(times.clone().zip(times.skip(1)).all(|(one, next)| one < next));
                let (min, max, mean) = series.extremes().expect("values in range have a mean");
                assert!(min <= max && min.round_dp(2) <= mean && mean <= max.round_dp(2));
                assert!(Media::of(bytes).is_some_and(Media::is_series));
            }
            Err(error) => assert!(!error.to_string().is_empty(), "a refusal has words"),
        }
    }
    let key = SealKey::from_bytes([7; 32]);
    assert!(open(&key, bytes.to_vec()).is_err(), "nobody guesses a tag");
    let sealed = seal(&key, bytes.to_vec()).expect("any bytes can be sealed");
    assert_eq!(open(&key, sealed).as_deref(), Ok(bytes));
}
