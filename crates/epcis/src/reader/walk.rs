//! The place in the tree and the list of faults.

use crate::context::Context;
use crate::fault::{Fault, FaultCode};
use crate::uri::is_uri;
use json::{Json, Object, Pointer};

/// Whether `_sd` may stand in the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hiding {
    /// A plain EPCIS event.
    Forbidden,
    /// The event of a signed statement, some of whose members may be concealed.
    Allowed,
}

/// One event or document being read.
pub(crate) struct Reader<'j> {
    /// Where the value stands that is read now, below `base`.
    steps: Vec<Step<'j>>,
    base: Pointer,
    faults: Vec<Fault>,
    remarks: Vec<Fault>,
    pub(crate) context: Context,
    pub(crate) hiding: Hiding,
}

enum Step<'j> {
    Member(&'j str),
    Item(usize),
}

/// More faults than this in one event tell nobody anything new.
const FAULTS_MAX: usize = 100;

impl<'j> Reader<'j> {
    pub(crate) fn new(base: Pointer, context: Context, hiding: Hiding) -> Self {
        Self { steps: Vec::new(), base, faults: Vec::new(), remarks: Vec::new(), context, hiding }
    }

    /// What was found wrong.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether anything was found wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// What was found odd and is taken all the same.
    pub(crate) fn take_remarks(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.remarks)
    }

    /// Notes what is wrong here.
    pub(crate) fn fault(&mut self, code: FaultCode, text: impl Into<String>) {
        if self.faults.len() < FAULTS_MAX {
            let fault = self.here(code, text.into());
            self.faults.push(fault);
        } else if self.faults.len() == FAULTS_MAX {
            let text = format!("only the first {FAULTS_MAX} faults are listed");
            self.faults.push(Fault { pointer: self.base.clone(), code: FaultCode::More, text });
        }
    }

    /// Notes what is odd here but no reason to refuse.
    pub(crate) fn remark(&mut self, code: FaultCode, text: impl Into<String>) {
        if self.remarks.len() < FAULTS_MAX {
            let remark = self.here(code, text.into());
            self.remarks.push(remark);
        }
    }

    fn here(&self, code: FaultCode, text: String) -> Fault {
        let mut pointer = self.base.clone();
        for step in &self.steps {
            match step {
                Step::Member(name) => pointer.push(name),
                Step::Item(index) => pointer.push_index(*index),
            }
        }
        Fault { pointer, code, text }
    }

    /// Does something one step deeper.
    pub(crate) fn inside<T>(&mut self, name: &'j str, act: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(Step::Member(name));
        let done = act(self);
        self.steps.pop();
        done
    }

    /// Does something at an item of a list.
    pub(crate) fn at_item<T>(&mut self, index: usize, act: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(Step::Item(index));
        let done = act(self);
        self.steps.pop();
        done
    }

    /// Reads a member that may be absent.
    pub(crate) fn member<T>(
        &mut self,
        members: &'j Object,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'j Json) -> Option<T>,
    ) -> Option<T> {
        let value = members.get(name)?;
        self.inside(name, |reader| read(reader, value))
    }

    /// Reads a member that must be there.
    pub(crate) fn required<T>(
        &mut self,
        members: &'j Object,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'j Json) -> Option<T>,
    ) -> Option<T> {
        if !members.contains(name) {
            self.fault(FaultCode::Missing, format!("the member \"{name}\" is missing"));
        }
        self.member(members, name, read)
    }

    /// Reads a member that must be there unless it may be concealed: a rule whose only breach is the
    /// absence of a concealable name is waived.
    pub(crate) fn required_or_concealed<T>(
        &mut self,
        members: &'j Object,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'j Json) -> Option<T>,
    ) -> Option<T> {
        if self.conceals(members) {
            self.member(members, name, read)
        } else {
            self.required(members, name, read)
        }
    }

    /// Whether this object may have more members than are seen.
    pub(crate) fn conceals(&self, members: &Object) -> bool {
        self.hiding == Hiding::Allowed && members.contains("_sd")
    }

    /// Reads every item of a list; a faulty one is noted and left out.
    pub(crate) fn items<T>(
        &mut self,
        value: &'j Json,
        mut read: impl FnMut(&mut Self, &'j Json) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = value.as_array();
        if items.is_none() {
            self.wrong_kind(value, "a list");
        }
        let mut all = Vec::new();
        for (index, item) in items?.iter().enumerate() {
            all.extend(self.at_item(index, |reader| read(reader, item)));
        }
        Some(all)
    }

    /// The members, if the value is an object.
    pub(crate) fn object(&mut self, value: &'j Json) -> Option<&'j Object> {
        if value.as_object().is_none() {
            self.wrong_kind(value, "an object");
        }
        value.as_object()
    }

    /// Notes that a value is of another JSON kind.
    pub(crate) fn wrong_kind(&mut self, value: &Json, wanted: &str) {
        self.fault(
            FaultCode::WrongKind,
            format!("this is {}, but should be {wanted}", value.kind()),
        );
    }

    /// Notes every name that is neither known here nor a name of the sender's own with a prefix. A
    /// name with a leading underscore is a comment: JSON-LD drops it, and so do we.
    pub(crate) fn names(&mut self, members: &'j Object, owner: &str, known: &[&str]) {
        let strange =
            |name: &&str| !known.contains(name) && !is_uri(name) && !name.starts_with('_');
        for name in members.names().filter(strange) {
            let text = format!(
                "\"{name}\" is no member of {owner}; a name of your own needs a prefix that \
                 @context declares, such as \"example:{name}\""
            );
            self.inside(name, |reader| reader.fault(FaultCode::NotAllowed, text));
        }
    }

    /// Notes every name that is not known, where the standard allows no names of one's own.
    pub(crate) fn only(&mut self, members: &'j Object, owner: &str, known: &[&str]) {
        for name in members.names().filter(|name| !known.contains(name) && *name != "_sd") {
            let text = format!("{owner} has no \"{name}\"; it may hold {}", known.join(", "));
            self.inside(name, |reader| reader.fault(FaultCode::NotAllowed, text));
        }
    }
}
