//! Who wrote an article, when, and in which language: each way in which pages state it, with a near miss beside it.

use citegraph::article::{Article, Format, MetadataRule, OriginRule};

use crate::support::program::{self, articles, extract, output, run};

/// Prose that a content region is found from.
const TEXT: &str = "<p>The harbour board met on Monday evening and heard from nine people who live beside the eastern \
    wall, most of them for decades.</p><p>The board will decide in spring whether the wall is raised by a metre, as \
    its engineers wrote in a long report last year.</p>";

const TITLE: &str = "Board hears of the wall";

/// A page with a head, lines around its headline, and something behind its text.
fn page(head: &str, above: &str, below: &str, behind: &str) -> Article {
    let menu = "<ul><li><a href=/1>News</a></li><li><a href=/2>Sport</a></li></ul>";
    extract(
        Format::Html,
        &format!(
            "<html lang=en><head><title>{TITLE} | A Paper</title><meta property=og:site_name content='A Paper'>{head}\
             </head><body>{menu}<div>{above}<h1>{TITLE}</h1>{below}{TEXT}{behind}</div></body></html>"
        ),
    )
}

fn published(article: &Article) -> (Option<&str>, Option<MetadataRule>) {
    (article.published.as_deref(), article.metadata_rules.published)
}

fn authors(article: &Article) -> (Vec<&str>, Option<MetadataRule>) {
    (article.authors.iter().map(String::as_str).collect(), article.metadata_rules.authors)
}

#[test]
fn a_page_declares_its_date() {
    let day = Some("2012-01-17");
    for (head, below, rule) in [
        (
            "<meta property=article:published_time content=2012-01-17T23:00:00-05:00>",
            "",
            MetadataRule::Meta,
        ),
        ("<meta name=DC.date.issued content=2012-01-17>", "", MetadataRule::Meta),
        ("<meta name=citation_publication_date content=2012/1/17>", "", MetadataRule::Meta),
        ("<meta name=parsely-pub-date content=2012-01-17T10:00:00Z>", "", MetadataRule::Meta),
        ("<meta name=publishdate content='17 stycznia 2012'>", "", MetadataRule::Meta),
        (
            "",
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2012-01-17\"}</script>",
            MetadataRule::JsonLd,
        ),
        (
            "",
            "<span itemprop=datePublished content=2012-01-17>today</span>",
            MetadataRule::Microdata,
        ),
        ("", "<meta itemprop=datePublished content=2012-01-17>", MetadataRule::Microdata),
        ("", "<span property=schema:datePublished>17 January 2012</span>", MetadataRule::Microdata),
        ("", "<p><time datetime=2012-01-17T08:00>5 years ago</time></p>", MetadataRule::Element),
        (
            "",
            "<p><abbr class='published' title=2012-01-17T08:00>5 years ago</abbr></p>",
            MetadataRule::Element,
        ),
        ("", "<div class=x>Tuesday, January 17, 2012 | 9:26 AM</div>", MetadataRule::Line),
        (
            "",
            "<div>Updated: 19 January 2012. Published: 17 January 2012.</div>",
            MetadataRule::Line,
        ),
    ] {
        assert_eq!(published(&page(head, "", below, "")), (day, Some(rule)), "{head}{below}");
    }
    let above = page("", "<div>Posted on 17 January 2012</div>", "", "");
    assert_eq!(published(&above), (day, Some(MetadataRule::Line)));
}

#[test]
fn dates_of_something_else_are_not_the_articles() {
    for (above, below, behind) in [
        ("", "", "<p>© 17 January 2012 A Paper</p>"),
        ("", "<div>Last updated: 17 January 2012</div>", ""),
        ("", "<div>1/2/2012</div>", ""),
        (
            "",
            "",
            "<ol class=comments><li class=comment><p>Well said. <time datetime=2012-01-17>now</time></p></ol>",
        ),
        (
            "",
            "",
            "<div itemscope itemtype=https://schema.org/Comment><meta itemprop=datePublished content=2012-01-17></div>",
        ),
        (
            "<div>Other story</div><div>16 January 2012</div><div>Another</div><div>17 January 2012</div>",
            "",
            "",
        ),
        (
            "",
            "",
            "<h3>Older stories</h3><ul><li><time datetime=2011-01-01>x</time><li><time datetime=2010-01-01>y</time></ul>",
        ),
    ] {
        assert_eq!(published(&page("", above, below, behind)).0, None, "{above}{below}{behind}");
    }
    let script = "<script type=application/ld+json>{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\
        \"Article\",\"headline\":\"x\",\"datePublished\":\"2012-01-17\"}]}</script>";
    assert_eq!(published(&page(script, "", "", "")).0, None);
}

#[test]
fn the_address_dates_what_says_nothing() {
    let dated = page("<link rel=canonical href=https://a.example/2012/01/17/board>", "", "", "");
    assert_eq!(published(&dated), (Some("2012-01-17"), Some(MetadataRule::Address)));
    let month = page("<link rel=canonical href=https://a.example/2012/01/board>", "", "", "");
    assert_eq!(published(&month), (None, None));
    let said = page(
        "<link rel=canonical href=https://a.example/2012/01/17/board>",
        "",
        "<p>18 January 2012</p>",
        "",
    );
    assert_eq!(published(&said), (Some("2012-01-18"), Some(MetadataRule::Line)));
}

#[test]
fn a_page_names_its_authors() {
    let ann = vec!["Ann Example"];
    for (head, below, rule) in [
        ("<meta name=author content='By Ann Example'>", "", MetadataRule::Meta),
        (
            "<meta name=author content='A Paper'><meta name=dcterms.creator content='Ann Example'>",
            "",
            MetadataRule::Meta,
        ),
        ("<meta name=citation_author content='Example, Ann'>", "", MetadataRule::Meta),
        (
            "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"}},\
             {\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ann Example\"}]}</script>",
            "",
            MetadataRule::JsonLd,
        ),
        (
            "",
            "<div itemprop=author itemscope><span itemprop=name>Ann Example</span>, our reporter</div>",
            MetadataRule::Microdata,
        ),
        ("", "<a itemprop=author href=/ann>Ann Example</a>", MetadataRule::Microdata),
        ("", "<a rel=author href=/ann>Ann Example</a>", MetadataRule::Class),
        ("", "<a href=/authors/ann>Ann Example</a>", MetadataRule::Class),
        ("", "<div class=byline>By Ann Example, Staff Writer</div>", MetadataRule::Class),
        ("", "<div>By Ann Example | 17 January 2012</div>", MetadataRule::Line),
        ("", "<div>17 January 2012, written by Ann Example</div>", MetadataRule::Line),
    ] {
        assert_eq!(authors(&page(head, "", below, "")), (ann.clone(), Some(rule)), "{head}{below}");
    }
    let two = page("", "", "<p>By Ann Example and Ben Case</p>", "");
    assert_eq!(authors(&two).0, ["Ann Example", "Ben Case"]);
}

#[test]
fn publishers_programs_and_readers_are_no_authors() {
    for (head, below, behind) in [
        ("<meta name=author content='Theme by Studio - https://studio.example'>", "", ""),
        ("<meta name=author content='A Paper'>", "", ""),
        ("<meta name=author content=admin>", "", ""),
        ("<meta property=article:author content=https://www.facebook.com/ann.example>", "", ""),
        (
            "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Big Harbour\"}}</script>",
            "",
            "",
        ),
        ("", "<div>By admin</div>", ""),
        ("", "<div>By the river, on Monday</div>", ""),
        (
            "",
            "",
            "<ol class=comments><li class=comment><span class=comment-author>Ann Example</span><p>Well said, and so on.</p></ol>",
        ),
        (
            "",
            "",
            "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p><p>Five.</p><aside><div class=author>Ann Example</div></aside>",
        ),
    ] {
        assert_eq!(
            authors(&page(head, "", below, behind)),
            (Vec::new(), None),
            "{head}{below}{behind}"
        );
    }
}

#[test]
fn the_language_is_a_tag_or_nothing() {
    let told = |html: &str| {
        let article = extract(Format::Html, html);
        (article.language, article.metadata_rules.language)
    };
    let tag = |tag: &str, rule| (Some(tag.to_owned()), Some(rule));
    assert_eq!(told("<html lang=EN_us><p>x"), tag("en-US", MetadataRule::Element));
    assert_eq!(
        told("<meta property=og:locale content=zh_TW><p>x"),
        tag("zh-TW", MetadataRule::Meta)
    );
    let nonsense = "<meta http-equiv=content-language content=utf-8>";
    assert_eq!(told(&format!("{nonsense}<p>x")), (None, None));
    assert_eq!(
        told(&format!("{nonsense}<p>这是一个关于面包价格的句子。")),
        tag("zh", MetadataRule::Text)
    );
    assert_eq!(told(&format!("{nonsense}{TEXT}")), tag("en", MetadataRule::Text));
    // A default of the program, on a page that is in another script.
    let russian = "<p>Совет собрался в понедельник и выслушал жителей, которые живут у стены уже много лет.</p>".repeat(4);
    assert_eq!(told(&format!("<html lang=en>{russian}")), tag("ru", MetadataRule::Text));
    assert_eq!(told(&format!("<html lang=kk>{russian}")), tag("kk", MetadataRule::Element));
    let post = extract(Format::Markdown, "---\nlang: Deutsch\n---\nText.");
    assert_eq!(
        (post.language.as_deref(), post.metadata_rules.language),
        (Some("de"), Some(MetadataRule::FrontMatter))
    );
}

#[test]
fn pages_are_saved_from_the_web() {
    let saved = |address: &str| {
        let html = format!("<!-- saved from url=({:04}){address} -->\n<p>x", address.len());
        extract(Format::Html, &html).origin
    };
    assert_eq!(saved("https://a.example/x").as_deref(), Some("https://a.example/x"));
    assert_eq!(
        saved("http://xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g/").as_deref(),
        Some("http://xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g/")
    );
    assert_eq!(saved("http://127.0.0.1:8000/x").as_deref(), Some("http://127.0.0.1:8000/x"));
    for address in [
        "http://internet.e-mail",
        "about:internet",
        "file:///C:/x.html",
        "mhtml:https://a.example/x",
    ] {
        assert_eq!(saved(address), None, "{address}");
    }
}

/// A site as a generator builds it, with links between its pages as people write them.
fn site() -> tempfile::TempDir {
    let own = "<a href=/about.html>about</a> <a href=https://a.example/feed>feed</a> <a href=../>up</a> \
        <a href=https://b.example/>source</a>";
    program::folder(&[
        ("built/index.html", own),
        ("built/about.html", own),
        ("built/2020/bread & butter/index.html", own),
        ("built/said.html", &format!("<link rel=canonical href=https://a.example/other/>{own}")),
    ])
}

#[test]
fn a_base_url_gives_each_file_its_origin() {
    let root = site();
    let read = |args: &[&str]| articles(&output(root.path(), &[&["extract"], args].concat()));
    let found = read(&["built", "--base-url", "https://a.example/blog"]);
    let origins: Vec<_> =
        found.iter().map(|one| (one.origin.as_deref(), one.origin_rule)).collect();
    assert_eq!(
        origins,
        [
            (Some("https://a.example/blog/2020/bread%20&%20butter/"), OriginRule::BaseUrl),
            (Some("https://a.example/blog/about.html"), OriginRule::BaseUrl),
            (Some("https://a.example/blog/"), OriginRule::BaseUrl),
            (Some("https://a.example/other/"), OriginRule::Canonical),
        ]
    );
    for article in &found {
        let cited: Vec<_> =
            article.citations.iter().filter_map(|link| link.resolved.as_deref()).collect();
        assert_eq!(cited, ["https://b.example/"], "{}", article.input);
    }
    let up = found[0].rejects.iter().find(|link| link.written == "../").expect("a link");
    assert_eq!(up.resolved.as_deref(), Some("https://a.example/blog/2020/"));
    // From inside the folder, file by file, the same.
    let inside = root.path().join("built");
    let named = articles(&output(
        &inside,
        &["extract", "about.html", "--base-url", "https://a.example/blog/"],
    ));
    assert_eq!(named[0].origin.as_deref(), Some("https://a.example/blog/about.html"));
    assert_eq!(read(&["built"])[1].origin, None);
    let bad = run(root.path(), &["extract", "built", "--base-url", "a.example"]);
    assert!(
        bad.stderr.contains("--base-url a.example is not an absolute http(s) URL"),
        "{}",
        bad.stderr
    );
    assert_eq!(bad.code, 2);
}

#[test]
fn links_to_a_site_that_is_unknown_are_warned_of() {
    let own: String = (0..9).map(|n| format!("<a href=https://a.example/{n}>x</a> ")).collect();
    let other: String = (0..9).map(|n| format!("<a href=https://{n}.example/>x</a> ")).collect();
    let root = program::folder(&[("own.html", &own), ("other.html", &other)]);
    let warned = |args: &[&str]| {
        let ran = run(root.path(), &[args, &["--width", "300"]].concat());
        let all = format!("{}{}", ran.stdout, ran.stderr);
        (all.contains("probably its own site"), all)
    };
    for verb in ["report", "stats", "lint"] {
        let (is_warned, all) = warned(&[verb, "own.html"]);
        assert!(
            is_warned && all.contains("--origin") && all.contains("--base-url"),
            "{verb}: {all}"
        );
        assert!(all.contains("warning"), "{verb}: {all}");
        assert!(!warned(&[verb, "other.html"]).0, "{verb}");
    }
    let (is_warned, all) = warned(&["lint", "own.html", "--base-url", "https://a.example/"]);
    assert!(!is_warned && !all.contains("orphan-origin"), "{all}");
}

#[test]
fn the_name_of_a_post_dates_what_says_nothing() {
    let by_name = (Some("2021-09-02"), Some(MetadataRule::FileName));
    for (name, text, wanted) in [
        ("_posts/2021-09-02-buses.md", "---\ntitle: Buses\n---\nText.\n", by_name),
        ("2021-09-02-buses/index.md", "Text.\n", by_name),
        ("_posts/2021-09-02-tram.html", "---\ntitle: Tram\n---\n<p>Text.\n", by_name),
        (
            "_posts/2021-09-02-ferry.md",
            "---\ndate: 2021-10-03\n---\nText.\n",
            (Some("2021-10-03"), Some(MetadataRule::FrontMatter)),
        ),
        (
            "content/buses.md",
            "+++\npath = \"2021/09/02/buses\"\n+++\nText.\n",
            (Some("2021-09-02"), Some(MetadataRule::Address)),
        ),
        (
            "content/tram.md",
            "---\nfrom: https://a.example/2021/09/02/tram\n---\nText.\n",
            (Some("2021-09-02"), Some(MetadataRule::Address)),
        ),
        (
            "content/ferry.md",
            "---\npermalink: /:year/:month/:day/:title/\n---\nText.\n",
            (None, None),
        ),
        // The post is about a page of that day.
        ("content/link.md", "---\nurl: https://b.example/2021/09/02/x\n---\nText.\n", (None, None)),
        // Somebody saved this page on that day.
        ("2021-09-02-saved.html", "<p>Text.\n", (None, None)),
        ("buses-of-2021-09-02.md", "Text.\n", (None, None)),
    ] {
        let root = program::folder(&[(name, text)]);
        let found = articles(&output(root.path(), &["extract", name]));
        assert_eq!(published(&found[0]), wanted, "{name}");
    }
}

#[test]
fn a_header_without_fences_states_what_front_matter_does() {
    let pelican = "Title: Buses\nDate: 2021-09-02 10:00\nAuthors: Ann Lee, Bo Ray\nLang: en\nTags: city, bus\n\n\
        They ride [at night](https://a.example/x).\n";
    let pandoc = "% Buses\n% Ann Lee; Bo Ray\n% 2 September 2021\n\nThey ride [at night](https://a.example/x).\n";
    let hugo = "---\nTitle: Buses\npublished_at: 2021-09-02\nAuthors: [Ann Lee, Bo Ray]\n---\n\n\
        They ride [at night](https://a.example/x).\n";
    for text in [pelican, pandoc, hugo] {
        let article = extract(Format::Markdown, text);
        assert_eq!(article.title.as_deref(), Some("Buses"), "{text}");
        assert_eq!(
            published(&article),
            (Some("2021-09-02"), Some(MetadataRule::FrontMatter)),
            "{text}"
        );
        assert_eq!(authors(&article).0, ["Ann Lee", "Bo Ray"], "{text}");
        let link = &article.citations[0];
        assert_eq!(link.sentence_text().as_deref(), Some("They ride at night."), "{text}");
        assert_eq!(
            text.lines().nth(link.line as usize - 1).map(|line| line.contains(&link.written)),
            Some(true)
        );
    }
}
