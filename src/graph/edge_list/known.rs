//! Nodes by their names.

use rustc_hash::FxHashMap;

use super::NodeNames;

/// No node; also the first number that there is no room for.
const NONE: u32 = u32::MAX;

const FULL: &str = "there are more than 4294967295 nodes; split the list";

/// Nodes by their names, in the order in which they were first named.
pub(super) enum Known {
    /// As long as all of them are numbers.
    Numbers(Numbers),
    Texts(FxHashMap<Box<str>, u32>),
}

impl Default for Known {
    fn default() -> Self {
        Self::Numbers(Numbers::default())
    }
}

impl Known {
    pub(super) fn node(&mut self, name: &[u8]) -> Result<u32, &'static str> {
        if name.is_empty() {
            return Err("an end has no name; write `source target` or `source target weight`");
        }
        match (&mut *self, number(name)) {
            (Self::Numbers(known), Some(number)) => known.node(number),
            (Self::Numbers(known), None) => {
                let names = std::mem::take(&mut known.names).into_iter().zip(0..);
                *self = Self::Texts(
                    names.map(|(name, node)| (name.to_string().into(), node)).collect(),
                );
                self.node(name)
            }
            (Self::Texts(known), _) => {
                let text = std::str::from_utf8(name)
                    .map_err(|_| "a name is no UTF-8; convert the list first")?;
                if let Some(node) = known.get(text) {
                    return Ok(*node);
                }
                let next = free(known.len())?;
                known.insert(text.into(), next);
                Ok(next)
            }
        }
    }

    /// The names in the order of nodes.
    pub(super) fn names(self) -> NodeNames {
        match self {
            Self::Numbers(known) => NodeNames::Numbers(known.names),
            Self::Texts(known) => {
                let mut names = vec![Box::default(); known.len()];
                known.into_iter().for_each(|(name, node)| names[node as usize] = name);
                NodeNames::Texts(names)
            }
        }
    }
}

/// Nodes that are called by numbers.
#[derive(Default)]
pub(super) struct Numbers {
    /// The node of every number below some limit: looking one up is one look.
    near: Vec<u32>,
    /// The nodes of those above.
    far: FxHashMap<u64, u32>,
    names: Vec<u64>,
}

impl Numbers {
    pub(super) fn node(&mut self, number: u64) -> Result<u32, &'static str> {
        let next = self.names.len();
        let near = usize::try_from(number).ok().and_then(|at| self.near.get_mut(at));
        let node = near.unwrap_or_else(|| self.far.entry(number).or_insert(NONE));
        if *node == NONE {
            *node = free(next)?;
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

fn free(nodes: usize) -> Result<u32, &'static str> {
    u32::try_from(nodes).ok().filter(|node| *node != NONE).ok_or(FULL)
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
