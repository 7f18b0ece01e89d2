//! `citegraph stats`: groups of articles, what is counted, and the four forms of its result.

use serde_json::Value;

use crate::support::program::{folder, output, run};

const ONE: &str = "---\ntitle: One\nfrom: https://www.home.example/one\ndate: 2021-03-04\nauthor: Ann\n\
    tags: [x, y]\n---\n\nIt [grew](https://a.example.com/1) and [grew](https://a.example.com/1) again.\n\
    Then it [fell](https://a.example.com/2) as [b](https://b.example.org/) said.\n";
const TWO: &str =
    "---\ntitle: Two\ndate: 2022\nauthor: '=1+1|<b>'\n---\n\nSee [c](https://c.example.net/).\n";

fn posts() -> tempfile::TempDir {
    folder(&[("one.md", ONE), ("two.md", TWO)])
}

fn rows(args: &[&str]) -> Vec<Value> {
    let root = posts();
    let head = ["--no-config", "stats", ".", "--facet", "domain", "--format", "json"];
    let printed = output(root.path(), &[&head, args].concat());
    let rows: Value = serde_json::from_str(&printed).expect("JSON");
    rows.as_array().expect("an array").clone()
}

/// Name, n and richness of each group.
fn groups(args: &[&str]) -> Vec<(String, u64, u64)> {
    let rows = rows(args);
    let number = |row: &Value, name: &str| row[name].as_u64().expect("a number");
    let of = |row: &Value| {
        let name = row["group"].as_str().expect("a name").to_owned();
        (name, number(row, "n"), number(row, "richness"))
    };
    rows.iter().map(of).collect()
}

/// The same, written down.
type Known = (&'static str, u64, u64);

fn named(groups: &[Known]) -> Vec<(String, u64, u64)> {
    groups.iter().map(|(name, n, richness)| ((*name).to_owned(), *n, *richness)).collect()
}

#[test]
fn articles_are_grouped_by_what_they_have_in_common() {
    let cases: [(&str, &[Known]); 6] = [
        ("article", &[("one.md", 4, 2), ("two.md", 1, 1)]),
        ("origin", &[("(no origin)", 1, 1), ("home.example", 4, 2)]),
        ("author", &[("=1+1|<b>", 1, 1), ("Ann", 4, 2)]),
        ("tag", &[("(no tag)", 1, 1), ("x", 4, 2), ("y", 4, 2)]),
        ("year", &[("2021", 4, 2), ("2022", 1, 1)]),
        ("month", &[("(no date)", 1, 1), ("2021-03", 4, 2)]),
    ];
    for (by, wanted) in cases {
        assert_eq!(groups(&["--by", by]), named(wanted), "{by}");
    }
    assert_eq!(groups(&[]), named(&[("all", 5, 3)]));
}

#[test]
fn the_basis_says_what_is_counted() {
    for (basis, n) in [("citations", 5), ("urls", 4), ("works", 4), ("sentences", 4)] {
        assert_eq!(groups(&["--count", basis]), named(&[("all", n, 3)]), "{basis}");
    }
}

#[test]
fn every_measure_is_there_and_null_where_undefined() {
    let rows = rows(&["--by", "article"]);
    let two = rows[1].as_object().expect("an object");
    assert_eq!(two.len(), 2 + 16 + 15 + 12, "{two:?}");
    assert!(two["hill1_ci"].is_null(), "a single citation");
    assert!(two["base_hill1"].is_null() && two["base_hill1_ci"].is_null());
    assert_eq!(two["not_compared"], "few-citations");
    assert!(two["pielou"].is_null() && two["coverage"].is_null());
    assert_eq!((&two["hill1"], &two["facet"]), (&Value::from(1.0), &Value::from("domain")));
}

#[test]
fn intervals_are_pairs_and_the_same_in_every_run() {
    let one = |args: &[&str]| rows(args).swap_remove(0);
    let all = one(&[]);
    let ends = all["hill1_ci"].as_array().expect("two ends");
    let [low, high] = [0, 1].map(|at| ends[at].as_f64().expect("a number"));
    let hill1 = all["hill1"].as_f64().expect("a number");
    assert!(1.0 <= low && low < hill1 && hill1 < high, "{low} {hill1} {high}");
    assert_eq!(all, one(&[]));
    assert_ne!(all["hill1_ci"], one(&["--replicates", "20"])["hill1_ci"]);
    assert_ne!(all["hill1_ci"], one(&["--intervals", "sentences"])["hill1_ci"]);
    assert!(one(&["--intervals", "none"])["hill1_ci"].is_null());
    assert!(one(&["--intervals", "none", "--by", "article"])["hill1_ci"].is_null());
    let ran = run(posts().path(), &["stats", ".", "--replicates", "3"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}

#[test]
fn groups_that_share_nothing_are_two_groups() {
    for row in rows(&["--by", "origin"]) {
        // Shares 3/4 and 1/4 within the one, 1 within the other.
        let alpha = (0.5 * -(0.75 * 0.75_f64.ln() + 0.25 * 0.25_f64.ln())).exp();
        for (name, wanted) in [("alpha", alpha), ("beta", 2.0), ("gamma", 2.0 * alpha)] {
            let found = row[name].as_f64().expect("a number");
            assert!((found - wanted).abs() < 1e-12, "{name}: {found} for {wanted}");
        }
    }
}

#[test]
fn what_was_never_cited_is_guessed_only_when_asked() {
    assert!(rows(&[])[0].get("chao1").is_none());
    // Counts 3, 1, 1.
    let row = rows(&["--all-indices"]).swap_remove(0);
    let guesses =
        ["chao1", "chao1_classic", "chao1_inext"].map(|name| row[name].as_f64().expect(name));
    assert_eq!(guesses, [4.0, 4.0, 3.8]);
    let root = posts();
    let print = |format: &str| {
        output(
            root.path(),
            &["stats", ".", "--facet", "domain", "--all-indices", "--format", format],
        )
    };
    assert!(print("text").contains("Chao1 estimates how many"), "{}", print("text"));
    let csv = print("csv");
    let cells = |at: usize| csv.lines().nth(at).expect("a line").split(',').count();
    assert_eq!((cells(0), cells(1)), (18 + 2 * 15 + 3, 18 + 2 * 15 + 3));
}

#[test]
fn what_does_not_count_is_not_measured() {
    assert_eq!(groups(&["--place", "comment"]), named(&[("all", 0, 0)]));
    assert_eq!(
        groups(&["--syntax", "bare", "--by", "year"]),
        named(&[("2021", 0, 0), ("2022", 0, 0)])
    );
}

#[test]
fn names_of_groups_are_harmless_in_every_form() {
    let root = posts();
    let print = |format: &str| {
        let args = ["--no-config", "stats", ".", "--facet", "domain", "--by", "author", "--format"];
        output(root.path(), &[&args[..], &[format]].concat())
    };
    let csv = print("csv");
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("group,facet,n,richness,shannon,hill1,"), "{csv}");
    assert!(lines[1].starts_with("'=1+1|<b>,domain,1,1,0,1,1,1,0,,1,,"), "{csv}");
    assert_eq!((lines.len(), lines[1].split(',').count()), (3, 18 + 2 * 15 + 15));
    assert!(lines[0].contains(",good,richness_ci_low,richness_ci_high,shannon_ci_low,"), "{csv}");
    let markdown = print("markdown");
    assert!(markdown.contains(r"| \=1+1\|\<b\> | domain | 1 | 1 | - |"), "{markdown}");
    let text = print("text");
    assert!(text.contains(" Ann\n") && text.contains("left out"), "{text}");
}

#[test]
fn wrappers_can_be_left_on() {
    let google = "See [d](https://www.google.com/url?q=https://d.example.com/1).\n";
    let archive = "And [e](https://web.archive.org/web/2020/https://e.example.org/1).\n";
    let root = folder(&[("a.md", &format!("{google}{archive}"))]);
    let richness = |facet: &str, flags: &[&str]| {
        let head =
            ["--no-config", "stats", "a.md", "--format", "csv", "--facet", facet, "--alias", "t"];
        let alias = "google.com\tthe wrapper\narchive.org\tthe wrapper\n";
        std::fs::write(root.path().join("t"), alias).expect("room on the disk");
        let csv = output(root.path(), &[&head, flags].concat());
        csv.lines().nth(1).expect("a row").split(',').nth(3).expect("a cell").to_owned()
    };
    assert_eq!(richness("domain", &[]), "2");
    assert_eq!(richness("domain", &["--unwrap", "no"]), "1", "both are one by the table");
    assert_eq!(richness("host", &["--unwrap", "no"]), "2");
    assert_eq!(richness("work", &["--unwrap", "no", "--count", "urls"]), "2");
}

#[test]
fn a_table_of_aliases_that_cannot_be_read_stops_the_run() {
    let root =
        folder(&[("one.md", ONE), ("bad", "a.com\tA\n\nb.com B\n"), ("two", "a\tA\nA\tB\n")]);
    for (file, words) in
        [("none", "--alias"), ("bad", "line 3"), ("two", "line 2: a already has another")]
    {
        let ran = run(root.path(), &["stats", "one.md", "--alias", file]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{file}");
        assert!(ran.stderr.contains(words) && ran.stderr.contains(file), "{}", ran.stderr);
    }
}

#[test]
fn limits_fail_a_run_whose_result_is_printed_all_the_same() {
    let mut links: String = (1..=6).map(|n| format!("[a](https://a.example.com/{n}) ")).collect();
    links +=
        "[b](https://b.example.org/1) [b](https://b.example.org/2) [c](https://c.example.net/1) ";
    let root = folder(&[("a.md", &format!("{links}[d](https://d.test/1)\n")), ("few.md", TWO)]);
    let origin = "https://own.test/a";
    let head = ["--no-config", "stats", "--facet", "domain", "--by", "article", "--origin", origin];
    // Shares .6, .2, .1, .1: exp H = 2.97 effective sources.
    let cases: [(&str, &[&str], i32, &str); 8] = [
        ("a.md", &["--min-effective", "2.9"], 0, ""),
        (
            "a.md",
            &["--min-effective", "3"],
            1,
            "failed: a.md, domain: the effective number is 2.971",
        ),
        ("a.md", &["--max-share", "0.6"], 0, ""),
        ("a.md", &["--max-share", "0.59"], 1, "0.600, more than 0.59"),
        ("a.md", &["--max-share", "0.59", "-q"], 1, ""),
        (
            "few.md",
            &["--max-share", "0.1"],
            0,
            "the only row was not judged: fewer than 10 citations",
        ),
        ("a.md", &["--max-share", "2"], 2, "give 0 to 1"),
        ("a.md", &["--min-effective", "nan"], 2, "give 1 or more"),
    ];
    for (input, flags, code, words) in cases {
        let ran = run(root.path(), &[&head[..], &[input], flags].concat());
        assert_eq!(ran.code, code, "{flags:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(words), "{flags:?}: {}", ran.stderr);
        assert_eq!(ran.stderr.is_empty(), words.is_empty(), "{flags:?}: {}", ran.stderr);
        assert_eq!(ran.stdout.is_empty(), code == 2, "{flags:?}");
    }
}

#[test]
fn an_unknown_group_or_basis_is_a_mistake() {
    let root = posts();
    for args in [["--by", "mood"], ["--count", "words"]] {
        let ran = run(root.path(), &[&["stats", "."], &args[..]].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(args[1]), "{}", ran.stderr);
    }
}
