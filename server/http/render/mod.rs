//! Handlers of the pages: ask a view, choose a language, answer with HTML or with the view as data.

pub mod about;
pub mod home;
pub mod lot;
pub mod missing;
mod page;
pub mod redirect;
