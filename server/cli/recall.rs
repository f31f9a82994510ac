//! `furlong recall`: put codes on hold, recall them, take the word back.

use super::files;
use super::output::{say, tell};
use super::signing::Signing;
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use gs1::Goods;
use json::{Json, Object};
use ledger::recalls::{Action, RecallOrder};
use ledger::statement::Body;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `recall`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    word: Word,
}

/// What is said of the codes.
#[derive(Debug, Subcommand)]
enum Word {
    /// Ask everybody to wait: it is being looked into.
    Hold(Order),
    /// Recall. Needs a notice with the reason.
    Publish(Order),
    /// Take this organisation's own hold or recall back.
    Withdraw(Order),
}

#[derive(Debug, Args)]
struct Order {
    #[command(flatten)]
    signing: Signing,
    /// Codes as they stand on packs: a link, (01)...(10)..., or "GTIN LOT".
    #[arg(long, required = true, num_args = 1.., value_name = "CODE")]
    code: Vec<String>,
    /// A JSON file: {"reason": {"en": "..."}, "advice"?, "phone"?, "number"?, "url"?}
    #[arg(long, value_name = "FILE")]
    notice: Option<PathBuf>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// A notice is a few sentences in a few languages.
const NOTICE: json::Limits = json::Limits { bytes_max: 1 << 16, depth_max: 8, values_max: 1_000 };

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (action, order) = match &arguments.word {
        Word::Hold(order) => (Action::Hold, order),
        Word::Publish(order) => (Action::Publish, order),
        Word::Withdraw(order) => (Action::Withdraw, order),
    };
    let codes = codes(&order.code)?;
    let recall = recall(action, &codes, order)?;
    let signer = order.signing.open()?;
    signer.needs_purpose(&["event", "admin"])?;
    let receipt = signer.say(Body::Recall(recall))?;
    if order.json {
        let codes: Vec<&String> = codes.keys().collect();
        let told =
            serde_json::json!({"action": action.as_str(), "codes": codes, "receipt": receipt});
        say(told.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let word = match action {
        Action::Hold => "on hold",
        Action::Publish => "recalled",
        Action::Withdraw => "no longer on hold or recalled by this organisation",
    };
    for (code, goods) in &codes {
        say(format!("{word}: {code}"));
        tell(format!("  page: {}{}", signer.node.address(), goods.page_path()));
    }
    say(format!("in the ledger as leaf {} of block {}", receipt.index, receipt.height));
    Ok(ExitCode::SUCCESS)
}

/// The codes by their canonical text, which is the order that a recall needs.
fn codes(typed: &[String]) -> anyhow::Result<BTreeMap<String, Goods>> {
    let mut codes = BTreeMap::new();
    for text in typed {
        let goods = Goods::from_typed(text).with_context(|| format!("{text:?} is no code"))?;
        codes.insert(goods.uri(), goods);
    }
    Ok(codes)
}

fn recall(action: Action, codes: &BTreeMap<String, Goods>, order: &Order) -> anyhow::Result<Json> {
    let mut recall = Object::new();
    recall.insert("action", action.as_str());
    recall.insert("codes", codes.keys().map(|code| Json::from(code.as_str())).collect::<Vec<_>>());
    if let Some(path) = &order.notice {
        let bytes = files::read(path, NOTICE.bytes_max)?;
        let notice = json::parse(&bytes, &NOTICE)
            .with_context(|| format!("{} is no JSON file", path.display()))?;
        recall.insert("notice", notice);
    }
    let missing = action == Action::Publish && order.notice.is_none();
    ensure!(
        !missing,
        "a recall tells its reason: write it to a JSON file and name it with --notice"
    );
    let recall = Json::Object(recall);
    RecallOrder::read(&recall)?;
    Ok(recall)
}
