//! The chain of the demonstration: who is on it from the start.

use super::setup::{Organisation, Setup};
use crate::founding::{Founder, OrgPlan, Ours, Plan, Reach};
use ledger::{OrgId, OrgIdError};

/// The offices that run the validators. Their GLNs are of GS1's demonstration prefix 952.
const OFFICE: &str = "Demonstration Alliance Office";
/// Their twelve digits before the check digit; each office's last digit is its place.
const OFFICE_DIGITS: u64 = 952_099_900_000;

/// The plan of a chain of one.
pub fn plan(setup: &Setup, chain: &str, host: &str, created_ms: u64) -> Result<Plan, OrgIdError> {
    let office = office(0)?;
    let company = |org| company(setup, org, chain, &office.iss);
    let others = setup.organisations.iter().map(company).collect::<Result<_, OrgIdError>>()?;
    let founder = Founder { org: office, host: host.to_owned() };
    Ok(Plan { name: chain.to_owned(), founder, others, created_ms })
}

/// The founders of a chain of as many members as there are nodes, over which the companies are spread:
/// a co-operative with its growers, everybody else alone.
pub fn founders(
    setup: &Setup,
    chain: &str,
    nodes: &[(String, Reach)],
) -> Result<Vec<Ours>, OrgIdError> {
    let mut founders = Vec::new();
    for (place, (host, reach)) in nodes.iter().enumerate() {
        let founder = Founder { org: office(place as u64)?, host: host.clone() };
        founders.push(Ours { founder, others: Vec::new(), reach: reach.clone() });
    }
    let roots: Vec<&str> = setup
        .organisations
        .iter()
        .filter(|org| org.sponsor.is_none())
        .map(|org| &*org.id)
        .collect();
    for org in &setup.organisations {
        let root = org.sponsor.as_deref().unwrap_or(&org.id);
        let turn = roots.iter().position(|id| *id == root).unwrap_or_default();
        let place = turn.checked_rem(founders.len()).unwrap_or_default();
        if let Some(ours) = founders.get_mut(place) {
            ours.others.push(company(setup, org, chain, &ours.founder.org.iss)?);
        }
    }
    Ok(founders)
}

fn office(place: u64) -> Result<OrgPlan, OrgIdError> {
    let digits = OFFICE_DIGITS.saturating_add(place).to_string();
    let gln = format!("{digits}{}", gs1::check_digit(&digits));
    let number = if place == 0 { String::new() } else { format!(" {}", place + 1) };
    Ok(OrgPlan {
        iss: OrgId::parse(&format!("https://id.gs1.org/417/{gln}"))?,
        name: format!("{OFFICE}{number}"),
        prefixes: Vec::new(),
        roles: Vec::new(),
        sponsor: None,
    })
}

fn company(
    setup: &Setup,
    org: &Organisation,
    chain: &str,
    office: &OrgId,
) -> Result<OrgPlan, OrgIdError> {
    Ok(OrgPlan {
        iss: iss(setup, org, chain)?,
        name: org.name.clone(),
        prefixes: org.prefixes.clone(),
        roles: org.roles.clone(),
        sponsor: sponsor(setup, org, chain, office)?,
    })
}

/// The co-operative answers for its growers, an office for everybody else but the co-operative,
/// which has no sponsor because it is one.
fn sponsor(
    setup: &Setup,
    org: &Organisation,
    chain: &str,
    office: &OrgId,
) -> Result<Option<OrgId>, OrgIdError> {
    if let Some(sponsor) = org.sponsor.as_deref().and_then(|id| setup.organisation(id)) {
        return iss(setup, sponsor, chain).map(Some);
    }
    let is_sponsor =
        setup.organisations.iter().any(|other| other.sponsor.as_ref() == Some(&org.id));
    Ok((!is_sponsor).then(|| office.clone()))
}

/// The name of a company on the chain.
pub(super) fn iss(setup: &Setup, org: &Organisation, chain: &str) -> Result<OrgId, OrgIdError> {
    let sponsor_gln = org
        .sponsor
        .as_deref()
        .and_then(|id| setup.organisation(id))
        .and_then(|sponsor| sponsor.gln.clone());
    match (&org.gln, &org.number, sponsor_gln) {
        (None, Some(number), Some(gln)) => {
            OrgId::parse(&format!("https://{chain}/party/{gln}/{number}"))
        }
        (gln, _, _) => {
            OrgId::parse(&format!("https://id.gs1.org/417/{}", gln.as_deref().unwrap_or_default()))
        }
    }
}
