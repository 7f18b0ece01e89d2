//! The core of a page: the innermost element around the prose of its region, or around most of its prose.

use super::super::place_cues::place_bit;
use super::PlaceClassifier;
use crate::article::Place;
use crate::html::name::{self, ElementName};

/// The share of all prose that the core holds at least.
const CORE_SHARE: f64 = 0.7;

impl PlaceClassifier<'_> {
    /// Sums up what each element holds.
    pub(super) fn sum_up(&mut self) {
        for block in &self.reading.blocks {
            let (length, linked) = (block.text.len() as u32, block.link_text as u32);
            let counts = block.prose && linked * 2 < length && self.may_be_core(block.node);
            let amount = &mut self.amounts[block.node as usize];
            amount.text += length;
            amount.link_text += linked;
            amount.prose += if counts { length - linked } else { 0 };
        }
        for link in &self.reading.links {
            self.amounts[link.node as usize].links += 1;
        }
        for at in (1..self.amounts.len()).rev() {
            let amount = self.amounts[at];
            let outer = &mut self.amounts[self.reading.tree.nodes[at].parent as usize];
            outer.text += amount.text;
            outer.link_text += amount.link_text;
            outer.links += amount.links;
            outer.prose += amount.prose;
        }
    }

    /// Whether prose in an element may belong to the core: nothing around it is named for comments, or
    /// is navigation by element and by name.
    pub(super) fn may_be_core(&self, node: u32) -> bool {
        let signs = self.cues[node as usize];
        let commented = signs.names & place_bit(Place::Comment) != 0 && !signs.authored;
        let aside = signs.elements & signs.names & place_bit(Place::Navigation) != 0;
        !commented && !aside
    }

    /// Takes the innermost element around all of the region's prose for the core, given the element of each
    /// of its blocks.
    pub(super) fn take_core(&mut self, prose: Vec<usize>) {
        let nodes = &self.reading.tree.nodes;
        let all = prose.len();
        let mut held = vec![0; nodes.len()];
        for element in prose {
            held[element] += 1;
        }
        for at in (1..nodes.len()).rev() {
            held[nodes[at].parent as usize] += held[at];
        }
        let mut core = held.iter().rposition(|&held| held == all).unwrap_or(0);
        while core != 0 && is_paragraph(nodes[core].name) {
            core = nodes[core].parent as usize;
        }
        self.mark_around(core);
    }

    fn mark_around(&mut self, core: usize) {
        let mut at = core;
        while at != 0 {
            self.around_core[at] = true;
            at = self.reading.tree.nodes[at].parent as usize;
        }
    }

    /// Finds the core of a page without a region: the last element that holds enough of the prose; those
    /// around it come before it.
    pub(super) fn mark_core(&mut self) {
        if self.region.is_some() {
            return;
        }
        let nodes = &self.reading.tree.nodes;
        let enough = (f64::from(self.amounts[0].prose) * CORE_SHARE) as u32;
        let last = self.amounts.iter().rposition(|amount| amount.prose >= enough.max(1));
        let mut core = last.unwrap_or(0);
        if is_paragraph(nodes[core].name) {
            core = nodes[core].parent as usize;
        }
        self.mark_around(core);
        self.in_core[core] = true;
        for (at, node) in nodes.iter().enumerate().skip(core + 1) {
            self.in_core[at] = self.in_core[node.parent as usize];
        }
    }

    /// Whether the nearest box around an element holds little but links.
    pub(super) fn is_dense(&self, node: u32) -> bool {
        let mut at = node;
        for _ in 0..3 {
            let amount = self.amounts[at as usize];
            if amount.links >= 3 || is_box(self.reading.tree.nodes[at as usize].name) {
                return amount.link_text * 10 >= amount.text * 5;
            }
            if self.around_core[at as usize] {
                return true;
            }
            at = self.reading.tree.nodes[at as usize].parent;
        }
        true
    }
}

fn is_paragraph(name: ElementName) -> bool {
    matches!(name, name::P | name::LI | name::TD | name::BLOCKQUOTE) || name.is_heading()
}

fn is_box(name: ElementName) -> bool {
    matches!(
        name,
        name::UL | name::OL | name::TABLE | name::SECTION | name::NAV | name::ASIDE | name::DL
    )
}
