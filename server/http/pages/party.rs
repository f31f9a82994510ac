//! Companies, places and coded words as they stand in a sentence or alone.

use super::l10n::{L10n, Said};
use crate::views::model::{Actor, CodeList, HouseThing, Place, Role, StepKind};

impl L10n {
    /// A company inside a sentence: its name, or "a transport company".
    pub fn actor(self, actor: &Actor) -> String {
        let name = actor.name.as_ref().and_then(|name| self.plain(name));
        name.unwrap_or_else(|| self.role(actor.role))
    }

    /// A company that stands alone: its name with its language, or "A transport company".
    pub fn actor_alone(self, actor: &Actor) -> Said {
        let name = actor.name.as_ref().and_then(|name| self.said(name));
        name.unwrap_or_else(|| Said { text: capital(&self.role(actor.role)), lang: None })
    }

    /// "a transport company".
    pub fn role(self, role: Role) -> String {
        self.t(role_key(role))
    }

    /// "Caught".
    pub fn step(self, kind: StepKind) -> String {
        self.t(step_key(kind))
    }

    /// A country's name, or the code itself.
    pub fn country(self, code: &str) -> String {
        self.coded("country", code).unwrap_or_else(|| code.to_owned())
    }

    /// Name, region and country as far as they are known; `None` if nothing is.
    pub fn place(self, place: &Place) -> Option<String> {
        if let Some(area) = &place.fao_area {
            return Some(self.area(area));
        }
        let site = place.name.as_ref().and_then(|name| self.plain(name));
        let region = place.region.as_ref().and_then(|region| self.plain(region));
        let country = place.country.as_ref().map(|code| self.country(code));
        let near = site.or(region);
        match (near, country) {
            (Some(near), Some(country)) => {
                let args = [("near", near.into()), ("country", country.into())];
                Some(self.with("place", args))
            }
            (near, country) => near.or(country),
        }
    }

    /// "Northeast Atlantic (FAO 27.9.a)".
    pub fn area(self, code: &str) -> String {
        let major = code.split('.').next().unwrap_or(code);
        match self.coded("area", major) {
            Some(name) => {
                self.with("fao-area", [("name", name.into()), ("code", code.to_owned().into())])
            }
            None => code.to_owned(),
        }
    }

    /// The word for a code of a list, or the code itself.
    pub fn code(self, list: CodeList, code: &str) -> String {
        let list = match list {
            CodeList::Gear => "gear",
            CodeList::Production => "production",
            CodeList::Country => "country",
            CodeList::Area => return self.area(code),
            CodeList::Allergen => "allergen",
            CodeList::Class => "class",
        };
        self.coded(list, code).unwrap_or_else(|| code.to_owned())
    }

    /// "Bin" and the like.
    pub fn house_thing(self, thing: HouseThing) -> String {
        self.t(match thing {
            HouseThing::Lot => "thing-lot",
            HouseThing::Bin => "thing-bin",
            HouseThing::Tank => "thing-tank",
            HouseThing::Group => "thing-group",
            HouseThing::Animal => "thing-animal",
        })
    }
}

/// The first letter as a capital; nothing changes in scripts without capitals.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Producer => "role-producer",
        Role::Vessel => "role-vessel",
        Role::Farm => "role-farm",
        Role::Cooperative => "role-cooperative",
        Role::Processor => "role-processor",
        Role::Slaughterhouse => "role-slaughterhouse",
        Role::Packer => "role-packer",
        Role::Auction => "role-auction",
        Role::Broker => "role-broker",
        Role::Carrier => "role-carrier",
        Role::Warehouse => "role-warehouse",
        Role::Retailer => "role-retailer",
        Role::Shop => "role-shop",
        Role::Caterer => "role-caterer",
        Role::Laboratory => "role-laboratory",
        Role::Certifier => "role-certifier",
        Role::Authority => "role-authority",
        Role::Other => "role-other",
    }
}

const fn step_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Caught => "step-caught",
        StepKind::Landed => "step-landed",
        StepKind::Auctioned => "step-auctioned",
        StepKind::Farmed => "step-farmed",
        StepKind::Picked => "step-picked",
        StepKind::Collected => "step-collected",
        StepKind::Born => "step-born",
        StepKind::Reared => "step-reared",
        StepKind::Slaughtered => "step-slaughtered",
        StepKind::Matured => "step-matured",
        StepKind::Cut => "step-cut",
        StepKind::Minced => "step-minced",
        StepKind::Processed => "step-processed",
        StepKind::Treated => "step-treated",
        StepKind::Cooled => "step-cooled",
        StepKind::Frozen => "step-frozen",
        StepKind::Thawed => "step-thawed",
        StepKind::Packed => "step-packed",
        StepKind::Repacked => "step-repacked",
        StepKind::Inspected => "step-inspected",
        StepKind::Loaded => "step-loaded",
        StepKind::Unloaded => "step-unloaded",
        StepKind::Stored => "step-stored",
        StepKind::Shipped => "step-shipped",
        StepKind::Carried => "step-carried",
        StepKind::Arrived => "step-arrived",
        StepKind::OnSale => "step-on-sale",
        StepKind::Sold => "step-sold",
        StepKind::Returned => "step-returned",
        StepKind::Destroyed => "step-destroyed",
        StepKind::Other => "step-other",
    }
}
