//! From an order to a label.

use super::code::Code;
use super::host::GLOBAL;
use super::sheet::{self, Content};
use super::size::too_small_for_tills;
use super::{Host, LabelError, Module, Printer, ProductName, check, hri, raster, svg};
use gs1::{Goods, GoodsKind};
use std::fmt;

/// What to print.
#[derive(Debug, Clone)]
pub struct Order {
    /// What the label is about.
    pub goods: Goods,
    /// The host in the code.
    pub host: Host,
    /// How it looks.
    pub style: Style,
}

/// How a label looks.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// The width of a module.
    pub module: Module,
    /// The printer whose dots the label is drawn in.
    pub printer: Printer,
    /// The product's name, printed below the code.
    pub name: Option<ProductName>,
}

/// What may go wrong with a label that is otherwise good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Tills may refuse so small a code.
    SmallModule {
        /// What was printed, in millimetres with four decimals.
        mm: String,
    },
    /// The code leads to GS1's resolver.
    GlobalHost,
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SmallModule { mm } => {
                write!(out, "a module is {mm} mm wide; tills may refuse less than 0.396 mm")
            }
            Self::GlobalHost => write!(
                out,
                "the code leads to id.gs1.org: have your GS1 organisation forward it to your page, \
                 or list a host of your own in label.hosts"
            ),
        }
    }
}

/// A label whose code was read back from the finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    payload: String,
    svg: String,
    png: Vec<u8>,
    module_mm: String,
    warnings: Vec<Warning>,
}

impl Label {
    /// Draws a label and reads it back. The same order always gives the same bytes.
    pub fn draw(order: &Order) -> Result<Self, LabelError> {
        let Order { goods, host, style } = order;
        if host.as_str() == GLOBAL && matches!(goods.kind(), GoodsKind::House | GoodsKind::Other) {
            return Err(LabelError::NeedsHost);
        }
        let payload = goods.digital_link(host.as_str());
        let module_dots = style.module.dots(style.printer);
        let lines = lines(order, &payload);
        let sheet = sheet::arrange(&Content {
            printer: style.printer,
            module_dots,
            code: &Code::for_print(&payload)?,
            lines: &lines,
            is_test: host.is_test(),
        })?;
        let svg = svg::write(&sheet, &lines.join(" "));
        let png = raster::png(&svg, &sheet)?;
        check::reads_as(&png, &payload)?;
        let module_mm = style.printer.mm(module_dots);
        let small = too_small_for_tills(style.printer, module_dots);
        let small = small.then(|| Warning::SmallModule { mm: module_mm.clone() });
        let global = (host.as_str() == GLOBAL).then_some(Warning::GlobalHost);
        let warnings = small.into_iter().chain(global).collect();
        Ok(Self { payload, svg, png, module_mm, warnings })
    }

    /// What the code says: a GS1 Digital Link URI.
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The label as SVG, its size in millimetres.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The label as a PNG file of black and white pixels, one for each printer dot.
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// The true width of a module, in millimetres with four decimals.
    pub fn module_mm(&self) -> &str {
        &self.module_mm
    }

    /// What to tell whoever prints it.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

fn lines(order: &Order, payload: &str) -> Vec<String> {
    let name = order.style.name.as_ref().map(|name| hri::wrap(name.as_str()));
    hri::lines(&order.goods, payload).into_iter().chain(name.into_iter().flatten()).collect()
}
