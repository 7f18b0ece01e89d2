//! Names: one word for one thing.

use std::collections::BTreeMap;

use super::{Source, assert_none, end_of_signature, is_word, sources};

/// Types that may share their name with another, in percent. One of them can be seen at a time where a feature chooses.
const MAX_REUSED_PERCENT: usize = 5;

/// A limit is `MAX_X_UNIT`; these words leave open what is limited.
const VAGUE: [&str; 4] = ["LONGEST", "MOST", "ENOUGH", "LEAST"];

/// The word at the start of `text`.
fn word(text: &str) -> &str {
    &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())]
}

/// What follows each `keyword` that stands by itself, with whether it is public.
fn declared<'a>(code: &'a str, keyword: &'a str) -> impl Iterator<Item = (&'a str, bool)> {
    code.match_indices(keyword).filter_map(move |(start, _)| {
        let after = &code[start + keyword.len()..];
        let before = &code[code[..start].rfind('\n').map_or(0, |end| end + 1)..start];
        let stands = !before.ends_with(is_word) && after.starts_with(' ');
        let public = before.trim_start().starts_with("pub ");
        stands.then(|| (after.trim_start(), public))
    })
}

/// Name and whether it is public of every type of a file; associated types are none.
fn types(source: &Source) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for keyword in ["struct", "enum", "trait", "union"] {
        found.extend(declared(&source.code, keyword).map(|(after, public)| (word(after), public)));
    }
    for line in source.code.lines() {
        let bare = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "));
        let bare = bare.or_else(|| line.strip_prefix("pub(super) ")).unwrap_or(line);
        if let Some(after) = bare.strip_prefix("type ") {
            found.push((word(after), line.starts_with("pub ")));
        }
    }
    found.into_iter().filter(|(name, _)| !name.is_empty()).map(|(n, p)| (n.to_owned(), p)).collect()
}

/// The signatures of a file's functions, each with whether it is public.
fn signatures(source: &Source) -> Vec<(&str, bool)> {
    declared(&source.code, "fn")
        .filter_map(|(after, public)| Some((&after[..end_of_signature(after)?], public)))
        .collect()
}

/// Parameters of a signature, as they are written.
fn parameters(signature: &str) -> Vec<&str> {
    let Some(open) = signature.find('(') else { return Vec::new() };
    let (mut depth, mut start, mut found) = (0_i32, open + 1, Vec::new());
    for (index, c) in signature[open..].char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            '>' if signature[..open + index].ends_with(['-', '=']) => {}
            ')' | ']' | '>' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && c == ',') {
            found.push(signature[start..open + index].trim());
            start = open + index + 1;
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// `just names` prints the figures.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are for people to read")]
fn a_type_has_its_name_for_itself() {
    let mut holders: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for source in &sources() {
        for (name, public) in types(source) {
            holders.entry(name).or_default().push((source.path.clone(), public));
        }
    }
    let all: usize = holders.values().map(Vec::len).sum();
    let reused: usize = holders.values().map(Vec::len).filter(|&count| count > 1).sum();
    println!("{reused} of {all} types share their name with another");
    assert!(all > 500, "only {all} types were found");
    assert!(
        reused * 100 <= all * MAX_REUSED_PERCENT,
        "{reused} of {all} types share their name with another"
    );
    let twice = holders.into_iter().filter(|(_, files)| {
        let public = files.iter().filter(|(_, public)| *public);
        // In place of each other: with the network and without.
        public.clone().count() > 1 && !public.clone().any(|(path, _)| path == "fetch/offline.rs")
    });
    let faults: Vec<String> = twice.map(|(name, files)| format!("{name}: {files:?}")).collect();
    assert_none(&faults, "two public types have one name:");
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for people to read")]
fn a_signature_says_what_it_takes() {
    let (mut faults, mut count) = (Vec::new(), 0);
    for source in &sources() {
        for (signature, _) in signatures(source) {
            count += 1;
            let place = format!("{}: {}", source.path, word(signature));
            let parameters = parameters(signature);
            if parameters.iter().any(|parameter| parameter.starts_with('(')) {
                faults.push(format!("{place} takes a tuple apart"));
            }
            let bools = parameters.iter().filter(|parameter| parameter.ends_with(": bool"));
            if bools.count() > 1 || parameters.iter().any(|one| one.contains("(bool, bool)")) {
                faults.push(format!("{place} takes two bools"));
            }
        }
    }
    println!("{count} signatures, of which {} are refused", faults.len());
    assert!(count > 3000, "only {count} signatures were found");
    let remedy = "a struct with named fields says what a tuple or a pair of bools does not:";
    assert_none(&faults, remedy);
}

#[test]
fn a_limit_says_what_it_limits() {
    let mut faults = Vec::new();
    for source in &sources() {
        for keyword in ["const", "static"] {
            let names = declared(&source.code, keyword).map(|(after, _)| word(after));
            let vague = names.filter(|name| VAGUE.iter().any(|word| name.contains(word)));
            faults.extend(vague.map(|name| format!("{}: {name}", source.path)));
        }
    }
    assert_none(&faults, "write MAX_X_UNIT or MIN_X_UNIT:");
}

#[test]
fn no_module_has_a_function_of_its_own_name() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path != "main.rs") {
        let path = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let module = path.rsplit('/').next().unwrap_or_default();
        let free = source.code.lines().any(|line| {
            let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            let line = line.trim_start_matches("pub(super) ").trim_start_matches("const ");
            line.strip_prefix("fn ").is_some_and(|after| word(after) == module)
        });
        if free {
            faults.push(source.path.clone());
        }
    }
    assert_none(&faults, "name the function by what it does:");
}

#[test]
fn the_reader_of_signatures_reads_them() {
    let code = "pub fn a((b, c): (u8, u8), d: impl Fn(u8, bool) -> bool) {}\n    fn e<T: Into<u8>>(&self) {}\n";
    let source = Source { path: "a.rs".into(), code: code.into(), lines: 2 };
    let [(a, true), (e, false)] = signatures(&source)[..] else { panic!("two functions") };
    assert_eq!(parameters(a), ["(b, c): (u8, u8)", "d: impl Fn(u8, bool) -> bool"]);
    assert_eq!((word(e), parameters(e)), ("e", vec!["&self"]));
}
