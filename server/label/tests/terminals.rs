//! The code in a terminal.

use super::super::{LabelError, Paint, terminal};

const LINK: &str = "http://127.0.0.1:8080/t/01/09520123456788/10/MNG-0415";

/// Turns half blocks into modules again.
fn modules(drawn: &str) -> Vec<Vec<bool>> {
    let halves = |line: &str| {
        let of = |signs: [char; 2]| line.chars().map(|sign| signs.contains(&sign)).collect();
        [of(['\u{2580}', '\u{2588}']), of(['\u{2584}', '\u{2588}'])]
    };
    drawn.lines().flat_map(halves).collect()
}

#[test]
fn it_reads_as_the_link() {
    let rows = modules(&terminal(LINK, Paint::Blocks).unwrap());
    let zoom = 3;
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(
        rows[0].len() * zoom,
        rows.len() * zoom,
        |x, y| rows[y / zoom][x / zoom],
    );
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    assert_eq!(grids[0].decode().unwrap().1, LINK);
}

#[test]
fn it_has_a_quiet_zone_of_four_modules() {
    let rows = modules(&terminal(LINK, Paint::Blocks).unwrap());
    let columns = rows[0].len();
    assert!(rows[..4].iter().flatten().all(|dark| !dark));
    assert!(rows[columns - 4..].iter().flatten().all(|dark| !dark));
    assert!(rows.iter().all(|row| row.len() == columns));
    assert!(
        rows.iter().all(|row| !row[..4].contains(&true) && !row[columns - 4..].contains(&true))
    );
    assert!(rows[4][4..11].iter().all(|dark| *dark));
}

#[test]
fn colours_are_set_and_taken_back_on_every_line() {
    let plain = terminal(LINK, Paint::Blocks).unwrap();
    let coloured = terminal(LINK, Paint::Colours).unwrap();
    let set = "\u{1b}[38;5;16;48;5;231m";
    assert_eq!(coloured.lines().count(), plain.lines().count());
    for (line, blocks) in coloured.lines().zip(plain.lines()) {
        assert_eq!(line, format!("{set}{blocks}\u{1b}[0m"));
    }
}

#[test]
fn a_link_that_is_too_long_is_refused() {
    let error = terminal(&"x".repeat(513), Paint::Blocks).unwrap_err();
    assert!(matches!(error, LabelError::TooLong { .. }), "{error}");
}
