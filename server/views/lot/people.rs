//! Firms as their reader may know them.

use super::master::Master;
use crate::views::Audience;
use crate::views::model::{Actor, Role, StepKind, Words};
use ledger::OrgId;
use ledger::rows::OrgRow;

/// Names and roles for one audience.
#[derive(Clone, Copy)]
pub(super) struct People<'m> {
    pub(super) master: &'m Master<'m>,
    pub(super) audience: Audience,
}

impl People<'_> {
    /// A firm in a step, by its name on the chain; its own name only where the reader may see it.
    pub(super) fn actor(self, iss: &str, kind: StepKind) -> Actor {
        let Some(row) = self.row(iss) else { return Actor { name: None, role: Role::Other } };
        let role = role(&row.roles, kind, self.is_cooperative(row));
        Actor { name: self.may_name(row).then(|| self.name(row)), role }
    }

    /// A firm beside no step.
    pub(super) fn alone(self, iss: &str) -> Actor {
        self.actor(iss, StepKind::Other)
    }

    /// A firm's name for the inside of a sentence: its role where its name is not for this reader.
    pub(super) fn name_of(self, iss: &str) -> Option<Words> {
        self.row(iss).filter(|row| self.may_name(row)).map(|row| self.name(row))
    }

    /// The name of whoever speaks to the public in its own name: nobody recalls food unnamed.
    pub(super) fn public_name(self, iss: &str) -> Words {
        self.row(iss).map_or_else(|| Words::one("und", iss), |row| self.name(row))
    }

    pub(super) fn is_named(self, iss: &str) -> bool {
        self.row(iss).is_some_and(|row| self.may_name(row))
    }

    /// Whether the clock times of a firm's records are for this reader.
    pub(super) fn may_tell_minutes(self, iss: &str) -> bool {
        self.audience == Audience::Operator || self.is_named(iss)
    }

    fn may_name(self, row: &OrgRow) -> bool {
        match self.audience {
            Audience::Operator => true,
            Audience::Shopper => self.master.is_named(row),
        }
    }

    /// In the languages in which the firm itself told it, else as it was enrolled.
    fn name(self, row: &OrgRow) -> Words {
        let own = [row.iss.as_str().to_owned(), row.iss.as_str().replace("/417/", "/414/")];
        let told = own.iter().find_map(|id| self.master.place(id));
        told.map_or_else(
            || Words::one("und", &row.name),
            |place| super::telling::words(&place.names),
        )
    }

    /// A firm that answers for producers without a number of their own.
    fn is_cooperative(self, row: &OrgRow) -> bool {
        self.master.is_sponsor(&row.iss)
    }
}

impl<'m> People<'m> {
    /// The words that its enrolment gives a firm.
    pub(super) fn roles(self, iss: &str) -> &'m [String] {
        self.row(iss).map_or(&[], |row| row.roles.as_slice())
    }

    fn row(self, iss: &str) -> Option<&'m OrgRow> {
        self.master.members().org(&OrgId::parse(iss).ok()?)
    }
}

/// What a firm is in a step: the step says it where the firm has such a role, else the first of
/// its roles that says most.
fn role(roles: &[String], kind: StepKind, is_cooperative: bool) -> Role {
    let has = |word: &str| roles.iter().any(|role| role == word);
    by_step(kind, &has).unwrap_or_else(|| {
        if is_cooperative {
            return Role::Cooperative;
        }
        let first = BY_ROLE.iter().find(|(word, _)| has(word)).map(|(_, role)| *role);
        let authority = roles.iter().any(|role| role.starts_with("regulator:"));
        first.unwrap_or(if authority { Role::Authority } else { Role::Other })
    })
}

fn by_step(kind: StepKind, has: &dyn Fn(&str) -> bool) -> Option<Role> {
    use StepKind as Kind;
    let (needed, role) = match kind {
        Kind::Caught | Kind::Landed => ("producer", Role::Vessel),
        Kind::Auctioned => ("auction", Role::Auction),
        Kind::Farmed | Kind::Picked | Kind::Born | Kind::Reared => ("producer", Role::Farm),
        Kind::Slaughtered => ("processor", Role::Slaughterhouse),
        Kind::Packed | Kind::Repacked => ("packer", Role::Packer),
        Kind::Carried => ("shipper", Role::Carrier),
        Kind::OnSale | Kind::Sold => ("retailer", Role::Shop),
        Kind::Inspected => ("laboratory", Role::Laboratory),
        Kind::Matured
        | Kind::Cut
        | Kind::Minced
        | Kind::Processed
        | Kind::Treated
        | Kind::Cooled
        | Kind::Frozen
        | Kind::Thawed => ("processor", Role::Processor),
        // What shops do behind their shops.
        Kind::Loaded | Kind::Unloaded | Kind::Stored | Kind::Shipped => {
            ("retailer", Role::Warehouse)
        }
        Kind::Collected | Kind::Arrived | Kind::Returned | Kind::Destroyed | Kind::Other => {
            return None;
        }
    };
    let packs = matches!(kind, Kind::Packed | Kind::Repacked) && has("retailer");
    let warehouse = (packs && !has(needed)).then_some(Role::Warehouse);
    has(needed).then_some(role).or(warehouse)
}

/// Role words of the chain (`protocol.md` section 6), the most telling first.
const BY_ROLE: [(&str, Role); 10] = [
    ("auction", Role::Auction),
    ("laboratory", Role::Laboratory),
    ("certifier", Role::Certifier),
    ("processor", Role::Processor),
    ("packer", Role::Packer),
    ("retailer", Role::Retailer),
    ("caterer", Role::Caterer),
    ("producer", Role::Producer),
    ("broker", Role::Broker),
    ("shipper", Role::Carrier),
];

#[cfg(test)]
mod tests {
    use super::role;
    use crate::views::model::{Role, StepKind};

    #[test]
    fn a_step_says_what_a_firm_is_where_the_firm_has_that_role() {
        let rows = [
            (&["producer"][..], StepKind::Caught, false, Role::Vessel),
            (&["producer"], StepKind::Picked, false, Role::Farm),
            (&["producer"], StepKind::Shipped, false, Role::Producer),
            (&["packer", "shipper"], StepKind::Packed, true, Role::Packer),
            (&["packer", "shipper"], StepKind::Arrived, true, Role::Cooperative),
            (&["packer", "shipper"], StepKind::Carried, false, Role::Carrier),
            (&["processor"], StepKind::Slaughtered, false, Role::Slaughterhouse),
            (&["processor", "packer"], StepKind::Arrived, false, Role::Processor),
            (&["retailer"], StepKind::Packed, false, Role::Warehouse),
            (&["retailer"], StepKind::OnSale, false, Role::Shop),
            (&["retailer"], StepKind::Arrived, false, Role::Retailer),
            (&["retailer"], StepKind::Stored, false, Role::Warehouse),
            (&["retailer", "processor"], StepKind::Arrived, false, Role::Processor),
            (&["caterer"], StepKind::Arrived, false, Role::Caterer),
            (&["shipper"], StepKind::Carried, false, Role::Carrier),
            (&["regulator:ES"], StepKind::Inspected, false, Role::Authority),
            (&["weaver"], StepKind::Packed, false, Role::Other),
            (&[], StepKind::Other, false, Role::Other),
        ];
        for (roles, kind, cooperative, expected) in rows {
            let owned: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
            assert_eq!(role(&owned, kind, cooperative), expected, "{roles:?} {kind:?}");
        }
    }
}
