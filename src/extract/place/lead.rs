//! What announces links to other articles: "Read also:", "Читайте также".

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::place_cues::{place_named, rows};
use super::super::sentence::is_wide;
use super::region::RegionPage;
use crate::article::Place;

/// The most plain words of a block that announces, and the most characters of it that are searched.
const MAX_LEAD_WORDS: u32 = 6;
const MAX_LEAD_CHARS: usize = 80;

/// The most plain words of a block that begins with a lead of one word and without a colon behind it.
const MAX_WORD_LEAD_WORDS: u32 = 2;

/// Signs before the text of a lead.
const SIGNS: &str = " :>»→•·-–—|▪■►*";

/// The beginning of a block that announces links.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// The text, lower-cased.
    pub(super) text: &'static str,
    /// Where the links stand that it announces.
    pub(super) place: Place,
}

impl Lead {
    /// Whether it is one word, which may as well begin a sentence: "Follow the link".
    fn is_word(&self) -> bool {
        let is_short = self.text.chars().count() <= 2;
        !self.text.contains(' ') && (is_short || !self.text.ends_with(is_wide))
    }
}

/// The leads by their first letter, the longest first.
static LEADS: LazyLock<FxHashMap<char, Vec<Lead>>> = LazyLock::new(|| {
    let read = |row: &'static str| {
        let mut cells = row.split('\t');
        Some(Lead { text: cells.next()?, place: place_named(cells.next()?)? })
    };
    let mut rows: Vec<Lead> =
        rows(include_str!("../../../data/leads.tsv")).filter_map(read).collect();
    rows.sort_by_key(|lead| std::cmp::Reverse(lead.text.len()));
    let mut leads: FxHashMap<char, Vec<Lead>> = FxHashMap::default();
    for lead in rows {
        leads.entry(lead.text.chars().next().unwrap_or_default()).or_default().push(lead);
    }
    leads
});

/// For each block, the lead that announces its links: at its own beginning, or a block before it that has
/// no other use.
pub(super) fn find(page: &RegionPage<'_>) -> Vec<Option<&'static Lead>> {
    let mut open = None;
    let blocks = page.reading.blocks.iter().zip(&page.blocks);
    let led = blocks.map(|(block, traits)| {
        let words = traits.words;
        let is_heading = page.reading.tree.nodes[block.node as usize].name.is_heading();
        let text = &page.reading.text[block.text.clone()];
        let own = if words.plain() <= MAX_LEAD_WORDS { lead_of(text, words.plain()) } else { None };
        match own {
            Some(_) => open = own.filter(|_| is_heading || words.linked < words.all),
            None if is_heading || words.plain() >= page.measures.prose => open = None,
            None => {}
        }
        let is_linked = words.is_linked(page.measures.linked_percent);
        own.filter(|_| words.linked > 0).or(open.filter(|_| is_linked))
    });
    led.collect()
}

/// The lead that a text with some plain words begins with.
fn lead_of(text: &str, plain: u32) -> Option<&'static Lead> {
    let text = text.trim_start_matches(|c| SIGNS.contains(c));
    let first = text.chars().next()?.to_lowercase().next()?;
    let leads = LEADS.get(&first)?;
    let end = text.char_indices().nth(MAX_LEAD_CHARS).map_or(text.len(), |(end, _)| end);
    // The capital dotted i of Turkish would keep its dot as a letter of its own.
    let text = text[..end].to_lowercase().replace("i\u{307}", "i");
    leads.iter().find(|lead| {
        let Some(after) = text.strip_prefix(lead.text) else { return false };
        // A word ends here, unless its script has no blanks.
        let ends = lead.text.ends_with(is_wide) || !after.starts_with(char::is_alphanumeric);
        let alone = plain <= MAX_WORD_LEAD_WORDS || after.trim_start().starts_with([':', '：']);
        ends && (alone || !lead.is_word())
    })
}
