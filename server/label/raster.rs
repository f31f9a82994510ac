//! A label as PNG: one pixel a printer dot, black or white, with its true size in the file.

use super::LabelError;
use super::error::drawing;
use super::sheet::Sheet;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

/// Pixels darker than this are ink. Thermal printers know no grey, and would scatter it.
const INK_BELOW: u8 = 128;

/// Draws the SVG of a sheet.
pub(super) fn png(svg: &str, sheet: &Sheet) -> Result<Vec<u8>, LabelError> {
    let pixmap = render(svg, sheet)?;
    let width = usize::try_from(sheet.width).map_err(drawing)?;
    let rows: Vec<u8> = pixmap
        .pixels()
        .chunks(width)
        // Each row begins with a new byte.
        .flat_map(|row| row.chunks(8).map(|eight| byte(eight.iter().map(|pixel| pixel.red()))))
        .collect();
    write(&rows, sheet)
}

fn render(svg: &str, sheet: &Sheet) -> Result<Pixmap, LabelError> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(drawing)?;
    let mut pixmap = Pixmap::new(sheet.width, sheet.height)
        .ok_or_else(|| drawing("it has no width or no height"))?;
    let exact = |dots: u32| u16::try_from(dots).map(f32::from).map_err(drawing);
    let scale = Transform::from_scale(
        exact(sheet.width)? / tree.size().width(),
        exact(sheet.height)? / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Up to eight pixels as bits, the first one highest, white as 1.
fn byte(pixels: impl Iterator<Item = u8>) -> u8 {
    pixels.zip((0..8).rev()).fold(0, |byte, (grey, bit)| byte | u8::from(INK_BELOW <= grey) << bit)
}

fn write(rows: &[u8], sheet: &Sheet) -> Result<Vec<u8>, LabelError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, sheet.width, sheet.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let dots = sheet.printer.dots_per_metre();
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots,
        yppu: dots,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(drawing)?;
    writer.write_image_data(rows).map_err(drawing)?;
    writer.finish().map_err(drawing)?;
    Ok(file)
}
