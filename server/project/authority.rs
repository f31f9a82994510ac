//! Whether the signer of a statement may tell it: the authority that validity leaves to each node
//! (`protocol.md` section 6). It is judged by the state before the block and by public bytes alone.

use super::leaf::Tables;
use super::projector::ProjectError;
use crate::store::read::events;
use crate::store::{Db, StoreError, leaves, state};
use epcis::{Endpoint, EndpointId, Event};
use gs1::Goods;
use ledger::OrgId;
use ledger::governance::Told;
use ledger::members::Members;
use ledger::recalls::Recalls;
use ledger::state::State;
use ledger::statement::{Claims, Statement};

/// The code of the finding.
pub(super) const NOT_AUTHORISED: &str = "not-authorised";

/// The organisations as they were before a block, read when they are first asked for.
pub(super) struct Authority {
    /// The height of the block.
    height: u64,
    before: Option<State>,
}

impl Authority {
    pub(super) const fn before(height: u64) -> Self {
        Self { height, before: None }
    }

    fn state(&mut self, origin: &str, chain: &mut Db) -> Result<&State, StoreError> {
        let state = match self.before.take() {
            Some(state) => state,
            None => read(origin, chain, self.height.saturating_sub(1))?,
        };
        Ok(self.before.insert(state))
    }
}

fn read(origin: &str, chain: &mut Db, height: u64) -> Result<State, StoreError> {
    let corrupt = |text: String| StoreError::corrupt(format!("members at {height}: {text}"));
    let rows = state::members_at(chain, height)?;
    let members = Members::restore(rows).map_err(|error| corrupt(error.to_string()))?;
    let name = origin.split('/').next().unwrap_or_default();
    State::restore(name, members, Recalls::default(), Vec::<String>::new())
        .map_err(|error| corrupt(error.to_string()))
}

/// Whether the word of `iss` counts for what it tells.
pub(super) fn may_tell(
    tables: &mut Tables<'_>,
    iss: &OrgId,
    told: &Told,
) -> Result<bool, ProjectError> {
    let owns = |tables: &mut Tables<'_>, goods: &Goods| -> Result<bool, ProjectError> {
        let state = tables.authority.state(tables.origin, tables.chain)?;
        Ok(state.owner_of(goods).is_some_and(|owner| owner.iss == *iss))
    };
    match told {
        Told::Product(product) => owns(tables, &product.product),
        Told::SameAs { mine, .. } => owns(tables, mine),
        Told::Place(place) => keeps(tables, iss, &place.place),
        Told::Dispute { leaf, .. } => is_other_side(tables, iss, *leaf),
        Told::Annotate { leaf, .. } => {
            let event = events::at(tables.read, *leaf)?;
            let own = event.is_some_and(|event| event.org == iss.as_str());
            Ok(own || is_other_side(tables, iss, *leaf)?)
        }
        // Everybody speaks for itself.
        Told::NameUs { .. } | Told::Mandate { .. } | Told::Identity { .. } => Ok(true),
    }
}

fn keeps(tables: &mut Tables<'_>, iss: &OrgId, id: &str) -> Result<bool, ProjectError> {
    let state = tables.authority.state(tables.origin, tables.chain)?;
    Ok(state.keeper_of(id).is_some_and(|keeper| keeper.iss == *iss))
}

/// Whether an organisation had to do with another's event: the event names it, or it recorded the
/// same goods. Who is named in a concealed field cannot be known from here; a node that was sent
/// the field judges it for its pages.
fn is_other_side(tables: &mut Tables<'_>, iss: &OrgId, leaf: u64) -> Result<bool, ProjectError> {
    let Some(row) = events::at(tables.read, leaf)? else { return Ok(false) };
    if row.org == iss.as_str() {
        return Ok(false);
    }
    if events::shares_goods(tables.read, leaf, iss.as_str())? {
        return Ok(true);
    }
    let bytes = leaves::bytes(tables.chain, leaf)?.unwrap_or_default();
    let Ok(statement) = Statement::read(&bytes, tables.origin) else { return Ok(false) };
    let Claims::Event { epcis, .. } = statement.inner().claims() else { return Ok(false) };
    let Ok(event) = Event::read_opened(epcis) else { return Ok(false) };
    if event.concealed > 0 {
        return Ok(true);
    }
    for end in event.sources.iter().chain(&event.destinations) {
        if keeps(tables, iss, &named(end))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The party or place that an entry of a source or destination list names.
fn named(end: &Endpoint) -> String {
    match &end.id {
        EndpointId::Party(party) => party.uri(),
        EndpointId::Location(location) => location.uri(),
        EndpointId::Other(_) => end.sent.clone(),
    }
}
