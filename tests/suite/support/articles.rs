//! Articles made by hand and by chance, without reading any document.

use citegraph::article::{
    Article, CitedUrl, Dialect, Format, Link, MetadataRules, OriginRule, Place, Reason, SCHEMA,
    Sentence, SentenceId, Syntax,
};
use citegraph::corpus::Corpus;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// An article with an origin and citations, and nothing odd about it.
pub(crate) fn article(input: &str, origin: Option<&str>, citations: Vec<Link>) -> Article {
    Article {
        schema: SCHEMA,
        input: input.to_owned(),
        part: None,
        format: Format::Markdown,
        dialect: Some(Dialect::Auto),
        origin: origin.map(str::to_owned),
        origin_rule: origin.map_or(OriginRule::None, |_| OriginRule::FrontMatter),
        title: Some(format!("About {input}")),
        published: None,
        authors: Vec::new(),
        tags: Vec::new(),
        language: None,
        metadata_rules: MetadataRules::default(),
        captures: Vec::new(),
        citations,
        rejects: Vec::new(),
        ignores: Vec::new(),
        warnings: Vec::new(),
        sentences: None,
    }
}

/// A citation of a page of a domain.
pub(crate) fn citation(ordinal: u32, domain: &str, page: &str) -> Link {
    let url = format!("https://www.{domain}/{page}");
    Link {
        ordinal,
        syntax: Syntax::Markdown,
        written: url.clone(),
        resolved: Some(url.clone()),
        cited: Some(CitedUrl {
            opened: url,
            key: format!("{domain}/{page}"),
            host: format!("www.{domain}"),
            domain: domain.to_owned(),
            site: domain.to_owned(),
            ..CitedUrl::default()
        }),
        place: Place::Body,
        place_evidence: Vec::new(),
        anchor: page.to_owned(),
        sentence: Some(format!("See {page}.").as_str().into()),
        sentence_id: format!("P1.S{}", ordinal % 3).parse().ok(),
        anchor_at: Some([4, 4 + page.chars().count() as u32]),
        supports: None,
        paragraph: "P1".parse().ok(),
        rel: None,
        span: Some([u64::from(ordinal) * 100, u64::from(ordinal) * 100 + 20]),
        line: ordinal + 1,
        column: 1,
        at: [ordinal + 1, 1],
        reason: None,
    }
}

/// Text of any characters, with a liking for those that break formats.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let traps = select(vec![
        '\0',
        '\t',
        '\n',
        '\r',
        '\u{b}',
        '\u{1f}',
        '\u{fffe}',
        '\u{ffff}',
        '<',
        '&',
        '"',
        '\'',
        ']',
        '>',
        '=',
        '@',
        '+',
        '-',
        ',',
        ';',
        ' ',
        '\u{85}',
        '\u{2028}',
        '\u{202e}',
        '\u{1f600}',
    ]);
    vec(prop_oneof![any::<char>(), traps], 0..12).prop_map(|chars| chars.into_iter().collect())
}

fn link() -> impl Strategy<Value = Link> {
    let domains = vec!["a.example", "b.example", "c.example", "d.example", "e.example", "f.org"];
    let names = (select(domains), select(vec!["x", "y", "z"]), any::<bool>());
    let kinds = (select(Place::ALL.to_vec()), select(Syntax::ALL.to_vec()));
    (names, kinds, text()).prop_map(|((domain, page, work), (place, syntax), anchor)| {
        let mut link = Link { place, syntax, anchor, ..citation(0, domain, page) };
        link.cited.as_mut().expect("it cites a page").work = work.then(|| format!("doi:{page}"));
        link
    })
}

fn reject() -> impl Strategy<Value = Link> {
    (link(), select(Reason::ALL.to_vec()))
        .prop_map(|(link, reason)| Link { reason: Some(reason), ..link })
}

fn sentences() -> impl Strategy<Value = Vec<Sentence>> {
    vec((select(vec!["P1", "C1", "H1"]), 0..4u32), 0..4).prop_map(|ids| {
        let id = |(block, at)| format!("{block}.S{at}").parse().expect("an id");
        let mut ids: Vec<SentenceId> = ids.into_iter().map(id).collect();
        ids.sort();
        ids.dedup();
        let sentence = |id| Sentence {
            id,
            place: Place::Body,
            text: "See.".into(),
            span: None,
            at: None,
            marks: Vec::new(),
            code: Vec::new(),
        };
        ids.into_iter().map(sentence).collect()
    })
}

fn an_article() -> impl Strategy<Value = Article> {
    let origins = vec![None, Some("https://blog.a.example/1"), Some("https://g.example/2")];
    let dates = vec![None, Some("2021-05-06"), Some("2021-05"), Some("2020"), Some("soon")];
    let names = (select(vec!["a.md", "b.md", "=c.md"]), proptest::option::of(text()));
    let facts = (select(origins), select(dates), text());
    let lists = (vec(link(), 0..6), vec(reject(), 0..3), proptest::option::of(sentences()));
    (names, facts, lists).prop_map(|((input, part), (origin, date, title), lists)| {
        let (mut citations, mut rejects, sentences) = lists;
        for (at, link) in citations.iter_mut().chain(&mut rejects).enumerate() {
            link.ordinal = at as u32;
        }
        Article {
            part,
            published: date.map(str::to_owned),
            title: Some(title),
            rejects,
            sentences,
            ..article(input, origin, citations)
        }
    })
}

/// Some articles, names recurring.
pub(crate) fn articles() -> impl Strategy<Value = Vec<Article>> {
    vec(an_article(), 0..8)
}

/// A corpus of three sites with everything that exports can show.
pub(crate) fn sample() -> Corpus {
    let mut first = article(
        "posts/1.md",
        Some("https://blog.a.example/1"),
        vec![
            citation(0, "b.example", "x"),
            citation(1, "b.example", "x"),
            citation(2, "b.example", "y"),
            citation(3, "c.example", "x?access_token=s3cret"),
            Link { place: Place::Comment, ..citation(4, "d.example", "spam") },
        ],
    );
    first.published = Some("2021-05-06".to_owned());
    first.title = Some("R&D: “<all>”\n of \u{1}it 🎈".to_owned());
    let mut second = article(
        "posts/2.md",
        Some("https://b.example/2"),
        vec![citation(0, "c.example", "x"), citation(1, "a.example", "1")],
    );
    second.published = Some("2022".to_owned());
    second.title = Some("=1+1".to_owned());
    let third = article("posts/INF.md", None, vec![citation(0, "c.example", "z")]);
    [third, second, first].into_iter().collect()
}

/// A corpus whose titles and names trip readers: one article a title, each citing the next.
pub(crate) fn awkward() -> Corpus {
    let titles = [
        "",
        " \u{1} ",
        "null",
        "NULL",
        "INFOWARS",
        "NaN",
        "]]>",
        "<!--",
        "&amp;",
        "a\u{85}b",
        "\u{a0}x\u{a0}",
        "\u{2028}",
        "\u{202e}rtl",
        "\u{fffd}\u{10ffff}",
        "'=x",
        "''",
        "\"",
        "a,b",
        "1",
        "1.0",
        "true",
        "=cmd",
        "\tx",
        "x\u{0}y",
        "-",
        "☃ 🎈",
        "\u{fffe}",
    ];
    let article = |(at, title): (usize, &&str)| {
        let domain = format!("d{:02}.example", (at + 1) % titles.len());
        let mut one = article(
            &format!("{at:02} {title}.md"),
            Some(&format!("https://d{at:02}.example/?q={title}")),
            (0..=at as u32).map(|ordinal| citation(ordinal, &domain, "x")).collect(),
        );
        one.title = Some((*title).to_owned());
        one.part = (at % 3 == 0).then(|| (*title).to_owned());
        one.published = (at % 2 == 0).then(|| format!("20{:02}", at + 10));
        one
    };
    titles.iter().enumerate().map(article).collect()
}
