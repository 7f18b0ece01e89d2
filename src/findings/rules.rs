//! The table of rules: `data/rules.tsv`, read once.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use super::Severity;
use super::rule_id::RuleId;
use crate::domain::table_rows;

/// The text of the table.
const TABLE: &str = include_str!("../../data/rules.tsv");

/// What a rule checks.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Family {
    /// How an address is written.
    Url,
    /// What an address leads to.
    Target,
    /// How a source is cited.
    Use,
    /// What is not cited.
    Missing,
    /// Dates, origins, and relations between articles.
    Corpus,
    /// Whether a link still works.
    Link,
    /// Whether the links between a site's own pages work.
    Site,
}

impl Family {
    /// The word used in JSON and in the table.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a finding of a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum RuleScope {
    /// The link or the sentence at which it stands.
    Place,
    /// The whole document: it stands at the first of its places, and no row of a sheet can settle it.
    Document,
}

/// When `fix` changes what a rule found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum FixCondition {
    /// Never: a machine cannot repair it.
    None,
    /// Unless it is left out: the page stays the same.
    Safe,
    /// With `repair`: the address is changed by a guess.
    Repair,
    /// Where the rule is named: the page stays the same, but it is a matter of taste, or the network
    /// was asked and has to be trusted.
    Named,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which rule it is.
    pub id: RuleId,
    /// Its family.
    pub family: Family,
    /// The severity of its findings.
    pub severity: Severity,
    /// Whether it runs unless told otherwise.
    pub on: bool,
    /// What it needs: `offline` (links alone), `text` (sentences), `corpus` (several articles),
    /// `source` (the table of sources), `data` (a file of the user's), `ledger` (checked links).
    pub needs: &'static str,
    /// What a finding of it is about.
    pub scope: RuleScope,
    /// When `fix` changes what it found.
    pub fix: FixCondition,
    /// What it means that the rule fired.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// Every rule, in the order of the table and of [`RuleId`].
pub static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| table_rows(TABLE).filter_map(Rule::from_row).collect());

impl Rule {
    /// A row of the table; a word in it that nothing knows is a fault of the table, which a test finds.
    fn from_row(row: [&'static str; 9]) -> Option<Self> {
        let [name, family, severity, default, needs, scope, fix, meaning, advice] = row;
        Some(Self {
            id: name.parse().ok()?,
            family: family.parse().ok()?,
            severity: severity.parse().ok()?,
            on: default == "on",
            needs,
            scope: scope.parse().ok()?,
            fix: fix.parse().ok()?,
            meaning,
            advice,
        })
    }
}

impl RuleId {
    /// The rule's row of the table.
    pub fn row(self) -> &'static Rule {
        &RULES[self as usize]
    }
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    name.parse().ok().map(RuleId::row)
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;
    use crate::findings::run::entries;

    #[test]
    fn the_table_is_well_formed() {
        for row in table_rows::<9>(TABLE) {
            let [name, family, severity, default, needs, scope, fix, meaning, advice] = row;
            let rule = Rule::from_row(row).unwrap_or_else(|| panic!("{row:?}"));
            let words = [rule.id.name(), rule.family.name(), rule.severity.name()];
            assert_eq!(words, [name, family, severity]);
            assert_eq!([<&str>::from(rule.scope), rule.fix.into()], [scope, fix], "{name}");
            assert!(matches!(default, "on" | "off"), "{name}");
            assert!(
                matches!(
                    needs,
                    "offline" | "text" | "corpus" | "source" | "data" | "ledger" | "site"
                ),
                "{name}"
            );
            assert!(meaning.len() > 10 && advice.len() > 3, "{name}");
        }
        assert!(RULES.is_sorted_by_key(|rule| (
            rule.family,
            std::cmp::Reverse(rule.severity),
            rule.id.name()
        )));
    }

    #[test]
    fn rows_and_names_are_in_one_order() {
        let rows: Vec<RuleId> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(rows, RuleId::VARIANTS);
        assert!(RuleId::VARIANTS.iter().all(|id| id.row().id == *id));
    }

    #[test]
    fn every_rule_of_the_table_is_built_once() {
        let mut built: Vec<usize> = entries().map(|entry| entry.id as usize).collect();
        built.sort_unstable();
        assert_eq!(built, Vec::from_iter(0..RULES.len()));
    }
}
