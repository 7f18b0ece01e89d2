//! The table of sources: its order, and what it says about the seed and the posts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use citegraph::corpus::{Corpus, Facet, Selection};
use citegraph::domain::{registrable, site};
use citegraph::source::{Evidence, PageKind, PublisherType, Source, Sources};
use citegraph::stats::Measures;
use serde_json::Value;

use crate::reading::posts::ARTICLES;
use crate::reading::seed::{assert_measures, seed, text};
use crate::support::corpora;
use crate::support::counts::facet_counts;
use crate::support::program;

/// `data/sources.toml` as it is written.
fn table() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sources.toml");
    let text = std::fs::read_to_string(path).expect("the table is readable");
    text.parse().expect("the table is TOML")
}

fn list<'a>(table: &'a toml::Table, name: &str) -> Vec<&'a toml::Table> {
    let rows = table[name].as_array().expect("a list").iter();
    rows.map(|row| row.as_table().expect("a row")).collect()
}

fn cell<'a>(row: &'a toml::Table, name: &str) -> Option<&'a str> {
    row.get(name).and_then(toml::Value::as_str)
}

/// Host, domain, site and path of a URL.
fn parts(url: &str) -> (&str, &str, String, &str) {
    let rest = url.strip_prefix("https://").expect("an address");
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let domain = registrable(host);
    (host, domain, site(host, domain, path).into_owned(), path)
}

/// What is known about a URL.
fn of<'a>(sources: &'a Sources, url: &'a str) -> Source<'a> {
    let (host, domain, site, path) = parts(url);
    sources.lookup(host, domain, &site, path)
}

fn is_sorted(rows: &[&toml::Table], column: &str) -> bool {
    rows.iter().map(|row| cell(row, column).expect("a name")).is_sorted_by(|a, b| a < b)
}

#[test]
fn the_table_is_sorted_and_complete() {
    let table = table();
    let rows = list(&table, "sources");
    assert!(rows.len() >= 3000, "{}", rows.len());
    for (name, column) in [("groups", "id"), ("suffixes", "suffix"), ("labels", "label")] {
        assert!(is_sorted(&list(&table, name), column), "{name} are sorted, none twice");
    }
    // Domains in order; the hosts of a domain after it, in order.
    let (mut domain, mut host) = ("", "");
    let mut aliases: Vec<&str> = Vec::new();
    for row in &rows {
        assert!(cell(row, "checked").is_some(), "{row:?} says when it was checked");
        let evidence = cell(row, "evidence").unwrap_or_default();
        assert!(["common-knowledge", "host-name", "suffix"].contains(&evidence), "{row:?}");
        assert!(cell(row, "type").is_some() && !row.contains_key("site"), "{row:?}");
        match (cell(row, "domain"), cell(row, "host")) {
            (Some(next), None) => {
                assert!(domain < next, "{next} stands after {domain}");
                (domain, host) = (next, "");
                let named = row.get("aliases").and_then(toml::Value::as_array);
                aliases = named.into_iter().flatten().filter_map(toml::Value::as_str).collect();
            }
            (None, Some(next)) => {
                assert!(host < next, "{next} stands after {host}");
                let known = registrable(next);
                let below = known == domain || aliases.contains(&known);
                assert!(below, "{next} stands below its domain");
                host = next;
            }
            _ => panic!("{row:?} names a domain or a host"),
        }
    }
}

#[test]
fn every_group_is_defined_once_and_used() {
    let table = table();
    let mut used: BTreeMap<&str, u32> =
        list(&table, "groups").iter().map(|row| (cell(row, "id").expect("an id"), 0)).collect();
    let mut rows: BTreeMap<&str, Vec<&toml::Table>> = BTreeMap::new();
    for row in list(&table, "sources").into_iter().chain(list(&table, "suffixes")) {
        if let Some(group) = cell(row, "group") {
            *used.get_mut(group).unwrap_or_else(|| panic!("{group} is not defined")) += 1;
        }
        if let Some(owner) = cell(row, "owner") {
            rows.entry(owner).or_default().push(row);
        }
    }
    let idle: Vec<_> = used.iter().filter(|(_, rows)| **rows == 0).collect();
    assert!(idle.is_empty(), "{idle:?}");
    for (owner, rows) in rows {
        let group = cell(rows[0], "group");
        assert!(rows.iter().all(|row| cell(row, "group") == group), "{owner} is in one group");
        let domains = rows.iter().filter(|row| row.contains_key("domain")).count();
        assert!(domains < 2 || group.is_some(), "{owner} has {domains} domains and no group");
    }
}

/// A URL with the type, group (else site), country and evidence of its source.
const CASES: [(&str, &str, &str, &str, &str); 22] = [
    ("https://www.nature.com/articles/x", "journal", "Springer Nature", "GB", "common-knowledge"),
    (
        "https://cn.nytimes.com/a",
        "newspaper",
        "The New York Times Company",
        "US",
        "common-knowledge",
    ),
    ("https://www.bbc.co.uk/news/1", "broadcaster", "BBC", "GB", "common-knowledge"),
    (
        "https://science.sciencemag.org/content/1",
        "journal",
        "American Association for the Advancement of Science",
        "US",
        "common-knowledge",
    ),
    (
        "https://www.ncbi.nlm.nih.gov/pmc/1",
        "repository",
        "United States federal government",
        "US",
        "common-knowledge",
    ),
    (
        "https://www.brookings.edu/x",
        "think-tank",
        "Brookings Institution",
        "US",
        "common-knowledge",
    ),
    (
        "https://ndupress.ndu.edu/x",
        "military",
        "United States federal government",
        "US",
        "common-knowledge",
    ),
    (
        "https://www.gov.cn/x",
        "government",
        "Party and state of the People's Republic of China",
        "CN",
        "common-knowledge",
    ),
    (
        "https://www.npc.gov.cn/x",
        "legislature",
        "Party and state of the People's Republic of China",
        "CN",
        "common-knowledge",
    ),
    (
        "https://xjht.gov.cn/x",
        "government",
        "Party and state of the People's Republic of China",
        "CN",
        "suffix",
    ),
    ("https://www.navy.mil/x", "military", "United States federal government", "US", "suffix"),
    ("https://www.cityofx.gov/x", "government", "cityofx.gov", "US", "suffix"),
    ("https://parliament.gov.zm/x", "legislature", "parliament.gov.zm", "ZM", "host-name"),
    ("https://www.marjon.ac.uk/x", "university", "marjon.ac.uk", "GB", "suffix"),
    ("https://www.ahu.edu.cn/x", "university", "ahu.edu.cn", "CN", "suffix"),
    ("https://www.eure.gouv.fr/x", "government", "French Republic", "FR", "suffix"),
    ("https://www.eppo.int/x", "intergovernmental", "eppo.int", "INT", "suffix"),
    (
        "https://link.springer.com/article/10.1007/x",
        "journal",
        "Springer Nature",
        "DE",
        "common-knowledge",
    ),
    ("https://mp.weixin.qq.com/s/x", "hosting", "qq.com", "unknown", "common-knowledge"),
    ("https://medium.com/@ann/x", "hosting", "medium.com/@ann", "unknown", "common-knowledge"),
    ("https://ann.github.io/x", "hosting", "ann.github.io", "unknown", "suffix"),
    ("https://support.google.com/x", "company", "Alphabet", "US", "common-knowledge"),
];

#[test]
fn sources_are_told_by_site_host_domain_and_suffix() {
    let sources = Sources::default();
    for (url, kind, group, country, evidence) in CASES {
        let source = of(&sources, url);
        let (_, _, account, _) = parts(url);
        assert_eq!(source.kind.map(PublisherType::name), Some(kind), "{url}");
        assert_eq!(source.group.unwrap_or(&account), group, "{url}");
        assert_eq!(source.country.unwrap_or("unknown"), country, "{url}");
        assert_eq!(source.evidence.map(Evidence::name), Some(evidence), "{url}");
        assert_eq!(source.checked, Some("never"), "{url}");
    }
    for url in ["https://example.com/x", "https://www.govx.com/", "https://edu.example.com/"] {
        assert_eq!(of(&sources, url), Source::default(), "{url}");
    }
    let medium = of(&sources, "https://medium.com/@ann/x");
    assert_eq!((medium.owner, medium.platform), (None, Some("A Medium Corporation")));
    assert_eq!(of(&Sources::none(), "https://www.nature.com/x"), Source::default());
}

#[test]
fn a_table_of_the_users_wins_and_is_filled_from_ours() {
    let ours = Sources::default();
    let table = r#"
        groups = [{ id = "mine", name = "My group" }]
        sources = [
          { domain = "nature.com", owner = "Me", group = "mine" },
          { site = "medium.com/@ann", owner = "Ann", type = "newsletter", country = "AT" },
          { site = "twitter.com/ann", owner = "Ann" },
          { host = "ann.wordpress.com", type = "newspaper" },
          { host = "news.example.com", type = "newspaper", group = "us-federal" },
        ]"#;
    let sources = ours.overlay(table).expect("a good table");
    let nature = of(&sources, "https://www.nature.com/articles/x");
    assert_eq!((nature.owner, nature.group), (Some("Me"), Some("My group")));
    assert_eq!((nature.kind, nature.country), (Some(PublisherType::Journal), Some("GB")));
    assert_eq!((nature.evidence, nature.checked), (Some(Evidence::User), Some("never")));
    let ann = of(&sources, "https://medium.com/@Ann/x");
    assert_eq!((ann.owner, ann.kind), (Some("Ann"), Some(PublisherType::Newsletter)));
    assert_eq!((ann.country, ann.platform), (Some("AT"), Some("A Medium Corporation")));
    let ann = of(&sources, "https://twitter.com/ann/status/1");
    assert_eq!((ann.owner, ann.kind), (Some("Ann"), Some(PublisherType::Social)));
    assert_eq!(of(&sources, "https://medium.com/@bob/x").owner, None);
    let own = of(&ours, "https://about.facebook.com/x");
    assert_eq!((own.kind, own.owner), (Some(PublisherType::Company), Some("Meta Platforms")));
    let paper = of(&sources, "https://ann.wordpress.com/x");
    assert_eq!((paper.kind, paper.owner), (Some(PublisherType::Newspaper), None));
    assert_eq!(paper.platform, Some("Automattic"));
    let host = of(&sources, "https://a.news.example.com/x");
    assert_eq!(host.group, Some("United States federal government"));
    assert_eq!(of(&sources, "https://www.example.com/x"), Source::default());
    assert_eq!(sources.len(), ours.len() + 5);
}

#[test]
fn a_bad_table_names_the_row_and_the_remedy() {
    for (row, words) in [
        (r#"{ domain = "www.nature.com" }"#, ["www.nature.com", "write host = "]),
        (r#"{ domain = "co.uk" }"#, ["co.uk", "not a registrable domain"]),
        (r#"{ domain = "a.com", site = "a.com/b" }"#, ["a.com", "exactly one"]),
        (r#"{ domain = "a.com", country = "UK" }"#, ["a.com", "ISO 3166"]),
        (r#"{ domain = "a.com", language = "English" }"#, ["a.com", "such as en"]),
        (r#"{ domain = "a.com", group = "nobody" }"#, ["nobody", "add it to groups"]),
        (r#"{ domain = "a.com", checked = "today" }"#, ["today", "YYYY-MM-DD"]),
        (
            r#"{ domain = "a.com" }, { domain = "b.com", aliases = ["a.com"] }"#,
            ["b.com", "keep one"],
        ),
        (r#"{ domain = "a.com", type = "blog" }"#, ["blog", "data/sources.toml shows"]),
        (r#"{ domain = "a.com", bias = "left" }"#, ["bias", "data/sources.toml shows"]),
    ] {
        let fault = Sources::default().overlay(&format!("sources = [{row}]"));
        let fault = fault.expect_err(row);
        let cause = std::error::Error::source(&fault).map(ToString::to_string);
        let fault = format!("{fault}: {}", cause.unwrap_or_default());
        assert!(words.iter().all(|word| fault.contains(word)), "{row}: {fault}");
    }
}

#[test]
fn rows_tell_kinds_of_pages_and_new_homes() {
    let sources = Sources::default();
    for (host, path, kind) in [
        ("www.nature.com", "/articles/d41586-018-00542-3", Some(PageKind::News)),
        ("www.nature.com", "/articles/s41586-020-1", Some(PageKind::Paper)),
        ("www.science.org", "/content/article/x", Some(PageKind::News)),
        ("www.congress.gov", "/bill/117th-congress/x", Some(PageKind::Bill)),
        ("www.theguardian.com", "/commentisfree/2020/x", Some(PageKind::Opinion)),
        ("www.example.com", "/press-releases/x", Some(PageKind::PressRelease)),
        ("www.example.com", "/x", None),
    ] {
        assert_eq!(sources.page_kind(host, registrable(host), path), kind, "{host}{path}");
    }
    let to = |host| sources.moved(host).map(|moved| moved.to.as_str());
    assert_eq!(to("science.sciencemag.org"), Some("science.org"));
    assert_eq!(to("www.lawfareblog.com"), Some("lawfaremedia.org"));
    assert_eq!(to("www.science.org"), None);
}

/// The truth's words for types, in ours; one to one, so that the counts stay.
fn type_of(category: &str) -> &str {
    match category.split(':').next().unwrap_or_default() {
        "scholarly-journal" => "journal",
        "scholarly-repository" => "repository",
        "scholarly-social-network" => "social",
        "news-site" => "trade-news",
        "press-release" => "hosting",
        other => other,
    }
}

/// The truth's owners as a table of the user's.
pub(crate) fn overlay(pairs: &[(&citegraph::article::Link, &Value)]) -> String {
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    for (link, truth) in pairs.iter().filter(|(link, _)| link.reason.is_none()) {
        let owner = text(truth, "owner");
        let (domain, site) = (link.domain(), link.site());
        let name = if domain == site { "domain" } else { "site" };
        let federal = owner.starts_with("US Government");
        let row = format!(
            "  {{ {name} = {:?}, owner = {owner:?}, type = {:?}, country = {:?}{} }},",
            site.expect("a citation has a site"),
            type_of(text(truth, "category")),
            text(truth, "country"),
            if federal { ", group = \"federal\"" } else { "" },
        );
        let old = rows.insert(site.expect("checked above").to_owned(), row.clone());
        assert!(old.is_none_or(|old| old == row), "one owner a site: {row}");
    }
    let mut table =
        String::from("groups = [{ id = \"federal\", name = \"US Government\" }]\nsources = [\n");
    rows.values().for_each(|row| writeln!(table, "{row}").expect("room in memory"));
    table + "]\n"
}

#[test]
fn with_the_owners_of_the_truth_the_seed_has_its_groups() {
    let Some(seed) = seed() else { return };
    let table = overlay(&seed.pairs());
    let sources = Sources::default().overlay(&table).expect("the truth makes a good table");
    let corpus: Corpus = [seed.article.clone()].into_iter().collect();
    let selection = Selection::default();
    for (facet, richness, letter) in
        [(Facet::Group, 33, "G. "), (Facet::Type, 15, "H. "), (Facet::Country, 7, "I. ")]
    {
        let rows = facet_counts(&corpus, facet, &selection, &sources);
        assert_eq!(rows.len(), richness, "{rows:?}");
        let measures = Measures::from_counts(&rows.iter().map(|row| row.count).collect::<Vec<_>>());
        assert_measures(&measures, seed.basis(letter));
    }
    // The command line says the same.
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mine.toml"), &table).expect("a table");
    let line = serde_json::to_string(&seed.article).expect("JSON");
    let arguments = [
        "--no-config",
        "stats",
        "-",
        "--format",
        "json",
        "--facet",
        "group,type,country",
        "--sources",
        "mine.toml",
    ];
    let ran = program::run_with(folder.path(), &arguments, line.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let rows: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let richness: Vec<u64> =
        rows.as_array().unwrap().iter().map(|row| row["richness"].as_u64().unwrap()).collect();
    assert_eq!(richness, [33, 15, 7]);
}

#[test]
fn most_citations_of_the_posts_have_a_type() {
    if corpora::folder().is_none() {
        return;
    }
    let sources = Sources::default();
    let selection = Selection::default();
    let corpus: Corpus = ARTICLES.iter().cloned().collect();
    let rows = facet_counts(&corpus, Facet::Type, &selection, &sources);
    let all: u64 = rows.iter().map(|row| row.count).sum();
    let unknown = rows.iter().find(|row| row.name == "unknown").map_or(0, |row| row.count);
    let share = 1.0 - unknown as f64 / all as f64;
    assert!(share >= 0.75, "{share}: {rows:?}");
}
