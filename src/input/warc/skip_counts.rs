//! How many records of an archive were not read, by their kind.

use std::collections::BTreeMap;

/// Kinds of captures that are counted by their names; others are counted together.
const MAX_OTHER_KINDS: usize = 100;

/// How many of them are named.
const MAX_NAMED_KINDS: usize = 8;

/// What was skipped so far.
#[derive(Debug, Default)]
pub(super) struct SkipCounts {
    /// Records with a row of their own.
    pub(super) rows: usize,
    /// Records that have no row of their own.
    pub(super) unlisted: u64,
    others: BTreeMap<String, u64>,
    other_kinds: u64,
}

impl SkipCounts {
    pub(super) fn add_other(&mut self, kind: String) {
        if self.others.len() == MAX_OTHER_KINDS && !self.others.contains_key(&kind) {
            self.other_kinds += 1;
        } else {
            *self.others.entry(kind).or_insert(0) += 1;
        }
    }

    /// How many captures of other kinds there are, the most frequent first.
    pub(super) fn describe_others(&self) -> Option<String> {
        let mut kinds: Vec<(&String, u64)> =
            self.others.iter().map(|(kind, n)| (kind, *n)).collect();
        kinds.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(two.0)));
        let total: u64 = kinds.iter().map(|(_, count)| count).sum::<u64>() + self.other_kinds;
        let named = kinds.iter().take(MAX_NAMED_KINDS);
        let mut parts: Vec<String> =
            named.map(|(kind, count)| format!("{count} with {kind}")).collect();
        let shown: u64 = kinds.iter().take(MAX_NAMED_KINDS).map(|(_, count)| count).sum();
        if total > shown {
            parts.push(format!("{} others", total - shown));
        }
        (total > 0).then(|| parts.join(", "))
    }
}
