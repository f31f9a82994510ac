//! Where commands write: results on standard output, everything else on standard error.

/// Writes a line of a result. A reader that went away is no failure of the command.
pub(super) fn say(line: impl AsRef<str>) {
    write_line(&mut std::io::stdout().lock(), line.as_ref());
}

/// Writes a line about the result: progress, hints, errors.
pub(super) fn tell(line: impl AsRef<str>) {
    write_line(&mut std::io::stderr().lock(), line.as_ref());
}

fn write_line(to: &mut impl std::io::Write, line: &str) {
    if let Err(error) = writeln!(to, "{line}").and_then(|()| to.flush()) {
        tracing::debug!(error = %error, "nobody reads the output");
    }
}
