//! When a run of checks fails.

use serde::{Deserialize, Serialize};

use super::CheckRow;
use crate::check::verdict::LinkState;

/// What fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum CheckFailOn {
    /// A link that died in this run; with `--since`, one that was added and is gone.
    NewDead,
    /// Any dead link, new ones that are gone included.
    Dead,
    /// So does one that is suspect or fails.
    Suspect,
    /// Nothing fails.
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
