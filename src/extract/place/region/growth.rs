//! From the run of prose to the whole region.

use super::{ContentRegion, Homes, LinkBoxes, ProseRun, RegionPage};
use crate::html::name::{self, ElementName};

/// How many elements below a home the entries of a digest stand at most.
const DIGEST_DEPTH: u32 = 4;

impl ContentRegion {
    /// The run, the text that stands directly in its homes, and all between.
    pub(super) fn grow(&mut self, page: &RegionPage<'_>, run: ProseRun, homes: &Homes) {
        (self.first, self.last) = (run.first, run.last);
        for index in 0..page.len() {
            let is_text = page.plain(index) >= page.measures.crumb && !page.is_linked(index);
            if is_text && !page.is_barred(index) && homes.hold(page, index) {
                self.inside[index] = true;
                if page.is_prose(index) {
                    self.first = self.first.min(index);
                    self.last = self.last.max(index);
                }
            }
        }
        self.inside[self.first..=self.last].fill(true);
    }

    /// The headline: the last heading of the first rank before the prose, or of the second where there is none, unless it
    /// is a link, as the name of a site is.
    pub(super) fn add_headline(&mut self, page: &RegionPage<'_>) {
        let last_of = |rank: ElementName| {
            (0..self.first).rev().find(|&index| {
                let words = page.blocks[index].words;
                page.name(page.element_of(index)) == rank && words.plain() > 0 && words.linked == 0
            })
        };
        let headline = last_of(name::H1).or_else(|| last_of(name::H2));
        if let Some(index) = headline.filter(|&index| !page.is_barred(index)) {
            self.inside[index] = true;
        }
    }

    /// The list under a heading for sources that stands inside or beside the text. It ends at the next
    /// heading, or with the innermost element around the heading that holds more than it.
    pub(super) fn add_sources(&mut self, page: &RegionPage<'_>, homes: &Homes) {
        let ends = last_elements(page);
        let (mut is_open, mut holder) = (false, 0);
        for index in 0..page.len() {
            let element = page.element_of(index);
            if page.name(element).is_heading() {
                is_open = page.blocks[index].listed
                    && (self.inside[index] || homes.are_near(page, element, 1));
                holder = element;
                while holder != 0 && homes.held[holder] == 1 {
                    holder = page.parent(holder);
                }
            } else {
                is_open &= (holder..=ends[holder]).contains(&element);
            }
            self.inside[index] |= is_open;
        }
    }

    /// Tables with headings that stand near the text and are not mostly links.
    pub(super) fn add_tables(&mut self, page: &RegionPage<'_>, homes: &Homes, boxes: &LinkBoxes) {
        for index in 0..page.len() {
            if self.inside[index] || page.is_barred(index) {
                continue;
            }
            let table = boxes.table_around(page, homes, page.element_of(index));
            self.inside[index] = table.is_some_and(|table| boxes.has_headings(table));
        }
    }

    /// Where right below the homes stand at least as many link words as the region has plain words, that
    /// list of links is the article. Returns whether it is.
    pub(super) fn add_digest(&mut self, page: &RegionPage<'_>, homes: &Homes) -> bool {
        let is_entry = |index: &usize| {
            !self.inside[*index]
                && !page.is_barred(*index)
                && homes.are_near(page, page.element_of(*index), DIGEST_DEPTH)
        };
        let entries: Vec<usize> = (0..page.len()).filter(is_entry).collect();
        let links: u64 =
            entries.iter().map(|&index| u64::from(page.blocks[index].words.linked)).sum();
        let text = (0..page.len()).filter(|&index| self.inside[index]);
        let text: u64 = text.map(|index| u64::from(page.plain(index))).sum();
        let is_digest = links * 100 >= text * u64::from(page.measures.digest_percent);
        if is_digest {
            for index in entries {
                self.inside[index] = true;
            }
        }
        is_digest
    }
}

/// For each element, the last one in it.
fn last_elements(page: &RegionPage<'_>) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..page.elements()).collect();
    for element in (1..ends.len()).rev() {
        let parent = page.parent(element);
        ends[parent] = ends[parent].max(ends[element]);
    }
    ends
}
