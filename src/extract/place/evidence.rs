//! The evidence that is written into a row.

use super::super::place_cues::place_bit;
use super::{PlaceClassifier, RegionVerdict, TextTraits};
use crate::article::Place;

/// The most pieces of evidence of the elements around a link that are noted, and the most bytes of a class
/// that are searched for them: a class of a megabyte around 10^5 links would be repeated for each.
const MAX_EVIDENCE: usize = 16;
const MAX_CUE_BYTES: u32 = 4096;

/// What is noted of a link that is not the article's own, and of one that only its region decides.
const OUTSIDE: &str = "region:outside";

impl PlaceClassifier<'_> {
    /// All that speaks for `place`: elements and words, innermost first, then positions.
    pub(super) fn evidence(&self, node: u32, place: Place, text: TextTraits) -> Vec<String> {
        let mut evidence = Vec::new();
        let speakers = self.speakers[place as usize].get_or_init(|| self.speakers_for(place));
        let mut next = speakers[node as usize];
        while let Some(at) = next.filter(|_| evidence.len() < 4) {
            let node = &self.reading.tree.nodes[at as usize];
            let own = self.own[at as usize];
            if own.elements & place_bit(place) != 0
                && let Some((_, word)) = self.element_cue(at)
            {
                evidence.push(format!("element:{word}"));
            }
            if own.names & place_bit(place) != 0 {
                let attrs = node.attrs_of_interest.clipped(MAX_CUE_BYTES);
                self.each_place_word(attrs, |word, spoken_for| {
                    if spoken_for == place && evidence.len() < MAX_EVIDENCE {
                        evidence.push(format!("class:{word}"));
                    }
                });
            }
            next = speakers[node.parent as usize];
        }
        if matches!(place, Place::Navigation | Place::Share) && text.linked && self.is_dense(node) {
            evidence.push("density:links".into());
        }
        if place == Place::Note && text.listed && self.cues[node as usize].aside {
            evidence.extend(["heading:sources".into(), "element:aside".into()]);
        }
        if text.outside {
            let outside = if self.region.is_some() { OUTSIDE } else { "position:outside-core" };
            evidence.push(outside.into());
        }
        if place == Place::Caption && self.cues[node as usize].pictured {
            evidence.push("position:picture".into());
        }
        evidence
    }

    /// For each element, the nearest one from it outwards that speaks for a place. Going outwards from each
    /// link instead would cost the square of the page where elements are nested 10^5 deep.
    fn speakers_for(&self, place: Place) -> Vec<Option<u32>> {
        let mut speakers: Vec<Option<u32>> = Vec::with_capacity(self.own.len());
        for (at, own) in self.own.iter().enumerate() {
            let parent = self.reading.tree.nodes[at].parent as usize;
            speakers.push(match (own.elements | own.names) & place_bit(place) {
                _ if self.around_core[at] => None,
                0 => speakers.get(parent).copied().flatten(),
                _ => Some(at as u32),
            });
        }
        speakers
    }

    /// What the region's verdict on a block rests on.
    pub(super) fn region_evidence(&self, verdict: &RegionVerdict, index: usize) -> Vec<String> {
        let outside = || OUTSIDE.to_owned();
        match verdict {
            RegionVerdict::Silent => Vec::new(),
            RegionVerdict::Led(lead) => {
                let is_outside = self.region.as_ref().is_some_and(|region| !region.holds(index));
                let lead = [format!("lead:{}", lead.text)].into_iter();
                lead.chain(is_outside.then(outside)).collect()
            }
            RegionVerdict::Outside => vec![outside()],
            RegionVerdict::Boxed => vec!["density:links".into(), "region:box".into()],
        }
    }
}
