//! Rejections of intake as problems.

use crate::http::problem::{Fault, Kind, Problem};
use crate::intake::{AttachmentError, Rejection, Shut, VaultError};

/// Room on a disk is not made in a moment.
const ROOM_S: u32 = 300;

impl From<crate::views::Standstill> for Problem {
    fn from(standstill: crate::views::Standstill) -> Self {
        let told = format!("The record is in the ledger, but {standstill}. Ask again later.");
        Self::new(Kind::Unavailable).detail(told).retry_after(5)
    }
}

impl From<Shut> for Problem {
    fn from(shut: Shut) -> Self {
        match shut {
            Shut::Busy => Self::new(Kind::Unavailable).detail(shut).retry_after(1),
            Shut::NoRoom => Self::new(Kind::NoRoom).detail(shut).retry_after(ROOM_S),
            Shut::Store(error) => error.into(),
            Shut::Panicked(error) => Self::internal(&error),
        }
    }
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let told = rejection.to_string();
        match rejection {
            Rejection::Disclosures => Self::new(Kind::MalformedStatement).detail(told),
            Rejection::Form(error) => {
                let kind = if error.rule == 1 { Kind::TooLarge } else { Kind::MalformedStatement };
                Self::new(kind).detail(told).pointer(error.pointer)
            }
            Rejection::KeyUnknown { pointer, .. } => {
                Self::new(Kind::UnknownKey).detail(told).retry_after(2).at(pointer)
            }
            Rejection::IdTaken { .. } => Self::new(Kind::IdTaken).detail(told),
            Rejection::Signature(_) => Self::new(Kind::BadSignature).detail(told),
            Rejection::NotAllowed { pointer, .. } => {
                Self::new(Kind::NotAllowed).detail(told).at(pointer)
            }
            Rejection::NotAdmitted(faults) => {
                let fault = |fault: crate::intake::Fault| Fault {
                    pointer: fault.pointer,
                    detail: fault.text,
                };
                Self::new(Kind::NotAdmitted)
                    .detail(told)
                    .faults(faults.into_iter().map(fault).collect())
            }
            Rejection::Failed => Self::internal(&rejection),
            Rejection::Full => Self::new(Kind::Unavailable).detail(told).retry_after(1),
            Rejection::Store(error) => error.into(),
        }
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        let told = error.to_string();
        match error {
            VaultError::Shape | VaultError::OtherLeaf(_) | VaultError::NoEvent => {
                Self::new(Kind::BadRequest).detail(told)
            }
            VaultError::Form(form) => {
                Self::new(Kind::MalformedStatement).detail(told).pointer(form.pointer)
            }
            VaultError::KeyUnknown(_) => Self::new(Kind::UnknownKey).detail(told).retry_after(2),
            VaultError::Signature(_) => Self::new(Kind::BadSignature).detail(told),
            VaultError::Removed => Self::new(Kind::Removed).detail(told),
            VaultError::Disclosures(_) => Self::new(Kind::NotAdmitted).detail(told),
            VaultError::Panicked(error) => Self::internal(&error),
            VaultError::Shut(shut) => shut.into(),
            VaultError::Store(error) => error.into(),
            VaultError::Commit(error) => Self::internal(&error),
        }
    }
}

impl From<AttachmentError> for Problem {
    fn from(error: AttachmentError) -> Self {
        let told = error.to_string();
        match error {
            AttachmentError::NotYet(_) => Self::new(Kind::NotYet).detail(told).retry_after(2),
            AttachmentError::NotNamed { .. } => Self::new(Kind::NotAllowed).detail(told),
            AttachmentError::TooLong(_) => Self::new(Kind::TooLarge).detail(told),
            AttachmentError::OtherBytes(_) => Self::new(Kind::BadRequest).detail(told),
            AttachmentError::NotSealed
            | AttachmentError::Media(_)
            | AttachmentError::Series(_)
            | AttachmentError::Sealed(_) => Self::new(Kind::NotAdmitted).detail(told),
            AttachmentError::Shut(shut) => shut.into(),
            AttachmentError::Panicked(error) => Self::internal(&error),
            AttachmentError::File(error) => Self::internal(&error),
            AttachmentError::Store(error) => error.into(),
            AttachmentError::Commit(error) => Self::internal(&error),
        }
    }
}
