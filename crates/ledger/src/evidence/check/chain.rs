//! Step **chain**: the genesis is that of the chain, and the chain is a trusted one.

use super::super::answer::{Broken, Step};
use super::super::form::fault;
use super::Section;
use crate::Hash;
use crate::genesis::Genesis;

pub(super) fn genesis(section: &mut Section<'_>, anchors: &[String]) -> Result<(), Broken> {
    let file = section.read.file;
    let broken = |text: &str| Err(fault(Step::Chain, &section.read.at, text));
    let digest = Hash::of(&[file.genesis.as_bytes()]);
    let Some((name, digits)) = file.origin.split_once('/') else {
        return broken("an origin is a name, a slash and 64 hexadecimal digits");
    };
    if digits != digest.to_hex() {
        return broken("the genesis is not the one that the origin names");
    }
    let genesis = match Genesis::read_known(file.genesis.as_bytes()) {
        Ok(genesis) => genesis,
        Err(error) => return broken(&error.to_string()),
    };
    if genesis.name != name {
        return broken("the genesis has another name than the origin");
    }
    if !anchors.is_empty() && !anchors.contains(&file.origin) {
        return broken("this is another chain than the trusted one");
    }
    section.first_validators = genesis.validators;
    Ok(())
}
