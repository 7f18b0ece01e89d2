//! Every output of every verb, with something in its way: nothing that somebody else made is lost.

use std::fs;
use std::path::Path;

use crate::support::program::{self, Ran, command, files, finish, run};

const POST: &str = "---\nfrom: https://a.example/1\ndate: 2026-01-02\n---\n\
    In 2020 it cost [12 million](http://b.example/?utm_source=t), said [c](https://c.example/x).\n\n\
    The longest bridge is [here](https://doi.org/10.1000/182).\n";
const OTHER: &str = "---\nfrom: https://z.example/1\n---\nSee [b](http://b.example/) and [d](https://d.example/).\n";
/// A graph with a trap that `doctor --fix` takes out.
const GRAPH: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\
    <graph><nodes><node id=\"a\" label=\"a\"/></nodes><edges/></graph></gexf>\n";
const LEDGER: &str = "{\"schema\":1,\"url\":\"https://c.example/x\",\"started\":\"2026-03-01T06:00:00Z\",\
    \"run\":\"r1\",\"method\":\"get\",\"hops\":[{\"url\":\"https://c.example/x\",\"status\":404}],\"end\":\"answered\"}\n";
const EDGES: &str = "Source,Target\na,b\nb,c\n";

/// One output: how it is asked for, and the file's name. `-o` or another flag comes right before the name.
struct Case {
    args: Vec<&'static str>,
    file: &'static str,
}

fn case(line: &'static str, file: &'static str) -> Case {
    Case { args: line.split(' ').collect(), file }
}

/// Every verb that writes a file, in every form.
fn cases() -> Vec<Case> {
    let check = "check a.md --offline --ledger looks.ndjson --today 2026-03-09 --fail-on never";
    let mut cases = vec![
        case("extract a.md -o", "x.jsonl"),
        case("extract a.md --schema -o", "schema.json"),
        case("extract . --skipped", "skips.ndjson"),
        case("explain b.example a.md -o", "explain.txt"),
        case("explain https://c.example/x a.md -o", "explained.txt"),
        case("explain b.example a.md --format json -o", "explain.jsonl"),
        case("lint a.md --fail-on never --write-baseline", "known.json"),
        case("lint a.md --fail-on never --statistics -o", "statistics.txt"),
        case("fix a.md -o", "fixes.txt"),
        case("graph --columns -o", "columns.tsv"),
        case("graph --edges edges.csv -o", "edges.gexf"),
        case("doctor trap.gexf -o", "doctor.txt"),
        case("doctor trap.gexf --format json -o", "doctor.json"),
        case("doctor trap.gexf --fix -o", "mended.gexf"),
        case("doctor --traps -o", "traps.txt"),
        case("diff b.md a.md -o", "diff.txt"),
        case("diff b.md a.md --format json -o", "diff.json"),
        case("diff b.md a.md --format gexf -o", "diff.gexf"),
        case("diff a.md a.md --format json -o", "same.json"),
        case("lint none.md --fail-on never -o", "none.txt"),
        case("lint none.md --fail-on never --format json -o", "none.json"),
        case("bibliography a.md --format csl-json -o", "works.json"),
        case("bibliography a.md --format bibtex -o", "works.bib"),
        case("bibliography a.md --format csv -o", "works.csv"),
        case("graph a.md --gzip -o", "graph.gexf.gz"),
    ];
    let forms: [(&'static str, &[&'static str]); 6] = [
        ("stats a.md", &["text", "json", "csv", "markdown"]),
        ("stats . --by origin", &["text", "json", "csv", "markdown"]),
        (
            "lint a.md --fail-on never",
            &["text", "oneline", "json", "sarif", "github", "junit", "markdown"],
        ),
        (check, &["text", "ndjson", "markdown", "json", "sarif", "github", "junit"]),
        ("impact b.example a.md", &["text", "json", "csv", "markdown"]),
        ("graph a.md", &["gexf", "graphml", "json", "dot", "svg", "html"]),
    ];
    for (verb, forms) in forms {
        for form in forms {
            let mut args: Vec<&str> = verb.split(' ').collect();
            args.extend(["--format", form, "-o"]);
            cases.push(Case { args, file: "result" });
        }
    }
    for file in ["sheet.csv", "sheet.xlsx", "sheet.html", "sheet.md", "sheet.json"] {
        cases.push(case("sheet a.md -o", file));
    }
    cases
}

fn inputs() -> tempfile::TempDir {
    program::folder(&[
        ("a.md", POST),
        ("b.md", OTHER),
        ("none.md", "---\nfrom: https://a.example/1\ndate: 2026-01-02\n---\nNothing to see.\n"),
        ("trap.gexf", GRAPH),
        ("looks.ndjson", LEDGER),
        ("edges.csv", EDGES),
    ])
}

impl Case {
    fn run(&self, folder: &Path, more: &[&str]) -> Ran {
        let args: Vec<&str> =
            self.args.iter().copied().chain([self.file]).chain(more.iter().copied()).collect();
        run(folder, &args)
    }
}

/// Runs citegraph where nothing may change, and expects a refusal that names the file.
fn refused(case: &Case, root: &Path, more: &[&str]) {
    let before = files(root);
    let ran = case.run(root, more);
    let name = format!("{:?} {}", case.args, case.file);
    assert_eq!(ran.code, 2, "{name}: {}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(case.file), "{name}: {}", ran.stderr);
    let remedies = ["--force", "another", "give a folder"];
    assert!(remedies.iter().any(|word| ran.stderr.contains(word)), "{name}: {}", ran.stderr);
    let after = files(root);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{name}");
    assert!(before == after, "{name}: a file changed");
}

#[test]
fn every_output_can_be_written_twice_and_over_nothing() {
    for case in cases() {
        let root = inputs();
        let path = root.path().join(case.file);
        let name = format!("{:?} {}", case.args, case.file);
        fs::write(&path, "").expect("an empty file");
        let first = case.run(root.path(), &[]);
        assert_eq!(first.code, 0, "{name}: {}", first.stderr);
        let written = fs::read(&path).expect("a result");
        assert!(!written.is_empty() || case.args.contains(&"github"), "{name} is empty");
        let second = case.run(root.path(), &[]);
        assert_eq!(second.code, 0, "{name}, again: {}", second.stderr);
        assert!(fs::read(&path).expect("a result") == written, "{name}: not the same");
        let names = files(root.path());
        assert!(!names.keys().any(|name| name.contains("citegraph-part")), "{name}: {names:?}");
    }
}

#[test]
fn no_output_replaces_a_file_of_somebody_else() {
    for case in cases() {
        let root = inputs();
        let path = root.path().join(case.file);
        fs::write(&path, "My own words, and nobody else's.\n").expect("a file");
        refused(&case, root.path(), &[]);
        let forced = case.run(root.path(), &["--force"]);
        assert_eq!(forced.code, 0, "{:?}: {}", case.args, forced.stderr);
        assert_ne!(fs::read(&path).expect("a file"), b"My own words, and nobody else's.\n");
    }
}

#[test]
fn files_of_forms_are_outputs_too() {
    let lint = ["lint", "a.md", "--fail-on", "never", "--format"];
    let check = ["check", "a.md", "--offline", "--ledger", "looks.ndjson", "--today", "2026-03-09"];
    let check: Vec<&str> = check.into_iter().chain(["--fail-on", "never", "--format"]).collect();
    for verb in [&lint[..], &check] {
        let root = inputs();
        let run = |values: &[&str]| {
            let more = values[1..].iter().flat_map(|value| ["--format", value]);
            run(root.path(), &[verb, &[values[0]], &more.collect::<Vec<_>>()].concat())
        };
        for _ in 0..2 {
            let both = run(&["sarif=a.sarif", "markdown=a.out.md"]);
            assert_eq!((both.code, both.stdout.as_str()), (0, ""), "{verb:?}: {}", both.stderr);
        }
        let made = files(root.path());
        let page = String::from_utf8_lossy(&made["a.out.md"]);
        assert!(made["a.sarif"].starts_with(b"{") && page.contains("# "), "{verb:?}: {page}");
        let text = run(&["sarif=a.sarif", "text"]);
        assert!(text.code == 0 && !text.stdout.is_empty(), "{verb:?}: {}", text.stderr);
        fs::write(root.path().join("mine"), "My own words.\n").expect("a file");
        for (values, word) in [
            (&["sarif=mine"][..], "mine was not written by citegraph"),
            (&["sarif=a.md"], "a.md is an input of this run"),
            (&["sarif=looks.ndjson"], "looks.ndjson is"),
            (&["sarif=x", "json=x"], "x is given for two outputs"),
            (&["sarif", "json"], "--format json=FILE"),
            (&["sarif="], "--format sarif=FILE"),
            (&["srif=x"], "sarif"),
            (&["sarif=none/x"], "none/x"),
        ] {
            let refused = run(values);
            assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{verb:?} {values:?}");
            assert!(refused.stderr.contains(word), "{verb:?} {values:?}: {}", refused.stderr);
        }
        assert_eq!(fs::read(root.path().join("mine")).expect("a file"), b"My own words.\n");
    }
}

#[cfg(unix)]
#[test]
fn no_output_goes_through_a_link() {
    for case in cases() {
        let root = inputs();
        let elsewhere = tempfile::tempdir().expect("another folder");
        let victim = elsewhere.path().join("victim");
        for old in ["", "no findings\n"] {
            fs::write(&victim, old).expect("a file");
            let link = root.path().join(case.file);
            let _ = fs::remove_file(&link);
            std::os::unix::fs::symlink(&victim, link).expect("a link");
            refused(&case, root.path(), &[]);
            assert_eq!(fs::read_to_string(&victim).expect("a file"), old);
        }
    }
}

#[cfg(unix)]
#[test]
fn no_output_goes_through_a_folder_that_is_a_link() {
    let elsewhere = tempfile::tempdir().expect("another folder");
    let root = inputs();
    program::output(root.path(), &["extract", "a.md", "--partial", "parts"]);
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("out")).expect("a link");
    for args in [
        &["extract", "a.md", "-o", "out/x.jsonl"][..],
        &["report", "a.md", "-o", "out"],
        &["report", "a.md", "-o", "out/deep"],
        &["graph", "a.md", "--format", "csv", "-o", "out"],
        &["extract", "a.md", "--partial", "out"],
        &["merge", "parts", "-o", "out"],
    ] {
        let ran = run(root.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("out is a symbolic link"), "{args:?}: {}", ran.stderr);
    }
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("reports")).expect("a link");
    assert_eq!(run(root.path(), &["report", "a.md"]).code, 2);
    assert!(files(elsewhere.path()).is_empty());
}

#[test]
fn no_output_replaces_what_the_run_reads() {
    for mut case in cases() {
        let root = inputs();
        let input = case.args.iter().rev().find(|arg| root.path().join(arg).is_file());
        let Some(input) = input.copied() else { continue };
        case.file = input;
        refused(&case, root.path(), &[]);
    }
    let root = inputs();
    let ledger =
        ["check", "a.md", "--offline", "--ledger", "looks.ndjson", "--format", "ndjson", "-o"];
    refused(&Case { args: ledger.to_vec(), file: "looks.ndjson" }, root.path(), &[]);
    refused(&case("lint a.md --ledger looks.ndjson -o", "looks.ndjson"), root.path(), &[]);
    // A ledger is nothing that can be made again, also where this run does not read it.
    refused(&case("lint a.md -o", "looks.ndjson"), root.path(), &[]);
    let twice = run(root.path(), &["extract", "a.md", "-o", "x", "--skipped", "x"]);
    assert_eq!(twice.code, 2, "{}", twice.stderr);
}

#[test]
fn an_output_that_cannot_be_written_loses_nothing() {
    for case in cases() {
        let root = inputs();
        fs::create_dir(root.path().join(case.file)).expect("a folder in the way");
        let ran = case.run(root.path(), &[]);
        assert_eq!(ran.code, 2, "{:?}: {}", case.args, ran.stderr);
        assert!(ran.stderr.contains(case.file), "{}", ran.stderr);
        let missing = Case { args: case.args, file: "not/there/x.gexf" };
        if missing.args[0] == "sheet" {
            continue;
        }
        let ran = missing.run(root.path(), &[]);
        assert_eq!(ran.code, 2, "{:?}: {}", missing.args, ran.stderr);
    }
}

/// A folder in which nothing can be made: read-only, or for the superuser, who may write there, one of the
/// system's own.
#[cfg(unix)]
#[test]
fn a_read_only_folder_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = inputs();
    let locked = root.path().join("locked");
    fs::create_dir(&locked).expect("a folder");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("permissions");
    let locked = if fs::write(locked.join("probe"), "").is_ok() {
        Path::new("/sys").to_owned()
    } else {
        locked
    };
    let place = |name: &str| locked.join(name).to_string_lossy().into_owned();
    for args in [
        vec!["extract".to_owned(), "a.md".into(), "-o".into(), place("x.jsonl")],
        vec!["report".into(), "a.md".into(), "-o".into(), place("out")],
        vec!["sheet".into(), "a.md".into(), "-o".into(), place("x.csv")],
        vec![
            "graph".into(),
            "a.md".into(),
            "--format".into(),
            "csv".into(),
            "-o".into(),
            place("out"),
        ],
    ] {
        let ran = run(root.path(), &args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(args.last().expect("a place")), "{args:?}: {}", ran.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let small = tempfile::tempdir().expect("a folder");
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(small.path())
        .output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        crate::support::shared::skipped("to mount a small file system needs the superuser");
        return;
    }
    struct Mounted<'a>(&'a Path);
    impl Drop for Mounted<'_> {
        fn drop(&mut self) {
            let _ = std::process::Command::new("umount").arg(self.0).status();
        }
    }
    let _mounted = Mounted(small.path());
    let root = inputs();
    let links: String = (0..280)
        .map(|n| format!("See [x](https://b{n}.example/{}).\n\n", "y".repeat(99)))
        .collect();
    fs::write(root.path().join("a.md"), format!("{POST}{links}")).expect("a large article");
    let (file, folder) = (small.path().join("x.jsonl"), small.path().join("out"));
    fs::write(&file, "no findings\n").expect("an old result");
    let place = |path: &Path| path.to_string_lossy().into_owned();
    for args in [
        ["extract", "a.md", "-o", &place(&file)],
        ["report", "a.md", "-o", &place(&folder)],
        ["sheet", "a.md", "--format=csv", &format!("-o{}", place(&file))],
    ] {
        let ran = run(root.path(), &args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(&place(small.path())), "{args:?}: {}", ran.stderr);
        let left = files(small.path());
        assert_eq!(left.keys().collect::<Vec<_>>(), ["x.jsonl"], "{args:?}");
        assert_eq!(left["x.jsonl"], b"no findings\n", "{args:?}");
    }
    let written = root.path().join("a.md");
    fs::copy(&written, small.path().join("b.md")).expect("room for one article");
    let ran = run(small.path(), &["fix", "--write", "b.md"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert_eq!(
        fs::read(small.path().join("b.md")).expect("b.md"),
        fs::read(written).expect("a.md")
    );
}

#[test]
fn a_report_keeps_to_its_own_files() {
    let root = inputs();
    let at = |name: &str| root.path().join(name);
    fs::create_dir(at("site")).expect("a folder");
    fs::write(at("site/index.html"), "<title>Home</title><p>hello").expect("a page");
    let ran = run(root.path(), &["report", "a.md", "-o", "site"]);
    assert_eq!((ran.code, files(&at("site")).len()), (2, 1), "{}", ran.stderr);
    let itself = run(root.path(), &["report", "site", "-o", "site"]);
    assert_eq!((itself.code, files(&at("site")).len()), (2, 1), "{}", itself.stderr);
    let inside = run(&at("site"), &["report", "../a.md", "-o", "."]);
    assert_eq!((inside.code, files(&at("site")).len()), (2, 1), "{}", inside.stderr);
    // Beside somebody's other files there is room for ours.
    fs::rename(at("site/index.html"), at("site/home.html")).expect("another name");
    for _ in 0..2 {
        program::output(root.path(), &["report", "a.md", "-o", "site"]);
        assert_eq!(fs::read(at("site/home.html")).expect("home"), b"<title>Home</title><p>hello");
    }
    // A folder that holds nothing else is replaced whole, and what is no longer written goes.
    program::output(root.path(), &["report", "a.md", "-o", "out"]);
    let manifest = fs::read_to_string(at("out/manifest.json")).expect("a manifest");
    fs::write(
        at("out/manifest.json"),
        manifest.replace("\"edges.csv\"", "\"edges.csv\", \"old.csv\""),
    )
    .expect("a manifest");
    fs::copy(at("out/edges.csv"), at("out/old.csv")).expect("a file of an earlier version");
    program::output(root.path(), &["report", "a.md", "-o", "out"]);
    assert!(!at("out/old.csv").exists());
    // The same file, but not listed, is somebody's copy.
    fs::copy(at("out/edges.csv"), at("out/copy.csv")).expect("a copy");
    program::output(root.path(), &["report", "a.md", "-o", "out"]);
    assert!(at("out/copy.csv").exists());
}

/// An empty file is nobody's, so it does not keep a folder from being replaced in one step.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_with_an_empty_table_is_replaced_as_a_whole() {
    use std::os::unix::fs::MetadataExt as _;
    let root = program::folder(&[("posts/a.html", "<?xml version='1.0'?><rss><channel/></rss>")]);
    let report = || {
        program::output(root.path(), &["-q", "report", "posts", "-o", "out"]);
        fs::metadata(root.path().join("out")).expect("a folder").ino()
    };
    let first = report();
    let table = fs::read(root.path().join("out/citations.jsonl")).expect("a table");
    assert!(table.is_empty(), "no article is there");
    assert_ne!(report(), first);
}

#[test]
fn two_inputs_of_one_name_do_not_share_a_folder() {
    let root = program::folder(&[("a/posts/x.md", POST), ("b/posts/y.md", OTHER)]);
    program::output(root.path(), &["report", "a/posts"]);
    let first = files(&root.path().join("reports"));
    let other = run(root.path(), &["report", "b/posts"]);
    assert_eq!(other.code, 2, "{}", other.stderr);
    assert!(
        other.stderr.contains("reports/posts contains the report of a/posts/x.md"),
        "{}",
        other.stderr
    );
    assert!(files(&root.path().join("reports")) == first);
    program::output(root.path(), &["report", "./a/posts/"]);
    program::output(root.path(), &["report", "b/posts", "--force"]);
    program::output(root.path(), &["report", "b/posts"]);
}

#[test]
fn a_sheet_in_which_people_have_written_is_kept() {
    for name in ["f.csv", "f.json"] {
        let root = inputs();
        let at = root.path().join(name);
        program::output(root.path(), &["sheet", "a.md", "-o", name]);
        let fresh = fs::read_to_string(&at).expect("a sheet");
        let filled = match name {
            "f.csv" => fresh.replacen(",open,", ",ok,", 1),
            _ => fresh.replacen("\"status\": \"open\"", "\"status\": \"ok\"", 1),
        };
        assert_ne!(fresh, filled, "{name}");
        fs::write(&at, &filled).expect("a sheet");
        for case in [case("sheet a.md --format csv -o", name), case("lint a.md -o", name)] {
            refused(&case, root.path(), &[]);
        }
        // Merging is made for it.
        program::output(root.path(), &["sheet", "merge", name, "a.md", "-o", name]);
        assert!(fs::read_to_string(&at).expect("a sheet").contains("ok"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_removed_by_the_next_one() {
    let root = inputs();
    let at = |name: &str| root.path().join(name);
    fs::write(at(".citegraph-part-1-0"), "torn").expect("a file");
    fs::create_dir(at(".citegraph-part-1-1")).expect("a folder");
    fs::write(at(".citegraph-part-1-1/index.html"), "torn").expect("a file");
    // Another run is still at work on this one.
    let locked = fs::File::create(at(".citegraph-part-1-2")).expect("a file");
    locked.lock().expect("a lock");
    program::output(root.path(), &["extract", "a.md", "-o", "x.jsonl"]);
    let left: Vec<String> =
        files(root.path()).into_keys().filter(|name| name.contains("part")).collect();
    assert_eq!(left, [".citegraph-part-1-2"]);
}

/// Whichever verb comes next, and whichever was killed.
#[cfg(unix)]
#[test]
fn every_verb_removes_what_killed_runs_left_beside_its_output() {
    for args in [
        &["extract", "a.md", "-o", "x.jsonl"][..],
        &["report", "a.md", "-o", "out"],
        &["sheet", "a.md", "-o", "s.csv"],
        &["graph", "a.md", "-o", "g.gexf"],
        &["graph", "a.md", "--format", "csv", "-o", "tables"],
        &["lint", "a.md", "--fail-on", "never", "--write-baseline", "known.json"],
        &["lint", "a.md", "--fail-on", "never", "--format", "sarif=a.sarif"],
        &["stats", "a.md", "-o", "s.json"],
        &["fix", "a.md", "--write"],
        &["doctor", "trap.gexf", "--fix", "-o", "mended.gexf"],
    ] {
        let root = inputs();
        let mut child = command(root.path(), &["extract", "-", "-o", "killed.jsonl"])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("citegraph starts");
        assert!(is_begun(root.path()), "the first run did not begin");
        // Nothing can be removed by a process that is killed this way.
        child.kill().expect("a child to end");
        child.wait().expect("it has ended");
        let parts = |root: &Path| files(root).into_keys().filter(|name| name.contains("-part-"));
        assert_eq!(parts(root.path()).count(), 1, "{args:?}");
        let ran = run(root.path(), args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
        assert_eq!(parts(root.path()).count(), 0, "{args:?}");
    }
}

/// Whether a run that waits for its input has begun to write: then something incomplete is there.
#[cfg(unix)]
fn is_begun(root: &Path) -> bool {
    let is_part = |name: std::ffi::OsString| name.to_string_lossy().starts_with(".citegraph-part-");
    let is_begun = || {
        let all = [root.to_owned(), root.join("out")];
        let mut entries = all.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        entries.any(|entry| entry.is_ok_and(|entry| is_part(entry.file_name())))
    };
    (0..1000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        is_begun()
    })
}

/// Asks a run to end while it waits for its input, and looks what is left.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    for (signal, args) in [
        ("-INT", ["report", "-", "-o", "out/deep"]),
        ("-TERM", ["extract", "-", "-o", "x.jsonl"]),
        ("-HUP", ["sheet", "-", "-o", "x.csv"]),
    ] {
        let root = inputs();
        let before = files(root.path());
        let mut child = command(root.path(), &args)
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("citegraph starts");
        assert!(is_begun(root.path()), "{args:?} did not begin");
        let killed =
            std::process::Command::new("kill").arg(signal).arg(child.id().to_string()).status();
        assert!(killed.is_ok_and(|killed| killed.success()));
        // Standard input stays open until the run has ended.
        let stdin = child.stdin.take();
        let ran = finish(child.wait_with_output().expect("citegraph ends"));
        drop(stdin);
        assert_eq!(ran.code, 3, "{args:?}: {}", ran.stderr);
        assert_eq!(
            before.keys().collect::<Vec<_>>(),
            files(root.path()).keys().collect::<Vec<_>>(),
            "{args:?}"
        );
    }
}
