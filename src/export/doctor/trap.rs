//! The table of traps, `data/traps.tsv`.

use std::sync::LazyLock;

/// A trap of graph files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trap {
    /// Its name.
    pub name: &'static str,
    /// Whether all readers take it, and only show it in another way.
    pub is_note: bool,
    /// Whether it can be mended without guessing.
    pub is_mended: bool,
    /// What it is.
    pub what: &'static str,
    /// What readers do with it, by [`Trap::READERS`]; `-` is no harm.
    pub readers: [&'static str; 5],
}

impl Trap {
    /// The readers, in the order of the columns.
    pub const READERS: [&'static str; 5] =
        ["Gephi", "Gephi Lite", "networkx", "igraph", "Cytoscape"];

    /// The trap of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|trap| trap.name == name)
    }

    /// All traps, in the order of the table.
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Trap>> = LazyLock::new(|| {
            let lines = include_str!("../../../data/traps.tsv").lines();
            lines.filter(|line| !line.starts_with('#')).skip(1).filter_map(row).collect()
        });
        &ALL
    }
}

fn row(line: &'static str) -> Option<Trap> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Trap {
        name: next()?,
        is_note: next()? == "note",
        is_mended: next()? == "yes",
        what: next()?,
        readers: [next()?, next()?, next()?, next()?, next()?],
    })
}
