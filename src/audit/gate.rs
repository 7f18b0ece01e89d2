//! When a run of checks fails.

use serde::{Deserialize, Serialize};

use super::CheckRow;
use crate::check::verdict::LinkState;

/// What fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum CheckFailOn {
    /// A link that became DEAD in this run; with --since, an added link that is gone.
    NewDead,
    /// Any DEAD link, and every link of the kind `new-dead`.
    Dead,
    /// Any SUSPECT or FAILING link, and every link of the kind `dead`.
    Suspect,
    /// No link makes the run fail.
    Never,
}

impl CheckFailOn {
    /// Whether a row fails the run.
    pub fn fails(self, row: &CheckRow) -> bool {
        match self {
            Self::NewDead => row.new_dead,
            Self::Dead => row.new_dead || row.verdict == LinkState::Dead,
            Self::Suspect => row.new_dead || row.verdict >= LinkState::Suspect,
            Self::Never => false,
        }
    }
}
