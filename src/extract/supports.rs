//! Which sentences rest on the links of each note.

use rustc_hash::FxHashSet;

use super::blocks::LabelledBlock;
use super::note::Notes;
use super::reading::ParsedPage;
use crate::article::SentenceId;

/// How many sentences the links of a note name in all, as a multiple of its links and marks together. Every link of a
/// note names every sentence with its mark, so 10^5 links in a note with 10^5 marks would name 10^10.
const MAX_NAMED_PER_PART: usize = 64;

/// How many other notes, in which its marks stand, a note is followed to, and how many sentences it takes over from
/// them.
const MAX_INHERITED: usize = 64;

/// The sentences that rest on the notes of a page.
#[derive(Debug, Default)]
pub(crate) struct Supports {
    by_note: Vec<Vec<SentenceId>>,
}

/// Where the marks of a note stand.
#[derive(Debug, Default, Clone)]
struct MarkPlaces {
    sentences: Vec<SentenceId>,
    /// Other notes.
    notes: Vec<usize>,
}

impl Supports {
    /// Finds the sentence of each mark.
    pub(crate) fn new(reading: &ParsedPage, named: &[LabelledBlock], notes: &Notes) -> Self {
        if notes.texts.is_empty() {
            return Self::default();
        }
        let places = places(reading, named, notes);
        let links = links(reading, notes);
        let mut by_note = Vec::with_capacity(places.len());
        for (note, count) in links.into_iter().enumerate() {
            let mut sentences = places[note].sentences.clone();
            let most = MAX_NAMED_PER_PART * (count + sentences.len()) / count.max(1);
            let mut known: FxHashSet<SentenceId> = FxHashSet::default();
            sentences.retain(|id| known.insert(*id));
            let inherited = inherited(&places, note);
            sentences.extend(inherited.into_iter().filter(|id| known.insert(*id)));
            sentences.truncate(most.max(1));
            by_note.push(sentences);
        }
        Self { by_note }
    }

    /// The sentences with a mark of a note, in document order.
    pub(crate) fn of_note(&self, note: usize) -> &[SentenceId] {
        self.by_note.get(note).map_or(&[], Vec::as_slice)
    }
}

/// The sentences that rest on the notes in which marks of a note stand, nearest first.
fn inherited(places: &[MarkPlaces], note: usize) -> Vec<SentenceId> {
    let mut found = Vec::new();
    let mut queue: Vec<usize> = places[note].notes.iter().copied().take(MAX_INHERITED).collect();
    let mut next = 0;
    while let Some(&outer) = queue.get(next) {
        next += 1;
        let room = MAX_INHERITED.saturating_sub(found.len());
        found.extend(places[outer].sentences.iter().take(room));
        let room = MAX_INHERITED.saturating_sub(queue.len());
        queue.extend(places[outer].notes.iter().take(room));
    }
    found
}

/// For each note, where its marks stand.
fn places(reading: &ParsedPage, named: &[LabelledBlock], notes: &Notes) -> Vec<MarkPlaces> {
    let mut places = vec![MarkPlaces::default(); notes.texts.len()];
    let mut split: Option<(u32, Vec<std::ops::Range<usize>>)> = None;
    for mark in &notes.marks {
        let Some(note) = notes.of_mark(mark) else { continue };
        let (block, at) = sentence_place(reading, mark.block, mark.text.start);
        if let Some(outer) = notes.around(&reading.blocks[block as usize].text, at) {
            if places[note].notes.last() != Some(&outer) && outer != note {
                places[note].notes.push(outer);
            }
            continue;
        }
        if split.as_ref().is_none_or(|(known, _)| *known != block) {
            let text = &reading.blocks[block as usize].text;
            split = Some((block, named[block as usize].sentences(reading, text)));
        }
        let Some((_, sentences)) = &split else { continue };
        // The mark belongs to the text before it.
        let after = sentences.partition_point(|sentence| sentence.start < at);
        let id = named[block as usize].sentence_id(after.saturating_sub(1));
        if places[note].sentences.last() != Some(&id) {
            places[note].sentences.push(id);
        }
    }
    places
}

/// The block and the place in it of the sentence that a mark belongs to. A block that shows marks alone belongs to the
/// block before.
fn sentence_place(reading: &ParsedPage, block: u32, at: usize) -> (u32, usize) {
    let text = &reading.blocks[block as usize].text;
    let shows_marks = || {
        let marks = reading.marks_in(text);
        let shown: usize = marks.iter().map(|mark| mark.len()).sum();
        !marks.is_empty() && text.len() <= shown + 2 * marks.len()
    };
    match block.checked_sub(1) {
        Some(before) if shows_marks() => (before, reading.blocks[before as usize].text.end),
        _ => (block, at.min(text.end)),
    }
}

/// How many links show text in each note.
fn links(reading: &ParsedPage, notes: &Notes) -> Vec<usize> {
    let mut links = vec![0; notes.texts.len()];
    for (_, text) in reading.links.iter().filter_map(|link| link.text_block.as_ref()) {
        if let Some(note) = notes.at(text.start) {
            links[note] += 1;
        }
    }
    links
}
