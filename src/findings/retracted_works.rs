//! Citations of works on a list of retractions.

use super::Severity;
use super::context::ArticleContext;
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[RuleEntry::article(RuleId::RetractedWork, retracted)];

/// A retraction that the sentence speaks of is no error: the paper is cited for it.
fn retracted(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let Some(list) = context.facts.retractions else { return Vec::new() };
    let found = context.links.iter().filter_map(|target| {
        let work = target.link.work()?;
        let draft = FindingDraft::link(target.link, format!("{work}: {}", list.reason(work)?));
        let text = target.link.sentence_text();
        Some(if says_so(text.as_deref().unwrap_or(&target.link.anchor)) {
            draft.severity(Severity::Info)
        } else {
            draft
        })
    });
    found.collect()
}

/// Whether a text says that something was retracted.
fn says_so(text: &str) -> bool {
    let lower = text.to_lowercase();
    let denied = ["not retracted", "never retracted", "未撤稿"];
    let said =
        ["retracted", "retraction of", "retraction notice", "withdrawn paper", "撤稿", "撤回"];
    said.iter().any(|word| lower.contains(word)) && !denied.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_about_retractions_is_no_statement_of_one() {
        assert!(says_so("The retracted paper of 2010") && says_so("这篇论文已撤稿"));
        assert!(
            !says_so("It was not retracted.") && !says_so("The retraction rate; troops withdrew")
        );
    }
}
