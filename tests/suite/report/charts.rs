//! The charts of the report page: what is drawn, what stands behind it, and what is said where nothing
//! can be drawn.

use citegraph::article::{Article, Link};
use citegraph::corpus::Corpus;
use citegraph::report::{LinkRot, Report, ReportOptions, html};
use citegraph::stats::{kaplan_meier, wilson};
use scraper::{Html, Selector};

use crate::support::articles::{article, citation};

fn written(corpus: &Corpus) -> String {
    let report = Report::new(&corpus.table(), &ReportOptions::default());
    let mut bytes = Vec::new();
    html::write(corpus, &report, &mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("the page is UTF-8")
}

fn page(articles: Vec<Article>) -> Html {
    let corpus: Corpus = articles.into_iter().collect();
    let text = written(&corpus.finish());
    for broken in ["NaN", "inf%", "\"-0", "%\" width=\"-"] {
        assert!(!text.contains(broken), "{broken} is in the page");
    }
    Html::parse_document(&text)
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|element| element.text().collect()).collect()
}

fn text(page: &Html, selector: &str) -> String {
    all(page, selector).join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An article with one citation for each domain, `times` times.
fn citing(
    input: &str,
    origin: Option<&str>,
    published: Option<&str>,
    domains: &[(&str, u32)],
) -> Article {
    let each = domains.iter().flat_map(|(domain, times)| (0..*times).map(move |_| *domain));
    let links: Vec<Link> =
        (0..).zip(each).map(|(at, domain)| citation(at, domain, &format!("p{at}"))).collect();
    Article { published: published.map(str::to_owned), ..article(input, origin, links) }
}

/// Two origins with enough citations each.
fn two_origins() -> Vec<Article> {
    let (a, b) = ("https://a.example/1", "https://b.example/2");
    vec![
        citing(
            "1.md",
            Some(a),
            Some("2019"),
            &[("x.example", 6), ("y.example", 3), ("z.example", 2)],
        ),
        citing(
            "2.md",
            Some(b),
            Some("2021-05-01"),
            &[("x.example", 1), ("v.example", 9), ("w.example", 2)],
        ),
        citing("3.md", Some(b), None, &[("u.example", 4)]),
    ]
}

#[test]
fn every_chart_has_a_name_and_its_numbers_beside_it() {
    let page = page(two_origins());
    let selector = Selector::parse("svg[role=img]").expect("a selector");
    let charts: Vec<_> = page.select(&selector).collect();
    assert_eq!(charts.len(), 4, "profile, Lorenz curve, rarefaction, time");
    for chart in charts {
        let names = chart.value().attr("aria-labelledby").expect("a name");
        for id in names.split(' ') {
            assert!(!text(&page, &format!("#{id}")).is_empty(), "{id} says something");
        }
        let id = names.split("-t ").next().expect("a figure");
        assert!(!all(&page, &format!("#{id} details tbody tr")).is_empty(), "{id} has a table");
        assert!(text(&page, &format!("#{id} figcaption")).len() > 80, "{id} says how to read it");
        let marks = ["path.line", "rect.fill", "circle.fill"]
            .map(|mark| all(&page, &format!("#{id} {mark}")).len());
        assert!(marks.iter().sum::<usize>() > 0, "{id} shows something");
    }
}

#[test]
fn charts_have_the_numbers_of_the_corpus() {
    let page = page(two_origins());
    assert_eq!(
        all(&page, "#course tbody td"),
        ["1", "11", "11.0", "0", "0", "–", "1", "12", "12.0"]
    );
    assert!(
        text(&page, "#time")
            .contains("1 article without a date is left out of this chart (4 citations).")
    );
    let cells = all(&page, "#heat tbody td");
    assert_eq!(all(&page, "#heat tbody th"), ["b.example", "a.example"]);
    // v, x, u, y, w, z, all others, together.
    assert_eq!(cells[..8], ["9", "1", "4", "·", "2", "·", "0", "16"]);
    assert_eq!(cells[8..], ["·", "6", "·", "3", "·", "2", "0", "11"]);
    assert_eq!(all(&page, "#rarefaction .legend li").len(), 2);
    assert!(
        text(&page, "#lorenz figcaption")
            .starts_with("The most cited domain of all receives 33% of 27 citations.")
    );
}

#[test]
fn what_cannot_be_drawn_is_left_out() {
    let nothing = page(Vec::new());
    for section in ["sources", "map", "citations", "articles", "research", "spread", "growth"] {
        assert!(all(&nothing, &format!("#{section}")).is_empty(), "{section} has nothing to show");
    }
    assert!(text(&nothing, "#summary").contains("No link was found in 0 articles."));
    assert!(all(&nothing, "svg").is_empty());

    let one = page(vec![citing("1.md", None, Some("2020"), &[("x.example", 1)])]);
    for section in ["map", "articles", "who-cites-whom", "time", "spread", "growth"] {
        assert!(all(&one, &format!("#{section}")).is_empty(), "{section} has nothing to show");
    }
    assert_eq!(text(&one, "#top-domains li"), "x.example1", "a count, and no share of one");
    let headings = all(&one, "main h2");
    assert_eq!(
        all(&one, "nav a")[1..],
        headings[1..],
        "the navigation has the headings' own words"
    );

    let same = page(vec![citing("1.md", None, None, &[("x.example", 40)])]);
    assert!(all(&same, "#spread").is_empty(), "one domain has no spread");
    assert!(text(&same, "#growth").contains("Every domain is cited at least twice"));
}

/// What a ledger said of some links, of which every class of age but the first has enough.
fn rot() -> LinkRot {
    let age = |from: u32, dead: u64| {
        let interval = wilson(dead, 20).expect("twenty links");
        let share = dead as f64 / 20.0;
        serde_json::json!({"from": from, "until": from + 1, "checked": 20, "dead": dead, "dead_share": share,
            "low": interval.low, "high": interval.high})
    };
    let lives: Vec<(f64, bool)> = (0..60).map(|at| (f64::from(at) * 10.0, at % 3 == 0)).collect();
    let young =
        serde_json::json!({"from": 0, "until": 1, "checked": 3, "dead": 1, "dead_share": null});
    serde_json::from_value(serde_json::json!({
        "today": "2026-01-01", "links": 43, "checked": 43, "dead": 9, "failing": 0, "dead_share": 9.0 / 43.0,
        "verdicts": {"ALIVE": 34, "DEAD": 9}, "domains": {}, "undated": 0, "support": [],
        "ages": [young, age(1, 2), age(2, 6)],
        "lifetime": {"links": 60, "deaths": 20, "why_not": null, "median_days": null, "within_days": 5.0,
            "outlook": [], "curve": kaplan_meier(&lives)},
    }))
    .expect("link rot")
}

#[test]
fn link_health_is_drawn_where_a_ledger_is() {
    let corpus: Corpus = two_origins().into_iter().collect();
    let corpus = corpus.finish();
    let mut report = Report::new(&corpus.table(), &ReportOptions::default());
    report.links = Some(rot());
    let mut bytes = Vec::new();
    html::write(&corpus, &report, &mut bytes).expect("memory takes everything");
    let page = Html::parse_document(&String::from_utf8(bytes).expect("UTF-8"));
    assert_eq!(all(&page, "#check-first .strip rect"), ["DEAD 9", "ALIVE 34"]);
    assert_eq!(
        all(&page, "#dead-by-age rect"),
        ["1: 2 of 20", "2: 6 of 20"],
        "no bar of three links"
    );
    assert_eq!(all(&page, "#dead-by-age .whisker").len(), 2);
    assert!(text(&page, "#dead-by-age-d").contains("2 years: 30% of 20."));
    assert_eq!(
        all(&page, "#survival path.line").len() + all(&page, "#survival path.band").len(),
        2
    );
}

#[test]
fn names_of_a_megabyte_are_cut() {
    let long = "\u{202e}<b>면".repeat(150_000);
    let domain = format!("{}.example", "x".repeat(1 << 20));
    let one = Article {
        title: Some(long.clone()),
        ..citing(
            &long,
            Some("https://a.example/1"),
            Some(&long),
            &[(&domain, 12), ("y.example", 3)],
        )
    };
    let other = citing(
        "2.md",
        Some(&format!("https://{}.example/", "b".repeat(60))),
        None,
        &[("y.example", 20)],
    );
    let corpus: Corpus = [one, other].into_iter().collect();
    let text = written(&corpus.finish());
    assert!(text.len() < 400_000, "{} bytes", text.len());
}

#[test]
fn articles_of_a_time_are_found_from_the_chart() {
    let page = page(two_origins());
    let links = Selector::parse("#course tbody a").expect("a selector");
    let links: Vec<_> = page
        .select(&links)
        .filter_map(|link| Some((link.attr("data-rows")?, link.attr("data-count")?)))
        .collect();
    let expected = [
        ("articles?period=2019", "1"),
        ("citations?period=2019", "11"),
        ("articles?period=2021", "1"),
        ("citations?period=2021", "12"),
    ];
    assert_eq!(links, expected);
    let order = all(&page, "#articles tbody th");
    let order: Vec<&str> = order.iter().map(|row| &row[..10]).collect();
    assert_eq!(order, ["About 2.md", "About 1.md", "About 3.md"], "the newest first, undated last");
}
