//! The links of a corpus, joined with the ledger: what is asked, and what is known of each.
//!
//! One request URL is one subject, however many articles cite it. For a wrapped link the address
//! inside is a subject too, and the two rows are linked. Pure; asking is [`crate::check`]'s.

mod added;
mod copies;
mod due;
mod gate;
mod life;
mod links;
mod row;
mod subject;

pub use self::added::Added;
pub use self::copies::{Gone, gone};
pub use self::due::{Wish, controls, due, to_confirm};
pub use self::gate::FailOn;
pub use self::life::{Life, lives};
pub use self::links::Links;
pub use self::row::{CitedBy, Row, Run, judge};
pub use self::subject::{Citing, Subject, subjects};
