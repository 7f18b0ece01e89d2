//! Names that are taken, and free ones beside them.

use std::collections::{BTreeMap, BTreeSet};

/// Names that are taken.
#[derive(Default)]
pub(super) struct UniqueNames {
    taken: BTreeSet<String>,
    /// By name: the number from which on to look for a free one. Names are only ever taken, so no smaller
    /// number becomes free again, and a thousand twins cost a thousand looks.
    next: BTreeMap<String, u64>,
}

impl UniqueNames {
    /// Takes a name; whether it was free.
    pub(super) fn insert(&mut self, name: String) -> bool {
        self.taken.insert(name)
    }

    /// Takes `name_2`, or the first number above that is free, where `folded` says what names are compared by.
    pub(super) fn free(&mut self, name: &str, folded: impl Fn(&str) -> String) -> String {
        let next = self.next.entry(folded(name)).or_insert(2);
        loop {
            let free = format!("{name}_{next}");
            *next += 1;
            if self.taken.insert(folded(&free)) {
                return free;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_thousand_twins_cost_a_thousand_looks() {
        let looks = Cell::new(0);
        let folded = |name: &str| {
            looks.set(looks.get() + 1);
            name.to_lowercase()
        };
        let mut names = UniqueNames::default();
        assert!(names.insert("a".to_owned()) && names.insert("a_3".to_owned()));
        let free: Vec<String> = (0..1000).map(|_| names.free("A", folded)).collect();
        assert_eq!(
            (free[0].as_str(), free[1].as_str(), free[999].as_str()),
            ("A_2", "A_4", "A_1002")
        );
        assert_eq!(
            looks.get(),
            2001,
            "one for the name, one for the number, one for what was taken"
        );
    }
}
