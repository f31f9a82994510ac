//! Reads an event: every member in turn, every fault listed.

use super::types::{Event, EventType, PersistentDisposition};
use crate::context::Context;
use crate::fault::{Fault, FaultCode};
use crate::instant::Instant;
use crate::reader::{Hiding, Reader};
use crate::uri::is_uri;
use crate::vocabulary::{Vocabulary, Word};
use json::{Json, Object, Pointer};

impl Event {
    /// Reads an event that conceals nothing; `_sd` in it is a fault.
    pub fn read(event: &Json) -> Result<Self, Vec<Fault>> {
        read_at(event, Pointer::root(), &Context::default(), Hiding::Forbidden)
    }

    /// Reads the event of a signed statement after the disclosures at hand were put back. Digests
    /// that are left may stand where the protocol lets something be concealed (section 3), and a
    /// rule whose only breach is the absence of a concealable member is waived (section 4).
    pub fn read_opened(event: &Json) -> Result<Self, Vec<Fault>> {
        read_at(event, Pointer::root(), &Context::default(), Hiding::Allowed)
    }
}

/// Reads an event that stands at `base` of a document with that context.
pub(crate) fn read_at(
    event: &Json,
    base: Pointer,
    context: &Context,
    hiding: Hiding,
) -> Result<Event, Vec<Fault>> {
    let context = context.extended(event.get("@context"));
    let mut reader = Reader::new(base, context, hiding);
    let read = reader.event(event);
    match read {
        Some(mut event) if reader.is_clean() => {
            event.remarks = reader.take_remarks();
            Ok(event)
        }
        Some(_) | None => Err(reader.into_faults()),
    }
}

impl<'j> Reader<'j> {
    /// Every group is read before the first fault ends the reading, so that all faults are listed.
    fn event(&mut self, value: &'j Json) -> Option<Event> {
        let members = self.object(value)?;
        let concealed = self.digests(members);
        let kind = self.required(members, "type", Self::event_type)?;
        if kind != EventType::Extended {
            self.event_names(members, kind);
        }
        let time = self.time(members);
        let what = self.what(members, kind);
        let id = self.member(members, "eventID", Self::uri);
        let record_time = self.member(members, "recordTime", Self::instant);
        let biz_step = self.member(members, "bizStep", Self::step);
        let disposition = self.member(members, "disposition", Self::disposition);
        let persistent_disposition =
            self.member(members, "persistentDisposition", Self::persistent_disposition);
        let read_point = self.member(members, "readPoint", Self::place);
        let biz_location = self.member(members, "bizLocation", Self::place);
        let transactions = self.list(members, "bizTransactionList", Self::transaction);
        let sources = self.list(members, "sourceList", Self::source);
        let destinations = self.list(members, "destinationList", Self::destination);
        let sensors = self.list(members, "sensorElementList", Self::sensor_element);
        let ilmd = self.member(members, "ilmd", Self::ilmd);
        let error = self.member(members, "errorDeclaration", Self::error_declaration);
        let certification = self.member(members, "certificationInfo", Self::uri_or_list);
        Some(Event {
            id,
            time: time?,
            record_time,
            what: what?,
            biz_step,
            disposition,
            persistent_disposition,
            read_point,
            biz_location,
            transactions,
            sources,
            destinations,
            sensors,
            ilmd,
            error,
            certification: certification.unwrap_or_default(),
            extensions: self.extensions(members, &kind.members()),
            concealed,
            remarks: Vec::new(),
        })
    }

    fn list<T>(
        &mut self,
        members: &'j Object,
        name: &'static str,
        read: impl FnMut(&mut Self, &'j Json) -> Option<T>,
    ) -> Vec<T> {
        self.member(members, name, |reader, value| reader.items(value, read)).unwrap_or_default()
    }

    fn event_type(&mut self, value: &'j Json) -> Option<EventType> {
        let text = self.text(value)?;
        let name = self.context.expand(text);
        let short = !text.contains(':');
        if let Some(kind) = EventType::standard(name.local())
            && (short || name.namespace() == "https://ref.gs1.org/epcis/")
        {
            return Some(kind);
        }
        if !short && is_uri(text) {
            return Some(EventType::Extended);
        }
        self.fault(
            FaultCode::UnknownWord,
            "an event is an ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent or \
             TransformationEvent; a type of your own needs a full URI",
        );
        None
    }

    /// `eventTime` with the offset that `eventTimeZoneOffset` states: many senders write the instant
    /// in UTC and the place's offset beside it.
    fn time(&mut self, members: &'j Object) -> Option<Instant> {
        let time = self.required(members, "eventTime", Self::instant);
        let offset = self.required(members, "eventTimeZoneOffset", Self::offset);
        Some(time?.at_offset(offset?))
    }

    fn step(&mut self, value: &'j Json) -> Option<Word> {
        self.word(Vocabulary::BizStep, value)
    }

    fn disposition(&mut self, value: &'j Json) -> Option<Word> {
        self.word(Vocabulary::Disposition, value)
    }

    fn persistent_disposition(&mut self, value: &'j Json) -> Option<PersistentDisposition> {
        let members = self.object(value)?;
        self.only(members, "persistentDisposition", &["set", "unset"]);
        if !members.contains("set") && !members.contains("unset") {
            self.fault(FaultCode::Missing, "persistentDisposition needs \"set\" or \"unset\"");
        }
        let mut states = |name| self.member(members, name, Self::dispositions).unwrap_or_default();
        Some(PersistentDisposition { set: states("set"), unset: states("unset") })
    }

    fn dispositions(&mut self, value: &'j Json) -> Option<Vec<Word>> {
        let words = self.items(value, Self::disposition)?;
        self.each_once(value);
        if value.as_array().is_some_and(<[Json]>::is_empty) {
            self.fault(FaultCode::Empty, "this list is empty; name a disposition or leave it out");
        }
        Some(words)
    }
}
