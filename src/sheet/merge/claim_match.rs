//! What a claim of the old sheet has become in the new one.

/// Where a claim is now.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClaimMatch<'a> {
    /// Its id in the new sheet.
    pub(super) id: &'a str,
    /// Whether its words are the same.
    pub(super) exact: bool,
}
