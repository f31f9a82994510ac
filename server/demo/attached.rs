//! Files of the journeys, and their names in the events: a log with the dates of its journey, and a
//! certificate.

use super::dates;
use json::Json;
use ledger::Hash;
use ledger::attachment::{FileName, Media};

/// What stands for the name of a file in a document, what the file is, and its bytes.
const FILES: [(&str, Media, &[u8]); 2] = [
    ("urn:demo:mango-reefer.csv", Media::Csv, include_bytes!("../../journeys/mango-reefer.csv")),
    (
        "urn:demo:mango-certificate.pdf",
        Media::Pdf,
        include_bytes!("../../journeys/mango-certificate.pdf"),
    ),
];

/// A file that an event names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attached {
    pub(super) digest: Hash,
    pub(super) bytes: Vec<u8>,
}

/// Writes the names of files where they belong, and gives the files, their dates moved with those of
/// the event.
pub(super) fn name(value: &mut Json, days: i64) -> Vec<Attached> {
    let mut found = Vec::new();
    fill(value, days, &mut found);
    found
}

fn fill(value: &mut Json, days: i64, found: &mut Vec<Attached>) {
    match value {
        Json::String(text) => {
            let file = FILES.iter().find(|(place, ..)| place == text);
            if let Some((_, media, bytes)) = file {
                let bytes = moved(*media, bytes, days);
                let digest = Hash::of(&[&bytes]);
                *text = FileName { digest, media: *media, key: None }.to_string();
                found.push(Attached { digest, bytes });
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| fill(item, days, found)),
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| fill(value, days, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The lines of a log begin with their date.
fn moved(media: Media, bytes: &[u8], days: i64) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| media == Media::Csv);
    let line = |line: &str| dates::shifted(line, days).unwrap_or_else(|| line.to_owned());
    text.map_or_else(
        || bytes.to_vec(),
        |text| text.lines().map(|text| line(text) + "\n").collect::<String>().into_bytes(),
    )
}

#[cfg(test)]
mod tests {
    use super::{FILES, moved};
    use epcis::Series;
    use ledger::attachment::Media;

    #[test]
    fn the_files_are_what_they_are_said_to_be() {
        for (place, media, bytes) in FILES {
            assert!(media.fits(bytes), "{place}");
        }
        let (_, _, log) = FILES[0];
        let before = Series::from_csv(log).unwrap();
        let after = Series::from_csv(&moved(Media::Csv, log, 3)).unwrap();
        assert!(before.readings().len() > 200, "too long for an event");
        let days = |series: &Series| series.readings()[0].time.utc_ms() / 86_400_000;
        assert_eq!(days(&after) - days(&before), 3);
    }
}
