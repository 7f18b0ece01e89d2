//! Whether a link still leads to its page, judged from what was observed. Nothing here asks the network
//! (see [`crate::fetch`]); only [`store`] touches a file, the ledger's.
//!
//! [`observation`] is what one chain of requests showed, [`outcome`] its class, [`soft404`], [`refusal`] and
//! [`host`] what the observations of a run show together, [`run_validity`] whether they can be trusted, [`ledger`]
//! all of them, [`history`] the ledger read once, [`policy`] and [`verdict`] the judgement.

pub mod address;
pub mod checks;
mod class;
mod compaction;
mod drift;
pub mod history;
pub mod host;
pub mod ledger;
mod next_check;
pub mod observation;
pub mod outcome;
pub mod policy;
mod redirect_target;
pub mod refusal;
pub mod run_validity;
pub mod soft404;
mod stand_in;
pub mod state;
pub mod store;
pub(crate) mod text_hash;
pub mod verdict;
mod wall;

pub(crate) use self::redirect_target::is_error_title;
