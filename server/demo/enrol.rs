//! The chain of the demonstration: who is on it from the start.

use super::setup::{Organisation, Setup};
use crate::founding::{Founder, OrgPlan, Plan};
use ledger::{OrgId, OrgIdError};

/// The office that runs the one validator. Its GLN is of GS1's demonstration prefix 952.
const OFFICE: &str = "https://id.gs1.org/417/9520999000009";
const OFFICE_NAME: &str = "Demonstration Alliance Office";

/// The plan of the chain.
pub fn plan(setup: &Setup, chain: &str, host: &str, created_ms: u64) -> Result<Plan, OrgIdError> {
    let office = OrgPlan {
        iss: OrgId::parse(OFFICE)?,
        name: OFFICE_NAME.to_owned(),
        prefixes: Vec::new(),
        roles: Vec::new(),
        sponsor: None,
    };
    let others = setup
        .organisations
        .iter()
        .map(|org| {
            Ok(OrgPlan {
                iss: iss(setup, org, chain)?,
                name: org.name.clone(),
                prefixes: org.prefixes.clone(),
                roles: org.roles.clone(),
                sponsor: sponsor(setup, org, chain, &office.iss)?,
            })
        })
        .collect::<Result<_, OrgIdError>>()?;
    let founder = Founder { org: office, host: host.to_owned() };
    Ok(Plan { name: chain.to_owned(), founder, others, created_ms })
}

/// The co-operative answers for its growers, the office for everybody else but the co-operative,
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
