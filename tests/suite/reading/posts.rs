//! 928 posts of many sites, read by the real binary, against the counts and links of other readers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use citegraph::article::{Article, Link, Reason, Syntax};
use citegraph::domain;
use citegraph::stats::Measures;
use serde_json::Value;

use crate::support::corpora;
use crate::support::program;
use crate::support::shared;

/// What `citegraph extract .` prints in the folder of the posts.
static LINES: LazyLock<String> = LazyLock::new(|| {
    let root = corpora::folder().expect("who asks has found it");
    program::output(&root.join("posts"), &["--no-config", "extract", "."])
});

pub(crate) static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| program::articles(&LINES));

/// A post's link that other readers see too: neither a bare URL nor a frame.
struct Row<'a> {
    article: &'a Article,
    link: &'a Link,
    /// Whether it is the `cite` attribute of a quotation, which the truth has no word for.
    cite: bool,
}

fn rows(root: &Path) -> Vec<Row<'static>> {
    let mut rows = Vec::new();
    for article in &*ARTICLES {
        let bytes = std::fs::read(root.join("posts").join(&article.input)).expect("a post");
        let links = program::links(article).into_iter();
        rows.extend(
            links.filter(|link| link.syntax != Syntax::Bare && !program::is_frame(link)).map(
                |link| {
                    let start = link.span.expect("links of posts are contiguous")[0] as usize;
                    let cite = bytes[..start - 1].ends_with(b"cite=");
                    Row { article, link, cite }
                },
            ),
        );
    }
    rows
}

/// The domain of the URL before unwrapping, as in the truth.
fn outer_domain(link: &Link) -> &str {
    let via = link.via().first().map(|via| via.domain.as_str());
    via.or(link.domain()).expect("a citation has a domain")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a readable file")).expect("JSON")
}

/// Scores lines against a truth; what the script prints last.
fn score(root: &Path, lines: &str, arguments: &[&str]) -> String {
    let script = shared::file("corpus/score.py").expect("who asks has found the folder");
    let extracted = tempfile::NamedTempFile::new().expect("a file for the test");
    std::fs::write(extracted.path(), lines).expect("room for the lines");
    let (truth, arguments) = arguments.split_last().expect("the truth comes last");
    let mut command = Command::new("python3");
    command.arg(script).args(arguments).arg(root.join(truth)).arg(extracted.path());
    let ran = command.output().expect("python3 starts");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    said.lines().last().expect("a last line").to_owned()
}

#[test]
fn the_posts_score() {
    let Some(root) = corpora::folder().filter(|_| shared::has_python()) else { return };
    let last = score(&root, &LINES, &["--least", "0.998", "posts-truth.jsonl"]);
    let exact = last.rsplit(' ').next().and_then(|share| share.strip_suffix("/928"));
    let exact: u32 = exact.and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{last}"));
    assert!(exact >= 920, "{last}");
    assert!(last.starts_with("articles 928/928 "), "{last}");
}

#[test]
fn other_formats_score_and_every_file_is_accounted_for() {
    let Some(root) = corpora::folder().filter(|_| shared::has_python()) else { return };
    let formats = root.join("formats");
    let skipped = tempfile::NamedTempFile::new().expect("a file for the test");
    let list = skipped.path().to_str().expect("a plain name");
    let arguments = ["--no-config", "extract", "--origin", "none", "--skipped", list, "."];
    let lines = program::output(&formats, &arguments);
    score(&root, &lines, &["--formats", "--least", "0.99", "formats-truth.jsonl"]);
    let mut seen: BTreeSet<String> =
        program::articles(&lines).into_iter().map(|article| article.input).collect();
    let rows = std::fs::read_to_string(list).expect("the list was written");
    for row in rows.lines() {
        let row: citegraph::article::Skipped = serde_json::from_str(row).expect("a skip");
        assert!(!row.detail.is_empty(), "{row:?}");
        seen.insert(row.input);
    }
    for file in corpora::files(&formats) {
        let name = file.strip_prefix(&formats).expect("below").to_str().expect("plain names");
        assert!(seen.contains(name), "{name} is neither read nor skipped");
    }
}

#[test]
fn the_classes_add_up() {
    let Some(root) = corpora::folder() else { return };
    let mut classes: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows(&root).iter().filter(|row| !row.cite) {
        let class = match row.link.reason {
            None => "outbound",
            Some(Reason::Itself | Reason::Fragment | Reason::Empty) => "self",
            Some(Reason::Internal | Reason::Asset) => "internal",
            // The truth goes by what browsers do with an address that was written wrongly.
            Some(Reason::Broken) if row.link.resolved.is_some() => "internal",
            Some(Reason::Scheme | Reason::Broken) => "other-scheme",
            Some(Reason::Invalid) => "invalid",
            Some(other) => panic!("{other:?}: {:?}", row.link),
        };
        *classes.entry(class).or_default() += 1;
    }
    // A post with blank lines inside `pre`: only one of the other readers saw these five.
    let alone = BTreeMap::from([(
        "_posts/oped2/2020-06-04-如何利用图片绕过防火墙窃取数据？ - iYouPort.md".to_owned(),
        vec!["https://www.iyouport.org/cdn-cgi/l/email-protection".to_owned(); 5],
    )]);
    assert_eq!(internal_alone(&root), alone);
    let graph = json(&root.join("posts-graph.json"));
    let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
    for (class, count) in graph["links_by_class"].as_object().expect("a table") {
        let extra = if class == "internal" { 5 } else { 0 };
        expected.insert(class, count.as_u64().expect("a number") + extra);
    }
    assert_eq!(classes, expected);
}

/// Internal links that we have and the truth's readers do not agree on, by post. They have none that
/// we have not.
fn internal_alone(root: &Path) -> BTreeMap<String, Vec<String>> {
    let mut ours: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(root).iter().filter(|row| !row.cite) {
        let is_own = match row.link.reason {
            Some(Reason::Internal | Reason::Asset) => true,
            Some(Reason::Broken) => row.link.resolved.is_some(),
            _ => false,
        };
        if is_own {
            let url = row.link.resolved.clone().expect("an internal link is absolute");
            ours.entry(row.article.input.clone()).or_default().push(url);
        }
    }
    let truth = std::fs::read_to_string(root.join("posts-truth.jsonl")).expect("the truth");
    for line in truth.lines() {
        let post: Value = serde_json::from_str(line).expect("JSON");
        let file = post["file"].as_str().expect("a name");
        for link in post["links"].as_array().expect("a list") {
            if link["class"] == "internal" && link["firm"] == true {
                let url = link["url"].as_str().expect("an internal link is absolute");
                let ours = ours.get_mut(file).unwrap_or_else(|| panic!("{file}: no {url}"));
                let at = ours.iter().position(|our| our == url);
                ours.swap_remove(at.unwrap_or_else(|| panic!("{file}: no {url}")));
            }
        }
    }
    ours.retain(|_, urls| !urls.is_empty());
    ours
}

#[test]
fn the_counts_are_those_of_other_readers() {
    let Some(root) = corpora::folder() else { return };
    let graph = json(&root.join("posts-graph.json"));
    let rows = rows(&root);
    let (cites, rows): (Vec<_>, Vec<_>) =
        rows.iter().filter(|row| row.link.reason.is_none()).partition(|row| row.cite);
    assert_eq!(cites.len(), 8);
    for row in &cites {
        let url = row.link.resolved.as_deref().expect("a citation");
        assert!(url.starts_with("https://www.facebook.com/"), "{}: {url}", row.article.input);
    }
    let distinct = |of: &dyn Fn(&Row<'static>) -> String| {
        rows.iter().map(|row| of(row)).collect::<BTreeSet<_>>().len()
    };
    let outer_host = |link: &Link| link.via().first().map(|via| via.host.clone());
    let origin = |row: &Row<'_>| origin_domain(row.article);
    let found = serde_json::json!({
        "posts": ARTICLES.len(),
        "posts_with_outbound": distinct(&|row| row.article.input.clone()),
        "outbound": rows.len(),
        "domains": distinct(&|row| outer_domain(row.link).to_owned()),
        "hosts": distinct(&|row| outer_host(row.link).or(row.link.host().map(str::to_owned)).unwrap()),
        "distinct_urls_without_fragment": distinct(&|row| {
            row.link.resolved.as_deref().unwrap().split('#').next().unwrap().to_owned()
        }),
        "post_domain_edges": distinct(&|row| format!("{}\n{}", row.article.input, outer_domain(row.link))),
        "origin_domain_edges": distinct(&|row| format!("{}\n{}", origin(row), outer_domain(row.link))),
    });
    for (name, count) in found.as_object().expect("a table") {
        assert_eq!(count, &graph[name], "{name}");
    }
    let mut tables: BTreeMap<String, BTreeMap<&str, u64>> = BTreeMap::new();
    let mut top: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &rows {
        let domain = outer_domain(row.link);
        *tables.entry(origin(row)).or_default().entry(domain).or_default() += 1;
        *top.entry(domain).or_default() += 1;
    }
    let measures = Measures::from_counts(&top.values().copied().collect::<Vec<_>>());
    let bits = measures.shannon.expect("defined") / std::f64::consts::LN_2;
    for (name, found) in [("hhi", measures.hhi.expect("defined")), ("entropy_bits", bits)] {
        let wanted = graph["overall"][name].as_f64().expect("a number");
        assert!((found - wanted).abs() < 1e-4, "{name}: {found} for {wanted}");
    }
    let by_origin = graph["by_origin"].as_object().expect("a table");
    for (origin, table) in by_origin {
        assert_eq!(serde_json::json!(tables[origin]), table["domains"], "{origin}");
    }
    assert_eq!(by_origin.len(), tables.len());
    for pair in graph["top_domains"].as_array().expect("a list") {
        let domain = pair[0].as_str().expect("a domain");
        assert_eq!(Value::from(top[domain]), pair[1], "{domain}");
    }
}

fn origin_domain(article: &Article) -> String {
    let origin = article.origin.as_deref().expect("every post with a citation has an origin");
    let url = url::Url::parse(origin).expect("an origin is a URL");
    domain::registrable(url.host_str().expect("a host")).to_owned()
}

#[test]
fn origins_are_compared_at_equal_coverage_where_the_data_support_it() {
    let Some(root) = corpora::folder() else { return };
    let arguments = ["--no-config", "stats", "-", "--by", "origin", "--facet", "domain"];
    let print = |format: &str| {
        let arguments = [&arguments[..], &["--format", format]].concat();
        let ran = program::run_with(&root, &arguments, LINES.as_bytes());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    let rows: Vec<Value> = serde_json::from_str(&print("json")).expect("JSON");
    let (compared, left): (Vec<&Value>, Vec<&Value>) =
        rows.iter().partition(|row| row["not_compared"].is_null());
    assert!(compared.len() >= 15 && left.len() >= 5, "{} and {}", compared.len(), left.len());
    let number = |value: &Value| value.as_f64().expect("a number");
    for row in compared {
        assert_eq!(row["base_coverage"], rows[0]["base_coverage"]);
        assert!(number(&row["base_size"]) <= 2.0 * number(&row["n"]) + 1e-9, "{row}");
        let ends = row["base_hill1_ci"].as_array().expect("two ends");
        let inside = number(&ends[0]) <= number(&row["base_hill1"])
            && number(&row["base_hill1"]) <= number(&ends[1]);
        assert!(inside, "{row}");
    }
    for row in left {
        assert!(row["base_hill1"].is_null() && row["base_hill1_ci"].is_null(), "{row}");
    }
    let text = print("text").split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "The groups are compared at equal coverage",
        "the intervals overlap",
        "Not compared, because there are fewer than 10",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}
