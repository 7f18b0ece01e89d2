//! The links of a corpus, joined with the ledger: what is asked, and what is known of each.
//!
//! One request URL is one subject, however many articles cite it. For a wrapped link the address
//! inside is a subject too, and the two rows are linked. Pure: [`Session`] is the run of a check, and whoever
//! pumps it asks the network.

mod added;
mod copies;
mod distrust;
mod due;
mod gate;
mod life;
mod links;
mod row;
mod session;
mod subject;
mod transport;

pub use self::added::AddedLinks;
pub use self::copies::{GonePage, gone};
pub use self::distrust::Distrust;
pub use self::due::{DueOptions, controls, due_urls, to_confirm};
pub use self::gate::CheckFailOn;
pub use self::life::{Life, lives};
pub use self::links::CheckedLinks;
pub use self::row::{AuditContext, CheckRow, CitedBy, judge_subjects};
pub use self::session::{FinishedRun, Session, SessionPlan, SessionStep};
pub use self::subject::{CheckTarget, CitingPlace, subjects};
pub use self::transport::{AskStep, AskedLink, Transport};
