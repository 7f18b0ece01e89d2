//! The sentence of a row, and which parts of it are the text of the row's links.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The marks around an anchor in a cell.
const OPEN: char = '«';
const CLOSE: char = '»';

/// Guillemets of a sentence beside a mark that are told from it; of more, the nearest to the anchor.
const MAX_GUILLEMETS: usize = 3;

/// A sentence with the anchors of its row's source. A cell has it with each anchor in `«…»`.
///
/// What was read back from a cell has no anchors: there its marks look like guillemets of the sentence.
/// So two claims are equal if their cells are.
#[derive(Debug, Clone, Default)]
pub struct ClaimText {
    text: Arc<str>,
    anchors: Box<[Range<usize>]>,
}

impl ClaimText {
    /// A sentence with its anchors, in bytes. Those that cannot be in it are left out.
    pub fn new(text: impl Into<Arc<str>>, mut anchors: Vec<Range<usize>>) -> Self {
        let text = text.into();
        anchors.retain(|range| text.get(range.clone()).is_some());
        anchors.sort_by_key(|range| (range.start, range.end));
        Self { text, anchors: anchors.into() }
    }

    /// The sentence; of a claim that was read back the whole cell.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The anchors in bytes of the sentence, in its order.
    pub fn anchors(&self) -> &[Range<usize>] {
        &self.anchors
    }

    /// The text of the cell.
    pub fn to_cell(&self) -> Cow<'_, str> {
        if self.anchors.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        // What ends at a place comes before what is empty there, and that before what begins.
        let mut marks: Vec<(usize, u8, char)> = Vec::with_capacity(self.anchors.len() * 2);
        for Range { start, end } in self.anchors.iter().cloned() {
            let [opens, closes] = if start == end { [1, 1] } else { [2, 0] };
            marks.extend([(start, opens, OPEN), (end, closes, CLOSE)]);
        }
        marks.sort_by_key(|(offset, rank, _)| (*offset, *rank));
        let mut cell = String::with_capacity(self.text.len() + marks.len() * OPEN.len_utf8());
        let mut from = 0;
        for (offset, _, mark) in marks {
            cell.push_str(&self.text[from..offset]);
            cell.push(mark);
            from = offset;
        }
        cell.push_str(&self.text[from..]);
        Cow::Owned(cell)
    }

    /// The sentence without any guillemet, its own included: so claims compare whether or not they were read
    /// back.
    pub(super) fn without_guillemets(&self) -> String {
        self.text.replace([OPEN, CLOSE], "")
    }

    /// Finds the anchors of a claim that was read back, by its sentence and the texts of its links, which
    /// tell a mark from a guillemet beside it. Leaves a claim of other words as it is.
    pub(super) fn find_anchors(&mut self, sentence: &Arc<str>, links: &str) {
        // The marks make a cell longer. So this takes no longer than the cell is, whatever the sentence is.
        if !self.anchors.is_empty() || self.text.len() <= sentence.len() {
            return;
        }
        let Some(found) = inserted(sentence, &self.text) else { return };
        let links: FxHashSet<&str> = links.split(" | ").collect();
        let anchors = found.iter().map(|anchor| anchor.range(sentence, &links)).collect();
        *self = Self::new(Arc::clone(sentence), anchors);
    }
}

/// An anchor whose marks may stand among guillemets of the sentence.
struct FoundAnchor {
    /// Where it may begin, the last place first.
    starts: Vec<usize>,
    /// Where it may end, the first place first.
    ends: Vec<usize>,
}

impl FoundAnchor {
    /// The range that is the text of a link; else the shortest, for most guillemets stand around a link.
    fn range(&self, sentence: &str, links: &FxHashSet<&str>) -> Range<usize> {
        let ends = |start: usize| self.ends.iter().map(move |end| start..*end);
        let mut ranges = self.starts.iter().flat_map(|start| ends(*start));
        let is_link = |range: &Range<usize>| {
            sentence.get(range.clone()).is_some_and(|text| links.contains(text.trim()))
        };
        ranges.find(is_link).unwrap_or(self.starts[0]..self.ends[0])
    }
}

/// The anchors that `cell` has in marks and `sentence` has not; `None` where they differ in anything else.
fn inserted(sentence: &str, cell: &str) -> Option<Vec<FoundAnchor>> {
    let (mut found, mut starts) = (Vec::new(), None);
    let (mut offset, mut rest) = (0, cell);
    while let Some(c) = rest.chars().next() {
        let marks = run(rest, c);
        let own = run(&sentence[offset..], c);
        if !matches!(c, OPEN | CLOSE) || marks == own {
            if own == 0 {
                return None;
            }
            let same = marks.min(own) * c.len_utf8();
            (offset, rest) = (offset + same, &rest[same..]);
            continue;
        }
        if marks != own + 1 {
            return None;
        }
        let places = (0..=own).map(|before| offset + before * c.len_utf8());
        match starts.take() {
            None if c == OPEN => starts = Some(places.rev().take(MAX_GUILLEMETS + 1).collect()),
            Some(starts) if c == CLOSE => {
                let ends = places.take(MAX_GUILLEMETS + 1).collect();
                found.push(FoundAnchor { starts, ends });
            }
            _ => return None,
        }
        (offset, rest) = (offset + own * c.len_utf8(), &rest[marks * c.len_utf8()..]);
    }
    (starts.is_none() && offset == sentence.len()).then_some(found)
}

/// How often a text begins with a character.
fn run(text: &str, c: char) -> usize {
    text.chars().take_while(|next| *next == c).count()
}

impl From<String> for ClaimText {
    /// The claim of a cell.
    fn from(text: String) -> Self {
        Self { text: text.into(), anchors: Box::default() }
    }
}

impl PartialEq for ClaimText {
    fn eq(&self, other: &Self) -> bool {
        self.to_cell() == other.to_cell()
    }
}

impl Eq for ClaimText {}

impl Hash for ClaimText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to_cell().hash(state);
    }
}

impl Serialize for ClaimText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_cell())
    }
}

impl<'de> Deserialize<'de> for ClaimText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(sentence: &'a str, cell: &str, links: &str) -> Vec<&'a str> {
        let mut claim = ClaimText::from(cell.to_owned());
        claim.find_anchors(&sentence.into(), links);
        claim.anchors().iter().map(|range| &sentence[range.clone()]).collect()
    }

    #[test]
    fn marks_of_a_cell_are_found_again() {
        let words = |sentence, cell| found(sentence, cell, "");
        assert_eq!(words("It sank twice.", "It «sank» «twice»."), ["sank", "twice"]);
        assert_eq!(words("面包的价格", "面包的«价格»"), ["价格"]);
        assert_eq!(words("£5 sank", "«£5» sank"), ["£5"]);
        assert_eq!(words("all", "«all»"), ["all"]);
        assert_eq!(words("ab", "«a»«b»"), ["a", "b"]);
        for other in ["It sank.", "It «rose».", "It «sank.", "It sank»."] {
            assert!(words("It sank.", other).is_empty(), "{other}");
        }
    }

    #[test]
    fn links_tell_marks_from_guillemets() {
        let sentence = "Selon «le rapport» de mai.";
        let cell = "Selon ««le rapport»» de mai.";
        assert_eq!(found(sentence, cell, "le rapport"), ["le rapport"]);
        assert_eq!(found(sentence, cell, "de mai | «le rapport»"), ["«le rapport»"]);
        assert_eq!(found(sentence, cell, "something else"), ["le rapport"]);
        assert_eq!(found("un «vrai» cas", "«un «vrai»» cas", "un «vrai»"), ["un «vrai»"]);
    }

    #[test]
    fn a_cell_has_its_anchors_in_marks() {
        let cell = |text: &str, anchors: &[Range<usize>]| {
            ClaimText::new(text.to_owned(), anchors.to_vec()).to_cell().into_owned()
        };
        assert_eq!(cell("ab", &[1..2, 0..1]), "«a»«b»");
        assert_eq!(cell("ab", &[0..1, 1..1, 1..2]), "«a»«»«b»");
        assert_eq!(cell("abc", &[0..3, 1..2]), "«a«b»c»");
        assert_eq!(cell("é", &[1..2, 0..9]), "é");
    }

    proptest! {
        #![proptest_config(crate::properties::cases(256))]

        #[test]
        fn finding_anchors_changes_no_cell(text in "[a«» é]{1,12}", from in 0..12_usize, length in 1..12_usize) {
            let places: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
            let start = places[from % places.len()];
            let end = places.get(from % places.len() + length).copied().unwrap_or(text.len());
            let anchor = text[start..end].to_owned();
            let claim = ClaimText::new(text.clone(), std::iter::once(start..end).collect());
            let mut read = ClaimText::from(claim.to_cell().into_owned());
            prop_assert_eq!(&read, &claim);
            read.find_anchors(&text.into(), &anchor);
            prop_assert_eq!(&read, &claim);
        }
    }
}
