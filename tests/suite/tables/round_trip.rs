//! Articles are read from tables as they were written.

use std::fs;
use std::path::Path;

use citegraph::article::{
    Article, Capture, Ignore, MetadataRule, MetadataRules, Skipped, Via, Warning,
};
use citegraph::export::parquet::{ArticleTableFiles, ArticleTables};
use citegraph::input::{
    ARTICLES_FILE, CITATIONS_FILE, InputOptions, InputSource, Loaded, SENTENCES_FILE,
};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use proptest::prelude::*;

use crate::support::articles::{article, articles, citation};

/// The tables of some articles.
pub(super) fn tables(articles: &[Article]) -> [Vec<u8>; 3] {
    let files =
        ArticleTableFiles { articles: Vec::new(), citations: Vec::new(), sentences: Vec::new() };
    let mut tables = ArticleTables::new(files, None).expect("memory");
    articles.iter().for_each(|article| tables.add(article).expect("memory"));
    tables.finish().expect("memory")
}

/// Puts tables into a folder.
pub(super) fn put(folder: &Path, [articles, citations, sentences]: &[Vec<u8>; 3]) {
    let files =
        [(ARTICLES_FILE, articles), (CITATIONS_FILE, citations), (SENTENCES_FILE, sentences)];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).expect("a file");
    }
}

/// What the tables of a folder hold.
pub(super) fn read(folder: &Path, max_size: u64) -> (Vec<Article>, Vec<Skipped>) {
    let options = InputOptions { max_size, ..InputOptions::default() };
    let source = InputSource::File { path: folder.join(ARTICLES_FILE), named: true };
    let (mut articles, mut skipped) = (Vec::new(), Vec::new());
    for loaded in source.pieces(&options) {
        match loaded {
            Loaded::Articles(some) => articles.extend(some),
            Loaded::Skipped(row) => skipped.push(row),
            Loaded::Document(document) => panic!("{} is not a document", document.input),
        }
    }
    (articles, skipped)
}

fn comes_back(articles: &[Article]) {
    let root = tempfile::tempdir().expect("a folder");
    put(root.path(), &tables(articles));
    let (read, skipped) = read(root.path(), u64::MAX);
    assert_eq!(skipped, []);
    assert_eq!(read.len(), articles.len());
    for (read, written) in read.iter().zip(articles) {
        let line = |article| serde_json::to_string(article).expect("JSON");
        assert_eq!(line(read), line(written));
        // As JSON lines are read, too.
        assert_eq!(*read, serde_json::from_str::<Article>(&line(written)).expect("an article"));
    }
}

/// An article in which every field has a value.
fn full() -> Article {
    let mut link = citation(0, "b.example", "x\0\u{1f600}");
    link.ordinal = u32::MAX;
    let cited = link.cited.as_mut().expect("it cites a page");
    cited.work = Some("doi:10.1/x".to_owned());
    cited.locator = Some("#a".to_owned());
    cited.changes = vec!["www".into(), "scheme".into()];
    cited.via = vec![Via {
        kind: "wayback".to_owned(),
        host: "web.archive.org".to_owned(),
        domain: "archive.org".to_owned(),
        timestamp: Some("2020".to_owned()),
    }];
    link.place_evidence = vec!["class".to_owned(), String::new()];
    link.supports =
        Some(vec!["P1.S0".parse().expect("an id"), "B4294967295.S9".parse().expect("an id")]);
    link.rel = Some("nofollow".to_owned());
    link.span = Some([u64::MAX, u64::MAX - 1]);
    link.at = [u32::MAX, 0];
    let mut unmarked = citation(1, "c.example", "y");
    unmarked.supports = Some(Vec::new());
    (unmarked.span, unmarked.anchor_at, unmarked.sentence) = (None, None, None);
    let mut uncited = citation(2, "d.example", "z");
    (uncited.cited, uncited.resolved, uncited.paragraph) = (None, None, None);
    uncited.reason = Some(citegraph::article::Reason::Itself);
    let sentence = citegraph::article::Sentence {
        id: "P1.S0".parse().expect("an id"),
        place: citegraph::article::Place::Caption,
        text: "Text 1.".into(),
        span: Some([3, u64::MAX]),
        at: Some([1, 2]),
        marks: vec![[5, 6]],
        code: vec![[0, 2]],
    };
    Article {
        part: Some("<urn:uuid:1>".to_owned()),
        published: Some("2021-02".to_owned()),
        authors: vec!["A".to_owned(), String::new()],
        tags: vec!["t".to_owned()],
        language: Some("pt-BR".to_owned()),
        metadata_rules: MetadataRules {
            published: Some(MetadataRule::JsonLd),
            authors: None,
            language: Some(MetadataRule::Element),
        },
        captures: vec![Capture {
            date: Some("2024-05-06T07:08:09Z".to_owned()),
            url: "https://user.github.io/a".to_owned(),
            input: "a.warc.gz".to_owned(),
            part: "offset 12".to_owned(),
            digest: "sha256:00".to_owned(),
            payload_digest: Some("sha1:ABC".to_owned()),
        }],
        rejects: vec![uncited],
        ignores: vec![Ignore {
            rules: vec!["home-page".to_owned()],
            reason: None,
            until: Some("2027-01-01".to_owned()),
            line: 1,
            column: 2,
        }],
        warnings: vec![Warning { code: "x".to_owned(), span: Some([1, 2]), ..Warning::default() }],
        sentences: Some(vec![sentence]),
        ..article("a.warc.gz", Some("https://user.github.io/a"), vec![link, unmarked])
    }
}

#[test]
fn every_field_comes_back() {
    comes_back(&[]);
    let kept = Article { sentences: Some(Vec::new()), ..article("b.md", None, Vec::new()) };
    comes_back(&[full(), kept, article("c.md", None, Vec::new()), full()]);
}

proptest! {
    #![proptest_config(crate::properties::cases(48))]

    #[test]
    fn articles_come_back(articles in articles()) {
        comes_back(&articles);
    }
}

#[test]
fn many_links_are_many_row_groups() {
    let links = |from: u32, count: u32| {
        (from..from + count).map(|ordinal| citation(ordinal, "b.example", "page")).collect()
    };
    let all = [
        article("a.md", None, links(0, 40_000)),
        article("b.md", None, Vec::new()),
        article("c.md", None, links(7, 40_000)),
    ];
    let tables = tables(&all);
    let reader = SerializedFileReader::new(bytes(&tables[1])).expect("a table");
    let groups = reader.metadata().row_groups();
    assert!(groups.len() > 1, "{} row groups", groups.len());
    assert!(groups.iter().all(|group| group.num_rows() <= 1 << 16));
    assert_eq!(reader.metadata().file_metadata().num_rows(), 80_000);
    let root = tempfile::tempdir().expect("a folder");
    put(root.path(), &tables);
    let (read, skipped) = read(root.path(), u64::MAX);
    assert_eq!(skipped, []);
    assert!(read == all, "articles with many links change");
}

fn bytes(table: &[u8]) -> fs::File {
    let mut file = tempfile::tempfile().expect("a file");
    std::io::Write::write_all(&mut file, table).expect("a file");
    file
}

#[test]
fn the_bytes_depend_on_the_articles_alone() {
    let articles = [full(), article("b.md", None, vec![citation(0, "b.example", "x")])];
    assert!(tables(&articles) == tables(&articles), "two runs differ");
    let reader = SerializedFileReader::new(bytes(&tables(&articles)[0])).expect("a table");
    let creator = reader.metadata().file_metadata().created_by().map(str::to_owned);
    assert_eq!(creator, Some(format!("citegraph version {}", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn an_article_beyond_the_limit_is_skipped_and_the_next_one_read() {
    let links =
        |count: u32| (0..count).map(|ordinal| citation(ordinal, "b.example", "x")).collect();
    let sentence = citegraph::article::Sentence {
        id: "P1.S0".parse().expect("an id"),
        place: citegraph::article::Place::Body,
        text: "x".repeat(5000).into(),
        span: None,
        at: None,
        marks: Vec::new(),
        code: Vec::new(),
    };
    let title = Article {
        title: Some("x".repeat(9000)),
        ..article("c.md", None, vec![citation(0, "b.example", "x")])
    };
    let all = [
        article("a.md", None, links(1)),
        article("b.md", None, links(200)),
        title,
        Article { sentences: Some(vec![sentence]), ..article("d.md", None, links(1)) },
        article("e.md", None, links(1)),
    ];
    let root = tempfile::tempdir().expect("a folder");
    put(root.path(), &tables(&all));
    let (articles, skipped) = read(root.path(), 4000);
    let names: Vec<&str> = articles.iter().map(|article| article.input.as_str()).collect();
    assert_eq!(names, ["a.md", "e.md"]);
    let why: Vec<(&str, &str)> =
        skipped.iter().map(|row| (row.reason.name(), row.detail.as_str())).collect();
    let want = ["article 1", "article 2", "article 3"];
    assert_eq!(why.len(), want.len(), "{why:?}");
    for ((reason, detail), number) in why.iter().zip(want) {
        assert_eq!(
            (*reason, *detail),
            ("too-large", format!("{number} has more than 4000 bytes").as_str())
        );
    }
}

/// The columns for queries, as far as they repeat what others hold.
#[test]
fn columns_of_common_crawl_are_filled() {
    use parquet::record::RowAccessor as _;
    let [articles, citations, _] = tables(&[full()]);
    let row = |table: &[u8]| {
        let reader = SerializedFileReader::new(bytes(table)).expect("a table");
        reader.get_row_iter(None).expect("rows").next().expect("a row").expect("a row")
    };
    let (article, link) = (row(&articles), row(&citations));
    let text = |row: &parquet::record::Row, name: &str| {
        let at = row.get_column_iter().position(|(column, _)| column == name).expect("a column");
        row.get_string(at).expect("text").clone()
    };
    assert_eq!(text(&article, "url"), "https://user.github.io/a");
    assert_eq!(text(&article, "url_host_registered_domain"), "github.io");
    assert_eq!(text(&article, "warc_filename"), "a.warc.gz");
    assert_eq!(text(&article, "content_digest"), "ABC");
    assert_eq!(text(&link, "url_host_name"), "www.b.example");
    let shown = format!("{article}");
    for part in
        ["published_date: 2021-02-01", "fetch_time: 2024-05-06 07:08:09", "warc_record_offset: 12"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}
