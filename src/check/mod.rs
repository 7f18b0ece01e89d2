//! Whether a link still leads to its page, judged from what was observed. Nothing here asks the network
//! (see [`crate::fetch`]); only [`store`] touches a file, the ledger's.
//!
//! [`observation`] is what one chain of requests showed, [`outcome`] its class, [`soft404`] and [`host`]
//! what the observations of a run show together, [`ledger`] all of them, [`policy`] and [`verdict`] the
//! judgement.

pub mod checks;
mod drift;
pub mod host;
pub mod ledger;
mod next_check;
pub mod observation;
pub mod outcome;
pub mod policy;
mod redirect_target;
pub mod soft404;
pub mod state;
pub mod store;
pub mod verdict;
