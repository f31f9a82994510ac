//! Text as outlines, so that a label looks the same wherever it is opened.
//!
//! The font is `DejaVu Sans Condensed` 2.37. Its licence, that of Bitstream Vera, allows embedding;
//! the notice in `font-licence.txt` beside this file goes wherever the program goes.

use super::LabelError;
use super::error::drawing;
use resvg::usvg::{self, fontdb, tiny_skia_path};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

const FAMILY: &str = "DejaVu Sans";

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans_condensed::regular().to_vec());
    Arc::new(fonts)
});

/// A line of text.
#[derive(Debug)]
pub(super) struct Outline {
    /// An SVG path; the text begins at x = 0 and stands on y = 0.
    pub(super) path: String,
    /// How far the text reaches, in the same unit.
    pub(super) width: u32,
}

/// Draws a line in letters of `size` units.
pub(super) fn outline(line: &str, size: u32) -> Result<Outline, LabelError> {
    let tree = set(line, size)?;
    let mut found = Outline { path: String::new(), width: 0 };
    for node in tree.root().children() {
        let usvg::Node::Text(text) = node else { continue };
        check_signs(text)?;
        found.width = found.width.max(reach(text));
        trace_group(text.flattened(), &mut found.path);
    }
    Ok(found)
}

/// Lets the SVG library set the line: kerning, joined letters, direction.
fn set(line: &str, size: u32) -> Result<usvg::Tree, LabelError> {
    let text = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text xml:space='preserve' \
         font-family='{FAMILY}' font-stretch='condensed' font-size='{size}'>{}</text></svg>",
        super::svg::escape(line)
    );
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    usvg::Tree::from_str(&text, &options).map_err(drawing)
}

/// Refuses text of which the font would print an empty box. Sign 0 of a font is that box.
fn check_signs(text: &usvg::Text) -> Result<(), LabelError> {
    let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
    match glyphs.into_iter().find(|glyph| glyph.id.0 == 0) {
        Some(missing) => Err(LabelError::Sign(missing.text.chars().next().unwrap_or_default())),
        None => Ok(()),
    }
}

/// The right edge in whole units.
fn reach(text: &usvg::Text) -> u32 {
    let right = text.bounding_box().right();
    let size = tiny_skia_path::Size::from_wh(right, 1.0);
    size.map_or(0, |size| size.to_int_size().width())
}

fn trace_group(group: &usvg::Group, into: &mut String) {
    for node in group.children() {
        match node {
            usvg::Node::Path(path) => {
                if let Some(placed) = path.data().clone().transform(path.abs_transform()) {
                    trace(&placed, into);
                }
            }
            usvg::Node::Group(inner) => trace_group(inner, into),
            usvg::Node::Text(_) | usvg::Node::Image(_) => {}
        }
    }
}

/// Hundredths of a dot are finer than any printer.
fn trace(path: &tiny_skia_path::Path, into: &mut String) {
    use tiny_skia_path::PathSegment::{Close, CubicTo, LineTo, MoveTo, QuadTo};
    for segment in path.segments() {
        let written = match segment {
            MoveTo(to) => write!(into, "M{:.2} {:.2}", to.x, to.y),
            LineTo(to) => write!(into, "L{:.2} {:.2}", to.x, to.y),
            QuadTo(by, to) => write!(into, "Q{:.2} {:.2} {:.2} {:.2}", by.x, by.y, to.x, to.y),
            CubicTo(a, b, to) => {
                write!(into, "C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}", a.x, a.y, b.x, b.y, to.x, to.y)
            }
            Close => write!(into, "Z"),
        };
        debug_assert!(written.is_ok(), "a string takes every write");
    }
}
