//! Nodes by their names.

use rustc_hash::FxHashMap;

use super::NodeNames;
use super::fault::{EdgeListLimits, LineFault};

/// No node.
const NONE: u32 = u32::MAX;

/// Nodes by their names, in the order in which they were first named.
pub(super) struct NodeLookup {
    limits: EdgeListLimits,
    pub(super) names: NameIndex,
}

/// The names as they are looked up.
pub(super) enum NameIndex {
    /// As long as all of them are numbers.
    Numbers(NumberIndex),
    Texts(TextIndex),
}

/// Why a name is not taken.
#[derive(Debug, Clone, Copy)]
pub(super) enum NameFault {
    Shape(&'static str),
    TooManyNodes,
    TooManyNameBytes,
}

impl NameFault {
    /// The same for people.
    pub(super) fn fault(self, limits: EdgeListLimits) -> LineFault {
        match self {
            Self::Shape(what) => LineFault::Shape(what),
            Self::TooManyNodes => LineFault::TooManyNodes(nodes(limits).into()),
            Self::TooManyNameBytes => LineFault::TooManyNameBytes(limits.name_bytes),
        }
    }
}

impl NodeLookup {
    pub(super) fn new(limits: EdgeListLimits) -> Self {
        Self { limits, names: NameIndex::Numbers(NumberIndex::new(nodes(limits))) }
    }

    pub(super) fn node(&mut self, name: &[u8]) -> Result<u32, NameFault> {
        if name.is_empty() {
            let what = "a node has no name; write `source target` or `source target weight`";
            return Err(NameFault::Shape(what));
        }
        match (&mut self.names, number(name)) {
            (NameIndex::Numbers(known), Some(number)) => known.node(number),
            (NameIndex::Numbers(known), None) => {
                let mut texts = TextIndex::new(self.limits);
                for number in std::mem::take(&mut known.names) {
                    texts.node(&number.to_string())?;
                }
                self.names = NameIndex::Texts(texts);
                self.node(name)
            }
            (NameIndex::Texts(known), _) => {
                let text = std::str::from_utf8(name)
                    .map_err(|_| NameFault::Shape("a name is not UTF-8; convert the list first"))?;
                known.node(text)
            }
        }
    }

    /// The names in the order of nodes.
    pub(super) fn names(self) -> NodeNames {
        match self.names {
            NameIndex::Numbers(known) => NodeNames::Numbers(known.names),
            NameIndex::Texts(TextIndex { known, .. }) => {
                let mut names = vec![Box::default(); known.len()];
                known.into_iter().for_each(|(name, node)| names[node as usize] = name);
                NodeNames::Texts(names)
            }
        }
    }
}

/// Nodes whose names are text.
pub(super) struct TextIndex {
    known: FxHashMap<Box<str>, u32>,
    /// Bytes of all names.
    bytes: u64,
    limits: EdgeListLimits,
}

impl TextIndex {
    fn new(limits: EdgeListLimits) -> Self {
        Self { known: FxHashMap::default(), bytes: 0, limits }
    }

    pub(super) fn node(&mut self, name: &str) -> Result<u32, NameFault> {
        if let Some(node) = self.known.get(name) {
            return Ok(*node);
        }
        let next = free(self.known.len(), nodes(self.limits))?;
        self.bytes += name.len() as u64;
        if self.bytes > self.limits.name_bytes {
            return Err(NameFault::TooManyNameBytes);
        }
        self.known.insert(name.into(), next);
        Ok(next)
    }
}

/// Nodes that are called by numbers.
pub(super) struct NumberIndex {
    /// The node of every number below some limit: looking one up is one look.
    near: Vec<u32>,
    /// The nodes of those above.
    far: FxHashMap<u64, u32>,
    names: Vec<u64>,
    /// How many nodes there can be.
    most: u32,
}

impl NumberIndex {
    fn new(most: u32) -> Self {
        Self { near: Vec::new(), far: FxHashMap::default(), names: Vec::new(), most }
    }

    pub(super) fn node(&mut self, number: u64) -> Result<u32, NameFault> {
        let next = self.names.len();
        let near = usize::try_from(number).ok().and_then(|at| self.near.get_mut(at));
        let node = near.unwrap_or_else(|| self.far.entry(number).or_insert(NONE));
        if *node == NONE {
            *node = free(next, self.most)?;
            self.names.push(number);
        }
        Ok(*node)
    }

    /// Makes ready for numbers up to `most`, of a list with so many edges so far: where numbers are
    /// dense, a table takes less room than a hash map, and less time.
    pub(super) fn expect(&mut self, most: u32, edges: usize) {
        let most = most as usize;
        if most < self.near.len() || most >= 4 * edges {
            return;
        }
        self.near.resize((most + 1).max(2 * self.near.len()), NONE);
        let near = &mut self.near;
        self.far.retain(|number, node| {
            let place = usize::try_from(*number).ok().and_then(|at| near.get_mut(at));
            place.map(|place| *place = *node).is_none()
        });
    }
}

/// How many nodes there can be: each has a number of its own below [`NONE`].
fn nodes(limits: EdgeListLimits) -> u32 {
    u32::try_from(limits.nodes).unwrap_or(NONE)
}

fn free(nodes: usize, most: u32) -> Result<u32, NameFault> {
    u32::try_from(nodes).ok().filter(|node| *node < most).ok_or(NameFault::TooManyNodes)
}

/// A whole number that is written as we write it: `007` and `+7` are other names than `7`.
fn number(name: &[u8]) -> Option<u64> {
    if name.len() > 19 || (name.len() > 1 && name[0] == b'0') {
        return None;
    }
    let digit =
        |sum: u64, byte: &u8| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0'));
    name.iter().try_fold(0, digit)
}
