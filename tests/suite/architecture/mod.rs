//! The architecture, held against the code: import order, sizes, names, where input and output happen.

mod circles;
mod names;
mod pages;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the library. A room imports only from rooms before it.
const ORDER: [&str; 22] = [
    "domain", "link", "html", "check", "fetch", "source", "article", "edit", "input", "page",
    "extract", "webroot", "corpus", "audit", "graph", "stats", "claims", "findings", "fix",
    "report", "export", "sheet",
];

/// Single items imported against the order: room, path below `crate::`, and why. One that no file
/// needs any more is a failure.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// The rooms, and the one file, that may touch files; everything else takes and returns values.
const DOORS: [&str; 1] = ["input"];
const DOOR: &str = "check/store.rs";

/// What only a door or the command line may name.
const OUTSIDE: [&str; 7] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time::SystemTime",
    "std::time::Instant",
    "Timestamp::now",
];

/// Names that say nothing about what is inside.
const ATTICS: [&str; 10] = [
    "common", "handler", "helper", "helpers", "manager", "misc", "types", "util", "utils", "stuff",
];

const MAX_FILE_LINES: usize = 350;
const MAX_FUNCTION_LINES: usize = 80;

/// A file of `src/`, read for its code.
struct Source {
    /// Path below `src/`, with `/`.
    path: String,
    /// The code before the unit tests: comments and the insides of literals are blanks.
    code: String,
    /// Lines before the unit tests that are not blank; comments count.
    lines: usize,
}

impl Source {
    fn read(src: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file is readable UTF-8");
        let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
        let below = path.strip_prefix(src).expect("the file lies in src");
        Self {
            path: below.to_string_lossy().replace('\\', "/"),
            code: code_only(before_tests),
            lines: before_tests.lines().filter(|line| !line.trim().is_empty()).count(),
        }
    }

    /// The room that the file belongs to; `None` for the crate roots and the command line.
    fn room(&self) -> Option<&str> {
        let first = self.path.split('/').next()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (!["lib", "main", "cli"].contains(&room)).then_some(room)
    }

    /// How many `super::` lead from this file to the crate root.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }
}

/// Every file of the library and the binary; files that hold only unit tests are left out.
fn sources() -> Vec<Source> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("src is readable") {
            let path = entry.expect("an entry of src is readable").path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true if stem != "tests" => walk(&path, found),
                false if stem != "tests" && path.extension().is_some_and(|e| e == "rs") => {
                    found.push(path);
                }
                _ => {}
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    found.sort();
    found.iter().map(|path| Source::read(&src, path)).collect()
}

/// `text` with comments and the insides of string and character literals blanked; same lines.
fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (block_comment(rest), false),
            '"' => (literal(rest, '"'), false),
            '\'' => (quoted_char(rest), false),
            'r' | 'b' if !out.ends_with(is_word) && raw_string(rest).is_some() => {
                (raw_string(rest).unwrap_or(1), false)
            }
            _ => (first.len_utf8(), true),
        };
        let (token, after) = rest.split_at(length);
        if keep {
            out.push_str(token);
        } else {
            out.extend(token.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        rest = after;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length of the block comment at the start of `text`; they nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let here = &text[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of the literal that starts with `quote`.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character literal, or 1 for the tick of a lifetime.
fn quoted_char(text: &str) -> usize {
    let mut after = text.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => literal(text, '\''),
        _ => 1,
    }
}

/// Length of the raw string at the start of `text`, with its prefix.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = text.len() - body.len();
    Some(body.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// The first names of every `crate::…` path in `code`, those of `crate::{a::b, c}` included.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(is_word) {
            continue;
        }
        let after = code[at + "crate::".len()..].trim_start();
        let (mut depth, mut expects_name) = (0_usize, true);
        let mut name = String::new();
        for c in after.chars() {
            match c {
                _ if is_word(c) && expects_name => name.push(c),
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ',' if depth == 1 => expects_name = true,
                _ if c.is_whitespace() && name.is_empty() => {}
                _ => expects_name = false,
            }
            if !expects_name || c == '}' {
                found.extend((!name.is_empty()).then(|| std::mem::take(&mut name)));
            }
            if depth == 0 && !(expects_name && (is_word(c) || c.is_whitespace())) {
                break;
            }
        }
        found.extend((!name.is_empty()).then_some(name));
    }
    found
}

/// `code` without the uses of `crate::path`; `None` where there are none.
fn without_path(code: &str, path: &str) -> Option<String> {
    let path = format!("crate::{path}");
    let (mut out, mut rest) = (String::new(), code);
    while let Some(at) = rest.find(&path) {
        let (before, after) = (&rest[..at], &rest[at + path.len()..]);
        out.push_str(before);
        if before.ends_with(is_word) || after.starts_with(is_word) {
            out.push_str(&path);
        }
        rest = after;
    }
    out.push_str(rest);
    (out != code).then_some(out)
}

/// Whether a path climbs with `super::` as far as the crate root.
fn climbs(code: &str, depth: usize) -> bool {
    let packed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    packed.contains(&"super::".repeat(depth))
}

/// Name, first line and number of lines of every function with a body.
fn functions(code: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(is_word) {
            continue;
        }
        let name: String = code[at + 3..].chars().take_while(|&c| is_word(c)).collect();
        let Some(open) = end_of_signature(&code[at..]).map(|o| at + o) else { continue };
        if name.is_empty() || code[open..].starts_with(';') {
            continue;
        }
        let mut depth = 0_usize;
        let end = code[open..].char_indices().find(|&(_, c)| {
            depth = match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        let body = &code[at..open + end.map_or(0, |(o, _)| o)];
        found.push((name, code[..at].matches('\n').count() + 1, body.matches('\n').count() + 1));
    }
    found
}

/// Where a signature's body or its semicolon starts; the one in `[u8; 4]` is none.
fn end_of_signature(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    code.char_indices().find_map(|(at, c)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        (depth == 0 && matches!(c, '{' | ';')).then_some(at)
    })
}

fn assert_none(faults: &[String], remedy: &str) {
    assert!(faults.is_empty(), "{remedy}\n  {}", faults.join("\n  "));
}

#[test]
fn imports_point_left() {
    let place = |room: &str| ORDER.iter().position(|&r| r == room);
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for source in sources() {
        let Some(room) = source.room() else { continue };
        if place(room).is_none() {
            faults.push(format!("{}: `{room}` is not in ORDER", source.path));
        }
        if climbs(&source.code, source.depth()) {
            faults.push(format!("{}: climbs to the root by `super`; say `crate::`", source.path));
        }
        let mut code = source.code.clone();
        for (_, path, _) in EXCEPTIONS.iter().filter(|e| e.0 == room) {
            if let Some(without) = without_path(&code, path) {
                used.insert((room.to_owned(), *path));
                code = without;
            }
        }
        let against = |name: &String| place(name).is_none() || place(name) > place(room);
        let against = imports(&code).into_iter().filter(|name| name != room).filter(against);
        faults.extend(against.map(|name| format!("{}: `{room}` imports `{name}`", source.path)));
    }
    let unused = EXCEPTIONS.iter().filter(|e| !used.contains(&(e.0.to_owned(), e.1)));
    faults.extend(unused.map(|e| format!("exception {} -> {} is not needed: {}", e.0, e.1, e.2)));
    assert_none(&faults, "a room imports only from rooms before it in ORDER:");
}

#[test]
fn the_crate_declares_its_rooms_and_no_command_line() {
    let sources = sources();
    let root = sources.iter().find(|s| s.path == "lib.rs").expect("there is a lib.rs");
    let declared: BTreeSet<&str> = root
        .code
        .lines()
        .map(|line| line.trim().trim_start_matches("pub "))
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(declared, BTreeSet::from(ORDER), "lib.rs declares the rooms of ORDER");
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let told = fs::read_to_string(lib).expect("lib.rs is readable").contains(&ORDER.join(" < "));
    assert!(told, "the head of lib.rs tells the order: {}", ORDER.join(" < "));
    let named: Vec<String> = sources
        .iter()
        .filter(|s| s.room().is_some() || s.path == "lib.rs")
        .filter(|s| imports(&s.code).contains("cli") || s.code.contains("mod cli;"))
        .map(|s| s.path.clone())
        .collect();
    assert_none(&named, "the library does not know the command line:");
}

#[test]
fn only_doors_touch_the_outside() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(room) = source.room().filter(|room| !DOORS.contains(room)) else { continue };
        if source.path == DOOR {
            continue;
        }
        let packed: String = source.code.chars().filter(|c| !c.is_whitespace()).collect();
        let named = OUTSIDE.iter().filter(|name| packed.contains(**name));
        faults.extend(named.map(|name| format!("{}: `{room}` names {name}", source.path)));
    }
    assert_none(&faults, "files, network, clock and environment belong to `input` and `cli`:");
}

#[test]
fn files_and_functions_keep_their_budgets() {
    let mut faults = Vec::new();
    for source in sources() {
        if source.lines > MAX_FILE_LINES {
            faults.push(format!("{}: {} lines before its tests", source.path, source.lines));
        }
        let long = functions(&source.code).into_iter().filter(|f| f.2 > MAX_FUNCTION_LINES);
        faults.extend(
            long.map(|(name, line, n)| format!("{}:{line}: fn {name}: {n} lines", source.path)),
        );
    }
    assert_none(&faults, "split what does more than one thing (350 lines a file, 80 a function):");
}

#[test]
fn modules_are_named_for_what_is_inside() {
    let attics: Vec<String> = sources()
        .into_iter()
        .map(|source| source.path)
        .filter(|path| path.trim_end_matches(".rs").split('/').any(|part| ATTICS.contains(&part)))
        .collect();
    assert_none(&attics, "a module has a domain noun for a name:");
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("Cargo.toml is readable");
    let (mut faults, mut section, mut explained) = (Vec::new(), "", false);
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            if line.contains("dependencies.") && !explained {
                faults.push(line.to_owned());
            }
            (section, explained) = (line, false);
        } else if line.is_empty() {
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if section.ends_with("dependencies]") && !explained {
            faults.push(format!("{section} {line}"));
        }
    }
    assert_none(&faults, "a dependency, or the group that it stands in, has a comment above it:");
}

#[test]
fn the_reader_of_this_file_reads_rust() {
    let text = "use crate::{article::{Link, Via}, link}; // crate::report\n\
                /* crate::stats /* nested */ fn no() { */\n\
                fn one<'a>(c: char) -> &'a str {\n    match c { '{' => \"crate::graph {\", '\\'' => r#\"}\" {\"#, _ => b\"}\".into() }\n}\n\
                fn two();\npub(crate) fn three(a: [u8; 4]) { crate::domain::of(crate ::\n corpus::x) }\n";
    let code = code_only(text);
    assert_eq!(code.lines().count(), text.lines().count());
    assert_eq!(Vec::from_iter(imports(&code)), ["article", "domain", "link"]);
    assert_eq!(functions(&code), [("one".to_owned(), 3, 3), ("three".to_owned(), 7, 2)]);
    let via = "use crate::article::Via; use crate::article::Viaduct;";
    assert_eq!(without_path(via, "article::Via").unwrap(), "use ; use crate::article::Viaduct;");
    assert_eq!(without_path("use crate::article::Viaduct;", "article::Via"), None);
    assert!(climbs("use super::super::article;", 2) && !climbs("use super::x;", 2));
}
