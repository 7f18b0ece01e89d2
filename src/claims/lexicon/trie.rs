//! A byte trie of the patterns of a table.
//!
//! A table's words match only where a word of the text begins, so an automaton that can match at every byte does more
//! than needed: most lookups end after two or three bytes. Compared with Aho-Corasick, the trie needs three fifths of
//! the time on Chinese text (6.5 ns instead of 11 ns per byte) and a fifth of the time to build (0.5 ms instead of 2.6
//! ms).

/// A node with at least this many children stores them in a table of 256 entries instead of a list.
const MIN_TABLE_CHILDREN: usize = 6;

/// The number of characters from U+4000 to U+9FFF, which make up most of a Chinese or Japanese text, and the first one.
const WIDE_CHARACTERS: usize = 0x6000;
const FIRST_WIDE_CHARACTER: u16 = 0x4000;

/// The length of these characters in UTF-8. Every byte up to this depth has its own node.
const WIDE_BYTES: usize = 3;

/// Marks a missing child.
const NONE: u32 = u32::MAX;

/// A trie of patterns, byte by byte.
#[derive(Debug, Default)]
pub(super) struct PatternTrie {
    patterns: Vec<String>,
    /// The numbers of the patterns, sorted by their bytes.
    order: Vec<u32>,
    /// The nodes; the first is the root.
    nodes: Vec<TrieNode>,
    /// The children of nodes that have few: the byte of each, and its node.
    edges: Vec<(u8, u32)>,
    tables: Vec<[u32; 256]>,
    /// The node of each wide character that begins a pattern: one lookup instead of three. 0 if no pattern begins with
    /// the character. Empty if no pattern begins with any of them.
    wide: Vec<u32>,
    /// The wide characters that begin a pattern of less than six bytes.
    alone: BitSet,
    /// A Bloom filter of the first six bytes of the other patterns. With `alone`, it rejects most places in a text with
    /// one branch and without `wide`, which is larger than the first cache of a processor core.
    pairs: BitSet,
}

/// A set of numbers, one bit each.
#[derive(Debug)]
struct BitSet(Box<[u64; 1024]>);

impl Default for BitSet {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl BitSet {
    fn insert(&mut self, number: u16) {
        self.0[usize::from(number / 64)] |= 1 << (number % 64);
    }

    #[inline]
    fn contains(&self, number: u16) -> bool {
        self.0[usize::from(number / 64)] >> (number % 64) & 1 != 0
    }
}

/// How many bytes of a pattern the filter knows: two wide characters.
const PAIR_BYTES: usize = 6;

/// A node of the trie.
#[derive(Debug, Clone, Copy)]
struct TrieNode {
    /// The patterns that end here, or all that are left in a leaf: the index of the first one in `order`, and their
    /// number.
    first: u32,
    count: u32,
    next: NextNodes,
}

/// Where the children of a node are stored.
#[derive(Debug, Clone, Copy)]
enum NextNodes {
    /// Nowhere: only one pattern is left, and its remaining bytes are compared directly.
    Leaf,
    /// In `edges`: the index of the first one, and their number.
    Edges { first: u32, count: u32 },
    /// In `tables`, at this index.
    Table(u32),
}

/// Patterns with a common prefix whose node is not built yet.
struct PatternGroup {
    node: usize,
    first: usize,
    end: usize,
    /// The length of the common prefix.
    depth: usize,
}

impl PatternTrie {
    /// Builds a trie. The id of a pattern is its index in `patterns`.
    pub(super) fn new(patterns: Vec<String>) -> Self {
        let mut order: Vec<u32> = (0..patterns.len() as u32).collect();
        order.sort_by(|left, right| patterns[*left as usize].cmp(&patterns[*right as usize]));
        let mut trie = Self { patterns, order, ..Self::default() };
        trie.nodes.push(TrieNode { first: 0, count: 0, next: NextNodes::Leaf });
        let mut groups = vec![PatternGroup { node: 0, first: 0, end: trie.order.len(), depth: 0 }];
        while let Some(group) = groups.pop() {
            trie.grow(&group, &mut groups);
        }
        trie.find_wide();
        trie
    }

    /// Returns `true` if the trie has no patterns.
    pub(super) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Calls `each` with the length and the id of every pattern that is a prefix of `text`.
    #[inline]
    pub(super) fn prefixes(&self, text: &[u8], mut each: impl FnMut(usize, usize)) {
        let (start, mut depth) = match text {
            [first @ 0xe4..=0xe9, second, third, ..] => {
                let place = wide_character([*first, *second, *third]) - FIRST_WIDE_CHARACTER;
                match self.wide.get(usize::from(place)) {
                    None | Some(0) => return,
                    Some(node) => (*node, WIDE_BYTES),
                }
            }
            _ => (0, 0),
        };
        let Some(mut node) = self.nodes.get(start as usize) else { return };
        loop {
            let here = node.first as usize..(node.first + node.count) as usize;
            if matches!(node.next, NextNodes::Leaf) {
                let Some(first) = self.order.get(node.first as usize) else { return };
                let pattern = self.patterns[*first as usize].as_bytes();
                let (rest, behind) = (&pattern[depth..], &text[depth..]);
                // The next byte alone rejects most texts.
                if rest.first().is_none_or(|byte| behind.first() == Some(byte))
                    && behind.starts_with(rest)
                {
                    self.order[here].iter().for_each(|id| each(pattern.len(), *id as usize));
                }
                return;
            }
            if node.count > 0 {
                self.order[here].iter().for_each(|id| each(depth, *id as usize));
            }
            let Some(byte) = text.get(depth) else { return };
            let Some(next) = self.nodes.get(self.child(node.next, *byte) as usize) else { return };
            node = next;
            depth += 1;
        }
    }

    #[inline]
    fn child(&self, next: NextNodes, byte: u8) -> u32 {
        match next {
            NextNodes::Leaf => NONE,
            NextNodes::Table(table) => self.tables[table as usize][byte as usize],
            NextNodes::Edges { first, count } => {
                let edges = &self.edges[first as usize..(first + count) as usize];
                edges.iter().find(|(label, _)| *label == byte).map_or(NONE, |(_, node)| *node)
            }
        }
    }

    /// Returns `false` if no pattern is a prefix of `text`, which begins with a character from U+4000 to U+9FFF.
    #[inline]
    pub(super) fn may_begin_wide(&self, text: &[u8]) -> bool {
        let bytes =
            text.first_chunk().map_or_else(|| padded(text), |bytes| u64::from_le_bytes(*bytes));
        let [first, second, third, ..] = bytes.to_le_bytes();
        let character = wide_character([first, second, third]);
        // One branch for the whole condition: its parts are unpredictable.
        self.alone.contains(character) | self.pairs.contains(pair_hash(bytes))
    }

    /// Fills `wide`, `alone` and `pairs`.
    fn find_wide(&mut self) {
        for pattern in &self.patterns {
            let bytes = pattern.as_bytes();
            let [first @ 0xe4..=0xe9, second, third, ..] = bytes else { continue };
            self.wide.resize(WIDE_CHARACTERS, 0);
            let mut node = 0;
            for byte in [first, second, third] {
                let next = self.nodes.get(node as usize).map(|node| self.child(node.next, *byte));
                node = next.unwrap_or(NONE);
            }
            let character = wide_character([*first, *second, *third]);
            self.wide[usize::from(character - FIRST_WIDE_CHARACTER)] = node;
            match bytes.len() {
                ..PAIR_BYTES => self.alone.insert(character),
                _ => self.pairs.insert(pair_hash(padded(bytes))),
            }
        }
    }

    /// Builds the node of a group, and adds the groups of its children to `groups`.
    fn grow(&mut self, group: &PatternGroup, groups: &mut Vec<PatternGroup>) {
        let PatternGroup { node, first, end, depth } = *group;
        let byte =
            |at: usize| self.patterns[self.order[at] as usize].as_bytes().get(depth).copied();
        let text = |at: usize| &self.patterns[self.order[at] as usize];
        if depth >= WIDE_BYTES && text(first) == text(end - 1) {
            self.nodes[node] = TrieNode {
                first: first as u32,
                count: (end - first) as u32,
                next: NextNodes::Leaf,
            };
            return;
        }
        let own = (first..end).take_while(|at| byte(*at).is_none()).count();
        let mut children: Vec<(u8, usize, usize)> = Vec::new();
        for at in first + own..end {
            let label = byte(at).unwrap_or_default();
            match children.last_mut() {
                Some((last, _, end)) if *last == label => *end = at + 1,
                _ => children.push((label, at, at + 1)),
            }
        }
        let edges: Vec<(u8, u32)> = children
            .iter()
            .enumerate()
            .map(|(at, (label, ..))| (*label, (self.nodes.len() + at) as u32))
            .collect();
        for (at, (_, first, end)) in children.into_iter().enumerate() {
            let node = self.nodes.len() + at;
            groups.push(PatternGroup { node, first, end, depth: depth + 1 });
        }
        let blank = TrieNode { first: 0, count: 0, next: NextNodes::Leaf };
        self.nodes.resize(self.nodes.len() + edges.len(), blank);
        let next = self.next_nodes(edges);
        self.nodes[node] = TrieNode { first: first as u32, count: own as u32, next };
    }

    fn next_nodes(&mut self, edges: Vec<(u8, u32)>) -> NextNodes {
        if edges.len() < MIN_TABLE_CHILDREN {
            let (first, count) = (self.edges.len() as u32, edges.len() as u32);
            self.edges.extend(edges);
            return NextNodes::Edges { first, count };
        }
        let mut table = [NONE; 256];
        for (label, node) in edges {
            table[label as usize] = node;
        }
        self.tables.push(table);
        NextNodes::Table(self.tables.len() as u32 - 1)
    }
}

/// The first eight bytes of a text, or zeros.
fn padded(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(bytes)
}

/// A hash of the first six bytes: two wide characters, or one and what stands behind it.
#[inline]
fn pair_hash(bytes: u64) -> u16 {
    ((bytes << 16).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - u16::BITS)) as u16
}

/// The number of a wide character.
#[inline]
fn wide_character(bytes: [u8; WIDE_BYTES]) -> u16 {
    let bits = |byte: u8| u16::from(byte & 0x3f);
    u16::from(bytes[0] & 0x0f) << 12 | bits(bytes[1]) << 6 | bits(bytes[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_numbered() {
        for c in '\u{4000}'..='\u{9fff}' {
            let text = c.to_string();
            let bytes = text.as_bytes().first_chunk().expect("three bytes");
            assert_eq!(u32::from(wide_character(*bytes)), u32::from(c));
        }
    }

    fn found(patterns: &[&str], text: &str) -> Vec<(usize, usize)> {
        let trie = PatternTrie::new(patterns.iter().map(|one| (*one).to_owned()).collect());
        let mut found = Vec::new();
        trie.prefixes(text.as_bytes(), |length, id| found.push((length, id)));
        if text.starts_with(|c| matches!(c, '\u{4000}'..='\u{9fff}')) && !found.is_empty() {
            assert!(trie.may_begin_wide(text.as_bytes()), "{text}");
        }
        found
    }

    #[test]
    fn all_patterns_with_which_a_text_begins_are_found() {
        let patterns = [
            "nine",
            "n",
            "ninety",
            "nine",
            "ninety-nine",
            "net",
            "我",
            "我们",
            "a",
            "b",
            "c",
            "d",
            "他a",
        ];
        assert_eq!(found(&patterns, "ninety-one"), [(1, 1), (4, 0), (4, 3), (6, 2)]);
        assert_eq!(found(&patterns, "nin"), [(1, 1)]);
        assert_eq!(found(&patterns, "我们的"), [(3, 6), (6, 7)]);
        assert_eq!(found(&patterns, "们"), []);
        assert_eq!(found(&patterns, "他ab"), [(4, 12)]);
        assert_eq!(found(&patterns, "他b"), []);
        assert_eq!(found(&patterns, ""), []);
        assert_eq!(found(&["one"], "one"), [(3, 0)]);
        assert_eq!(found(&["one", "one"], "ones"), [(3, 0), (3, 1)]);
        assert_eq!(found(&["one"], "on"), []);
        assert_eq!(found(&[], "one"), []);
        assert!(PatternTrie::default().is_empty());
    }
}
