//! Handlers of the pages: ask a view, choose a language, answer with HTML or with the view as data.

pub(crate) mod about;
pub(crate) mod busy;
pub(crate) mod home;
pub(crate) mod lot;
pub(crate) mod missing;
mod page;
pub(crate) mod redirect;
