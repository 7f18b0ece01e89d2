//! The table of rules: `data/rules.tsv`, read once.

use std::sync::LazyLock;

use serde::Serialize;

use super::Severity;
use crate::domain::table_rows;

/// The text of the table.
const TABLE: &str = include_str!("../../data/rules.tsv");

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// How an address is written.
    Url,
    /// What it leads to.
    Target,
    /// How it is cited.
    Use,
    /// What is not cited.
    Missing,
    /// Dates, origins, and articles among each other.
    Corpus,
    /// Whether it still leads there.
    Link,
}

impl Family {
    /// The word used in JSON and in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Target => "target",
            Self::Use => "use",
            Self::Missing => "missing",
            Self::Corpus => "corpus",
            Self::Link => "link",
        }
    }

    fn parse(word: &str) -> Self {
        let all = [Self::Url, Self::Target, Self::Use, Self::Missing, Self::Link];
        all.into_iter().find(|family| family.name() == word).unwrap_or(Self::Corpus)
    }
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its name, for ever.
    pub name: &'static str,
    /// Its family.
    pub family: Family,
    /// How much its findings matter.
    pub severity: Severity,
    /// Whether it runs unless told otherwise.
    pub on: bool,
    /// What it needs: `offline` (links alone), `text` (sentences), `corpus` (several articles),
    /// `source` (the table of sources), `data` (a file of the user's), `ledger` (checked links).
    pub needs: &'static str,
    /// What it means that the rule fired.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// Every rule, in the order of the table.
pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rows = table_rows(TABLE);
    rows.map(|[name, family, severity, default, needs, meaning, advice]| Rule {
        name,
        family: Family::parse(family),
        severity: severity_of(severity),
        on: default == "on",
        needs,
        meaning,
        advice,
    })
    .collect()
});

fn severity_of(word: &str) -> Severity {
    Severity::ALL.into_iter().find(|one| one.name() == word).unwrap_or(Severity::Info)
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::run::entries;

    #[test]
    fn the_table_is_well_formed() {
        for row in table_rows::<7>(TABLE) {
            let [name, family, severity, default, needs, meaning, advice] = row;
            assert_eq!(Family::parse(family).name(), family, "{name}");
            assert_eq!(severity_of(severity).name(), severity, "{name}");
            assert!(matches!(default, "on" | "off"), "{name}");
            assert!(
                matches!(needs, "offline" | "text" | "corpus" | "source" | "data" | "ledger"),
                "{name}"
            );
            assert!(meaning.len() > 10 && advice.len() > 3, "{name}");
        }
        assert!(RULES.is_sorted_by_key(|rule| (
            rule.family,
            std::cmp::Reverse(rule.severity),
            rule.name
        )));
    }

    #[test]
    fn every_rule_of_the_table_is_built_and_no_other() {
        let mut built: Vec<&str> = entries().map(|entry| entry.name).collect();
        let mut told: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        built.sort_unstable();
        told.sort_unstable();
        assert_eq!(built, told);
    }
}
