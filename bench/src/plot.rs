//! A plot of cost against size: small, for readers of the table.

const WIDE: f64 = 720.0;
const HIGH: f64 = 300.0;
const LEFT: f64 = 70.0;
const BOTTOM: f64 = 40.0;
const TOP: f64 = 30.0;
const RIGHT: f64 = 130.0;

/// A line of the plot: its name, its colour, its points (events, microseconds).
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) colour: &'static str,
    pub(crate) points: Vec<(u64, f64)>,
}

/// Draws lines over a logarithmic axis of sizes, from nothing to the highest value.
pub(crate) fn draw(title: &str, unit: &str, lines: &[Line]) -> String {
    let sizes: Vec<u64> = lines.iter().flat_map(|line| line.points.iter().map(|it| it.0)).collect();
    let values = lines.iter().flat_map(|line| line.points.iter().map(|it| it.1));
    let top = nice(values.fold(1.0, f64::max));
    let (low, high) = (sizes.iter().min().copied(), sizes.iter().max().copied());
    let (low, high) = (low.unwrap_or(1).max(1) as f64, high.unwrap_or(10).max(2) as f64);
    let span = (high.ln() - low.ln()).max(1e-9);
    let x = |size: u64| {
        LEFT + (size.max(1) as f64).ln().mul_add(1.0, -low.ln()) / span * (WIDE - LEFT - RIGHT)
    };
    let y = |value: f64| HIGH - BOTTOM - value / top * (HIGH - BOTTOM - TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {HIGH}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{title}\">\n\
         <rect width=\"{WIDE}\" height=\"{HIGH}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"18\" font-weight=\"bold\">{title}</text>\n"
    );
    for part in 0..=4 {
        let value = top * f64::from(part) / 4.0;
        push(
            &mut svg,
            &format!(
                "<path d=\"M{LEFT} {0:.1}H{1}\" stroke=\"#ddd\"/><text x=\"{2}\" y=\"{3:.1}\" \
             text-anchor=\"end\">{value:.0} {unit}</text>",
                y(value),
                WIDE - RIGHT,
                LEFT - 6.0,
                y(value) + 4.0
            ),
        );
    }
    let mut marks = sizes;
    marks.sort_unstable();
    marks.dedup();
    for size in marks {
        push(
            &mut svg,
            &format!(
                "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                x(size),
                HIGH - BOTTOM + 18.0,
                thousands(size)
            ),
        );
    }
    push(
        &mut svg,
        &format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">events on the chain</text>",
            (LEFT + WIDE - RIGHT) / 2.0,
            HIGH - 6.0
        ),
    );
    for (place, line) in lines.iter().enumerate() {
        draw_line(&mut svg, line, place, (&x, &y));
    }
    svg.push_str("</svg>\n");
    svg
}

type Axes<'a> = (&'a dyn Fn(u64) -> f64, &'a dyn Fn(f64) -> f64);

fn draw_line(svg: &mut String, line: &Line, place: usize, (x, y): Axes<'_>) {
    let points: Vec<String> = line
        .points
        .iter()
        .map(|(size, value)| format!("{:.1},{:.1}", x(*size), y(*value)))
        .collect();
    push(
        svg,
        &format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>",
            points.join(" "),
            line.colour
        ),
    );
    for (size, value) in &line.points {
        push(
            svg,
            &format!(
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{}\"/>",
                x(*size),
                y(*value),
                line.colour
            ),
        );
    }
    push(
        svg,
        &format!(
            "<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>",
            WIDE - RIGHT + 12.0,
            TOP + 14.0 + 18.0 * place as f64,
            line.colour,
            line.name
        ),
    );
}

fn push(svg: &mut String, line: &str) {
    svg.push_str(line);
    svg.push('\n');
}

/// 1, 2 or 5 times a power of ten, at or above a value.
fn nice(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|part| part * power)
        .find(|it| *it >= value)
        .unwrap_or(value)
}

/// `1 000 000`
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_has_its_points_and_round_marks() {
        let points = vec![(10_000, 90.0), (100_000, 110.0)];
        let line = Line { name: "SQLite".to_owned(), colour: "#06c", points };
        let svg = draw("Cost of an event", "µs", &[line]);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("200 µs") && svg.contains("SQLite"), "{svg}");
        assert_eq!(thousands(1_000_000), "1\u{a0}000\u{a0}000");
        assert!((nice(110.0) - 200.0).abs() < 1e-9 && (nice(100.0) - 100.0).abs() < 1e-9);
    }
}
