//! No circle of files: inside a room, too, a file uses only files that do not use it in turn.
//!
//! A `mod.rs` is the face of its folder and takes no part: it names its files, and they may name it. What it hands on
//! (`pub use self::a::B`) counts as an import of the file that defines it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, assert_none, is_word, sources};

/// The module path of a file below `src/`: `graph/leiden/mod.rs` is `graph`, `leiden`.
fn module_of(path: &str) -> Vec<String> {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" || path == "main" {
        return Vec::new();
    }
    path.split('/').map(str::to_owned).collect()
}

/// A path of `use` or of an expression, by its segments.
type Segments = Vec<String>;

/// All paths of a use tree below `head`.
fn expand(tree: &str, head: &[String], found: &mut Vec<Segments>) {
    let tree = tree.trim();
    let (path, inner) = match tree.find('{') {
        Some(open) => (&tree[..open], Some(&tree[open + 1..tree.rfind('}').unwrap_or(tree.len())])),
        None => (tree, None),
    };
    let path = path.split(" as ").next().unwrap_or_default();
    let segments = path.split("::").map(str::trim).filter(|part| !part.is_empty());
    let head: Segments = head.iter().cloned().chain(segments.map(str::to_owned)).collect();
    let Some(inner) = inner else {
        found.push(head);
        return;
    };
    let (mut depth, mut start) = (0_usize, 0);
    for (index, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&inner[start..index], &head, found);
                start = index + 1;
            }
            _ => {}
        }
    }
    if !inner[start..].trim().is_empty() {
        expand(&inner[start..], &head, found);
    }
}

/// What the `use` declarations of a file name.
fn uses(code: &str) -> Vec<Segments> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("use ") {
        if !code[..start].ends_with(is_word)
            && let Some(end) = code[start..].find(';')
        {
            expand(&code[start + 4..start + end], &[], &mut found);
        }
    }
    found
}

/// Paths in expressions and types that begin at the root or climb.
fn inline(code: &str) -> Vec<Segments> {
    let mut found = Vec::new();
    for head in ["crate::", "super::"] {
        for (start, _) in code.match_indices(head) {
            if code[..start].ends_with(|c: char| is_word(c) || c == ':') {
                continue;
            }
            let path: String =
                code[start..].chars().take_while(|&c| is_word(c) || c == ':').collect();
            found.push(
                path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            );
        }
    }
    found
}

/// The files by their module paths, and what each `mod.rs` hands on.
struct Modules {
    files: BTreeMap<Segments, String>,
    handed_on: BTreeMap<(Segments, String), Segments>,
}

impl Modules {
    fn new(sources: &[Source]) -> Self {
        let files: BTreeMap<Segments, String> =
            sources.iter().map(|source| (module_of(&source.path), source.path.clone())).collect();
        let mut modules = Self { files, handed_on: BTreeMap::new() };
        for source in sources.iter().filter(|source| source.path.ends_with("/mod.rs")) {
            let here = module_of(&source.path);
            for mut path in uses(&source.code) {
                let absolute = modules.absolute(&here, &path);
                let Some(name) = path.pop() else { continue };
                if let Some(absolute) = absolute.filter(|path| path.starts_with(&here)) {
                    modules.handed_on.insert((here.clone(), name), absolute);
                }
            }
        }
        modules
    }

    /// A path from the crate's root; `None` for one of another crate.
    fn absolute(&self, here: &[String], path: &[String]) -> Option<Segments> {
        let mut base = here.to_vec();
        let mut rest = path.iter().peekable();
        match rest.peek()?.as_str() {
            "crate" => {
                base.clear();
                rest.next();
            }
            "self" => {
                rest.next();
            }
            "super" => {
                while rest.next_if(|part| *part == "super").is_some() {
                    base.pop();
                }
            }
            first => {
                // A module declared here.
                let mut child = base.clone();
                child.push(first.to_owned());
                self.files.get(&child)?;
            }
        }
        base.extend(rest.cloned());
        Some(base)
    }

    /// The file that defines what a path names.
    fn file_of(&self, path: &[String]) -> Option<&str> {
        let length = (0..=path.len()).rev().find(|&n| self.files.contains_key(&path[..n]))?;
        if let Some(name) = path.get(length)
            && let Some(target) = self.handed_on.get(&(path[..length].to_vec(), name.clone()))
            && target != path
        {
            return self.file_of(target);
        }
        self.files.get(&path[..length]).map(String::as_str)
    }
}

/// Each file with the files of its room that it uses.
fn arrows(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let modules = Modules::new(sources);
    let is_face = |path: &str| path.ends_with("mod.rs") || !path.contains('/');
    let room = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let mut arrows = BTreeMap::new();
    for source in sources.iter().filter(|source| !is_face(&source.path)) {
        let here = module_of(&source.path);
        let paths = uses(&source.code).into_iter().chain(inline(&source.code));
        let files = paths.filter_map(|path| {
            let path = modules.absolute(&here, &path)?;
            modules.file_of(&path).map(str::to_owned)
        });
        let files = files.filter(|file| {
            !is_face(file) && *file != source.path && room(file) == room(&source.path)
        });
        arrows.insert(source.path.clone(), files.collect());
    }
    arrows
}

/// The files that can be reached from one, itself only over others.
fn reached<'a>(from: &'a str, arrows: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        for to in arrows.get(file).into_iter().flatten() {
            if seen.insert(to.as_str()) {
                next.push(to);
            }
        }
    }
    seen
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for people to read")]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    let arrows = arrows(&sources);
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (file.as_str(), reached(file, &arrows))).collect();
    let mut faults = Vec::new();
    for (from, files) in &arrows {
        for to in files.iter().filter(|to| reach[to.as_str()].contains(from.as_str())) {
            faults.push(format!("{from} -> {to}"));
        }
    }
    let count: usize = arrows.values().map(BTreeSet::len).sum();
    println!("{count} imports between files of a room, of which {} close a circle", faults.len());
    assert!(count > 200, "only {count} arrows were found");
    assert_none(&faults, "these arrows close a circle of files; move what both need into a third:");
}

#[test]
fn paths_lead_to_the_files_that_define() {
    let source = |path: &str, code: &str| Source { path: path.into(), code: code.into(), lines: 0 };
    let sources = [
        source("a/mod.rs", "mod b; mod c; pub use self::b::{B, other as D};"),
        source("a/b.rs", "use super::c::{self, C}; use crate::x::Y;"),
        source("a/c.rs", "fn f() -> super::B { crate::a::d::e::g() }"),
        source("a/d/mod.rs", "pub(super) mod e;"),
        source("a/d/e.rs", "use super::super::{c, missing}; use std::fmt;"),
    ];
    let arrows = arrows(&sources);
    assert_eq!(Vec::from_iter(&arrows["a/b.rs"]), ["a/c.rs"]);
    assert_eq!(Vec::from_iter(&arrows["a/c.rs"]), ["a/b.rs", "a/d/e.rs"]);
    assert_eq!(Vec::from_iter(&arrows["a/d/e.rs"]), ["a/c.rs"]);
    assert!(reached("a/b.rs", &arrows).contains("a/b.rs"));
}
