//! A label as SVG: millimetres outside, printer dots inside.

use super::sheet::{MARK, Placed, Sheet};

/// Writes the label; `title` is what a screen reader says.
pub(super) fn write(sheet: &Sheet, title: &str) -> String {
    let (width, height) = (sheet.width, sheet.height);
    let mark = if sheet.band.is_some() { format!("{MARK}: ") } else { String::new() };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 \
         {width} {height}\" role=\"img\">\n<title>{mark}{}</title>\n<rect width=\"{width}\" \
         height=\"{height}\" fill=\"#fff\"/>\n",
        sheet.printer.mm(width),
        sheet.printer.mm(height),
        escape(title),
    );
    if let Some(band) = &sheet.band {
        let ground = Placed { path: format!("M0 0h{width}v{}H0z", band.height), x: 0, y: 0 };
        svg.push_str(&path(&ground, " shape-rendering=\"crispEdges\""));
        svg.push_str(&path(&band.mark, " fill=\"#fff\""));
    }
    svg.push_str(&path(&sheet.code, " shape-rendering=\"crispEdges\""));
    for line in &sheet.lines {
        svg.push_str(&path(line, ""));
    }
    svg.push_str("</svg>\n");
    svg
}

fn path(placed: &Placed, attributes: &str) -> String {
    let Placed { path, x, y } = placed;
    format!("<path transform=\"translate({x} {y})\"{attributes} d=\"{path}\"/>\n")
}

/// Text as it may stand in XML, in an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
}
