//! A QR code in a terminal. It is a link to a page, not a label.

use super::LabelError;
use super::code::Code;

/// Black on white whatever the colours of the terminal: entries 16 and 231 of the 256 colours are
/// fixed, while a theme may change the first sixteen.
const INK: &str = "\u{1b}[38;5;16;48;5;231m";
const PLAIN: &str = "\u{1b}[0m";

/// Whether colours can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// A terminal: black on white by escape codes, so that dark and light ones both read.
    Colours,
    /// A file or a pipe: blocks alone, right on a light ground.
    Blocks,
}

/// The code as half blocks, two modules a character, with its quiet zone. Each line ends with a
/// line feed.
pub fn terminal(text: &str, paint: Paint) -> Result<String, LabelError> {
    let code = Code::for_screen(text)?;
    let (before, after) = match paint {
        Paint::Colours => (INK, PLAIN),
        Paint::Blocks => ("", ""),
    };
    let rows = code.rows_with_quiet_zone();
    let mut out = String::new();
    for pair in rows.chunks(2) {
        out.push_str(before);
        let [upper, lower @ ..] = pair else { continue };
        let below = lower.first().into_iter().flatten().copied().chain(std::iter::repeat(false));
        out.extend(upper.iter().zip(below).map(|(above, below)| block(*above, below)));
        out.push_str(after);
        out.push('\n');
    }
    Ok(out)
}

const fn block(above: bool, below: bool) -> char {
    match (above, below) {
        (true, true) => '\u{2588}',
        (true, false) => '\u{2580}',
        (false, true) => '\u{2584}',
        (false, false) => ' ',
    }
}
