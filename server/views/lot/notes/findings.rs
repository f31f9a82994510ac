//! What is odd, as far as its reader may know it.

use super::disputes::strangers;
use super::{REMARKS_MAX, SENTENCES_MAX};
use crate::store::StoreError;
use crate::views::Audience;
use crate::views::lot::contents::ingredients;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::step::{Line, kind_of_leaf};
use crate::views::lot::{cold, status};
use crate::views::model::{Finding, FindingKind, StepKind};
use gs1::Goods;
use std::collections::{BTreeMap, BTreeSet};
use trace::Code;

/// Whether the history was entered after it happened.
pub(in crate::views::lot) fn is_late(dossier: &Dossier<'_>) -> bool {
    dossier.journey.findings.iter().any(|finding| finding.code == Code::Late)
}

/// What is odd, one sentence for each kind and step.
pub(in crate::views::lot) fn findings(
    dossier: &Dossier<'_>,
    lines: &[Line],
) -> Result<Vec<Finding>, StoreError> {
    let mut signers: BTreeMap<(FindingKind, Option<StepKind>), BTreeSet<String>> = BTreeMap::new();
    for finding in &dossier.journey.findings {
        let Some(kind) = shown(finding.code, dossier.ask.audience) else { continue };
        // The curve of the page tells this already.
        let told = finding.events.iter().all(|leaf| cold::tells(dossier, *leaf));
        if kind == FindingKind::ColdChainBroken && told {
            continue;
        }
        let step = finding.events.iter().find_map(|leaf| kind_of_leaf(lines, *leaf));
        signers.entry((kind, step)).or_default().extend(finding.firms.iter().cloned());
    }
    let recalled = recalled_ingredients(dossier);
    if !recalled.is_empty() {
        signers.insert((FindingKind::IngredientRecalled, None), recalled);
    }
    let unauthorised = unauthorised(dossier)?;
    if !unauthorised.is_empty() {
        signers.entry((FindingKind::NotAuthorised, None)).or_default().extend(unauthorised);
    }
    let finding = |((kind, step), firms): ((FindingKind, Option<StepKind>), BTreeSet<String>)| {
        let by = step.unwrap_or(StepKind::Other);
        let signers = firms.iter().map(|firm| dossier.people.actor(firm, by)).collect();
        Finding { kind, step, signers }
    };
    Ok(signers.into_iter().take(SENTENCES_MAX).map(finding).collect())
}

/// Who told of these goods, of places on their way or of its events what only others may tell.
fn unauthorised(dossier: &Dossier<'_>) -> Result<BTreeSet<String>, StoreError> {
    let mut firms = BTreeSet::new();
    if !is_shown(Code::NotAuthorised, dossier.ask.audience) {
        return Ok(firms);
    }
    let record = dossier.record;
    let goods = dossier.own.iter().filter_map(|code| Goods::parse(code).ok());
    let products = goods.flat_map(|goods| {
        let product = goods.gtin().map(|gtin| Goods::Gtin(gtin.clone()).uri());
        std::iter::once(goods.uri()).chain(product)
    });
    let events = &dossier.journey.events;
    let places = events.iter().filter_map(|event| Some(trace::site(event.place()?).to_owned()));
    let leaves = events.iter().map(|event| event.index.to_string());
    let told: [(&str, BTreeSet<String>); 5] = [
        ("product.set", products.collect()),
        ("same_as", dossier.own.clone()),
        ("place.set", places.collect()),
        ("dispute", leaves.clone().collect()),
        ("annotate", leaves.collect()),
    ];
    for (kind, subjects) in told {
        let subjects: Vec<String> = subjects.into_iter().take(SUBJECTS_MAX).collect();
        for fact in record.about_any(kind, &subjects, REMARKS_MAX)? {
            if record.is_unauthorised(fact.leaf)? {
                firms.insert(fact.org);
            }
        }
    }
    firms.extend(strangers(dossier)?);
    Ok(firms)
}

/// A pallet of many lots is looked at as far as this.
const SUBJECTS_MAX: usize = 500;

fn is_shown(code: Code, audience: Audience) -> bool {
    let for_shoppers = code.row().seen_by.contains(&trace::Audience::Shopper);
    audience == Audience::Operator || for_shoppers
}

/// The kind of a finding that this reader may see. Late ones are said once for the whole page, and
/// unconfirmed claims stand in their own list.
fn shown(code: Code, audience: Audience) -> Option<FindingKind> {
    if !is_shown(code, audience) {
        return None;
    }
    match code {
        Code::Contradiction => Some(FindingKind::Contradiction),
        Code::TimeBackwards => Some(FindingKind::TimeBackwards),
        Code::Ahead => Some(FindingKind::Ahead),
        Code::ReceiptWithoutShipment => Some(FindingKind::ReceiptWithoutShipment),
        Code::ShipmentWithoutReceipt => Some(FindingKind::ShipmentWithoutReceipt),
        Code::MoreOutThanIn => Some(FindingKind::MoreOutThanIn),
        Code::ColdChainBroken => Some(FindingKind::ColdChainBroken),
        Code::NotAuthorised => Some(FindingKind::NotAuthorised),
        Code::Late | Code::UnconfirmedClaim | Code::CannotBeAdded => None,
    }
}

/// Who recalled something that went into the goods. The goods themselves are not recalled by it,
/// and their buyer has a right to know.
fn recalled_ingredients(dossier: &Dossier<'_>) -> BTreeSet<String> {
    let recalls = dossier.record.as_of.view.state.recalls();
    let own = status::codes(dossier);
    let mut by = BTreeSet::new();
    for code in ingredients(&dossier.own, &dossier.journey) {
        let mut levels = BTreeSet::new();
        ledger::evidence::codes::add(&code, &mut levels);
        let rows = levels.difference(&own).filter_map(|code| recalls.row(code));
        by.extend(rows.flat_map(|row| row.by.iter().map(|word| word.iss.as_str().to_owned())));
    }
    by
}
