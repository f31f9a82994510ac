//! Where everything stands on a label, in printer dots.

use super::code::Code;
use super::font::{self, Outline};
use super::{LabelError, Printer};

/// The size of letters, in micrometres: small letters are 1.3 mm high, and the law wants 1.2 mm
/// (Regulation (EU) 1169/2011 article 13(2)).
const TEXT_UM: u32 = 2_400;

/// The distance between two lines of text, in micrometres.
const LINE_UM: u32 = 3_000;

/// The band that says TEST, in micrometres.
const BAND_UM: u32 = 7_000;

/// The letters in it, in micrometres.
const BAND_TEXT_UM: u32 = 6_000;

/// What a test label says.
pub(super) const MARK: &str = "TEST";

/// Something drawn, and where its origin stands.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) path: String,
    pub(super) x: u32,
    pub(super) y: u32,
}

/// The black band at the top of a test label.
#[derive(Debug)]
pub(super) struct Band {
    pub(super) height: u32,
    pub(super) mark: Placed,
}

/// A finished arrangement.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) printer: Printer,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) band: Option<Band>,
    pub(super) code: Placed,
    pub(super) lines: Vec<Placed>,
}

/// What to arrange.
#[derive(Debug)]
pub(super) struct Content<'a> {
    pub(super) printer: Printer,
    pub(super) module_dots: u32,
    pub(super) code: &'a Code,
    pub(super) lines: &'a [String],
    pub(super) is_test: bool,
}

/// From top to bottom: the band, the code with its quiet zone, the lines; all centred.
pub(super) fn arrange(content: &Content<'_>) -> Result<Sheet, LabelError> {
    let printer = content.printer;
    let outlines: Vec<Outline> = content
        .lines
        .iter()
        .map(|line| font::outline(line, printer.dots(TEXT_UM)))
        .collect::<Result<_, _>>()?;
    let code_side = content.code.side_with_quiet_zone() * content.module_dots;
    let margin = printer.dots(TEXT_UM) / 2;
    let text_width = outlines.iter().map(|line| line.width + 2 * margin).max().unwrap_or(0);
    let width = code_side.max(text_width);
    let band = if content.is_test { Some(band(printer, width)?) } else { None };

    let code_top = band.as_ref().map_or(0, |band| band.height);
    let text_top = code_top + code_side;
    let lines: Vec<Placed> = outlines
        .into_iter()
        .zip(1_u32..)
        .map(|(line, number)| Placed {
            x: (width - line.width) / 2,
            // The quiet zone ends where the letters of the first line may begin.
            y: text_top + number * printer.dots(LINE_UM) - margin / 2,
            path: line.path,
        })
        .collect();
    let text_height = u32::try_from(lines.len()).unwrap_or(0) * printer.dots(LINE_UM);
    Ok(Sheet {
        printer,
        width,
        height: text_top + text_height + margin,
        band,
        code: Placed {
            path: content.code.path(content.module_dots),
            x: (width - code_side) / 2,
            y: code_top,
        },
        lines,
    })
}

fn band(printer: Printer, width: u32) -> Result<Band, LabelError> {
    let mark = font::outline(MARK, printer.dots(BAND_TEXT_UM))?;
    Ok(Band {
        height: printer.dots(BAND_UM),
        mark: Placed {
            path: mark.path,
            x: width.saturating_sub(mark.width) / 2,
            // Capitals are 0.73 of the size of the letters.
            y: printer.dots(BAND_UM / 2 + BAND_TEXT_UM * 73 / 200),
        },
    })
}
