//! How many different texts there are among many. Most edges have one or two, for which a hash table takes ten times
//! the room of a list.

/// Texts below this number are not looked through before the end.
const MIN_COMPACTED_TEXTS: usize = 16;

/// A list of texts that is sorted and freed of repetitions whenever it has doubled.
#[derive(Debug, Default)]
pub(super) struct DistinctTexts<'a> {
    texts: Vec<&'a str>,
    /// Texts that were left when it was last sorted.
    distinct: usize,
}

impl<'a> DistinctTexts<'a> {
    /// Adds a text.
    pub(super) fn insert(&mut self, text: &'a str) {
        if self.texts.is_empty() {
            // Lists begin with four places otherwise, and most stay at one.
            self.texts.reserve_exact(1);
        }
        self.texts.push(text);
        if self.texts.len() >= MIN_COMPACTED_TEXTS.max(2 * self.distinct) {
            self.compact();
        }
    }

    /// How many different ones there are.
    pub(super) fn count(mut self) -> usize {
        self.compact();
        self.distinct
    }

    fn compact(&mut self) {
        self.texts.sort_unstable();
        self.texts.dedup();
        self.distinct = self.texts.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_do_not_count_and_take_no_room() {
        let names: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        let mut texts = DistinctTexts::default();
        for round in 0..1000 {
            texts.insert(&names[round * 7 % 100]);
            assert!(texts.texts.len() <= 200);
        }
        assert_eq!(texts.count(), 100);
        assert_eq!(DistinctTexts::default().count(), 0);
    }
}
