//! Files beside events: read, judged, sealed where they are not for everybody, and named in the
//! event before it is signed (`docs/protocol/attachments.md`).

use super::super::files;
use super::super::output::tell;
use super::photo;
use super::sign::Showing;
use crate::keys::fill;
use anyhow::{Context as _, bail, ensure};
use epcis::{Document, Event, Series};
use json::{Json, Object};
use ledger::Hash;
use ledger::attachment::{FileName, Media, SealKey, seal};
use std::path::{Path, PathBuf};

/// What a node takes unless its operator allows more.
const BYTES_MAX: usize = 10 << 20;

/// A file as it is stored, ready to be sent.
pub(super) struct Stored {
    pub(super) digest: Hash,
    pub(super) bytes: Vec<u8>,
}

/// An event that names its files.
pub(super) struct Dressed {
    pub(super) json: Json,
    /// Pointers to what is concealed beside the usual.
    pub(super) conceal: Vec<String>,
    pub(super) files: Vec<Stored>,
}

/// The files of each event of a document, by the event's place in it.
pub(super) fn plan(told: &[String], document: &Document) -> anyhow::Result<Vec<Vec<PathBuf>>> {
    let mut files = vec![Vec::new(); document.events.len()];
    for text in told {
        let of_id = |incoming: &epcis::Incoming| {
            let id = incoming.json.get("eventID").and_then(Json::as_str)?;
            text.strip_prefix(id)?.strip_prefix('=').map(PathBuf::from)
        };
        let mut events = document.events.iter().enumerate();
        let named = events.find_map(|(place, incoming)| Some((place, of_id(incoming)?)));
        let count = document.events.len();
        let (place, path) = match named {
            Some(named) => named,
            None if count == 1 => (0, PathBuf::from(text)),
            None => bail!(
                "the document holds {count} events: say which one names the file, --attach \
                 EVENT-ID={text}"
            ),
        };
        if let Some(of_event) = files.get_mut(place) {
            of_event.push(path);
        }
    }
    Ok(files)
}

/// Names files in an event. A series is for everybody; documents and photos only with
/// [`Showing::Clear`].
pub(super) fn dress(
    event: &Json,
    paths: &[PathBuf],
    showing: Showing,
    chain: &str,
) -> anyhow::Result<Dressed> {
    let mut dressed = Dressed { json: event.clone(), conceal: Vec::new(), files: Vec::new() };
    for path in paths {
        add(&mut dressed, path, showing, chain)
            .with_context(|| format!("{} cannot be attached", path.display()))?;
    }
    if !paths.is_empty()
        && let Err(faults) = Event::read(&dressed.json)
    {
        let told = faults.first().map_or_else(String::new, ToString::to_string);
        bail!("the event with its files breaks the EPCIS standard: {told}");
    }
    Ok(dressed)
}

fn add(dressed: &mut Dressed, path: &Path, showing: Showing, chain: &str) -> anyhow::Result<()> {
    let bytes = files::read(path, BYTES_MAX)?;
    let media = Media::of(&bytes).context(
        "it is no PDF, no JPEG, PNG or WebP picture, and no series (CSV that begins with \
         time,celsius, or JSON)",
    )?;
    let members = dressed.json.as_object_mut().context("the event is no JSON object")?;
    if media.is_series() {
        let stored = Stored { digest: Hash::of(&[&bytes]), bytes };
        let name = FileName { digest: stored.digest, media, key: None };
        let element = element(&series(media, &stored.bytes)?, &name)?;
        push(members, "sensorElementList", element)?;
        told(path, &name);
        dressed.files.push(stored);
        return Ok(());
    }
    if media == Media::Jpeg && photo::tells_place(&bytes) {
        tell(format!(
            "{} tells the place where it was taken. It is attached as it is: take the place out \
             with a photo program first if it should not travel.",
            path.display()
        ));
    }
    let (stored, name) = match showing {
        Showing::Clear => {
            let stored = Stored { digest: Hash::of(&[&bytes]), bytes };
            let name = FileName { digest: stored.digest, media, key: None };
            (stored, name)
        }
        Showing::Concealed => sealed(media, bytes)?,
    };
    let member = if media == Media::Pdf {
        "certificationInfo".to_owned()
    } else {
        format!("https://{chain}/voc/attachments")
    };
    push(members, &member, Json::String(name.to_string()))?;
    let pointer = json::Pointer::root().member(&member).to_string();
    if showing == Showing::Concealed && !dressed.conceal.contains(&pointer) {
        dressed.conceal.push(pointer);
    }
    told(path, &name);
    dressed.files.push(stored);
    Ok(())
}

fn told(path: &Path, name: &FileName) {
    let how = if name.key.is_some() { "sealed, " } else { "" };
    tell(format!("{} is attached ({how}SHA-256 {})", path.display(), name.digest));
}

fn sealed(media: Media, bytes: Vec<u8>) -> anyhow::Result<(Stored, FileName)> {
    let key = SealKey::from_bytes(fill()?);
    let bytes = seal(&key, bytes)?;
    let digest = Hash::of(&[&bytes]);
    Ok((Stored { digest, bytes }, FileName { digest, media, key: Some(key) }))
}

fn series(media: Media, bytes: &[u8]) -> anyhow::Result<Series> {
    let read = if media == Media::Csv { Series::from_csv(bytes) } else { Series::from_json(bytes) };
    read.context("it is no series of temperatures")
}

/// EPCIS 2.0 section 7.3.7: when, coldest, warmest, mean, and where the whole record lies.
fn element(series: &Series, name: &FileName) -> anyhow::Result<Json> {
    let (min, max, mean) = series.extremes().context("its temperatures are out of range")?;
    let ends = series.readings().first().zip(series.readings().last());
    let (first, last) = ends.context("it has no readings")?;
    let text = format!(
        r#"{{"sensorMetadata":{{"startTime":"{}","endTime":"{}","rawData":"{name}"}},
        "sensorReport":[{{"type":"Temperature","minValue":{min},"maxValue":{max},
        "meanValue":{mean},"uom":"CEL"}}]}}"#,
        first.time, last.time
    );
    let limits = json::Limits { bytes_max: 4_096, depth_max: 8, values_max: 64 };
    Ok(json::parse(text.as_bytes(), &limits)?)
}

/// Adds to a list; one value that stands alone becomes the first of it.
fn push(members: &mut Object, name: &str, value: Json) -> anyhow::Result<()> {
    let mut list = match members.remove(name) {
        None => Vec::new(),
        Some(Json::Array(items)) => items,
        Some(Json::String(one)) => vec![Json::String(one)],
        Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_)) => {
            bail!("the event's {name} is no list")
        }
    };
    ensure!(list.len() < 64, "the event's {name} is full");
    list.push(value);
    members.insert(name, list);
    Ok(())
}
