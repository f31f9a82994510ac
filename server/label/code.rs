//! The QR code as modules (ISO/IEC 18004).

use super::LabelError;
use super::error::drawing;
use qrcode::{Color, EcLevel, QrCode};

/// The width of the empty border, in modules (ISO/IEC 18004 section 9.1).
pub(super) const QUIET: u32 = 4;

/// The most bytes of a payload. A longer one would make a code wider than half a hand.
const PAYLOAD_BYTES_MAX: usize = 512;

/// Dark and light modules, without the quiet zone.
#[derive(Debug)]
pub(super) struct Code {
    side: u32,
    rows: Vec<Vec<bool>>,
}

impl Code {
    /// For print: error correction M restores 15 % of the code.
    pub(super) fn for_print(payload: &str) -> Result<Self, LabelError> {
        Self::encode(payload, EcLevel::M)
    }

    /// For screens, which have no scratches: error correction L, so that the code stays small.
    pub(super) fn for_screen(text: &str) -> Result<Self, LabelError> {
        Self::encode(text, EcLevel::L)
    }

    fn encode(payload: &str, level: EcLevel) -> Result<Self, LabelError> {
        if PAYLOAD_BYTES_MAX < payload.len() {
            return Err(LabelError::TooLong { max: PAYLOAD_BYTES_MAX, found: payload.len() });
        }
        let code = QrCode::with_error_correction_level(payload, level).map_err(drawing)?;
        let side = code.width();
        let dark: Vec<bool> = code.to_colors().iter().map(|color| *color == Color::Dark).collect();
        Ok(Self {
            side: u32::try_from(side).map_err(drawing)?,
            rows: dark.chunks(side).map(<[bool]>::to_vec).collect(),
        })
    }

    /// The rows with the quiet zone of light modules around them.
    pub(super) fn rows_with_quiet_zone(&self) -> Vec<Vec<bool>> {
        let edge = vec![false; QUIET as usize];
        let empty = vec![vec![false; self.side_with_quiet_zone() as usize]; QUIET as usize];
        let inner = self.rows.iter().map(|row| [edge.as_slice(), row, &edge].concat());
        empty.iter().cloned().chain(inner).chain(empty.iter().cloned()).collect()
    }

    /// The width in modules, the quiet zone on both sides included.
    pub(super) const fn side_with_quiet_zone(&self) -> u32 {
        self.side + 2 * QUIET
    }

    /// The dark modules as one SVG path: a rectangle for each run in a row, at whole units. The
    /// quiet zone begins at 0, 0.
    pub(super) fn path(&self, module: u32) -> String {
        let rows = self.rows.iter().zip(QUIET..);
        rows.flat_map(|(row, y)| dark_runs(row).map(move |(x, length)| [x, y, length]))
            .map(|run| rectangle(run, module))
            .collect()
    }
}

/// Where each run of dark modules begins, the quiet zone counted, and how long it is.
fn dark_runs(row: &[bool]) -> impl Iterator<Item = (u32, u32)> {
    let mut next = QUIET;
    row.chunk_by(PartialEq::eq).filter_map(move |run| {
        let start = next;
        let length = u32::try_from(run.len()).ok()?;
        next += length;
        (run.first() == Some(&true)).then_some((start, length))
    })
}

/// A run of modules, at whole units.
fn rectangle(run: [u32; 3], module: u32) -> String {
    let [left, top, width] = run.map(|modules| modules * module);
    format!("M{left} {top}h{width}v{module}h-{width}z")
}
