//! Arguments and settings that do not go together: told like a wrong argument.

use crate::app::AppError;
use std::process::ExitCode;

/// The code that wrong arguments have, too.
const USAGE: u8 = 2;

/// What cannot be done with these arguments, with what can.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub(super) String);

/// The exit code of a command that ended with an error.
pub(super) fn code(error: &anyhow::Error) -> ExitCode {
    let is_tls = matches!(error.downcast_ref(), Some(AppError::Tls(_)));
    if is_tls || error.is::<Usage>() { ExitCode::from(USAGE) } else { ExitCode::FAILURE }
}
