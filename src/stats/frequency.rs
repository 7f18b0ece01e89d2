//! Counts put together by size: how many classes are cited how often.

/// Most counts are below this.
const FEW: usize = 1024;

/// Distinct counts, descending, each with the number of classes that have it. Zeros are no classes.
pub(super) fn frequencies(counts: &[u64]) -> Vec<(u64, u64)> {
    // Most counts are small, and counting them is faster than sorting.
    let mut few = vec![0; counts.len().min(FEW)];
    let mut many = Vec::new();
    for count in counts {
        match few.get_mut(*count as usize) {
            Some(classes) => *classes += 1,
            None => many.push(*count),
        }
    }
    many.sort_unstable_by(|left, right| right.cmp(left));
    let many = many.chunk_by(|left, right| left == right);
    let many = many.map(|same| (same[0], same.len() as u64));
    let few = few.into_iter().enumerate().skip(1).rev().filter(|(_, classes)| *classes > 0);
    many.chain(few.map(|(count, classes)| (count as u64, classes))).collect()
}

/// How many classes are cited exactly `times` times.
pub(super) fn classes_with(frequencies: &[(u64, u64)], times: u64) -> f64 {
    let found = frequencies.iter().find(|(count, _)| *count == times);
    found.map_or(0, |(_, classes)| *classes) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_put_together_by_size() {
        assert_eq!(frequencies(&[]), []);
        assert_eq!(frequencies(&[0]), []);
        assert_eq!(frequencies(&[1]), [(1, 1)]);
        assert_eq!(frequencies(&[3, 0, 7, 3, 1 << 40, 1]), [(1 << 40, 1), (7, 1), (3, 2), (1, 1)]);
        let counts: Vec<u64> = (0..3000).flat_map(|count| [count, 2999 - count]).collect();
        let wanted: Vec<(u64, u64)> = (1..3000).rev().map(|count| (count, 2)).collect();
        assert_eq!(frequencies(&counts), wanted);
    }
}
