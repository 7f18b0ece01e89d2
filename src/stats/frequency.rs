//! Counts put together by size: how many classes are cited how often.

/// Distinct counts, descending, each with the number of classes that have it. Zeros are no classes.
pub(super) fn frequencies(counts: &[u64]) -> Vec<(u64, u64)> {
    let mut sorted: Vec<u64> = counts.iter().copied().filter(|count| *count > 0).collect();
    sorted.sort_unstable_by(|left, right| right.cmp(left));
    let groups = sorted.chunk_by(|left, right| left == right);
    groups.map(|same| (same[0], same.len() as u64)).collect()
}

/// How many classes are cited exactly `times` times.
pub(super) fn classes_with(frequencies: &[(u64, u64)], times: u64) -> f64 {
    let found = frequencies.iter().find(|(count, _)| *count == times);
    found.map_or(0, |(_, classes)| *classes) as f64
}
