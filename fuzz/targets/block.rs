//! A block as it travels, and the record that opens it.

use ledger::block::{Body, Record};

/// What is read as a body is written as the same bytes; so is the record in it, or a record alone.
pub fn run(bytes: &[u8]) {
    if let Ok(body) = Body::decode(bytes) {
        assert_eq!(body.encode().as_deref(), Ok(bytes), "a body has one spelling");
        if let Ok(record) = body.read_record() {
            assert_eq!(record.text().as_bytes(), body.record, "a record has one spelling");
        }
    }
    if let Some(Ok(record)) = std::str::from_utf8(bytes).ok().map(Record::read) {
        assert_eq!(record.text().as_bytes(), bytes, "a record has one spelling");
        assert!(record.size_after() > record.start, "a record is a leaf");
        let body = Body { record: bytes.to_vec(), statements: vec![b"one".to_vec()] };
        assert_eq!(body.read_record(), Ok(record), "a record in a body is the same record");
    }
}
