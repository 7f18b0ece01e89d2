//! Edge lists: one edge a line, of any graph.
//!
//! `source target` or `source target weight`, parted by a tab where the line has one, else by a comma
//! or semicolon where it has one, else by white space; a name may stand in double quotes, a quote in it
//! doubled. Names are numbers or text. Lines that begin with `#` or `%` and empty lines say nothing. A first
//! line with names of columns, such as those of Hyphe and minet, says which fields are the ends and the
//! weight. Further fields are left alone. Between semicolons a weight may have a decimal comma.

mod block;
mod fault;
mod fields;
mod header;
mod known;
mod weight;

use std::borrow::Cow;
use std::io::Read;

use rustc_hash::FxHashMap;

use super::Adjacency;
use crate::source::Aliases;
use block::{BlockContent, BlockReader, StopReason};
use header::ListColumns;
use known::{NameFault, NameIndex, NodeLookup};
use weight::weight_of;

pub use fault::{EdgeListError, EdgeListLimits, LineFault, MAX_EDGES, MAX_LINE_BYTES};
pub use weight::{MAX_WEIGHT, MIN_WEIGHT, WeightFault};

/// Whether the ends of an edge differ in their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The first end cites the second.
    Directed,
    /// The order of ends says nothing.
    Undirected,
}

/// A graph that was read from a list.
#[derive(Debug)]
pub struct EdgeList {
    /// The graph; nodes stand in the order in which they are first named.
    pub graph: Adjacency,
    /// What the nodes are called.
    pub names: NodeNames,
}

/// The names of nodes, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeNames {
    /// All of them are whole numbers.
    Numbers(Vec<u64>),
    /// Some are not.
    Texts(Vec<Box<str>>),
}

impl NodeNames {
    /// The name of a node.
    pub fn get(&self, node: usize) -> Cow<'_, str> {
        match self {
            Self::Numbers(numbers) => numbers[node].to_string().into(),
            Self::Texts(texts) => (&*texts[node]).into(),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// All of them, as text.
    pub fn to_texts(&self) -> Vec<String> {
        (0..self.count()).map(|node| self.get(node).into_owned()).collect()
    }

    /// The names of some nodes, in the order given.
    #[must_use]
    pub fn select(&self, nodes: &[usize]) -> Self {
        match self {
            Self::Numbers(numbers) => Self::Numbers(nodes.iter().map(|at| numbers[*at]).collect()),
            Self::Texts(texts) => Self::Texts(nodes.iter().map(|at| texts[*at].clone()).collect()),
        }
    }
}

impl EdgeList {
    /// The list with nodes of one name made one, where `aliases` says what the names are. Weights are added up.
    #[must_use]
    pub fn merged(self, aliases: &Aliases) -> Self {
        let mut places: FxHashMap<String, u32> = FxHashMap::default();
        let mut names: Vec<Box<str>> = Vec::new();
        let mut numbers = Vec::with_capacity(self.names.count());
        for node in 0..self.names.count() {
            let own = self.names.get(node);
            let name = aliases.name(&own.to_lowercase()).to_owned();
            let name = if name == own.to_lowercase() { own.into_owned() } else { name };
            let next = names.len() as u32;
            let place = *places.entry(name.clone()).or_insert(next);
            if place == next {
                names.push(name.into());
            }
            numbers.push(place);
        }
        let edges = self.graph.each();
        let edges = edges.map(|(from, to, weight)| ((numbers[from], numbers[to]), weight));
        let (ends, weights): (Vec<_>, Vec<_>) = edges.unzip();
        let graph = match self.graph.is_undirected {
            true => Adjacency::from_undirected_ends(names.len(), ends, weights),
            false => Adjacency::from_ends(names.len(), ends, weights),
        };
        Self { graph, names: NodeNames::Texts(names) }
    }

    /// Reads a list to its end, within the usual [`EdgeListLimits`]. Edges with the same ends become one, and their
    /// weights are added; an edge without a weight weighs 1. Linear; lines of numbers in parallel. 12 bytes an
    /// edge are held at most, and 28 once an edge has a weight, and some for every node.
    ///
    /// # Errors
    /// Where a line is not an edge, the list is larger than the limits, or it cannot be read.
    pub fn read(list: impl Read, direction: Direction) -> Result<Self, EdgeListError> {
        Self::read_within(list, direction, EdgeListLimits::default())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As [`EdgeList::read`].
    pub fn read_within(
        list: impl Read,
        direction: Direction,
        limits: EdgeListLimits,
    ) -> Result<Self, EdgeListError> {
        let mut reading = EdgeListBuilder::new(limits);
        let (mut blocks, mut block, mut pieces) = (BlockReader::new(list), Vec::new(), Vec::new());
        let mut is_first = true;
        while blocks.read(&mut block) {
            let before = std::mem::take(&mut pieces);
            let next = || block::pieces(&block, is_first);
            let (taken, next) = rayon::join(|| reading.take(before), next);
            taken?;
            (pieces, is_first) = (next, false);
        }
        reading.take(pieces)?;
        let line = reading.lines + 1;
        match blocks.stop {
            Some(StopReason::Unreadable(error)) => Err(EdgeListError::Unreadable { line, error }),
            Some(StopReason::LongLine) => {
                Err(EdgeListError::Line { line, fault: LineFault::TooLong })
            }
            None => Ok(reading.finish(direction)),
        }
    }
}

/// Edges as far as they were read.
#[derive(Default)]
struct EdgeBuffer {
    ends: Vec<(u32, u32)>,
    /// Empty as long as every edge weighs 1.
    weights: Vec<f64>,
}

impl EdgeBuffer {
    fn push(&mut self, ends: (u32, u32), weight: f64) {
        if weight != 1.0 && self.weights.is_empty() {
            self.weights = vec![1.0; self.ends.len()];
        }
        if !self.weights.is_empty() || (weight != 1.0 && self.ends.is_empty()) {
            self.weights.push(weight);
        }
        self.ends.push(ends);
    }
}

/// A list as far as it was read.
struct EdgeListBuilder {
    limits: EdgeListLimits,
    known: NodeLookup,
    edges: EdgeBuffer,
    lines: u64,
    columns: ListColumns,
}

impl EdgeListBuilder {
    fn new(limits: EdgeListLimits) -> Self {
        Self {
            limits,
            known: NodeLookup::new(limits),
            edges: EdgeBuffer::default(),
            lines: 0,
            columns: ListColumns::default(),
        }
    }

    /// Takes in what was read, piece by piece.
    fn take(&mut self, pieces: Vec<BlockContent>) -> Result<(), EdgeListError> {
        for piece in pieces {
            let taken = match piece {
                BlockContent::Edges(edges) => self.numbered(&edges),
                BlockContent::Lines(text) => text
                    .split_inclusive(|byte| *byte == b'\n')
                    .try_for_each(|line| self.line(line.trim_ascii())),
            };
            taken.map_err(|fault| EdgeListError::Line { line: self.lines, fault })?;
        }
        Ok(())
    }

    /// Takes in lines of two numbers.
    fn numbered(&mut self, read: &EdgeBuffer) -> Result<(), LineFault> {
        let limits = self.limits;
        let room = limits.edges.saturating_sub(self.edges.ends.len() as u64);
        if read.ends.len() as u64 > room {
            self.lines += room + 1;
            return Err(LineFault::TooManyEdges(limits.edges));
        }
        let most = read.ends.iter().map(|(from, to)| *from.max(to)).max().unwrap_or(0);
        if let NameIndex::Numbers(known) = &mut self.known.names {
            known.expect(most, self.edges.ends.len() + read.ends.len());
        }
        let weights = read.weights.iter().copied().chain(std::iter::repeat(1.0));
        for ((from, to), weight) in read.ends.iter().zip(weights) {
            self.lines += 1;
            let ends = match &mut self.known.names {
                NameIndex::Numbers(known) => known
                    .node(u64::from(*from))
                    .and_then(|from| Ok((from, known.node(u64::from(*to))?))),
                NameIndex::Texts(texts) => {
                    let mut node = |number: &u32| texts.node(&number.to_string());
                    node(from).and_then(|from| Ok((from, node(to)?)))
                }
            };
            self.edges.push(ends.map_err(|refusal| refusal.fault(limits))?, weight);
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8]) -> Result<(), LineFault> {
        self.lines += 1;
        if line.len() > MAX_LINE_BYTES {
            return Err(LineFault::TooLong);
        }
        let is_first = self.lines == 1;
        let line = if is_first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        if line.is_empty() || matches!(line[0], b'#' | b'%') {
            return Ok(());
        }
        if is_first && let Some(columns) = ListColumns::from_header(line) {
            self.columns = columns;
            return Ok(());
        }
        let Some([source, target, weight]) = self.columns.fields(line) else {
            return Err(
                "an edge needs two nodes; write `source target` or `source target weight`".into()
            );
        };
        let weight = weight.filter(|field| !field.is_empty());
        let (Some(source), Some(target)) = (source, target) else {
            return Err("the line does not have all columns of the first line".into());
        };
        let weight = weight.map_or(Ok(1.0), |field| {
            weight_of(&field).map_err(|fault| LineFault::weight([&source, &target, &field], fault))
        })?;
        let mut node = |name: &[u8]| {
            let found = self.known.node(name);
            found.map_err(|refusal: NameFault| refusal.fault(self.limits))
        };
        let ends = (node(&source)?, node(&target)?);
        self.push(ends, weight)
    }

    fn push(&mut self, ends: (u32, u32), weight: f64) -> Result<(), LineFault> {
        if self.edges.ends.len() as u64 >= self.limits.edges {
            return Err(LineFault::TooManyEdges(self.limits.edges));
        }
        self.edges.push(ends, weight);
        Ok(())
    }

    fn finish(self, direction: Direction) -> EdgeList {
        let names = self.known.names();
        let nodes = names.count();
        let EdgeBuffer { ends, weights } = self.edges;
        let graph = match direction {
            Direction::Directed => Adjacency::from_ends(nodes, ends, weights),
            Direction::Undirected => Adjacency::from_undirected_ends(nodes, ends, weights),
        };
        EdgeList { graph, names }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> EdgeList {
        EdgeList::read(text.as_bytes(), Direction::Directed).expect("a list of edges")
    }

    fn edges(list: &EdgeList) -> Vec<(String, String, f64)> {
        let name = |node| list.names.get(node).into_owned();
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
            "source;target;weight\n7;9;\n9;8;2,5\n",
            "7;9\n9;8;2,5\n",
            "id,from,to,count\n1,7,9,\n2,9,8,2.5\n",
            "source_webentity_id,target_webentity_id,links\n7,9,1\n9,8,2.5\n",
        ] {
            let list = read(text);
            assert_eq!(list.names, NodeNames::Numbers(vec![7, 9, 8]), "{text:?}");
            assert_eq!(edges(&list), [edge("7", "9", 1.0), edge("9", "8", 2.5)], "{text:?}");
        }
    }

    #[test]
    fn aliases_merge_nodes_and_add_weights() {
        let aliases = Aliases::parse("b.example\ta.example\n").expect("a table");
        let list = read("a.example c.example 2\nb.example c.example 3\nc.example b.example 1\n");
        let merged = list.merged(&aliases);
        let wanted = [edge("a.example", "c.example", 5.0), edge("c.example", "a.example", 1.0)];
        assert_eq!(edges(&merged), wanted);
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
        let list = EdgeList::read(&b"1 2\n2 1\n3 3"[..], Direction::Undirected).expect("a list");
        assert_eq!(edges(&list), [edge("1", "2", 2.0), edge("3", "3", 1.0)]);
    }

    #[test]
    fn errors_name_the_line_and_the_remedy() {
        for (text, line, word) in [
            (&b"1 2\n3\n"[..], 2, "write `source target`"),
            (b"1,2\n,3", 2, "no name"),
            (b"1 2 x", 1, "such as 2.5"),
            (b"#\n1 2 0", 2, "remove such edges"),
            (b"1 2 nan", 1, "remove such edges"),
            (b"a \xff", 1, "UTF-8"),
            (
                b"1 2 3\na b 1e308",
                2,
                "from “a” to “b” has the weight “1e308”: weights must be between",
            ),
            (b"1\t2\t1e-315", 1, "from “1” to “2” has the weight “1e-315”"),
        ] {
            let error = EdgeList::read(text, Direction::Directed).expect_err("no list").to_string();
            assert!(
                error.starts_with(&format!("line {line}: ")) && error.contains(word),
                "{error}"
            );
        }
    }

    #[test]
    fn a_line_that_does_not_end_is_not_held() {
        let mut read = 0;
        let endless = std::iter::repeat_n(&[0_u8; 1 << 16][..], 1 << 20);
        let endless = endless.inspect(|bytes| read += bytes.len());
        let list = Joined(endless, &b"1 2\n"[..]);
        let error = EdgeList::read(list, Direction::Directed).expect_err("no list");
        assert!(error.to_string().starts_with("line 2: the line has more than 1048576 bytes"));
        assert!(!error.is_limit() && read < 16 << 20, "{read} bytes were read of 64 GiB");
        let long = format!("1 2\n\"{}\" 2\n", "a".repeat(MAX_LINE_BYTES));
        let error = EdgeList::read(long.as_bytes(), Direction::Directed).expect_err("no list");
        assert!(error.to_string().starts_with("line 2: the line has more"), "{error}");
    }

    /// One text after the other.
    struct Joined<'a, I>(I, &'a [u8]);

    impl<'a, I: Iterator<Item = &'a [u8]>> Read for Joined<'a, I> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            if self.1.is_empty() {
                self.1 = self.0.next().unwrap_or_default();
            }
            self.1.read(to)
        }
    }

    #[test]
    fn edges_nodes_and_names_have_limits() {
        let limits = EdgeListLimits { edges: 3, nodes: 4, name_bytes: 20 };
        let read = |text: &str| EdgeList::read_within(text.as_bytes(), Direction::Directed, limits);
        for text in ["1 2\n3 4\n1 4\n", "a b\nc d\na d", "1 2\n3 a\n"] {
            assert!(read(text).is_ok_and(|list| list.names.count() == 4), "{text}");
        }
        for (text, line, what) in [
            ("1 2\n1 2\n1 2\n1 2\n", 4, "more than 3 edges"),
            ("a b\na b\na b\na b\n", 4, "more than 3 edges"),
            ("1 2\n3 4\n4 5", 3, "more than 4 nodes"),
            ("1 2\n3 4\n4 a", 3, "more than 4 nodes"),
            ("a b\na ccccccccccccccccccc\n", 2, "more than 20 bytes"),
        ] {
            let error = read(text).expect_err("too large");
            let told = error.to_string();
            assert!(told.starts_with(&format!("line {line}: ")) && told.contains(what), "{told}");
            assert!(error.is_limit(), "{told}");
        }
        assert!(!read("1").expect_err("no edge").is_limit());
    }

    /// A list that is longer than a block.
    fn long(line: impl Fn(u32) -> String) -> String {
        (0..600_000).map(line).collect()
    }

    #[test]
    fn lists_of_many_blocks_are_read_as_their_lines_say() {
        let ends = |at: u32| (at.wrapping_mul(2_654_435_761) % 50_000, at % 49_999);
        let plain = long(|at| format!("{} {}\n", ends(at).0, ends(at).1));
        assert!(plain.len() > 5 << 20, "more than one block");
        let wanted = read(&plain);
        assert_eq!(wanted.graph.each().map(|(.., weight)| weight).sum::<f64>(), 600_000.0);
        // The same edges with something that is to be read line by line in between.
        let mixed = long(|at| {
            let (from, to) = ends(at);
            match at % 100_000 {
                7 => format!("# a remark\n{from}  {to}\r\n\n"),
                8 => format!("\"{from}\"\t{to}\t1.0\n"),
                9 => format!("{from},{to},1\n"),
                _ => format!("{from} {to}\n"),
            }
        });
        let mixed = read(&mixed);
        assert_eq!((&mixed.graph, &mixed.names), (&wanted.graph, &wanted.names));
        let weighted = read(&long(|at| format!("{}\t{}\t0.5\r\n", ends(at).0, ends(at).1)));
        assert_eq!(weighted.graph.each().map(|(.., weight)| weight).sum::<f64>(), 300_000.0);
        let text = format!("{plain}x 7");
        let named = read(&text);
        assert_eq!(named.names.get(3), wanted.names.get(3));
        assert_eq!(named.graph.nodes(), wanted.graph.nodes() + 1);
        let broken = EdgeList::read(format!("{plain}7\n").as_bytes(), Direction::Directed);
        assert!(broken.expect_err("no list").to_string().starts_with("line 600001: "));
    }

    #[test]
    fn numbers_far_apart_are_names_too() {
        let far = 4_294_967_295_u64;
        let list = read(&format!("0 {far}\n{far} 18446744073709551616\n{} 5\n", far + 1));
        let names = ["0", "4294967295", "18446744073709551616", "4294967296", "5"];
        assert!((0..5).all(|node| list.names.get(node) == names[node]), "{:?}", list.names);
    }

    #[test]
    fn what_cannot_be_read_on_says_where() {
        struct Torn(bool);
        impl Read for Torn {
            fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(std::io::Error::other("torn"));
                }
                to[..7].copy_from_slice(b"1 2\n3 4");
                Ok(7)
            }
        }
        let error = EdgeList::read(Torn(false), Direction::Directed).expect_err("no list");
        assert_eq!(error.to_string(), "line 2: torn");
    }
}
