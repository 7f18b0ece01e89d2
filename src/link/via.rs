//! What was unwrapped from a URL.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One wrapper that was taken off a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Via {
    /// What wrapped it, such as `google-imgres` or `wayback`.
    pub kind: String,
    /// The wrapper's host.
    pub host: String,
    /// The wrapper's registrable domain.
    pub domain: String,
    /// The time of an archive's snapshot, as the archive writes it.
    pub timestamp: Option<String>,
}
