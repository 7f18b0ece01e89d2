//! The files of a site as a web server would serve them, and the links between them.
//!
//! Nothing is asked of the network: a link leads to a file of the same folder or to none. Pages are built
//! HTML or Markdown sources; both are read as HTML by the same scanner, so a link counts here where a
//! browser would follow it. [`check`] puts the parts together; [`Fault`] is what it finds.

mod address;
mod anchor;
mod fault;
mod fetched;
mod graph;
mod locate;
mod page;
mod published;
mod reference;
mod slug;
mod srcset;
mod unjudged;

pub use self::fault::{Fault, FaultKind, PageFaults};
pub use self::fetched::missing_fragments;
pub use self::graph::{SiteCheck, SiteOptions, check, pages};
pub use self::reference::ReferenceKind;
pub use self::unjudged::Unjudged;
