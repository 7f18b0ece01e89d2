//! What does not fit into memory waits in a temporary file, and no byte of a report shows it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use citegraph::article::Article;
use citegraph::corpus::{ArticleStore, Corpus};
use citegraph::report::html::{MAX_ROWS, page_articles};
use citegraph::report::{Report, ReportOptions};

use crate::support::articles::{article, citation};
use crate::support::program::{command, files, finish, folder, output};

const DAY: [&str; 2] = ["--today", "2026-03-09"];

/// Posts with claims, internal links, links that no browser opens, and secrets in addresses.
fn posts() -> tempfile::TempDir {
    let root = folder(&[(
        "ledger.ndjson",
        "{\"schema\":1,\"url\":\"https://d1.example/1\",\"started\":\"2026-03-01T06:00:00Z\",\"run\":\"r1\",\
         \"method\":\"get\",\"hops\":[{\"url\":\"https://d1.example/1\",\"status\":404}],\"end\":\"answered\"}\n",
    )]);
    fs::create_dir(root.path().join("posts")).expect("a folder");
    for number in 0..120 {
        let mut text = format!(
            "---\ntitle: Post {number}\nfrom: https://a{}.example/{number}\ndate: 2025-0{}-01\n---\n",
            number % 3,
            number % 9 + 1
        );
        for link in 0..5 {
            let _ = write!(
                text,
                "It rose by {link}{number} percent, [one says](https://d{}.example/{number}?token=abc{link}def). \
                 Nobody counted 1{link} of them. See [that](http://) and [this](https://a{}.example/{link}).\n\n",
                (number + link) % 11,
                number % 3
            );
        }
        fs::write(root.path().join(format!("posts/p{number}.md")), text).expect("a post");
    }
    root
}

#[test]
fn the_size_of_memory_changes_no_byte() {
    let root = posts();
    for more in [&[][..], &["--text", "--redact"], &["--ledger", "ledger.ndjson"], &["--no-findings"]] {
        let report = |memory: &str, folder: &str| {
            let run = ["-q", "report", "posts", "--memory", memory, "-o", folder];
            output(root.path(), &[&run[..], &DAY, more].concat());
            files(&root.path().join(folder))
        };
        let (held, spooled) = (report("1GB", "held"), report("0", "spooled"));
        assert_eq!(held.keys().collect::<Vec<_>>(), spooled.keys().collect::<Vec<_>>());
        for (name, bytes) in &held {
            assert!(!bytes.is_empty() && bytes == &spooled[name], "{name} with {more:?}");
        }
    }
}

#[test]
fn a_temporary_folder_that_is_missing_is_named_with_the_remedy() {
    let root = posts();
    let args = ["-q", "report", "posts", "--memory", "1kB", "-o", "out"];
    let mut command = command(root.path(), &args);
    let ran = finish(command.env("TMPDIR", root.path().join("gone")).output().expect("it runs"));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("gone") && ran.stderr.contains("TMPDIR"), "{}", ran.stderr);
    assert!(!root.path().join("out").exists(), "a failed run leaves no folder");
}

#[test]
fn nothing_stays_in_the_temporary_folder() {
    let (root, temporary) = (posts(), folder(&[]));
    let args = ["-q", "report", "posts", "--memory", "0", "-o", "out"];
    let mut command = command(root.path(), &args);
    let ran = finish(command.env("TMPDIR", temporary.path()).output().expect("it runs"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(fs::read_dir(temporary.path()).expect("a folder").count(), 0);
    assert!(Path::new(&root.path().join("out/index.html")).exists());
}

/// A page lists so many rows whatever the number of articles, domains and owners, and says what it leaves out.
#[test]
fn a_page_has_a_longest_length() {
    let page = |articles: usize| {
        let all = (0..articles).map(|number| {
            let origin = format!("https://paper.example/{number}");
            article(&format!("{number:06}.md"), Some(&origin), vec![citation(0, &format!("d{number}.example"), "x")])
        });
        let corpus: Corpus = all.collect::<Vec<Article>>().into_iter().collect();
        let report = Report::new(&corpus.table(), &ReportOptions::default());
        assert!(page_articles(&corpus.table(), &report).len() <= MAX_ROWS);
        let mut page = Vec::new();
        citegraph::report::html::write(&corpus, &report, &mut page).expect("memory");
        String::from_utf8(page).expect("UTF-8")
    };
    let (full, double) = (page(MAX_ROWS), page(2 * MAX_ROWS));
    assert!(!full.contains("The table holds"));
    for noun in ["citations", "articles", "domains", "owners"] {
        assert!(double.contains(&format!("The table holds 20,000 of 40,000 {noun}")), "{noun}");
    }
    let growth = double.len() as f64 / full.len() as f64;
    assert!(growth < 1.05, "{} and {} bytes", full.len(), double.len());
}

#[test]
fn a_store_in_memory_lends_what_it_holds() {
    let corpus: Corpus = [article("a.md", None, vec![citation(0, "a.example", "x")])].into_iter().collect();
    let table = corpus.table();
    let mut store = ArticleStore::new(u64::MAX, || Err(std::io::ErrorKind::Unsupported.into()));
    store.add(corpus.articles[0].clone(), b"unused").expect("memory");
    store.arrange(&table).expect("memory");
    let lent = store.some(&table, [0].into()).expect("memory");
    assert!(matches!(lent[&0], std::borrow::Cow::Borrowed(_)));
}
