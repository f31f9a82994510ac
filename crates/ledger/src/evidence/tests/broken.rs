//! Damage, and the step that finds it.

use super::*;
use crate::OrgId;
use crate::checkpoint::Cosignature;
use crate::evidence::{Chain, sample::flipped, sample::flips};

#[test]
fn no_flipped_bit_goes_unseen() {
    let evidence = told(Ending::Recalled);
    let bytes = evidence.to_bytes();
    let mut seen = std::collections::BTreeSet::new();
    for (offset, bit) in flips(bytes.len(), 500) {
        let step = step_of(&flipped(&bytes, offset, bit), &evidence);
        assert!(step.is_some(), "bit {bit} of byte {offset} makes no difference");
        seen.extend(step);
    }
    let wanted = [
        Step::Form,
        Step::Chain,
        Step::Quorum,
        Step::Tip,
        Step::Inclusion,
        Step::Members,
        Step::Recalls,
    ];
    assert!(wanted.iter().all(|step| seen.contains(step)), "{seen:?}");
}

type Damage = fn(&mut Chain);

fn check_damage(table: &[(Step, &str, Damage)]) {
    let whole = told(Ending::Recalled);
    for (step, what, damage) in table {
        let mut evidence = whole.clone();
        damage(&mut evidence.chains[0]);
        assert_eq!(step_of(&evidence.to_bytes(), &whole), Some(*step), "{what}");
    }
}

/// Cosignatures by so many organisations, sorted.
fn parties(chain: &mut Chain, count: usize) {
    let one = chain.checkpoint.cosigs[0].clone();
    let of = |party: usize| {
        let iss = format!("https://demo.furlong.example/party/9521001000017/{party}");
        Cosignature { iss: OrgId::parse(&iss).unwrap(), ..one.clone() }
    };
    chain.checkpoint.cosigs = (10..).take(count).map(of).collect();
}

/// Changes what a recall row holds in `by`.
fn change_by(chain: &mut Chain, change: fn(&str) -> String) {
    let row = &mut chain.recalls[0].rows[0].row;
    let (head, rest) = row.split_once('[').unwrap();
    let (by, tail) = rest.rsplit_once(']').unwrap();
    *row = format!("{head}[{}]{tail}", change(by));
}

#[test]
fn a_section_in_bad_form_is_not_looked_at() {
    check_damage(&[
        (Step::Form, "leaves out of order", |it| it.leaves.swap(0, 1)),
        (Step::Form, "a leaf twice", |it| it.leaves.insert(0, it.leaves[0].clone())),
        (Step::Form, "blocks out of order", |it| it.blocks.swap(0, 1)),
        (Step::Form, "the tip among the blocks", |it| it.blocks.push(it.tip.clone())),
        (Step::Form, "a row with a space", |it| it.members[0].row.push(' ')),
        (Step::Form, "a genesis with a space", |it| it.genesis.push(' ')),
        (Step::Form, "a tree without leaves", |it| it.checkpoint.size = 0),
        (Step::Form, "a cosignature without any", |it| {
            it.checkpoint.cosigs[0].ed25519 = None;
            it.checkpoint.cosigs[0].p256 = None;
        }),
        (Step::Form, "rules beyond 2^53", |it| {
            it.tip.record = it.tip.record.replace("\"rules\":1,", "\"rules\":9007199254740992,");
        }),
        (Step::Form, "a path of 65", |it| it.tip.path = vec![it.checkpoint.root; 65]),
        (Step::Tip, "a path of 64", |it| it.tip.path = vec![it.checkpoint.root; 64]),
        (Step::Form, "a row's path of 65", |it| {
            it.recalls[0].rows[0].path = vec![it.checkpoint.root; 65];
        }),
        (Step::Form, "4,097 entries", |it| it.recalls = vec![it.recalls[0].clone(); 4_097]),
        (Step::Form, "65 disclosures", |it| {
            let one = it.leaves[0].disclosures[0].clone();
            it.leaves[0].disclosures = vec![one; 65];
        }),
        (Step::Disclosures, "64 disclosures", |it| {
            let one = it.leaves[0].disclosures[0].clone();
            it.leaves[0].disclosures = vec![one; 64];
        }),
        (Step::Form, "22 cosignatures", |it| parties(it, 22)),
        (Step::Quorum, "21 cosignatures", |it| parties(it, 21)),
        (Step::Form, "a recall by nobody", |it| change_by(it, |_| String::new())),
        (Step::Form, "a recall by one firm twice", |it| change_by(it, |by| format!("{by},{by}"))),
        (Step::Form, "three rows for a code", |it| {
            let row = it.recalls[0].rows[0].clone();
            it.recalls[0].rows.resize(3, row);
        }),
        (Step::Form, "a statement for another chain", |it| it.origin.replace_range(..4, "test")),
        (Step::Form, "disclosures of a recall", |it| {
            let shown = it.leaves[0].disclosures.clone();
            it.leaves.iter_mut().rev().nth(1).unwrap().disclosures = shown;
        }),
    ]);
}

#[test]
fn a_chain_that_few_stand_behind_is_not_believed() {
    check_damage(&[
        (Step::Chain, "another genesis", |it| {
            it.genesis = it.genesis.replace("Mercado", "Mercato");
        }),
        (Step::Quorum, "two cosignatures", |it| it.checkpoint.cosigs.truncate(2)),
        (Step::Quorum, "no end of the first epoch", |it| it.epochs.clear()),
        (Step::Quorum, "another time", |it| {
            it.checkpoint.cosigs[0].p256.as_mut().unwrap().time += 1;
        }),
        (Step::Quorum, "the old set's checkpoint", |it| {
            it.checkpoint = it.epochs[0].checkpoint.clone();
        }),
        (Step::Quorum, "the record of another block", |it| {
            it.epochs[0].record = it.tip.record.clone();
        }),
        (Step::Quorum, "a row 0 that was not proven", |it| {
            it.epochs[0].row = it.epochs[0].row.replace("haulier.", "hauling.");
        }),
        (Step::Quorum, "the same epoch twice", |it| it.epochs.push(it.epochs[0].clone())),
    ]);
}

#[test]
fn what_no_path_leads_to_is_not_believed() {
    check_damage(&[
        (Step::Tip, "an older block", |it| it.tip = it.blocks.pop().unwrap()),
        (Step::Tip, "a short path", |it| it.tip.path.truncate(1)),
        (Step::Inclusion, "another place", |it| it.leaves[0].index -= 1),
        (Step::Inclusion, "a long path", |it| it.leaves[0].path.push(it.checkpoint.root)),
        (Step::Inclusion, "a block that is missing", |it| drop(it.blocks.remove(0))),
        (Step::Inclusion, "a block without a leaf", |it| it.leaves.truncate(3)),
        (Step::Members, "another place of a row", |it| it.members.last_mut().unwrap().index += 1),
        (Step::Members, "a false row", |it| {
            it.members[0].row = it.members[0].row.replace("\"active\"", "\"ended\"");
        }),
    ]);
}

#[test]
fn what_is_left_out_is_missed() {
    check_damage(&[
        (Step::Key, "no row of a key", |it| drop(it.members.pop())),
        (Step::Key, "no row of an organisation", |it| drop(it.members.remove(0))),
        (Step::Recalls, "a code without proof", |it| drop(it.recalls.remove(3))),
        (Step::Recalls, "one neighbour only", |it| drop(it.recalls[0].rows.pop())),
        (Step::Recalls, "no neighbours", |it| it.recalls[0].rows.clear()),
        (Step::Recalls, "the wrong neighbours", |it| {
            it.recalls[0].rows = it.recalls[6].rows.clone();
        }),
        (Step::Recalls, "the recall's own statement", |it| {
            it.leaves.retain(|leaf| leaf.index != 18);
        }),
        (Step::Disclosures, "a disclosure twice", |it| {
            let first = it.leaves[0].disclosures[0].clone();
            it.leaves[0].disclosures.push(first);
        }),
        (Step::Disclosures, "another leaf's disclosures", |it| {
            let shown = std::mem::take(&mut it.leaves[0].disclosures);
            it.leaves[3].disclosures = shown;
        }),
    ]);
}

#[test]
fn the_spelling_of_the_file_is_form() {
    let evidence = told(Ending::AbsentEmpty);
    let text = String::from_utf8(evidence.to_bytes()).unwrap();
    for (what, bad) in [
        ("a space", text.replace("{\"v\":1,", "{\"v\": 1,")),
        ("a line end", format!("{text}\n")),
        ("another version", text.replace("{\"v\":1,", "{\"v\":2,")),
        ("a needless escape", text.replace("Mercado", "\\u004dercado")),
        ("an unknown member", text.replace("{\"v\":1,", "{\"v\":1,\"w\":1,")),
        ("a member twice", text.replace("{\"v\":1,", "{\"v\":1,\"v\":1,")),
        ("no subject", text.replacen("\"subject\":", "\"topic\":", 1)),
        ("no chain", "{\"v\":1,\"subject\":null,\"chains\":[]}".to_owned()),
        ("another code", text.replacen("M0304", "M0305", 1)),
        (
            "a code that is not canonical",
            text.replacen("https://id.gs1.org/01", "https://a.example/01", 1),
        ),
        ("nothing", String::new()),
    ] {
        assert_eq!(step_of(bad.as_bytes(), &evidence), Some(Step::Form), "{what}");
    }
    assert_eq!(step_of(&vec![b' '; (8 << 20) + 1], &evidence), Some(Step::Form));
}

#[test]
fn a_subject_cannot_be_exchanged_even_where_nobody_asked() {
    let evidence = told(Ending::Between);
    let text = String::from_utf8(evidence.to_bytes()).unwrap();
    let ask = Ask { anchors: &[evidence.chains[0].origin.clone()], ..Ask::default() };
    for other in [
        SUBJECT.replace("M0304", "M0305"),
        SUBJECT.replace("/10/", "/11/"),
        SUBJECT.replace("https", "httpt"),
        "urn:imo:9321483".to_owned(),
    ] {
        let changed = text.replacen(SUBJECT, &other, 1);
        let outcome = check(changed.as_bytes(), &ask);
        assert!(matches!(outcome, Outcome::Broken(_)), "{other}");
    }
}

#[test]
fn the_reader_may_ask_for_more() {
    let evidence = told(Ending::Between);
    let bytes = evidence.to_bytes();
    let anchors = [evidence.chains[0].origin.clone()];
    let step = |ask: Ask<'_>| match check(&bytes, &Ask { anchors: &anchors, ..ask }) {
        Outcome::Broken(broken) => Some(broken.step),
        Outcome::Holds(_) | Outcome::UnknownChain(_) => None,
    };
    let listed = |code: &str| [code.to_owned()];
    let proven = listed("https://id.gs1.org/01/09521001000017/10/H0302");
    assert_eq!(step(Ask { extra_codes: &proven, ..Ask::default() }), None);
    let other = listed("https://id.gs1.org/01/09521001000017/10/H0303");
    assert_eq!(step(Ask { extra_codes: &other, ..Ask::default() }), Some(Step::Recalls));
    let aged = |now_s, max_age_s| step(Ask { now_s, max_age_s, ..Ask::default() });
    assert_eq!(aged(Some(NOW_S), Some(59)), None);
    assert_eq!(aged(Some(NOW_S), Some(58)), Some(Step::Freshness));
    assert_eq!(aged(None, Some(86_400)), Some(Step::Freshness));
    assert_eq!(aged(Some(NOW_S + 1_000_000), None), None);
    let about = |subject| step(Ask { subject, ..Ask::default() });
    assert_eq!(about(Asked::Anything), None);
    assert_eq!(about(Asked::Code(SUBJECT)), None);
    assert_eq!(about(Asked::NoCode), Some(Step::Form));
    assert_eq!(about(Asked::Code("https://id.gs1.org/01/09521003000015")), Some(Step::Form));
    let dated = listed("https://a.example/01/09521001000017/10/H0302?17=260316");
    assert_eq!(step(Ask { extra_codes: &dated, ..Ask::default() }), Some(Step::Recalls));
    let elsewhere = ["demo.furlong.example/00".to_owned()];
    let outcome = check(&bytes, &Ask { anchors: &elsewhere, ..Ask::default() });
    assert!(matches!(outcome, Outcome::Broken(broken) if broken.step == Step::Chain));
}

#[test]
fn a_place_in_the_file_is_named() {
    let mut evidence = told(Ending::Between);
    evidence.chains[0].leaves[2].path.clear();
    let Outcome::Broken(broken) = answer(&evidence.to_bytes(), &evidence) else {
        panic!("it holds");
    };
    assert_eq!(
        broken.to_string(),
        "inclusion failed at /chains/0/leaves/2: the path has the wrong length for its place in \
         the tree"
    );
}
