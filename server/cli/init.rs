//! `furlong init`: found a chain, alone or with others.

use super::founders::{self, Together};
use super::output::{say, tell};
use crate::clock::{Clock as _, System};
use crate::config::{Config, FILE};
use crate::founding::{Founder, OrgPlan, Plan, found, write_settings};
use crate::home::Home;
use crate::store::{Place, PostgresUrl, copy};
use anyhow::{Context as _, ensure};
use clap::Args;
use ledger::OrgId;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `init`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    /// With others, a step at a time; without one of these a chain of one member is founded.
    #[command(subcommand)]
    together: Option<Together>,
    // Flattened here and not one deeper: clap sees an optional group in its own arguments only.
    #[command(flatten)]
    alone: Option<Company>,
    /// An empty PostgreSQL database for the record, postgres://USER@HOST:PORT/DATABASE; without it
    /// the record is kept in the folder, in SQLite.
    #[arg(long, value_name = "URL", value_parser = PostgresUrl::parse)]
    database: Option<PostgresUrl>,
}

/// A founding company.
#[derive(Debug, Args)]
pub(super) struct Company {
    /// The data folder to make. It must hold no chain.
    #[arg(long, default_value = "furlong-data")]
    pub(super) dir: PathBuf,
    /// The chain's name: a lower-case DNS name. It stands in every label of goods without a GTIN.
    #[arg(long, value_name = "CHAIN")]
    pub(super) name: String,
    /// The GLN of the founding company: 13 digits.
    #[arg(long)]
    gln: String,
    /// Its name in words.
    #[arg(long, value_name = "NAME")]
    org_name: String,
    /// Where its node answers: a DNS name, or NAME:PORT.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(super) host: String,
    /// A GS1 company prefix of the company, 4 to 12 digits. May be given several times.
    #[arg(long)]
    prefix: Vec<String>,
    /// What the company is: producer, processor, packer, shipper, retailer ... May be given
    /// several times.
    #[arg(long)]
    role: Vec<String>,
}

impl Company {
    /// It on the chain.
    pub(super) fn plan(&self) -> anyhow::Result<OrgPlan> {
        let gln = gs1::Gln::parse(&self.gln).context("--gln")?;
        Ok(OrgPlan {
            iss: OrgId::parse(&format!("https://id.gs1.org/417/{gln}"))?,
            name: self.org_name.clone(),
            prefixes: self.prefix.clone(),
            roles: self.role.clone(),
            sponsor: None,
        })
    }
}

/// Where a company's keys are, and which of them goes into a safe.
pub(super) fn tell_keys(home: &Home, iss: &OrgId) {
    let key = |name: &str| home.org_key(iss, name).display().to_string();
    tell(format!("The company's keys:     {} (signs events)", key("event")));
    tell(format!("                        {} (manages the company)", key("admin-1")));
    tell(format!("KEEP THIS ONE OFFLINE:  {}", key("admin-2")));
    tell(
        "                        Move it to a stick in a safe; it replaces the others when they are lost.",
    );
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match (&arguments.together, &arguments.alone) {
        (Some(step), _) => founders::run(step),
        (None, Some(company)) => run_alone(company, arguments.database.as_ref()),
        (None, None) => anyhow::bail!("furlong init --help says what is needed"),
    }
}

fn run_alone(company: &Company, database: Option<&PostgresUrl>) -> anyhow::Result<ExitCode> {
    let (dir, home) = (&company.dir, Home::at(&company.dir));
    ensure!(
        !home.path().join("chain.db").exists(),
        "{} holds the database of a chain: choose another folder",
        dir.display()
    );
    if let Some(url) = database {
        is_empty(url)?;
    }
    let org = company.plan()?;
    let iss = org.iss.clone();
    let plan = Plan {
        name: company.name.clone(),
        founder: Founder { org, host: company.host.clone() },
        others: Vec::new(),
        created_ms: System.now_ms(),
    };
    std::fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    settle(database, &home)?;
    let founded = found(&home, &plan)?;
    say(&founded.origin);
    tell("This line names the chain for ever. Print it: whoever has it can check every record.\n");
    tell_keys(&home, &iss);
    tell(format!("The operator's token:   {}", home.operator_token().display()));
    tell(format!("The settings:           {}\n", dir.join("furlong.toml").display()));
    tell(
        "One company alone keeps this chain, and its pages say so. With fewer than four members no",
    );
    tell("outage of a member's node is tolerated. furlong init prepare founds one with others.");
    tell(format!("Next: furlong serve --dir {}", dir.display()));
    Ok(ExitCode::SUCCESS)
}

fn is_empty(url: &PostgresUrl) -> anyhow::Result<()> {
    let place = Place::Postgres(url.clone());
    place.migrate()?;
    let there = copy::rows(&mut place.chain_reader()?)?;
    ensure!(there == 0, "{url} is not empty: give each chain a database of its own");
    Ok(())
}

/// The settings come before the chain: one that was founded and lacks its settings would begin in
/// another database than it was founded for.
fn settle(database: Option<&PostgresUrl>, home: &Home) -> anyhow::Result<()> {
    if home.genesis().exists() {
        // The founding refuses, and nothing of that chain is touched.
        return Ok(());
    }
    write_settings(home, database.cloned().map(String::from).as_deref())?;
    let path = home.path().join(FILE);
    let settled = Config::read_file(&path)?.database;
    ensure!(
        database.is_none() || settled.as_ref() == database,
        "{} is there already and names another database, or none: correct it or remove it, and \
         start again",
        path.display()
    );
    Ok(())
}
