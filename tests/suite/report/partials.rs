//! One report of many partials: the same bytes as one run, whatever the number, the order and the accidents.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::program::{self, Ran, command, files, output, run};

/// Posts of the made site; as many partials are the most that are joined.
const POSTS: usize = 200;

/// Folders of the made site.
const FOLDERS: usize = 7;

const DAY: [&str; 2] = ["--today", "2026-03-09"];

/// A site of posts in folders, with files that are skipped, a configuration, a table of sources and a ledger.
fn site() -> tempfile::TempDir {
    let root = program::folder(&[
        (
            "site/citegraph.toml",
            "sources = \"own.toml\"\n[report]\nfacets = [\"domain\", \"owner\"]\n\
             [[lint.suppress]]\nrule = \"home-page\"\ndomain = \"d3.example\"\nreason = \"on purpose\"\n\
             until = \"2027-01-01\"\n",
        ),
        ("site/own.toml", "sources = [{ domain = \"d1.example\", owner = \"One\" }]\n"),
        ("site/s0/picture.png", "\u{1}PNG"),
        ("site/s1/feed.html", "<?xml version='1.0'?><rss><channel></channel></rss>"),
        ("site/s2/.hidden.md", "See [x](https://x.example/)."),
        (
            "looks.ndjson",
            "{\"schema\":1,\"url\":\"https://d1.example/1\",\"started\":\"2026-03-01T06:00:00Z\",\"run\":\"r1\",\
             \"method\":\"get\",\"hops\":[{\"url\":\"https://d1.example/1\",\"status\":404}],\"end\":\"answered\"}\n",
        ),
    ]);
    for number in 0..POSTS {
        fs::create_dir_all(root.path().join(root_of(number))).expect("a folder");
        fs::write(root.path().join(post(number)), text(number)).expect("a post");
    }
    root
}

fn post(number: usize) -> String {
    let folder = root_of(number);
    // Sorted as text, which is not the order of the numbers.
    format!("{folder}/p{number}.md")
}

fn root_of(number: usize) -> String {
    format!("site/s{}", number % FOLDERS)
}

/// A post with claims, cited and not, with links that count and others.
fn text(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: Post {number}\nfrom: https://a{}.example/{number}\ndate: 2025-{:02}-{:02}\ntags: [t{}]\n---\n",
        number % 5,
        number % 12 + 1,
        number % 28 + 1,
        number % 3
    );
    for link in 0..number % 6 {
        let domain = (number * 7 + link) % 23;
        let _ = write!(
            text,
            "In 20{:02} it cost {number} million, said [the office {link}](https://d{domain}.example/{link}\
             ?utm_source=x). Nobody else counts {link} of them.\n\n",
            number % 26
        );
    }
    text.push_str("The largest bridge has [no address](/own) and <http://d3.example/>.\n");
    text
}

/// A fixed order that has nothing to do with the names.
fn shuffled(mut names: Vec<String>) -> Vec<String> {
    names.sort_by_key(|name| {
        name.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)))
    });
    names
}

fn args<'a>(verb: &[&'a str], inputs: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let inputs = inputs.iter().map(String::as_str);
    verb.iter().copied().chain(inputs).chain(more.iter().copied()).collect()
}

/// Extracts inputs in runs of a few, each into one of three folders, and merges these.
fn merged(root: &Path, inputs: &[String], per_run: usize, more: &[&str]) {
    for (number, inputs) in shuffled(inputs.to_vec()).chunks(per_run).enumerate() {
        let folder = format!("parts{}", number % 3);
        output(root, &args(&["-q", "extract", "--partial", &folder], inputs, &[]));
    }
    let folders =
        ["parts2", "parts0", "parts1"].into_iter().filter(|name| root.join(name).exists());
    let folders: Vec<String> = folders.map(str::to_owned).collect();
    output(root, &args(&["-q", "merge"], &folders, &[&["-o", "merged"], more].concat()));
}

fn assert_same(root: &Path, one: &str, two: &str, what: &str) {
    let (one, two) = (files(&root.join(one)), files(&root.join(two)));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>(), "{what}");
    assert!(one.len() >= 10, "{what}: {:?}", one.keys());
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{what}: {name} differs");
    }
}

#[test]
fn one_run_is_any_number_of_partials() {
    let all: Vec<String> = (0..POSTS).map(post).collect();
    let folders: Vec<String> = (0..FOLDERS).map(root_of).collect();
    let ledger = [&DAY[..], &["--ledger", "looks.ndjson", "--text", "--place", "all"]].concat();
    for (inputs, per_run, more) in [
        (vec!["site".to_owned()], 1, &DAY[..]),
        (folders, 2, &ledger),
        (all.clone(), 9, &DAY),
        (all, 200, &ledger),
    ] {
        let root = site();
        let what = format!("{} partials", inputs.len());
        output(root.path(), &args(&["-q", "report"], &inputs, &[&["-o", "one"], more].concat()));
        merged(root.path(), &inputs, per_run, more);
        assert_same(root.path(), "one", "merged", &what);
        let report = fs::read_to_string(root.path().join("merged/report.json")).expect("a report");
        assert!(report.contains("One"), "the table of sources is used");
    }
}

#[test]
fn partials_of_the_sample_are_its_report() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let root = program::folder(&[]);
    for (name, bytes) in files(&sample) {
        let path = root.path().join("sample").join(&name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a copy");
    }
    let named = files(&root.path().join("sample")).into_keys();
    let named: Vec<String> = named.map(|name| format!("sample/{name}")).collect();
    for inputs in [vec!["sample".to_owned()], named] {
        let at = |name: &str| root.path().join(name);
        for old in ["parts0", "parts1", "parts2"] {
            let _ = fs::remove_dir_all(at(old));
        }
        let one =
            run(root.path(), &args(&["-q", "report"], &inputs, &["-o", "one", DAY[0], DAY[1]]));
        let per_run = inputs.len().div_ceil(4);
        for (number, inputs) in shuffled(inputs.clone()).chunks(per_run).enumerate() {
            let folder = format!("parts{}", number % 2);
            run(root.path(), &args(&["-q", "extract", "--partial", &folder], inputs, &[]));
        }
        let folders: Vec<&str> =
            ["parts1", "parts0"].into_iter().filter(|name| at(name).exists()).collect();
        let merge = [&["-q", "merge"], &folders[..], &["-o", "merged"], &DAY].concat();
        let two = run(root.path(), &merge);
        assert_eq!((one.code, &one.stderr), (two.code, &two.stderr), "{inputs:?}");
        assert_same(root.path(), "one", "merged", &format!("{} inputs", inputs.len()));
    }
}

/// Two posts as partials.
fn two() -> tempfile::TempDir {
    let root = program::folder(&[("a.md", &text(4)), ("b.md", &text(5))]);
    output(root.path(), &["-q", "extract", "--partial", "parts", "a.md", "b.md"]);
    root
}

fn merge(root: &Path) -> Ran {
    run(root, &["-q", "merge", "parts", "-o", "out", DAY[0], DAY[1]])
}

/// The folder of the partial of an input.
fn partial(root: &Path, input: &str) -> PathBuf {
    let folders = fs::read_dir(root.join("parts")).expect("partials");
    let mut folders = folders.map(|entry| entry.expect("an entry").path());
    let is_it = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&format!("{input}-")))
    };
    folders.find(is_it).unwrap_or_else(|| panic!("no partial of {input}"))
}

/// Expects a refusal with these words, and no report.
fn refused(root: &Path, words: &[&str]) {
    let ran = merge(root);
    assert_eq!(ran.code, 2, "{words:?}: {}{}", ran.stdout, ran.stderr);
    for word in words {
        assert!(ran.stderr.contains(word), "no {word} in {}", ran.stderr);
    }
    assert!(!root.join("out").exists(), "{words:?}: a report was written");
}

#[test]
fn a_repeated_partial_changes_nothing() {
    let root = two();
    let before = files(root.path());
    let again = run(root.path(), &["-v", "extract", "--partial", "parts", "./b.md", "a.md"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert_eq!(again.stderr.matches(" is up to date and is kept").count(), 2, "{}", again.stderr);
    assert!(files(root.path()) == before);
    // Of a damaged one nothing is kept.
    let table = partial(root.path(), "a.md").join("articles.jsonl");
    fs::write(&table, "{\"schema\":1,\"input\":\"a.md\",\"part\":null}\n").expect("damage");
    output(root.path(), &["-q", "extract", "--partial", "parts", "a.md"]);
    assert!(files(root.path()) == before);
    // A new text is a new partial in the same place.
    fs::write(root.path().join("a.md"), text(3)).expect("a change");
    output(root.path(), &["-q", "extract", "--partial", "parts", "a.md"]);
    output(root.path(), &["-q", "report", "a.md", "b.md", "-o", "one", DAY[0], DAY[1]]);
    assert_eq!(merge(root.path()).code, 0);
    assert_same(root.path(), "one", "out", "after a change");
}

#[test]
fn a_killed_partial_changes_nothing() {
    let root = two();
    let many = text(5).repeat(20);
    fs::create_dir(root.path().join("large")).expect("a folder");
    for number in 0..600 {
        fs::write(root.path().join(format!("large/{number}.md")), &many).expect("a post");
    }
    let before = files(&root.path().join("parts"));
    let mut child = command(root.path(), &["-q", "extract", "--partial", "parts", "large"])
        .spawn()
        .expect("citegraph starts");
    // It is killed in the middle of its table, where the machine is not quicker than this.
    let is_writing = || {
        let parts = files(&root.path().join("parts"));
        parts.iter().any(|(name, bytes)| name.starts_with(".citegraph-part-") && !bytes.is_empty())
    };
    while !is_writing() && child.try_wait().expect("a state").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let _ = child.kill();
    child.wait().expect("citegraph ends");
    let left = files(&root.path().join("parts"));
    assert!(before.iter().all(|(name, bytes)| left.get(name) == Some(bytes)));
    // What is left of it is not read, and the next run removes it.
    output(root.path(), &["-q", "report", "a.md", "b.md", "-o", "one", DAY[0], DAY[1]]);
    fs::remove_dir_all(root.path().join("large")).expect("a folder");
    let is_killed = !left.keys().any(|name| name.starts_with("large-"));
    if is_killed {
        assert_eq!(merge(root.path()).code, 0);
        assert_same(root.path(), "one", "out", "after a kill");
    }
    output(root.path(), &["-q", "extract", "--partial", "parts", "a.md"]);
    let left = files(&root.path().join("parts"));
    assert!(!left.keys().any(|name| name.contains("citegraph-part")), "{:?}", left.keys());
}

#[test]
fn partials_that_do_not_belong_together_are_refused() {
    let root = two();
    let more = ["--internal", "keep", "--max-size", "1MB"];
    output(root.path(), &[&["-q", "extract", "--partial", "parts", "b.md"], &more[..]].concat());
    refused(
        root.path(),
        &[
            "extract.internal is \"reject\" in the first and \"keep\" in the second",
            "input.max-size",
            "b.md again",
        ],
    );
    let root = two();
    let manifest = partial(root.path(), "b.md").join("manifest.json");
    let other = fs::read_to_string(&manifest).expect("a manifest");
    let other = other.replace("\"program\": \"", "\"program\": \"9.");
    fs::write(&manifest, other).expect("another version");
    refused(root.path(), &["b.md", "was written by citegraph 9.", "extract b.md again"]);
}

#[test]
fn a_partial_that_is_not_whole_is_refused() {
    let name = |file: &str| format!("b.md-{file}");
    for file in ["articles.jsonl", "skipped.jsonl"] {
        let root = two();
        fs::remove_file(partial(root.path(), "b.md").join(file)).expect("a table");
        refused(root.path(), &[file, "missing", "extract b.md again"]);
        let root = two();
        fs::write(partial(root.path(), "b.md").join(file), "\n").expect("damage");
        refused(root.path(), &[file, "damaged", "SHA-256", "extract b.md again"]);
    }
    let root = two();
    fs::remove_file(partial(root.path(), "b.md").join("manifest.json")).expect("a manifest");
    refused(root.path(), &[&name(""), "manifest is missing"]);
    let root = two();
    fs::write(partial(root.path(), "b.md").join("manifest.json"), "{\"partial\":{}}").expect("x");
    refused(root.path(), &["manifest.json", "extract its input again"]);
    // A manifest leads to no other file.
    let root = two();
    let manifest = partial(root.path(), "b.md").join("manifest.json");
    let led = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, led.replace("\"articles.jsonl\": {", "\"../../a.md\": {")).expect("x");
    refused(root.path(), &["extract b.md again"]);
}

#[test]
fn folders_without_partials_are_refused() {
    let root =
        program::folder(&[("a.md", &text(1)), ("parts/x/y.md", "See [b](https://b.example/).")]);
    refused(root.path(), &["x is not a partial"]);
    fs::remove_dir_all(root.path().join("parts/x")).expect("a folder");
    refused(root.path(), &["parts has no partials", "--partial"]);
    let root = two();
    let inside = run(root.path(), &["merge", "parts", "-o", "parts/out"]);
    assert_eq!(inside.code, 2);
    assert!(inside.stderr.contains("choose another folder with -o"), "{}", inside.stderr);
    for (input, word) in [("-", "standard input"), ("none.md", "none.md")] {
        let ran = run(root.path(), &["extract", "--partial", "parts", input]);
        assert_eq!(ran.code, 2, "{input}");
        assert!(ran.stderr.contains(word), "{}", ran.stderr);
    }
}

#[test]
fn a_missing_partial_is_found_by_the_list() {
    let root = two();
    fs::write(root.path().join("list"), "./a.md\nb.md\n").expect("a list");
    let merge = ["-q", "merge", "parts", "-o", "out", "--files-from", "list"];
    output(root.path(), &merge);
    fs::remove_dir_all(partial(root.path(), "b.md")).expect("a partial");
    let ran = run(root.path(), &merge);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("found no partial of b.md; write it with"), "{}", ran.stderr);
}

#[test]
fn a_document_in_two_partials_is_one() {
    let root = program::folder(&[("p/a.md", &text(4)), ("p/b.md", &text(5))]);
    let extract = |input| output(root.path(), &["-q", "extract", "--partial", "parts", input]);
    extract("p");
    extract("p/a.md");
    output(root.path(), &["-q", "report", "p", "p/a.md", "-o", "one", DAY[0], DAY[1]]);
    assert_eq!(merge(root.path()).code, 0);
    assert_same(root.path(), "one", "out", "a document twice");
    fs::remove_dir_all(root.path().join("out")).expect("a report");
    // Two states of it cannot have been read by one run.
    fs::write(root.path().join("p/a.md"), text(3)).expect("a change");
    extract("p/a.md");
    refused(root.path(), &["p/a.md is not the same in", "extract both inputs again"]);
}

#[test]
fn the_configuration_is_the_one_of_the_partials() {
    let one = "[report]\nfacets = [\"domain\"]\n";
    let root =
        program::folder(&[("p/a.md", &text(4)), ("q/b.md", &text(5)), ("p/citegraph.toml", one)]);
    output(root.path(), &["-q", "extract", "--partial", "parts", "p"]);
    output(root.path(), &["-q", "report", "p", "-o", "one", DAY[0], DAY[1]]);
    assert_eq!(merge(root.path()).code, 0);
    assert_same(root.path(), "one", "out", "a configuration beside the input");
    fs::remove_dir_all(root.path().join("out")).expect("a report");
    fs::write(root.path().join("p/citegraph.toml"), format!("{one}# more\n")).expect("a change");
    refused(root.path(), &["p/citegraph.toml has changed since", "--config FILE", "--no-config"]);
    fs::remove_file(root.path().join("p/citegraph.toml")).expect("a file");
    refused(root.path(), &["p/citegraph.toml not found"]);
    fs::write(root.path().join("p/citegraph.toml"), one).expect("a file");
    output(root.path(), &["-q", "extract", "--partial", "parts", "q"]);
    refused(root.path(), &["no configuration", "p/citegraph.toml", "--no-config"]);
    let chosen = ["--no-config", "-q", "merge", "parts", "-o", "out"];
    output(root.path(), &chosen);
    // One that the command line names is named again.
    let root = two();
    fs::write(root.path().join("c.toml"), one).expect("a file");
    output(
        root.path(),
        &["-q", "--config", "c.toml", "extract", "--partial", "parts", "a.md", "b.md"],
    );
    refused(root.path(), &["c.toml was named on the command line", "--config FILE"]);
    output(root.path(), &["-q", "--config", "c.toml", "merge", "parts", "-o", "out"]);
}
