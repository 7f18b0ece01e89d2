//! Links to answers of language models, which say what is likely and not where it is from.

use std::sync::LazyLock;

use super::context::ParsedLink;
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use crate::domain::table_rows;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[RuleEntry::link(RuleId::ChatbotAnswer, chatbot_answer)];

/// The text of the table.
const TABLE: &str = include_str!("../../data/chatbots.tsv");

/// One row of the table.
struct ChatbotPage {
    host: &'static str,
    path: &'static str,
    /// Words with which a text mentions such an answer.
    names: Vec<&'static str>,
}

static PAGES: LazyLock<Vec<ChatbotPage>> = LazyLock::new(|| {
    let rows = table_rows(TABLE);
    let page = |[host, path, names, _why]: [&'static str; 4]| {
        let names = names.split(',').chain(["chatbot", "language model"]).collect();
        ChatbotPage { host, path, names }
    };
    rows.map(page).collect()
});

/// The row for the page that a link leads to.
fn chatbot_page(target: &ParsedLink<'_>) -> Option<&'static ChatbotPage> {
    let host = target.host();
    let path = target.page.as_ref()?.path();
    let is_longer = |start: &str| path.strip_prefix(start).is_some_and(|rest| rest.len() > 1);
    PAGES.iter().find(|page| page.host == host && is_longer(page.path))
}

/// Whether a link leads to an answer of a language model.
pub(super) fn is_answer(target: &ParsedLink<'_>) -> bool {
    chatbot_page(target).is_some()
}

/// A link to such an answer, unless the sentence mentions what it is: then the answer is the subject of the text.
fn chatbot_answer(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let page = chatbot_page(target)?;
    let text = target.link.sentence_text().unwrap_or_default().to_lowercase();
    let is_told = page.names.iter().any(|name| text.contains(name));
    let message = format!("{}: the source is an answer of a language model", target.host());
    (!is_told).then(|| FindingDraft::link(target.link, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        let rows: Vec<[&str; 4]> = table_rows(TABLE).collect();
        assert!(rows.windows(2).all(|pair| pair[0][..2] < pair[1][..2]));
        for [host, path, names, why] in rows {
            assert!(host.contains('.') && path.starts_with('/') && why.len() > 3, "{host}");
            assert!(!names.is_empty() && names == names.to_lowercase(), "{host}");
        }
    }
}
