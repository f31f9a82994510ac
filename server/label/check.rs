//! Reads a finished label as a scanner would.

use super::LabelError;
use super::error::drawing;
use rqrr::PreparedImage;

/// Refuses a PNG whose codes read as anything but this payload, once.
pub(super) fn reads_as(png: &[u8], payload: &str) -> Result<(), LabelError> {
    let read = read(png)?;
    if read == [payload] {
        Ok(())
    } else {
        Err(LabelError::Unreadable { payload: payload.to_owned(), read })
    }
}

/// The text of every QR code in a PNG of ours.
fn read(png: &[u8]) -> Result<Vec<String>, LabelError> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().map_err(drawing)?;
    let size = reader.output_buffer_size().ok_or_else(|| drawing("it is too big"))?;
    let mut grey = vec![0; size];
    let frame = reader.next_frame(&mut grey).map_err(drawing)?;
    let width = usize::try_from(frame.width).map_err(drawing)?;
    let height = usize::try_from(frame.height).map_err(drawing)?;
    let mut image = PreparedImage::prepare_from_bitmap(width, height, |x, y| {
        grey.get(y * width + x).is_some_and(|level| *level == 0)
    });
    let grids = image.detect_grids();
    Ok(grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect())
}
