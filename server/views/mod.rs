//! READ: what a page or an API answer shows.
//!
//! Everything is read as of one moment: the newest block whose checkpoint a quorum has cosigned and
//! which the projector has reached.

mod attachment;
mod audience;
mod checkpoint;
mod evidence;
mod heads;
mod lot;
pub mod model;
mod prefix;
mod reader;
mod readiness;

pub use attachment::{Attachment, AttachmentFault};
pub use audience::Audience;
pub use evidence::EvidenceFault;
pub use heads::{Head, HeadsError};
pub use lot::PageAsk;
pub use reader::{Parts, Reader, Standstill};
pub use readiness::Readiness;
