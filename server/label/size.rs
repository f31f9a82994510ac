//! Sizes: modules in millimetres, printers in dots.
//!
//! A thermal printer cannot print a part of a dot. A module that is no whole number of dots comes
//! out now wider, now narrower, and tills refuse it; so every module is whole dots.

use thiserror::Error;

/// Tenths of a micrometre in 254 mm, the length in which every printer below has whole dots.
const TENTHS_IN_254_MM: u32 = 2_540_000;

/// The narrowest module that tills need not refuse, in micrometres.
pub(super) const TILL_UM_MIN: u32 = 396;

/// The widest module that tills need not refuse, in micrometres.
const UM_MAX: u32 = 990;

/// The narrowest module that we print at all; phones read it at a hand's breadth.
const UM_MIN: u32 = 250;

/// A printer's dots per inch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Printer {
    /// 8 dots a millimetre, sold as 203 dpi.
    Dpi203,
    /// 300 dpi.
    #[default]
    Dpi300,
    /// 600 dpi.
    Dpi600,
}

/// The size asked for cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SizeError {
    /// No printer of ours.
    #[error("labels are drawn for 203, 300 or 600 dpi, not {0:?}")]
    Printer(String),
    /// No length, or one outside the limits.
    #[error(
        "the width of a module is 0.250 to 0.990 mm (0.396 mm or more for tills), such as 0.495; \
         {0:?} is not"
    )]
    Module(String),
}

impl Printer {
    /// All of them, coarsest first.
    pub const ALL: [Self; 3] = [Self::Dpi203, Self::Dpi300, Self::Dpi600];

    /// Reads `203`, `300` or `600`.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        let found = Self::ALL.into_iter().find(|printer| printer.as_str() == text);
        found.ok_or_else(|| SizeError::Printer(text.to_owned()))
    }

    /// The number on the printer's box.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dpi203 => "203",
            Self::Dpi300 => "300",
            Self::Dpi600 => "600",
        }
    }

    const fn dots_in_254_mm(self) -> u32 {
        match self {
            Self::Dpi203 => 2_032,
            Self::Dpi300 => 3_000,
            Self::Dpi600 => 6_000,
        }
    }

    /// As the PNG chunk `pHYs` wants it.
    pub(super) const fn dots_per_metre(self) -> u32 {
        (self.dots_in_254_mm() * 1_000 + 127) / 254
    }

    /// The nearest number of dots, at least one, to a length in micrometres.
    pub(super) const fn dots(self, um: u32) -> u32 {
        let dots = (um * 10 * self.dots_in_254_mm() / 1_000 + TENTHS_IN_254_MM / 2_000)
            / (TENTHS_IN_254_MM / 1_000);
        if dots == 0 { 1 } else { dots }
    }

    /// A length in dots as millimetres with four decimals.
    pub(super) fn mm(self, dots: u32) -> String {
        let tenths = self.tenths_of_um(dots);
        format!("{}.{:04}", tenths / 10_000, tenths % 10_000)
    }

    /// A length in dots as tenths of a micrometre, rounded.
    fn tenths_of_um(self, dots: u32) -> u64 {
        let per = u64::from(self.dots_in_254_mm());
        (u64::from(dots) * u64::from(TENTHS_IN_254_MM) + per / 2) / per
    }
}

/// The width of a module that the customer wants, in micrometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module(u32);

impl Default for Module {
    /// 0.495 mm: half as wide again as the smallest that tills read.
    fn default() -> Self {
        Self(495)
    }
}

impl Module {
    /// Reads millimetres with at most three decimals, such as `0.495`.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        let refused = || SizeError::Module(text.to_owned());
        let decimals = text.strip_prefix("0.").ok_or_else(refused)?;
        let good =
            (1..=3).contains(&decimals.len()) && decimals.bytes().all(|byte| byte.is_ascii_digit());
        let um = format!("{decimals:0<3}").parse().ok().filter(|_| good).ok_or_else(refused)?;
        if (UM_MIN..=UM_MAX).contains(&um) { Ok(Self(um)) } else { Err(refused()) }
    }

    /// The module in whole dots: the nearest, but within what tills read if that was asked for.
    pub(super) fn dots(self, printer: Printer) -> u32 {
        let nearest = printer.dots(self.0);
        let at_most = (1..=nearest).rev().find(|dots| printer.tenths_of_um(*dots) <= ten(UM_MAX));
        let dots = at_most.unwrap_or(nearest);
        let wide_enough = printer.tenths_of_um(dots) >= ten(TILL_UM_MIN);
        if self.0 < TILL_UM_MIN || wide_enough { dots } else { dots + 1 }
    }
}

/// Micrometres as tenths of them.
const fn ten(um: u32) -> u64 {
    um as u64 * 10
}

/// Whether a till may refuse modules of so many dots.
pub(super) fn too_small_for_tills(printer: Printer, module_dots: u32) -> bool {
    printer.tenths_of_um(module_dots) < ten(TILL_UM_MIN)
}
