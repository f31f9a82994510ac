//! Flips bits of an evidence file and writes which step finds each: `cargo run -p ledger --features
//! sample --example evidence_flips -- FILE OUT [COUNT]`. One JSON object a line, `{"offset":n,
//! "bit":n,"step":".."}`, so that another checker can be compared with this one. The flips are
//! spread evenly over the file; every bit of a byte has its turn.

use std::error::Error;
use std::fmt::Write as _;

use ledger::evidence::sample::{self, NOW_S, SUBJECT};
use ledger::evidence::{Ask, Asked, Evidence, Outcome, check};

/// How many flips are made unless told otherwise.
const COUNT: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("name the evidence file")?;
    let out = args.next().ok_or("name the file to write to")?;
    let count = args.next().map_or(Ok(COUNT), |count| count.parse())?;
    let bytes = std::fs::read(file)?;
    let evidence = Evidence::read(&bytes)?;
    let anchors: Vec<String> = evidence.chains.into_iter().map(|chain| chain.origin).collect();
    let ask = Ask {
        anchors: &anchors,
        subject: Asked::Code(SUBJECT),
        now_s: Some(NOW_S),
        ..Ask::default()
    };
    let mut lines = String::new();
    for (offset, bit) in sample::flips(bytes.len(), count) {
        let step = match check(&sample::flipped(&bytes, offset, bit), &ask) {
            Outcome::Broken(broken) => broken.step.as_str(),
            Outcome::Holds(_) | Outcome::UnknownChain(_) => "holds",
        };
        writeln!(lines, r#"{{"offset":{offset},"bit":{bit},"step":"{step}"}}"#)?;
    }
    std::fs::write(out, lines)?;
    Ok(())
}
