//! Step **form**: everything that needs no hash and no key.

use super::answer::{Ask, Asked, Broken, Step};
use super::file::{Chain, Evidence, RecallProof, RecordProof};
use super::row;
use crate::Hash;
use crate::block::Record;
use crate::checkpoint::SignedCheckpoint;
use crate::disclosure::{DIGESTS_MAX, Disclosure};
use crate::rows::RecallRow;
use crate::statement::{Envelope, Vct};

/// A file holds at most so many chains.
const CHAINS_MAX: usize = 16;

/// And each list of a chain so many items.
const LIST_MAX: usize = 4_096;

/// A path is as long as its tree is high: 53 for 2^53 leaves.
const PATH_MAX: usize = 64;

const EXACT_MAX: u64 = (1 << 53) - 1;

/// A section whose parts have their form.
pub(super) struct Read<'f> {
    /// Where the section stands: `/chains/0`.
    pub(super) at: String,
    pub(super) file: &'f Chain,
    /// The records of `epochs`.
    pub(super) boundaries: Vec<Record>,
    pub(super) tip: Record,
    /// The rows of each entry of `recalls`.
    pub(super) recalls: Vec<Vec<RecallRow>>,
    pub(super) blocks: Vec<Record>,
    pub(super) leaves: Vec<Envelope>,
}

/// Says where and why.
pub(super) fn fault(step: Step, at: impl Into<String>, text: impl Into<String>) -> Broken {
    Broken { step, at: at.into(), text: text.into() }
}

fn form<T>(at: impl Into<String>, text: impl Into<String>) -> Result<T, Broken> {
    Err(fault(Step::Form, at, text))
}

/// Reads every section.
pub(super) fn read<'f>(file: &'f Evidence, ask: &Ask<'_>) -> Result<Vec<Read<'f>>, Broken> {
    if file.v != 1 {
        return form("/v", "v is 1: this checker knows no other kind of file");
    }
    check_subject(file, ask)?;
    if !(1..=CHAINS_MAX).contains(&file.chains.len()) {
        return form("/chains", "a file has 1 to 16 chains");
    }
    for (index, chain) in file.chains.iter().enumerate() {
        if file.chains.iter().take(index).any(|before| before.origin == chain.origin) {
            return form(format!("/chains/{index}"), "a chain has one section");
        }
    }
    let sections = file.chains.iter().enumerate();
    sections.map(|(index, chain)| read_chain(format!("/chains/{index}"), chain)).collect()
}

fn check_subject(file: &Evidence, ask: &Ask<'_>) -> Result<(), Broken> {
    if let Some(subject) = file.subject.as_deref()
        && !super::codes::may_be_recalled(subject)
    {
        return form("/subject", "the subject is a canonical code that may be recalled, or null");
    }
    let fits = match ask.subject {
        Asked::Anything => true,
        Asked::NoCode => file.subject.is_none(),
        Asked::Code(code) => file.subject.as_deref() == Some(code),
    };
    if fits {
        Ok(())
    } else {
        form("/subject", "the file is about another code than the one asked for")
    }
}

fn read_chain(at: String, file: &Chain) -> Result<Read<'_>, Broken> {
    check_lists(&at, file)?;
    if row::strict(&file.genesis).is_err() {
        return form(format!("{at}/genesis"), "the genesis is JSON in one spelling");
    }
    check_checkpoint(format!("{at}/checkpoint"), &file.checkpoint)?;
    let boundaries = (file.epochs.iter().enumerate())
        .map(|(index, boundary)| {
            let at = format!("{at}/epochs/{index}");
            check_checkpoint(format!("{at}/checkpoint"), &boundary.checkpoint)?;
            check_row(&at, &boundary.row)?;
            read_record(&at, &boundary.record, &file.origin)
        })
        .collect::<Result<_, _>>()?;
    for (index, proof) in file.members.iter().enumerate() {
        check_row(&format!("{at}/members/{index}"), &proof.row)?;
    }
    let recalls = (file.recalls.iter().enumerate())
        .map(|(index, proof)| read_recall(&format!("{at}/recalls/{index}"), proof))
        .collect::<Result<_, _>>()?;
    let tip = read_record(&format!("{at}/tip"), &file.tip.record, &file.origin)?;
    let blocks = read_blocks(&at, &file.blocks, &file.origin, &tip)?;
    let leaves = (file.leaves.iter().enumerate())
        .map(|(index, _)| read_leaf(&format!("{at}/leaves/{index}"), file, index))
        .collect::<Result<_, _>>()?;
    Ok(Read { at, file, boundaries, tip, recalls, blocks, leaves })
}

/// Bounds, order, and no repeats.
fn check_lists(at: &str, file: &Chain) -> Result<(), Broken> {
    let lists = [
        ("epochs", file.epochs.len(), true),
        ("members", file.members.len(), rising(&file.members, |row| row.index)),
        ("recalls", file.recalls.len(), rising(&file.recalls, |proof| proof.code.as_str())),
        ("blocks", file.blocks.len(), true),
        ("leaves", file.leaves.len(), rising(&file.leaves, |leaf| leaf.index)),
    ];
    for (name, length, in_order) in lists {
        if length > LIST_MAX {
            return form(format!("{at}/{name}"), "a list has at most 4,096 items");
        }
        if !in_order {
            return form(format!("{at}/{name}"), "a list is sorted and has no repeats");
        }
    }
    if paths(file).any(|path| path.len() > PATH_MAX) {
        return form(at, "a path has at most 64 hashes");
    }
    let numbers = file.members.iter().map(|row| row.index);
    if numbers.chain(file.leaves.iter().map(|leaf| leaf.index)).any(|number| number > EXACT_MAX) {
        return form(at, "a number is larger than 2^53 - 1");
    }
    Ok(())
}

/// Every path of a section.
fn paths(file: &Chain) -> impl Iterator<Item = &Vec<Hash>> {
    let recalls = file.recalls.iter().flat_map(|proof| &proof.rows);
    let rows = file.members.iter().chain(recalls).map(|row| &row.path);
    let records = file.blocks.iter().chain([&file.tip]).map(|record| &record.path);
    let boundaries = file.epochs.iter().flat_map(|end| [&end.record_path, &end.row_path]);
    rows.chain(records).chain(boundaries).chain(file.leaves.iter().map(|leaf| &leaf.path))
}

fn rising<'l, T, K: PartialOrd>(list: &'l [T], key: impl Fn(&'l T) -> K) -> bool {
    list.is_sorted_by(|left, right| key(left) < key(right))
}

fn check_checkpoint(at: String, checkpoint: &SignedCheckpoint) -> Result<(), Broken> {
    checkpoint.form().or_else(|text| form(at, text))
}

fn check_row(at: &str, text: &str) -> Result<(), Broken> {
    row::member_form(text).or_else(|error| form(format!("{at}/row"), error.to_string()))
}

fn read_record(at: &str, text: &str, origin: &str) -> Result<Record, Broken> {
    let at = || format!("{at}/record");
    let record = Record::read(text).or_else(|error| form(at(), error.to_string()))?;
    if record.origin == origin { Ok(record) } else { form(at(), "the record is another chain's") }
}

fn read_blocks(
    at: &str,
    proofs: &[RecordProof],
    origin: &str,
    tip: &Record,
) -> Result<Vec<Record>, Broken> {
    let records: Vec<Record> = (proofs.iter().enumerate())
        .map(|(index, proof)| read_record(&format!("{at}/blocks/{index}"), &proof.record, origin))
        .collect::<Result<_, _>>()?;
    let below_tip = records.last().is_none_or(|last| last.height < tip.height);
    if below_tip && rising(&records, |record| record.height) {
        Ok(records)
    } else {
        form(format!("{at}/blocks"), "blocks are sorted by height, without the tip's")
    }
}

fn read_recall(at: &str, proof: &RecallProof) -> Result<Vec<RecallRow>, Broken> {
    let numbers = proof.rows.iter().all(|row| row.index <= EXACT_MAX);
    if proof.rows.len() > 2 || !numbers || !rising(&proof.rows, |row| row.index) {
        return form(format!("{at}/rows"), "a code has none, one or two rows, by index");
    }
    (proof.rows.iter().enumerate())
        .map(|(index, proof)| {
            row::recall_form(&proof.row)
                .or_else(|error| form(format!("{at}/rows/{index}/row"), error.to_string()))
        })
        .collect()
}

fn read_leaf(at: &str, file: &Chain, index: usize) -> Result<Envelope, Broken> {
    let Some(leaf) = file.leaves.get(index) else { return form(at, "there is no such leaf") };
    let envelope = Envelope::read(leaf.jws.as_bytes(), &file.origin)
        .or_else(|error| form(format!("{at}/jws"), error.to_string()))?;
    let is_event = envelope.inner().head().vct() == Vct::Event;
    if leaf.disclosures.len() > DIGESTS_MAX || (!is_event && !leaf.disclosures.is_empty()) {
        return form(format!("{at}/disclosures"), "only an event has disclosures, at most 64");
    }
    for (index, text) in leaf.disclosures.iter().enumerate() {
        Disclosure::parse(text)
            .or_else(|error| form(format!("{at}/disclosures/{index}"), error.to_string()))?;
    }
    Ok(envelope)
}
