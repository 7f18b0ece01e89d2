//! The works that are cited, for reference managers. Their own readers check them in `tests/readers`.

use std::collections::BTreeSet;

use citegraph::corpus::Selection;
use citegraph::export::{bibtex, csl, works};
use citegraph::source::Sources;
use serde_json::Value;

use crate::support::articles::awkward;
use crate::support::program::{self, output};

const POST: &str = "\
[A paper](https://www.nature.com/articles/nature12373) and [the same paper again](https://doi.org/10.1038/nature12373), \
[pre](https://arxiv.org/abs/2001.01234v2), [book](https://ex.edu/book/9780231144209/x), \
[med](https://pubmed.ncbi.nlm.nih.gov/25910392/), [bill](https://www.congress.gov/bill/117th-congress/senate-bill/1744), \
[law](https://www.legislation.gov.uk/ukpga/2018/12), [set](https://zenodo.org/records/1234567), \
[wiki](https://en.wikipedia.org/wiki/Tide_gauge), [rfc](https://www.rfc-editor.org/rfc/rfc793), \
[news](https://www.nytimes.com/2020/01/01/world/a.html), [}{ 50% \\\\ _x_ ~ # $ & @comment{](https://b.example/?q={a}&token=0123456789abcdef0123).
";

fn written(format: &str) -> String {
    let root =
        program::folder(&[("a.md", POST), ("b.md", "[x](https://doi.org/10.1038/nature12373)\n")]);
    output(root.path(), &["-q", "bibliography", "a.md", "b.md", "--format", format])
}

#[test]
fn every_work_is_one_item_with_what_its_address_tells() {
    let items: Vec<Value> = serde_json::from_str(&written("csl-json")).expect("JSON");
    assert_eq!(items.len(), 11);
    let of = |note: &str| {
        let found = items.iter().find(|item| item["note"].as_str().unwrap().contains(note));
        found.unwrap_or_else(|| panic!("no {note}"))
    };
    for (note, field, value) in [
        ("doi:10.1038/nature12373", "DOI", "10.1038/nature12373"),
        ("doi:10.1038/nature12373", "type", "article-journal"),
        ("arxiv:2001.01234", "DOI", "10.48550/arXiv.2001.01234"),
        ("arxiv:2001.01234", "type", "article"),
        ("isbn:", "ISBN", "9780231144209"),
        ("isbn:", "type", "book"),
        ("pmid:", "PMID", "25910392"),
        ("us-bill:", "type", "bill"),
        ("us-bill:", "number", "117-s-1744"),
        ("uk-law:", "type", "legislation"),
        ("zenodo:", "type", "dataset"),
        ("zenodo:", "DOI", "10.5281/zenodo.1234567"),
        ("zenodo:", "publisher", "Zenodo"),
        ("doi:10.1038/nature12373", "publisher", "Springer Nature"),
        ("wikipedia:", "title", "Tide gauge"),
        ("rfc:", "DOI", "10.17487/RFC0793"),
        ("nytimes.com/", "type", "article-newspaper"),
        ("b.example", "type", "webpage"),
        ("b.example", "container-title", "b.example"),
    ] {
        assert_eq!(of(note)[field], value, "{note} {field}");
    }
    for kept in ["pmid:", "us-bill:", "isbn:"] {
        assert_eq!(of(kept)["publisher"], Value::Null, "{kept} is kept there, not published");
    }
    assert_eq!(of("nytimes.com/")["issued"]["date-parts"], serde_json::json!([[2020, 1, 1]]));
    assert_eq!(of("arxiv:")["issued"]["date-parts"], serde_json::json!([[2020, 1]]));
    let paper = of("doi:10.1038/nature12373");
    assert_eq!(paper["issued"], Value::Null);
    assert_eq!(paper["title"], Value::Null, "a link text is no title");
    let note = "Cited 3 times in 2 articles. Identifier: doi:10.1038/nature12373. \
                Link text, not the title: the same paper again";
    assert_eq!(paper["note"], note);
    let url = of("b.example")["URL"].as_str().expect("a URL");
    assert!(url.contains("token=REDACTED"), "{url}");
    let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    assert!(ids.contains("doi-10-1038-nature12373-93e57d381461075e"), "the same in every version");
}

#[test]
fn bibtex_has_balanced_braces_and_safe_keys_whatever_a_link_says() {
    let text = written("bibtex");
    let mut depth = 0_i64;
    for c in text.chars() {
        depth += i64::from(c == '{') - i64::from(c == '}');
        assert!(depth >= 0, "{text}");
    }
    assert_eq!(depth, 0, "{text}");
    assert!(!text.contains("  note = "), "every style prints a note");
    assert!(text.contains("date = {2020-01-01},\n  year = {2020},"), "{text}");
    let keys: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix('@')?.split_once('{')?.1.strip_suffix(','))
        .collect();
    assert_eq!(keys.len(), 11, "{text}");
    let safe = |key: &&str| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    assert!(keys.iter().all(safe), "{keys:?}");
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    let shown = r"{\textbraceright}{\textbraceleft} 50\%";
    assert!(text.contains(shown), "{text}");
    assert!(text.contains("url = {https://b.example/?q=%7Ba%7D&token=REDACTED}"), "{text}");
    assert!(text.contains("eprint = {2001.01234},\n") && text.contains("archiveprefix = {arXiv},"));
}

#[test]
fn the_table_has_the_same_items() {
    let table = written("csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let ids: Vec<String> = rows.records().map(|row| row.expect("a row")[0].to_owned()).collect();
    let items: Vec<Value> = serde_json::from_str(&written("csl-json")).expect("JSON");
    let expected: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, expected);
}

/// Writes what the readers read where `CITEGRAPH_WORKS` says.
#[test]
fn awkward_works_can_be_written() {
    let items = works::items(&awkward(), &Selection::default(), &Sources::default());
    assert!(!items.is_empty());
    let (mut json, mut bib) = (Vec::new(), Vec::new());
    csl::write(&items, &mut json).expect("memory takes everything");
    bibtex::write(&items, &mut bib).expect("memory takes everything");
    for word in ["s3cret", "\u{202e}", "\u{1b}"] {
        assert!(!String::from_utf8_lossy(&bib).contains(word), "{word:?}");
    }
    let Some(root) = std::env::var_os("CITEGRAPH_WORKS") else { return };
    let folder = std::path::Path::new(&root).join("awkward");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("works.json"), json).expect("a file");
    std::fs::write(folder.join("works.bib"), bib).expect("a file");
}
