//! Joining a chain that is there: keys are drawn, the members learn the public halves, and the folder
//! gets what every member has. Whether it is let in, the members decide by ballots.

use super::found::{FoundingError, write};
use super::plan::{Ours, Reach};
use super::settings::write_settings_among;
use super::share::draw;
use super::together::{make, place, sync};
use crate::home::Home;
use crate::keys::Secret;
use crate::lock::Lock;
use crate::replica::Anchors;
use json::Limits;
use ledger::genesis::{Genesis, GenesisError, verify_signatures};
use ledger::governance::{Gov, NewKey, NewOrg};
use ledger::rows::Validator;
use serde::{Deserialize, Serialize};

/// `joiner.json`: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joiner {
    /// 1.
    pub v: u64,
    /// The chain.
    pub origin: String,
    /// Where the other nodes reach its own.
    pub reach: Reach,
    /// The validator, once it is voted in.
    pub validator: Validator,
    /// The proposal that enrols the organisation (`org.enrol`).
    enrol: serde_json::Value,
}

const LIMITS: Limits = Limits { bytes_max: 1 << 17, depth_max: 16, values_max: 1 << 14 };

impl Joiner {
    /// Reads the text of a `joiner.json`.
    pub fn read(text: &str) -> Result<Self, FoundingError> {
        let joiner: Self =
            serde_json::from_str(text).map_err(|error| FoundingError::Joiner(error.to_string()))?;
        if joiner.v != 1 {
            return Err(FoundingError::Joiner(format!("form {} and not 1", joiner.v)));
        }
        joiner.enrol()?;
        Ok(joiner)
    }

    /// The proposal that enrols it.
    pub fn enrol(&self) -> Result<Gov, FoundingError> {
        let no = |told: String| FoundingError::Joiner(told);
        let text = self.enrol.to_string();
        let json = json::parse(text.as_bytes(), &LIMITS).map_err(|error| no(error.to_string()))?;
        match Gov::read(&json).map_err(|error| no(error.to_string()))? {
            Gov::Enrol { org, keys } if org.iss == self.validator.iss => {
                Ok(Gov::Enrol { org, keys })
            }
            _ => Err(no("it enrols somebody else than its validator".to_owned())),
        }
    }
}

/// Draws the keys of one who joins the chain `origin`, in a folder that holds none.
pub fn prepare_joining(home: &Home, origin: &str, ours: &Ours) -> Result<Joiner, FoundingError> {
    make(home.path())?;
    let _lock = Lock::alone(home.path())?;
    for path in [home.genesis(), home.keys(), home.founder(), home.joiner()] {
        if path.exists() {
            return Err(FoundingError::Occupied(path));
        }
    }
    let (name, _) = origin.split_once('/').unwrap_or((origin, ""));
    let drawn = draw(name, ours)?;
    let content = |told: &str| FoundingError::Genesis(GenesisError::Content(told.to_owned()));
    let org = drawn.share.orgs.first().ok_or_else(|| content("no organisation"))?;
    let key = |row: &ledger::rows::KeyRow| {
        let secret = drawn.secrets.get(&row.kid).and_then(Secret::as_p256);
        Some(NewKey::make(secret?, row.purpose, &row.iss, origin))
    };
    let keys: Option<Vec<NewKey>> = drawn.share.keys.iter().map(key).collect();
    let org = NewOrg {
        iss: org.iss.clone(),
        name: org.name.clone(),
        prefixes: org.prefixes.clone(),
        roles: org.roles.clone(),
    };
    let enrol = Gov::Enrol { org, keys: keys.ok_or_else(|| content("no keys"))? };
    let enrol = serde_json::from_str(&enrol.to_json().to_string());
    let joiner = Joiner {
        v: 1,
        origin: origin.to_owned(),
        reach: drawn.share.reach.clone(),
        validator: drawn.share.validator.clone(),
        enrol: enrol.map_err(|error| content(&error.to_string()))?,
    };
    // What the members would refuse, this program refuses now.
    joiner.enrol()?;
    drawn.write_keys(home)?;
    let text =
        serde_json::to_string_pretty(&joiner).map_err(|error| content(&error.to_string()))?;
    write(&home.joiner(), &format!("{text}\n"))?;
    sync(home.path())?;
    Ok(joiner)
}

/// Puts the chain into the folder that was prepared: the next start reads it from the members.
pub fn begin_joining(
    home: &Home,
    (genesis, signatures): (&Genesis, &str),
    peers: &str,
    anchors: &Anchors,
) -> Result<(), FoundingError> {
    let _lock = Lock::alone(home.path())?;
    if home.genesis().exists() {
        return Err(FoundingError::There(home.path().to_owned()));
    }
    let path = home.joiner();
    let joiner = std::fs::read_to_string(&path);
    let joiner =
        Joiner::read(&joiner.map_err(|source| FoundingError::NotPrepared { path, source })?)?;
    let (found, wanted) = (genesis.origin(), joiner.origin);
    if found != wanted {
        return Err(FoundingError::OtherChain { found, wanted });
    }
    verify_signatures(genesis, signatures)?;
    write_settings_among(home, &joiner.reach, peers)?;
    let text = serde_json::to_string_pretty(anchors)
        .map_err(|error| FoundingError::Joiner(error.to_string()))?;
    if home.joined().exists() {
        let gone = std::fs::remove_file(home.joined());
        gone.map_err(|source| FoundingError::File { path: home.joined(), source })?;
    }
    write(&home.joined(), &format!("{text}\n"))?;
    place(home, genesis, signatures)
}
