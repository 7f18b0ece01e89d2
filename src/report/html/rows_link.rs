//! Links from numbers to the rows of a table that they count.

use maud::{Markup, html};
use url::form_urlencoded::Serializer;

use super::escape::escape_html;
use crate::report::format::count;

/// A value of more bytes than this is no filter: the rows hold it cut short.
const MAX_FILTER_BYTES: usize = 1000;

/// What stands for the family of findings about claims without a source: other rules of their family are about something
/// else.
pub(super) const UNSOURCED: &str = "claim without a source";

/// A table that the script fills and filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowTable {
    Citations,
    Findings,
    Articles,
    Domains,
    Owners,
}

impl RowTable {
    /// Its identity on the page, in addresses and in the script.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Citations => "citations",
            Self::Findings => "findings",
            Self::Articles => "articles",
            Self::Domains => "domains",
            Self::Owners => "owners",
        }
    }
}

/// Rows of a table. Filters are names of the script's: of citations `domain`, `owner`, `group`, `type`, `country`,
/// `origin`, `article` (its number), `place`, `verdict`, `year`, `period`, `counted` (`all` or `no`).
#[derive(Debug, Clone, Copy)]
pub(super) struct RowsQuery<'a> {
    pub(super) table: RowTable,
    pub(super) filters: &'a [(&'a str, &'a str)],
}

impl RowsQuery<'_> {
    /// Where the link leads where the script runs: `citations?domain=a.example`. `None` for a value that is too long.
    pub(super) fn address(&self) -> Option<String> {
        if self.filters.iter().any(|(_, value)| value.len() > MAX_FILTER_BYTES) {
            return None;
        }
        let query = Serializer::new(String::new()).extend_pairs(self.filters).finish();
        Some(format!("{}?{query}", self.table.name()))
    }

    /// A link with this content to as many rows as `rows`.
    pub(super) fn link(&self, rows: u64, content: &Markup) -> Markup {
        let Some(address) = self.address() else { return content.clone() };
        html! {
            a href={ "#" (self.table.name()) } data-rows=(address) data-count=(rows) { (content) }
        }
    }

    /// The number itself as the link.
    pub(super) fn number(&self, rows: u64) -> Markup {
        match rows {
            0 => html! { "0" },
            _ => self.link(rows, &html! { (count(rows)) }),
        }
    }
}

/// A link to counted citations with one value in a column.
pub(super) fn citations_with(column: &str, value: &str, rows: u64, content: &Markup) -> Markup {
    RowsQuery { table: RowTable::Citations, filters: &[(column, value)] }.link(rows, content)
}

/// Text that may hold anything, as a name that does not change the direction of what is around it.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi { (escape_html(text)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_query_that_keeps_within_its_quotes() {
        let link = |value| citations_with("domain", value, 2, &html! { "x" }).into_string();
        assert_eq!(
            link("a.example"),
            "<a href=\"#citations\" data-rows=\"citations?domain=a.example\" data-count=\"2\">x</a>"
        );
        assert!(link("a\"&b=<é").contains("citations?domain=a%22%26b%3D%3C%C3%A9\""));
        assert_eq!(link(&"x".repeat(2000)), "x");
    }
}
