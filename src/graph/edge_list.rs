//! Edge lists: one edge a line, of any graph.
//!
//! `source target` or `source target weight`, parted by a tab where the line has one, else by a comma
//! where it has one, else by white space; a name may stand in double quotes, a quote in it doubled.
//! Names are numbers or text. Lines that begin with `#` or `%` and empty lines say nothing, and neither
//! does a first line that begins with the words `source` and `target`. Further fields are left alone.

use std::borrow::Cow;
use std::io::BufRead;

use memchr::memchr;
use rustc_hash::FxHashMap;

use super::Compact;

/// Why a list of edges cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EdgeListError {
    /// The list cannot be read on.
    #[error("line {line}: {error}")]
    Unreadable {
        /// The line after the last that was read, from 1.
        line: u64,
        /// What the system said.
        error: std::io::Error,
    },
    /// A line is no edge.
    #[error("line {line}: {what}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it, and what to do.
        what: &'static str,
    },
}

/// Whether the ends of an edge differ in their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The first end cites the second.
    Directed,
    /// The order of ends says nothing.
    Mutual,
}

/// A graph that was read from a list.
#[derive(Debug)]
pub struct EdgeList {
    /// The graph; nodes stand in the order in which they are first named.
    pub graph: Compact,
    /// What the nodes are called.
    pub names: NodeNames,
}

/// The names of nodes, in their order.
#[derive(Debug, PartialEq, Eq)]
pub enum NodeNames {
    /// All of them are whole numbers.
    Numbers(Vec<u64>),
    /// Some are not.
    Texts(Vec<Box<str>>),
}

impl NodeNames {
    /// The name of a node.
    pub fn of(&self, node: usize) -> Cow<'_, str> {
        match self {
            Self::Numbers(numbers) => numbers[node].to_string().into(),
            Self::Texts(texts) => (&*texts[node]).into(),
        }
    }
}

impl EdgeList {
    /// Reads a list to its end. Edges with the same ends become one, and their weights are added; an
    /// edge without a weight weighs 1. Linear; 12 bytes an edge are held at most, and 28 once an edge
    /// has a weight.
    ///
    /// # Errors
    /// Where a line is no edge, or the list cannot be read.
    pub fn read(mut list: impl BufRead, direction: Direction) -> Result<Self, EdgeListError> {
        let mut reading = Reading::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let read = list.read_until(b'\n', &mut line);
            match read.map_err(|error| EdgeListError::Unreadable { line: number, error })? {
                0 => break,
                _ => reading
                    .line(line.trim_ascii(), number)
                    .map_err(|what| EdgeListError::Line { line: number, what })?,
            }
        }
        let (ends, weights) = (reading.ends, reading.weights);
        let names = reading.known.names();
        let nodes = match &names {
            NodeNames::Numbers(numbers) => numbers.len(),
            NodeNames::Texts(texts) => texts.len(),
        };
        let graph = match direction {
            Direction::Directed => Compact::from_ends(nodes, ends, weights),
            Direction::Mutual => Compact::from_mutual_ends(nodes, ends, weights),
        };
        Ok(Self { graph, names })
    }
}

/// A list as far as it was read.
#[derive(Default)]
struct Reading {
    known: Known,
    ends: Vec<(u32, u32)>,
    /// Empty as long as every edge weighs 1.
    weights: Vec<f64>,
}

impl Reading {
    fn line(&mut self, line: &[u8], number: u64) -> Result<(), &'static str> {
        let line =
            if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        if line.is_empty() || matches!(line[0], b'#' | b'%') {
            return Ok(());
        }
        let mut fields = Fields::of(line);
        let (Some(source), Some(target)) = (fields.next(), fields.next()) else {
            return Err("an edge has two ends; write `source target` or `source target weight`");
        };
        let is = |field: &[u8], word: &str| field.eq_ignore_ascii_case(word.as_bytes());
        if number == 1 && is(&source, "source") && is(&target, "target") {
            return Ok(());
        }
        let weight = fields.next().filter(|field| !field.is_empty());
        let weight = weight.map_or(Ok(1.0), |field| weight_of(&field))?;
        let ends = (self.known.node(&source)?, self.known.node(&target)?);
        if weight != 1.0 && self.weights.is_empty() {
            self.weights = vec![1.0; self.ends.len()];
        }
        if !self.weights.is_empty() || (weight != 1.0 && self.ends.is_empty()) {
            self.weights.push(weight);
        }
        self.ends.push(ends);
        Ok(())
    }
}

fn weight_of(field: &[u8]) -> Result<f64, &'static str> {
    let weight = std::str::from_utf8(field).ok().and_then(|text| text.parse::<f64>().ok());
    let weight = weight.ok_or("the weight is no number; write it with a point, such as 2.5")?;
    let is_usable = weight.is_finite() && weight > 0.0;
    is_usable.then_some(weight).ok_or("the weight is not above 0; leave such edges out")
}

/// The fields of a line.
struct Fields<'a> {
    rest: Option<&'a [u8]>,
    /// `None` for white space, of which several part two fields.
    mark: Option<u8>,
}

impl<'a> Fields<'a> {
    fn of(line: &'a [u8]) -> Self {
        let mark = [b'\t', b','].into_iter().find(|mark| memchr(*mark, line).is_some());
        Self { rest: Some(line), mark }
    }

    /// A field in quotes, and what follows it.
    fn quoted(rest: &'a [u8]) -> (Cow<'a, [u8]>, &'a [u8]) {
        let mut text = Vec::new();
        let mut after = &rest[1..];
        while let Some(end) = memchr(b'"', after) {
            text.extend_from_slice(&after[..end]);
            after = &after[end + 1..];
            if after.first() != Some(&b'"') {
                return (Cow::Owned(text), after);
            }
            text.push(b'"');
            after = &after[1..];
        }
        text.extend_from_slice(after);
        (Cow::Owned(text), &[])
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?.trim_ascii_start();
        let ends = |byte: &u8| match self.mark {
            Some(mark) => *byte == mark,
            None => byte.is_ascii_whitespace(),
        };
        if rest.is_empty() && self.mark.is_none() {
            return None;
        }
        if rest.first() == Some(&b'"') {
            let (text, after) = Self::quoted(rest);
            self.rest = after.iter().position(ends).map(|at| &after[at + 1..]);
            return Some(text);
        }
        let end = rest.iter().position(ends);
        self.rest = end.map(|at| &rest[at + 1..]);
        Some(Cow::Borrowed(rest[..end.unwrap_or(rest.len())].trim_ascii_end()))
    }
}

/// Nodes by their names.
enum Known {
    /// As long as all of them are numbers.
    Numbers(FxHashMap<u64, u32>),
    Texts(FxHashMap<Box<str>, u32>),
}

impl Default for Known {
    fn default() -> Self {
        Self::Numbers(FxHashMap::default())
    }
}

impl Known {
    fn node(&mut self, name: &[u8]) -> Result<u32, &'static str> {
        const FULL: &str = "there are more than 4294967295 nodes; split the list";
        if name.is_empty() {
            return Err("an end has no name; write `source target` or `source target weight`");
        }
        match (&mut *self, number(name)) {
            (Self::Numbers(known), Some(number)) => {
                let next = u32::try_from(known.len()).map_err(|_| FULL)?;
                Ok(*known.entry(number).or_insert(next))
            }
            (Self::Numbers(known), None) => {
                let numbers = std::mem::take(known).into_iter();
                let texts = numbers.map(|(number, node)| (number.to_string().into(), node));
                *self = Self::Texts(texts.collect());
                self.node(name)
            }
            (Self::Texts(known), _) => {
                let text = std::str::from_utf8(name)
                    .map_err(|_| "a name is no UTF-8; convert the list first")?;
                if let Some(node) = known.get(text) {
                    return Ok(*node);
                }
                let next = u32::try_from(known.len()).map_err(|_| FULL)?;
                known.insert(text.into(), next);
                Ok(next)
            }
        }
    }

    /// The names in the order of nodes.
    fn names(self) -> NodeNames {
        fn ordered<T: Default + Clone>(known: FxHashMap<T, u32>) -> Vec<T> {
            let mut names = vec![T::default(); known.len()];
            known.into_iter().for_each(|(name, node)| names[node as usize] = name);
            names
        }
        match self {
            Self::Numbers(known) => NodeNames::Numbers(ordered(known)),
            Self::Texts(known) => NodeNames::Texts(ordered(known)),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> EdgeList {
        EdgeList::read(text.as_bytes(), Direction::Directed).expect("a list of edges")
    }

    fn edges(list: &EdgeList) -> Vec<(String, String, f64)> {
        let name = |node| list.names.of(node).into_owned();
        list.graph.each().map(|(from, to, weight)| (name(from), name(to), weight)).collect()
    }

    fn edge(from: &str, to: &str, weight: f64) -> (String, String, f64) {
        (from.to_owned(), to.to_owned(), weight)
    }

    #[test]
    fn every_way_to_part_fields_is_read() {
        for text in [
            "7 9\n9 8 2.5",
            "7\t9\n9\t8\t2.5\n",
            "# a list\r\n\r\n7,9\r\n9,8,2.5,more\r\n",
            "% x\n7  9 \n 9 8   2.5",
            "\u{feff}Source,Target,Weight\n7,9,\n9,8,2.5",
        ] {
            let list = read(text);
            assert_eq!(list.names, NodeNames::Numbers(vec![7, 9, 8]), "{text:?}");
            assert_eq!(edges(&list), [edge("7", "9", 1.0), edge("9", "8", 2.5)], "{text:?}");
        }
    }

    #[test]
    fn names_may_be_text() {
        let list = read("1 2\n\"a \"\"b\"\"\",x,3\n2 007\n1 2\n");
        let wanted = [edge("1", "2", 2.0), edge("2", "007", 1.0), edge("a \"b\"", "x", 3.0)];
        assert_eq!(edges(&list), wanted);
        assert_eq!(edges(&read("a b,c\nc,a b")), [edge("a b", "c", 1.0), edge("c", "a b", 1.0)]);
        assert!(edges(&read("# nothing\n")).is_empty());
    }

    #[test]
    fn without_directions_both_ways_are_one() {
        let list = EdgeList::read(&b"1 2\n2 1\n3 3"[..], Direction::Mutual).expect("a list");
        assert_eq!(edges(&list), [edge("1", "2", 2.0), edge("3", "3", 1.0)]);
    }

    #[test]
    fn errors_name_the_line_and_the_remedy() {
        for (text, line, word) in [
            (&b"1 2\n3\n"[..], 2, "write `source target`"),
            (b"1,2\n,3", 2, "no name"),
            (b"1 2 x", 1, "such as 2.5"),
            (b"#\n1 2 0", 2, "leave such edges out"),
            (b"1 2 nan", 1, "leave such edges out"),
            (b"a \xff", 1, "UTF-8"),
        ] {
            let error = EdgeList::read(text, Direction::Directed).expect_err("no list").to_string();
            assert!(
                error.starts_with(&format!("line {line}: ")) && error.contains(word),
                "{error}"
            );
        }
    }
}
