//! The page that anybody can host or keep on a disk: it checks proof files where it is opened, with the
//! same module that phones load.

mod page;

pub use page::page;
