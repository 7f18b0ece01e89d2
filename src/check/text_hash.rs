//! How near the texts of two pages are, by their simhashes.

use super::observation::Observation;

/// Bits in which the simhashes of one text with other dates and numbers differ at most.
const MAX_SIMILAR_TEXT_BITS: u32 = 3;

/// Whether two pages have one text, but for dates and numbers.
pub(crate) fn has_similar_text(one: &Observation, other: &Observation) -> bool {
    text_distance(one, other).is_some_and(|bits| bits <= MAX_SIMILAR_TEXT_BITS)
}

/// Bits in which the simhashes of two pages differ; `None` where one has no text.
pub(super) fn text_distance(one: &Observation, other: &Observation) -> Option<u32> {
    Some((hash(one)? ^ hash(other)?).count_ones())
}

fn hash(observation: &Observation) -> Option<u64> {
    u64::from_str_radix(observation.page.as_ref()?.text_hash.as_deref()?, 16).ok()
}
