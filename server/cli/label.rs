//! `furlong label`: a label whose code was read back before it is handed out.

use super::files;
use super::output::tell;
use crate::config::Config;
use crate::label::{Host, Label, Order, ProductName, Purpose, Style};
use anyhow::{Context as _, bail, ensure};
use clap::{Args, ValueEnum};
use gs1::{Goods, Gtin, Lot, Serial};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `label`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["gtin", "code"]))]
pub(super) struct Arguments {
    /// The product's GTIN: 8, 12, 13 or 14 digits.
    #[arg(long)]
    gtin: Option<String>,
    /// The lot, as it is printed.
    #[arg(long, requires = "gtin")]
    lot: Option<String>,
    /// The serial number of one pack.
    #[arg(long, requires = "gtin")]
    serial: Option<String>,
    /// Any code instead: (00)..., (01)...(17)..., a link, the address of a house lot.
    #[arg(long)]
    code: Option<String>,
    /// The host in the code: a name of label.hosts in furlong.toml. Without it the first of them,
    /// or id.gs1.org.
    #[arg(long)]
    host: Option<String>,
    /// The product's name, printed below the code.
    #[arg(long)]
    name: Option<String>,
    /// The form; without it, what the name of the file ends in, or svg.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// A trial with any host. The label says TEST.
    #[arg(long)]
    test: bool,
    /// The data folder, for label.hosts of its furlong.toml.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Where to write the label; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In millimetres, for layout programs.
    Svg,
    /// In whole printer dots.
    Png,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let goods = goods(arguments)?;
    let listed = Config::read(&arguments.dir)?.label.hosts;
    let purpose = if arguments.test { Purpose::Test } else { Purpose::Goods };
    let host = Host::choose(arguments.host.as_deref(), &listed, purpose)?;
    let name = arguments.name.as_deref().map(ProductName::parse).transpose()?;
    let label = Label::draw(&Order { goods, host, style: Style { name, ..Style::default() } })?;
    let output = arguments.output.as_deref();
    match format(arguments.format, output)? {
        Format::Svg => files::write(output, label.svg().as_bytes())?,
        Format::Png => {
            let to_screen = output.is_none() && std::io::stdout().is_terminal();
            ensure!(!to_screen, "a PNG file is no text: name a file with -o");
            files::write(output, label.png())?;
        }
    }
    tell(format!("The code was read back and leads to {}", label.payload()));
    tell(format!("A module is {} mm wide.", label.module_mm()));
    for warning in label.warnings() {
        tell(format!("Note: {warning}."));
    }
    Ok(ExitCode::SUCCESS)
}

fn goods(arguments: &Arguments) -> anyhow::Result<Goods> {
    let Arguments { gtin, lot, serial, code, .. } = arguments;
    if let Some(code) = code {
        return Ok(Goods::from_typed(code)?);
    }
    let gtin = Gtin::parse(gtin.as_deref().context("name the goods with --gtin or --code")?)?;
    let lot = lot.as_deref().map(Lot::parse).transpose()?;
    let serial = serial.as_deref().map(Serial::parse).transpose()?;
    Ok(match (lot, serial) {
        (lot, Some(serial)) => Goods::Serial { gtin, lot, serial },
        (Some(lot), None) => Goods::Lot(gtin, lot),
        (None, None) => bail!("a label needs a lot or a serial number: add --lot or --serial"),
    })
}

fn format(asked: Option<Format>, output: Option<&Path>) -> anyhow::Result<Format> {
    if let Some(format) = asked {
        return Ok(format);
    }
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        None | Some("svg") => Ok(Format::Svg),
        Some("png") => Ok(Format::Png),
        Some(other) => bail!("labels are svg or png, not {other}: choose with --format"),
    }
}
