//! Links that are checked: the network, the ledger, verdicts.

pub(crate) mod archive;
pub(crate) mod faults;
pub(crate) mod fetched_articles;
pub(crate) mod ledger_files;
pub(crate) mod ledger_laws;
pub(crate) mod link_rules;
mod own_links;
pub(crate) mod recipes;
pub(crate) mod registry;
pub(crate) mod scope;
pub(crate) mod sessions;
pub(crate) mod since;
pub(crate) mod verb;
pub(crate) mod verdicts;
