//! Notebooks: cells of Markdown in JSON, each link with its bytes in the file.

use citegraph::article::{Article, Format, Link};

use crate::support::program;

/// A notebook of these cells, each written as JSON, with these metadata.
fn notebook(cells: &[&str], metadata: &str) -> String {
    format!(
        "{{\n \"cells\": [\n{}\n ],\n \"metadata\": {{{metadata}}},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}}\n",
        cells.join(",\n")
    )
}

fn markdown(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("    \"{line}\"")).collect();
    format!("  {{\"cell_type\": \"markdown\", \"source\": [\n{}\n  ]}}", lines.join(",\n"))
}

fn extract(text: &str) -> Article {
    let root = program::folder(&[("a.ipynb", text)]);
    let lines = program::output(root.path(), &["--no-config", "extract", "--text", "a.ipynb"]);
    program::articles(&lines).remove(0)
}

fn cut<'a>(text: &'a str, link: &Link) -> &'a str {
    let [start, end] = link.span.expect("bytes in the file");
    &text[start as usize..end as usize]
}

#[test]
fn links_lead_back_to_the_file() {
    let text = notebook(
        &[
            &markdown(&[
                "# On *bread*\\n",
                "\\n",
                "See [one](http://one.example/?q=\\\"a\\\"&b) and <http:\\/\\/two.example/>.\\n",
                "Also [three][3] \\ud83c\\udf5e <a href='http://four.example/\\u00e9'>here</a>.\\n",
                "\\n",
                "[3]: http://three.example/",
            ]),
            "  {\"cell_type\": \"code\", \"source\": \"x = 1 # http://code.example/\", \
             \"outputs\": [{\"data\": {\"text/html\": \"<a href='http://out.example/'>x</a>\"}}]}",
            "  {\"cell_type\": \"raw\", \"source\": \"http://raw.example/\"}",
            &markdown(&["Bare http://five.example/\\u4e2d"]),
        ],
        "",
    );
    let article = extract(&text);
    assert_eq!((article.format, article.part.as_deref()), (Format::Notebook, None));
    assert_eq!(article.title.as_deref(), Some("On bread"));
    let rows: Vec<_> =
        article.citations.iter().map(|l| (cut(&text, l), l.written.as_str())).collect();
    let want = [
        ("http://one.example/?q=\\\"a\\\"&b", "http://one.example/?q=\"a\"&b"),
        ("http:\\/\\/two.example/", "http://two.example/"),
        ("http://three.example/", "http://three.example/"),
        ("http://four.example/\\u00e9", "http://four.example/é"),
        ("http://five.example/\\u4e2d", "http://five.example/中"),
    ];
    assert_eq!(rows, want);
    let lines: Vec<&str> = text.lines().collect();
    for link in &article.citations {
        let rest: String =
            lines[link.line as usize - 1].chars().skip(link.column as usize - 1).collect();
        assert!(rest.starts_with(cut(&text, link)), "{link:?}");
    }
    assert!(article.rejects.is_empty() && article.warnings.is_empty(), "{:?}", article.warnings);
    assert_eq!(article.citations[0].sentence_id, "P1.S0".parse().ok());
    let sentences = article.sentences.expect("asked for");
    let [start, end] = sentences[1].span.expect("bytes in the file");
    assert!(text[start as usize..end as usize].starts_with("See [one]"), "{sentences:?}");
}

#[test]
fn an_address_of_two_strings_has_no_span() {
    let text = notebook(&[&markdown(&["<a href='http://a.example/\\n", "b'>x</a>"])], "");
    let article = extract(&text);
    assert_eq!(article.citations[0].resolved.as_deref(), Some("http://a.example/b"));
    assert_eq!(article.citations[0].span, None);
    assert_eq!(article.warnings[0].code, "span-unknown");
}

#[test]
fn metadata_and_front_matter() {
    let cell = markdown(&["[x](http://x.example/)"]);
    let metadata = "\"title\": \"T\", \"authors\": [{\"name\": \"A\"}], \"date\": \"2020-01-02\"";
    let article = extract(&notebook(&[&cell], metadata));
    assert_eq!(article.title.as_deref(), Some("T"));
    assert_eq!(
        (article.authors, article.published.as_deref()),
        (vec!["A".to_owned()], Some("2020-01-02"))
    );
    let raw = "  {\"cell_type\": \"raw\", \"source\": [\"---\\n\", \"title: Front\\n\", \
               \"canonical_url: https://own.example/a\\n\", \"---\"]}";
    let article = extract(&notebook(&[raw, &cell], metadata));
    assert_eq!(article.title.as_deref(), Some("Front"));
    assert_eq!(article.origin.as_deref(), Some("https://own.example/a"));
    assert_eq!(article.citations.len(), 1);
}

#[test]
fn a_cell_ends_what_it_leaves_open() {
    let text = notebook(
        &[
            &markdown(&["```\\n", "[a](http://fenced.example/)"]),
            &markdown(&["<!-- [b](http://commented.example/)"]),
            &markdown(&["[c][r]"]),
            &markdown(&["[d](http://d.example/)\\n", "\\n", "[r]: http://r.example/"]),
        ],
        "",
    );
    let article = extract(&text);
    let found: Vec<_> = article.citations.iter().map(|link| link.written.as_str()).collect();
    assert_eq!(found, ["http://d.example/"]);
}

#[test]
fn what_is_no_notebook_is_skipped_with_its_reason() {
    let root = program::folder(&[
        ("cut.ipynb", "{\"cells\": ["),
        ("none.ipynb", "{}"),
        (
            "old.ipynb",
            "{\"nbformat\":3,\"worksheets\":[{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"[x](http://x.example/)\"}]}]}",
        ),
    ]);
    let args = ["--no-config", "extract", "--skipped", "skips", "."];
    let lines = program::output(root.path(), &args);
    assert_eq!(program::articles(&lines)[0].citations.len(), 1);
    let skips = std::fs::read_to_string(root.path().join("skips")).expect("the list");
    assert_eq!(skips.matches("\"reason\":\"bad-notebook\"").count(), 2, "{skips}");
}

#[test]
fn lint_shows_the_line_of_the_file() {
    let text =
        notebook(&[&markdown(&["See [here](http://a.example/ b) http://user:pw@b.example/."])], "");
    let root = program::folder(&[("a.ipynb", &text)]);
    let ran = program::run(root.path(), &["--no-config", "lint", "a.ipynb"]);
    assert!(ran.stdout.contains("\"See [here]"), "{}", ran.stdout);
}
