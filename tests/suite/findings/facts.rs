//! Who stands behind a source is told wherever a source is shown, and by the user's own table too.

use serde_json::Value;

use crate::support::program::{self, files, output};

const POST: &str = "See [b](https://www.b.example/x), [r](https://www.reuters.com/y) and [n](https://n.example/).\n";

/// Names and words that no table of ours has, some of them hostile.
const MINE: &str = r#"
groups = [{ id = "holding", name = "Hol|ding" }]
sources = [
  { domain = "b.example", owner = "=Ann <b>", group = "holding", type = "newsletter", country = "NZ", language = "mi", checked = "2026-02-03" },
]
"#;

fn folder() -> tempfile::TempDir {
    program::folder(&[("a.md", POST), ("mine.toml", MINE)])
}

#[test]
fn every_file_of_a_report_tells_the_facts_of_the_users_table() {
    let root = folder();
    output(root.path(), &["-q", "report", "a.md", "--sources", "mine.toml", "-o", "out"]);
    let files = files(&root.path().join("out"));
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("UTF-8");
    let report: Value = serde_json::from_str(&text("report.json")).expect("JSON");
    let row = |domain: &str| {
        let rows = report["domains"].as_array().expect("rows");
        rows.iter().find(|row| row["domain"] == domain).expect(domain).clone()
    };
    let own = row("b.example");
    for (name, value) in [
        ("owner", "=Ann <b>"),
        ("owner_group", "Hol|ding"),
        ("type", "newsletter"),
        ("country", "NZ"),
        ("language", "mi"),
        ("evidence", "user"),
        ("checked", "2026-02-03"),
    ] {
        assert_eq!(own[name], value, "{name}");
        assert_eq!(row("n.example")[name], Value::Null, "always there: {name}");
        assert!(row("n.example").as_object().expect("a row").contains_key(name), "{name}");
    }
    assert_eq!(row("reuters.com")["evidence"], "common-knowledge");
    for (name, shown) in [
        ("report.md", r"=Ann \<b\> · newsletter · New Zealand"),
        ("index.html", "=Ann &lt;b&gt; · newsletter · New Zealand"),
        ("index.html", "group Hol|ding, type newsletter, country New Zealand, language mi"),
        ("index.html", "language mi, evidence user, checked 2026-02-03"),
        ("citations.csv", "'=Ann <b>,Hol|ding,newsletter,NZ,mi,,user,2026-02-03"),
        ("nodes.csv", "'=Ann <b>,Hol|ding,newsletter,NZ,mi,,user,2026-02-03"),
        ("graph.gexf", "for=\"owner\" value=\"=Ann &lt;b&gt;\""),
        ("graph.gexf", "for=\"source_type\" value=\"newsletter\""),
        ("graph.graphml", "=Ann &lt;b&gt;"),
    ] {
        assert!(text(name).contains(shown), "{name}: no {shown}");
    }
    output(root.path(), &["-q", "report", "a.md", "-o", "plain"]);
    for (name, bytes) in program::files(&root.path().join("plain")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Hol|ding"), "{name}: without the table");
    }
}

#[test]
fn a_groups_country_is_not_its_members() {
    let root = program::folder(&[
        ("a.md", "[b](https://b.example/)\n"),
        (
            "mine.toml",
            "groups = [{ id = \"g\", name = \"G\", country = \"NZ\" }]\n\
             sources = [{ domain = \"b.example\", owner = \"B\", group = \"g\" }]\n",
        ),
    ]);
    let args = ["explain", "b.example", "a.md", "--sources", "mine.toml", "--format", "json"];
    let row: Value = serde_json::from_str(&output(root.path(), &args)).expect("JSON");
    assert_eq!((&row["owner_group"], &row["country"]), (&Value::from("G"), &Value::Null));
}

#[test]
fn explain_tells_who_stands_behind_a_domain_a_url_and_each_place() {
    let root = folder();
    let with = |what: &str, format: &str| {
        let args = ["explain", what, "a.md", "--sources", "mine.toml", "--format", format];
        output(root.path(), &args)
    };
    for what in ["b.example", "https://www.b.example/x"] {
        let shown = with(what, "text");
        for line in ["owner       =Ann <b>", "owner_group Hol|ding", "checked     2026-02-03"] {
            assert!(shown.lines().any(|one| one == line), "{what}: no {line} in {shown}");
        }
        let row: Value = serde_json::from_str(&with(what, "json")).expect("one line");
        assert_eq!((&row["type"], &row["platform"]), (&Value::from("newsletter"), &Value::Null));
    }
    assert!(with("n.example", "text").starts_with("a.md:1:"), "nothing is said of the unknown");
}
