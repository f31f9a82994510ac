//! Recording the journeys through the node's own intake.

use super::attached::Attached;
use super::dates;
use super::document::{ToSign, events};
use super::facts::facts;
use super::setup::Setup;
use super::sign::Signers;
use crate::client::ClientError;
use crate::home::Home;
use crate::intake::{Answer, AttachmentError, Expected, Intake, Settled, VaultError};
use crate::keys::KeyFileError;
use crate::store::StoreError;
use ledger::disclosure::{conceal, conceal_by_default};
use ledger::genesis::Genesis;
use ledger::statement::Body;
use ledger::{Hash, tree};

/// Statements that are sent at once.
const BATCH: usize = 200;

/// Why the journeys were not recorded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The documents of this program.
    #[error("the journeys of this program are damaged: {0}")]
    Documents(String),
    /// A statement was not taken.
    #[error("the statement {name} was not taken: {reason}")]
    Refused {
        /// Which.
        name: String,
        /// Why.
        reason: String,
    },
    /// Its disclosures were not kept.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A node of several did not take something.
    #[error(transparent)]
    Node(#[from] ClientError),
    /// A file that an event names was not kept.
    #[error(transparent)]
    File(#[from] AttachmentError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How far the recording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Statements in the ledger.
    pub done: usize,
    /// Statements in all.
    pub of: usize,
}

pub(super) struct Signed {
    /// At which node its signer is.
    pub(super) node: usize,
    pub(super) name: String,
    pub(super) jws: String,
    pub(super) disclosures: Vec<String>,
    pub(super) files: Vec<Attached>,
}

impl Signed {
    /// With all that it conceals.
    pub(super) fn sd_jwt(&self) -> String {
        format!("{}~{}~", self.jws, self.disclosures.join("~"))
    }

    /// Its leaf.
    pub(super) fn leaf(&self) -> Hash {
        tree::leaf_hash(self.jws.as_bytes())
    }
}

/// Records facts and events; those that are there already are replayed, not repeated. Answers with
/// the height of the last block.
pub async fn record(
    setup: &Setup,
    home: &Home,
    genesis: &Genesis,
    intake: &Intake,
    mut tell: impl FnMut(Progress),
) -> Result<u64, DemoError> {
    let statements = statements(setup, vec![home.clone()], genesis)?;
    let of = statements.len();
    let mut height = 0;
    for (index, batch) in statements.chunks(BATCH).enumerate() {
        height = height.max(send(intake, batch).await?);
        tell(Progress { done: (index * BATCH + batch.len()).min(of), of });
    }
    Ok(height)
}

/// All statements of the journeys, signed by companies whose keys are in these folders.
pub(super) fn statements(
    setup: &Setup,
    homes: Vec<Home>,
    genesis: &Genesis,
) -> Result<Vec<Signed>, DemoError> {
    let days = dates::days_to_yesterday(genesis.created_ms);
    let chain = genesis.name.as_str();
    let mut signers = Signers::new(homes, genesis.origin(), genesis.created_ms);
    let mut statements = Vec::new();
    let facts =
        facts(setup, chain, days).ok_or_else(|| DemoError::Documents("setup.json".to_owned()))?;
    for fact in facts {
        let jws = signers.sign(&fact.by, "admin-1", &fact.name, Body::Governance(fact.gov))?;
        let (disclosures, files, node) = (Vec::new(), Vec::new(), signers.node_of(&fact.by));
        statements.push(Signed { node, name: fact.name, jws, disclosures, files });
    }
    for event in events(setup, chain, days).map_err(DemoError::Documents)? {
        statements.push(sign_event(&mut signers, event)?);
    }
    Ok(statements)
}

fn sign_event(signers: &mut Signers, event: ToSign) -> Result<Signed, DemoError> {
    // A declaration repeats the eventID of the event that was wrong.
    let declares =
        if event.epcis.get("errorDeclaration").is_some() { " declared wrong" } else { "" };
    let name = format!("{}{declares}", event.event_id);
    let salts = signers.salts(&event.by, &name)?;
    let pointers = conceal_by_default(&event.epcis);
    let (epcis, disclosures) = conceal(event.epcis, &pointers, salts)
        .map_err(|error| DemoError::Refused { name: name.clone(), reason: error.to_string() })?;
    let jws = signers.sign(&event.by, "event", &name, Body::Event { epcis, corrects: None })?;
    let disclosures = disclosures.iter().map(|one| one.text().to_owned()).collect();
    let node = signers.node_of(&event.by);
    Ok(Signed { node, name, jws, disclosures, files: event.files })
}

async fn send(intake: &Intake, batch: &[Signed]) -> Result<u64, DemoError> {
    for one in batch.iter().filter(|one| !one.disclosures.is_empty()) {
        intake.keep_disclosures(one.leaf(), &one.sd_jwt()).await?;
    }
    let refused = |name: &str, reason: String| DemoError::Refused { name: name.to_owned(), reason };
    let bytes = batch.iter().map(|one| one.jws.clone().into_bytes()).collect();
    let answers =
        intake.submit(bytes).await.map_err(|busy| refused("of the batch", busy.to_string()))?;
    let mut height = 0;
    for (one, answer) in batch.iter().zip(answers) {
        let receipt = match answer.map_err(|error| refused(&one.name, error.to_string()))? {
            Answer::Replayed(receipt) => receipt,
            Answer::Waiting(waiting) => match intake.outcome(waiting).await? {
                Settled::Committed(receipt) => receipt,
                Settled::Dropped(reason) => return Err(refused(&one.name, reason)),
                Settled::Lost => return Err(refused(&one.name, "the node ended".to_owned())),
            },
        };
        height = height.max(receipt.height);
        for file in &one.files {
            keep(intake, one.leaf(), file).await?;
        }
    }
    Ok(height)
}

/// A file that a recorded event names; one that is here already is not sent again.
async fn keep(intake: &Intake, leaf: Hash, file: &Attached) -> Result<(), DemoError> {
    match intake.expect_file(file.digest, leaf).await? {
        Expected::Here => Ok(()),
        Expected::Upload(upload) => {
            let upload = upload.write(file.bytes.clone().into()).await?;
            Ok(upload.finish().await?)
        }
    }
}
