//! `citegraph lint` and `rules` as programs and people read them.

use serde_json::Value;

use crate::support::program;
use crate::support::shared;

const TEXT: &str = "---\nfrom: https://own.example.org/a\n---\nIt [grew](https://x.example.com/é%20/b?utm_source=t), \
                    [fell](http://192.168.1.1/%3E<b>%0A::error::x) and [rose](https://bit.ly/1).\n";

fn lint(name: &str, format: &str) -> program::Ran {
    let folder = program::folder(&[(name, TEXT)]);
    program::run(folder.path(), &["--no-config", "lint", "--format", format, name])
}

#[test]
fn the_gate_and_the_exit_codes() {
    let folder =
        program::folder(&[("a.md", TEXT), ("ok.md", "[The Times](https://t.example.com/a/b)\n")]);
    let code = |arguments: &[&str]| {
        let all: Vec<&str> =
            ["--no-config", "-q", "lint"].iter().chain(arguments).copied().collect();
        program::run(folder.path(), &all).code
    };
    assert_eq!(code(&["a.md"]), 1);
    assert_eq!(code(&["a.md", "--fail-on", "never"]), 0);
    assert_eq!(code(&["a.md", "--rule", "shortened-url"]), 0);
    assert_eq!(code(&["a.md", "--rule", "shortened-url", "--fail-on", "warning"]), 1);
    assert_eq!(code(&["a.md", "--no-rule", "no-such-rule"]), 2);
    assert_eq!(code(&["a.md", "--today", "2026-13-01"]), 2);
    assert_eq!(code(&["ok.md"]), 0);
    assert_eq!(code(&["a.md", "--write-baseline", "known.json"]), 0);
    assert_eq!(code(&["a.md", "--baseline", "known.json", "--fail-on", "notice"]), 0);
    assert_eq!(code(&["a.md", "--baseline", "missing.json"]), 2);
}

#[test]
fn the_configuration_suppresses_and_refuses_what_it_does_not_know() {
    let good = "[lint]\nfail-on = \"warning\"\noff = [\"insecure-http\"]\n[[lint.suppress]]\nrule = \"local-url\"\nreason = \"a test\"\n";
    let folder =
        program::folder(&[("a.md", TEXT), ("good.toml", good), ("bad.toml", "[lint]\nfoo = 1\n")]);
    let ran =
        program::run(folder.path(), &["--config", "good.toml", "lint", "--format", "json", "a.md"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(!ran.stdout.contains("local-url") && !ran.stdout.contains("insecure-http"));
    assert_eq!(program::run(folder.path(), &["--config", "bad.toml", "lint", "a.md"]).code, 2);
}

#[test]
fn json_has_the_fields_of_the_contract() {
    let found: Vec<Value> = serde_json::from_str(&lint("a.md", "json").stdout).expect("an array");
    assert!(!found.is_empty());
    let fields =
        "rule family severity certainty message evidence input line column span claim fix count";
    for finding in &found {
        for field in fields.split(' ') {
            assert!(finding.get(field).is_some(), "{field} of {finding}");
        }
        let kind = finding["fix"]["kind"].as_str().expect("a kind");
        assert!(matches!(kind, "none" | "suggested" | "safe"), "{kind}");
    }
    let spanned = found.iter().find(|one| one["rule"] == "shortened-url").expect("found");
    let [start, end] = [0, 1].map(|at| spanned["span"][at].as_u64().expect("a number") as usize);
    assert_eq!(&TEXT[start..end], "https://bit.ly/1");
}

#[test]
fn sarif_has_the_structure_of_2_1_0() {
    let name = "a b%é.md";
    let log: Value = serde_json::from_str(&lint(name, "sarif").stdout).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.iter().all(|rule| rule["help"]["text"].is_string()));
    let results = run["results"].as_array().expect("results");
    for result in results {
        let rule = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(matches!(result["level"].as_str(), Some("error" | "warning" | "note")));
        assert!(result["partialFingerprints"]["citegraph/v1"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b%25%C3%A9.md");
    }
    let short = results.iter().find(|one| one["ruleId"] == "shortened-url").expect("found");
    let region = &short["locations"][0]["physicalLocation"]["region"];
    let line = TEXT.lines().nth(3).expect("a line");
    let column = 1 + line[..line.find("https://bit").expect("there")].chars().count() as u64;
    assert_eq!(region["startLine"], 4);
    assert_eq!(region["startColumn"], column);
    assert_eq!(region["endColumn"], column + "https://bit.ly/1".len() as u64);
}

#[test]
fn annotations_are_one_line_each_and_xml_is_whole() {
    let github = lint("a.md", "github").stdout;
    assert!(
        github.lines().all(|line| line.starts_with("::error ")
            || line.starts_with("::warning ")
            || line.starts_with("::notice ")),
        "{github}"
    );
    let junit = lint("a.md", "junit").stdout;
    assert!(junit.starts_with("<?xml") && junit.contains("<failure type=\"error\""), "{junit}");
    if shared::has_python() {
        let folder = program::folder(&[("j.xml", &junit)]);
        let parse = "import xml.etree.ElementTree as e; print(e.parse('j.xml').getroot().tag)";
        let ran = std::process::Command::new("python3")
            .current_dir(folder.path())
            .args(["-c", parse])
            .output();
        assert_eq!(ran.expect("python3 starts").stdout.trim_ascii(), b"testsuites");
    }
    let markdown = lint("a.md", "markdown").stdout;
    assert!(markdown.starts_with("# Findings\n") && markdown.contains("`local-url`"), "{markdown}");
}

#[test]
fn text_points_at_the_place() {
    let text = lint("a.md", "text").stdout;
    let lines: Vec<&str> = text.lines().collect();
    let at =
        lines.iter().position(|line| line.starts_with("warning[shortened-url]")).expect("found");
    assert!(lines[at + 1].starts_with("  --> a.md:4:"), "{text}");
    let caret = lines[at + 3].find('^').expect("a caret");
    let column = lines[at + 3][..caret].chars().count();
    let shown: String = lines[at + 2].chars().skip(column).take(16).collect();
    assert_eq!(shown, "https://bit.ly/1", "{text}");
    assert_eq!(lines[at + 3].matches('^').count(), 16, "{text}");
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = program::folder(&[]);
    let list = program::output(folder.path(), &["--no-config", "--width", "300", "rules"]);
    assert_eq!(list.lines().count(), citegraph::findings::RULES.len());
    let one = program::output(folder.path(), &["--no-config", "rules", "home-page"]);
    assert!(one.starts_with("home-page (warning, target)\n"), "{one}");
    assert_eq!(program::run(folder.path(), &["--no-config", "rules", "x"]).code, 2);
}

#[test]
fn a_new_baseline_is_reported_in_one_line() {
    let folder = program::folder(&[("a.md", TEXT)]);
    let run = |args: &[&str]| {
        let all: Vec<&str> = ["--no-config", "lint", "a.md"].iter().chain(args).copied().collect();
        program::run(folder.path(), &all)
    };
    let found: Vec<Value> = serde_json::from_str(&run(&["--format", "json"]).stdout).expect("JSON");
    let line = format!("wrote the baseline: {} findings in known.json\n", found.len());
    for args in [&["--write-baseline", "known.json"][..], &["-q", "--write-baseline", "known.json"]]
    {
        let ran = run(args);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, line.as_str(), ""));
    }
    // A file that is asked for has them all the same.
    let args = ["--write-baseline", "known.json", "--format", "json", "-o", "all.json"];
    assert_eq!(run(&args).stdout, line);
    let file = std::fs::read_to_string(folder.path().join("all.json")).expect("it is there");
    assert_eq!(serde_json::from_str::<Vec<Value>>(&file).expect("JSON"), found);
    let one = run(&["--rule", "shortened-url", "--write-baseline", "one.json"]);
    assert_eq!(one.stdout, "wrote the baseline: 1 finding in one.json\n");
}

#[test]
fn severity_hides_findings_and_leaves_the_gate() {
    let folder = program::folder(&[("a.md", TEXT)]);
    let run = |more: &[&str]| {
        let all: Vec<&str> = ["--no-config", "lint", "a.md"].iter().chain(more).copied().collect();
        program::run(folder.path(), &all)
    };
    let grave = run(&["--severity", "error", "--format", "json"]);
    let found: Vec<Value> = serde_json::from_str(&grave.stdout).expect("an array");
    assert!(!found.is_empty() && found.iter().all(|one| one["severity"] == "error"));
    let all: Vec<Value> = serde_json::from_str(&run(&["--format", "json"]).stdout).expect("JSON");
    let note = format!("note: --severity error hides {} findings\n", all.len() - found.len());
    assert_eq!(grave.stderr, note);
    let strict = run(&["--severity", "error", "--fail-on", "notice", "--rule", "shortened-url"]);
    assert_eq!((strict.code, strict.stdout.as_str()), (1, "no findings\n"), "{}", strict.stderr);
    run(&["--severity", "error", "--write-baseline", "known.json"]);
    let baseline = std::fs::read_to_string(folder.path().join("known.json")).expect("a baseline");
    assert_eq!(baseline.matches("\"fingerprint\"").count(), all.len(), "a baseline has them all");
    assert_eq!(run(&["--severity", "grave"]).code, 2);
}

#[test]
fn findings_are_counted_and_the_most_frequent_rules_named() {
    let more = "And [a](https://bit.ly/2), [b](https://bit.ly/3).\n".repeat(3);
    let folder = program::folder(&[("a.md", &format!("{TEXT}\n{more}"))]);
    let run = |more: &[&str]| {
        let first = ["--no-config", "--width", "300", "lint", "a.md"];
        let all: Vec<&str> = first.iter().chain(more).copied().collect();
        program::run(folder.path(), &all)
    };
    let counted = run(&["--statistics"]);
    let numbers: Vec<u64> = counted
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()?.parse().ok())
        .collect();
    assert!(numbers.len() > 3 && numbers.is_sorted_by(|one, two| one >= two), "{}", counted.stdout);
    let all: Vec<Value> = serde_json::from_str(&run(&["--format", "json"]).stdout).expect("JSON");
    assert_eq!(numbers.iter().sum::<u64>(), all.len() as u64);
    let first = counted.stdout.lines().next().expect("a rule");
    assert!(first.contains("shortened-url"), "{first}");
    assert_eq!(counted.code, 1, "the gate sees findings that are only counted");
    let text = run(&[]);
    let last = text.stdout.lines().last().expect("a summary");
    assert!(last.starts_with("most frequent: shortened-url 7, "), "{last}");
    let mixed = run(&["--statistics", "--format", "sarif"]);
    assert_eq!(mixed.code, 2, "{}", mixed.stderr);
    assert!(mixed.stderr.contains("--format FORMAT=FILE"), "{}", mixed.stderr);
    assert_eq!(run(&["--statistics", "--format", "sarif=a.sarif", "--format", "text"]).code, 1);
}

#[test]
fn one_line_has_one_finding() {
    let ran = lint("a.md", "oneline");
    let found: Vec<Value> = serde_json::from_str(&lint("a.md", "json").stdout).expect("an array");
    assert_eq!(ran.stdout.lines().count(), found.len());
    for (line, finding) in ran.stdout.lines().zip(&found) {
        let number = |key: &str| finding[key].as_u64().unwrap_or(1);
        let word = |key: &str| finding[key].as_str().expect("a word");
        let (severity, rule) = (word("severity"), word("rule"));
        let start = format!("a.md:{}:{}: {severity} {rule}: ", number("line"), number("column"));
        assert!(line.starts_with(&start), "{start}: {line}");
    }
}

#[test]
fn quiet_runs_print_their_results() {
    let folder = program::folder(&[("a.md", TEXT)]);
    for verb in [&["lint"][..], &["stats"], &["fix", "--check"]] {
        let run = |quiet: &[&str]| {
            let all: Vec<&str> =
                ["--no-config"].iter().chain(quiet).chain(verb).chain(&["a.md"]).copied().collect();
            program::run(folder.path(), &all)
        };
        let (loud, quiet) = (run(&[]), run(&["-q"]));
        assert_eq!((&loud.stdout, loud.code), (&quiet.stdout, quiet.code), "{verb:?}");
        assert!(!quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{verb:?}: {}", quiet.stderr);
    }
}
