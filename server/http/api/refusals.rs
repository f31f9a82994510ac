//! Rejections of intake as problems.

use crate::http::problem::{Fault, Kind, Problem};
use crate::intake::{NotChecked, Rejection, VaultError};

impl From<crate::views::Standstill> for Problem {
    fn from(standstill: crate::views::Standstill) -> Self {
        let told = format!("The record is in the ledger, but {standstill}. Ask again later.");
        Self::new(Kind::Unavailable).detail(told).retry_after(5)
    }
}

impl From<NotChecked> for Problem {
    fn from(error: NotChecked) -> Self {
        let told = error.to_string();
        match error {
            NotChecked::Busy => Self::new(Kind::Unavailable).detail(told).retry_after(1),
            NotChecked::Store(error) => error.into(),
            NotChecked::Panicked(error) => Self::internal(&error),
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
            Rejection::KeyUnknown { .. } => Self::new(Kind::UnknownKey).detail(told).retry_after(2),
            Rejection::IdTaken { .. } => Self::new(Kind::IdTaken).detail(told),
            Rejection::Signature(_) => Self::new(Kind::BadSignature).detail(told),
            Rejection::NotAllowed(_) => Self::new(Kind::NotAllowed).detail(told),
            Rejection::NotAdmitted(faults) => {
                let fault = |fault: crate::intake::Fault| Fault {
                    pointer: fault.pointer,
                    detail: fault.text,
                };
                Self::new(Kind::NotAdmitted)
                    .detail(told)
                    .faults(faults.into_iter().map(fault).collect())
            }
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
            VaultError::Disclosures(_) => Self::new(Kind::NotAdmitted).detail(told),
            VaultError::Panicked(error) => Self::internal(&error),
            VaultError::Store(error) => error.into(),
            VaultError::Commit(error) => Self::internal(&error),
        }
    }
}
