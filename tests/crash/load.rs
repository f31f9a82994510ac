//! Who writes while a node is killed: several at once, each in a way of its own.

use super::bed::Bed;
use super::chance::Chance;
use super::counts::Fault;
use super::promises::Promises;
use crate::support::{Client, FARM, OFFICE, World, event};
use json::{Json, Limits};
use ledger::checkpoint::SignedCheckpoint;
use ledger::statement::Body;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};

const LOT: &str = "https://id.gs1.org/01/09520101000019/10/A1";

const LIMITS: Limits = Limits { bytes_max: 1 << 12, depth_max: 8, values_max: 100 };

/// A statement, and the id of its event, if it is one.
type Signed = (String, Option<String>);

/// A writer.
pub(super) struct Writer<'a> {
    pub(super) bed: &'a Bed<'a>,
    pub(super) promises: &'a Promises,
    pub(super) client: Client,
    pub(super) stop: &'a AtomicBool,
    pub(super) chance: Chance,
}

impl Writer<'_> {
    /// Writes until told to stop, and keeps every receipt.
    pub(super) fn write(mut self) {
        let is_batch = self.chance.one_in(2);
        while !self.stop.load(Ordering::SeqCst) {
            if is_batch {
                self.batch();
            } else {
                let one = self.statement();
                self.single(one);
            }
            if self.chance.one_in(4) {
                self.look();
            }
        }
    }

    fn world(&self) -> &World {
        &self.bed.world
    }

    /// Mostly events; one in eight says what changes the state.
    fn statement(&mut self) -> Signed {
        match self.chance.below(24) {
            0 => self.recall("hold"),
            1 => self.recall("withdraw"),
            2 => self.redaction().unwrap_or_else(|| self.event()),
            _ => self.event(),
        }
    }

    fn event(&mut self) -> Signed {
        let n = self.promises.next();
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
        let jws = self.world().signed(FARM, event(&id, &format!("A{}", n % 7)));
        (jws, Some(id))
    }

    fn recall(&self, action: &str) -> Signed {
        let order = parsed(&format!(r#"{{"action":"{action}","codes":["{LOT}"]}}"#));
        let draft = self.world().draft(FARM, Body::Recall(order));
        (draft.sign(&self.world().key(FARM, "admin-1")), None)
    }

    /// The office, which keeps the chain alone, takes the bytes of an event out.
    fn redaction(&mut self) -> Option<Signed> {
        let events = self.promises.since(0).into_iter().filter(|one| one.event.is_some());
        let events: Vec<u64> = events.map(|one| one.index()).collect();
        let index = *events.get(self.chance.below(events.len().max(1)))?;
        self.promises.vote_out(index);
        let told = format!(r#"{{"op":"redact","index":{index},"reason":{{"en":"A test."}}}}"#);
        let draft = self.world().draft(OFFICE, Body::Governance(parsed(&told)));
        Some((draft.sign(&self.world().key(OFFICE, "admin-1")), None))
    }

    fn single(&mut self, (jws, event): Signed) {
        let wait = if self.chance.one_in(4) { "visible" } else { "committed" };
        let path = format!("/api/v1/statements?wait={wait}");
        let sent = self.client.try_post(&path, "application/jose", jws.as_bytes());
        // A connection that the kill cut has no receipt; whatever became of it is no promise.
        let Some(answer) = sent else { return };
        match answer.status {
            201 => self.promises.keep(answer.json(), event),
            status => self.judge_refusal(status, &answer.text()),
        }
    }

    fn batch(&mut self) {
        let count = 2 + self.chance.below(30);
        let signed: Vec<Signed> = (0..count).map(|_| self.statement()).collect();
        let lines = signed.iter().map(|(jws, _)| format!("{{\"jws\":\"{jws}\"}}\n"));
        let body: String = lines.collect();
        let path = "/api/v1/statements?wait=committed";
        let sent = self.client.try_post(path, "application/x-ndjson", body.as_bytes());
        let Some(answer) = sent else { return };
        if answer.status != 200 {
            return self.judge_refusal(answer.status, &answer.text());
        }
        for (line, (_, event)) in answer.text().lines().zip(signed) {
            let told: Value = serde_json::from_str(line).expect("a line of JSON");
            if told["status"] == "committed" {
                self.promises.keep(told, event);
            } else {
                let status = told["problem"]["status"].as_u64().unwrap_or(0);
                self.judge_refusal(u16::try_from(status).unwrap_or(0), line);
            }
        }
    }

    /// A node that is ending may say so; one that is well refuses nothing of what is sent here,
    /// but to take out twice what is out.
    fn judge_refusal(&self, status: u16, told: &str) {
        let is_ending = (500..600).contains(&status);
        let is_out = told.contains("redact") || status == 409;
        if !is_ending && !is_out {
            self.promises.blame(Fault::Lost(format!("refused with {status}: {told}")));
        }
    }

    /// The newest checkpoint: it must stand for ever, whatever is killed.
    fn look(&self) {
        let Some(answer) = self.client.try_get("/log/checkpoint.json") else { return };
        if answer.status == 200 {
            let checkpoint: SignedCheckpoint =
                serde_json::from_slice(&answer.body).expect("a checkpoint");
            self.promises.see(&checkpoint);
        }
    }
}

fn parsed(text: &str) -> Json {
    json::parse(text.as_bytes(), &LIMITS).expect("it is JSON")
}
