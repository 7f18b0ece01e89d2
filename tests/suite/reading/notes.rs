//! Notes lead to their sentences: which marks join which notes, in every form in which they are written.

use citegraph::article::{Article, Format, Link, Place};
use citegraph::corpus::{Corpus, Selection};
use citegraph::findings::LintOptions;
use citegraph::source::Sources;
use citegraph::stats::{Aliases, ArticleGroup, Basis, CountingOptions, Facet};

use super::docx;
use crate::findings::rules as lint;
use crate::sheet::rows as sheets;
use crate::support::program;

/// What each citation supports, by the last part of its address.
fn supports(article: &Article) -> Vec<String> {
    let one = |link: &Link| {
        let url = link.resolved.as_deref().unwrap_or_default();
        let ids: Vec<String> = link.supported().iter().map(ToString::to_string).collect();
        format!("{} {}", url.rsplit('/').next().unwrap_or_default(), ids.join(","))
    };
    article.citations.iter().map(one).collect()
}

fn html(body: &str) -> Article {
    let filler = "<p>More words stand here so that the page has a body of text of its own, and they go on.</p>";
    program::extract(Format::Html, &format!("<article>{body}{filler}{filler}</article>"))
}

fn markdown(text: &str) -> Article {
    program::extract(Format::Markdown, text)
}

/// A link to a page of this name.
fn to(name: &str) -> String {
    format!("<a href=\"https://{name}.example/{name}\">{name}</a>")
}

#[test]
fn every_form_of_a_note_leads_to_its_sentence() {
    let (a, b) = (to("a"), to("b"));
    let forms = [
        // MediaWiki, with one note that does not link back.
        format!(
            "<p>Mills closed.<sup id=cite_ref-1 class=reference><a href=#cite_note-1>[1]</a></sup> Looms \
             stopped.<sup class=reference><a href=#cite_note-x-2>[2]</a></sup></p><div class=reflist>\
             <ol class=references><li id=cite_note-1><a href=#cite_ref-1>^</a> {a}<li id=cite_note-x-2>{b}</ol></div>"
        ),
        // Pandoc and Ghost.
        format!(
            "<p>Mills closed.<a href=#fn1 class=footnote-ref id=fnref1 role=doc-noteref><sup>1</sup></a> Looms \
             stopped.<sup class=footnote-ref><a href=#fn2 id=fnref2>[2]</a></sup></p><section class=footnotes><ol>\
             <li id=fn1><p>{a} <a href=#fnref1 role=doc-backlink>↩︎</a></p></li>\
             <li id=fn2 class=footnote-item><p>{b} <a href=#fnref2 class=footnote-backref>↩︎</a></p></li></ol></section>"
        ),
        // Substack.
        format!(
            "<p>Mills closed.<a id=footnote-anchor-1 class=footnote-anchor href=#footnote-1>1</a> Looms \
             stopped.<a id=footnote-anchor-2 href=#footnote-2>2</a></p><div class=footnote><a id=footnote-1 \
             href=#footnote-anchor-1 class=footnote-number>1</a><div class=footnote-content><p>{a}</p></div></div>\
             <div class=footnote><a id=footnote-2 href=#footnote-anchor-2>2</a><div><p>See it.</p><p>{b}</p></div></div>"
        ),
        // Word's pages.
        format!(
            "<p>Mills closed.<a href=#_ftn1 name=_ftnref1><span>[1]</span></a> Looms stopped.<a href=#_ftn2 \
             name=_ftnref2>[2]</a></p><div id=ftn1><p><a href=#_ftnref1 name=_ftn1>[1]</a> See it.</p><p>{a}</p></div>\
             <div id=ftn2><p><a href=#_ftnref2 name=_ftn2>[2]</a> {b}</p></div>"
        ),
        // Names that say nothing: the links back do, though the notes stand in one paragraph.
        format!(
            "<p>Mills closed.<sup><a id=x1 href=#y1>1</a></sup> Looms stopped.<sup><a id=x2 href=#y2>2</a></sup></p>\
             <hr><p><a id=y1 href=#x1>1</a> {a}<br><a id=y2 href=#x2>2</a> {b}</p>"
        ),
        // A table, and marks before the full stop.
        format!(
            "<p>Mills closed<sup><a href=#n1 id=m1>*</a></sup>. Looms stopped <a href=#n2 id=m2>[†]</a>.</p>\
             <table><tr><td id=n1><a href=#m1>*</a></td><td>{a}</td></tr><tr><td id=n2><a href=#m2>†</a></td>\
             <td>{b}</td></tr></table>"
        ),
        // A list whose name says that it holds notes.
        format!(
            "<p>Mills closed.<sup><a href=#q1>i</a></sup> Looms stopped.<sup><a href=#q2>ii</a></sup></p>\
             <dl class=footnotes><dt id=q1>i</dt><dd>{a}</dd><dt id=q2>ii</dt><dd>{b}</dd></dl>"
        ),
    ];
    for form in &forms {
        let article = html(form);
        assert_eq!(supports(&article), ["a P1.S0", "b P1.S1"], "{form}");
        assert!(article.citations.iter().all(|link| link.place == Place::Note), "{form}");
        assert!(article.citations.iter().all(|link| !link.place_evidence.is_empty()), "{form}");
    }
}

#[test]
fn addresses_of_the_page_itself_and_encoded_names_are_marks_too() {
    let page = "<link rel=canonical href=https://own.example/p><article><p>Mills closed.<sup><a \
                href='https://own.example/p#fn:1'>1</a></sup> Looms stopped.<sup><a href='#fn%3A2'>2</a></sup></p>\
                <ol><li id=fn:1><a href=https://a.example/a>a</a><li id=fn:2><a href=https://b.example/b>b</a></ol>";
    assert_eq!(supports(&program::extract(Format::Html, page)), ["a P1.S0", "b P1.S1"]);
}

#[test]
fn one_annotated_text_is_read_alike_in_three_formats() {
    let text = "Mills closed in 1931.[^1] Looms stopped[^2], and carts too. Nobody sang.\n\n\
                Barns burned in 1940.[^1][^3] Wells dried.\n\n\
                [^1]: See [a](https://a.example/a) and [b](https://b.example/b).\n\
                [^2]: <https://c.example/c>\n[^3]: [d](https://d.example/d)\n";
    let want = ["a P1.S0,P2.S0", "b P1.S0,P2.S0", "c P1.S1", "d P2.S0"];
    assert_eq!(supports(&markdown(text)), want);
    let mark = |n: u32| format!("<sup><a href=#fn{n}>{n}</a></sup>");
    let page = format!(
        "<p>Mills closed in 1931.{} Looms stopped{}, and carts too. Nobody sang.</p><p>Barns burned in 1940.{}{} Wells \
         dried.</p><ol><li id=fn1>See {} and {}.<li id=fn2>{}<li id=fn3>{}</ol>",
        mark(1),
        mark(2),
        mark(1),
        mark(3),
        to("a"),
        to("b"),
        to("c"),
        to("d")
    );
    assert_eq!(supports(&html(&page)), want);
    assert_eq!(supports(&docx::extract(&annotated())), want);
}

/// The same text as a .docx with a footnote, an endnote and a comment.
fn annotated() -> Vec<u8> {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let mark = |kind: &str| format!("<w:r><w:{kind}Reference w:id=\"7\"/></w:r>");
    let link = |name: &str| format!("<w:hyperlink r:id=\"{name}\">{}</w:hyperlink>", run(name));
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p><w:p>{}{}{}{}</w:p>",
        run("Mills closed in 1931."),
        mark("footnote"),
        run(" Looms stopped"),
        mark("endnote"),
        run(", and carts too. Nobody sang."),
        run("Barns burned in 1940."),
        mark("footnote"),
        mark("comment"),
        run(" Wells dried.")
    );
    let root = docx::ROOT;
    let notes = |kind: &str, text: String| {
        format!("<w:{kind}s {root}><w:{kind} w:id=\"7\"><w:p>{text}</w:p></w:{kind}></w:{kind}s>")
    };
    let see = format!("{}{}{}{}", run("See "), link("a"), run(" and "), link("b"));
    let address = |name: &str| format!("https://{name}.example/{name}");
    let addresses = ["a", "b", "c", "d"].map(|name| (name, "hyperlink", address(name)));
    let rows: Vec<(&str, &str, &str)> =
        addresses.iter().map(|(name, kind, url)| (*name, *kind, url.as_str())).collect();
    let inner = docx::relations(&rows);
    docx::archive(&[
        ("_rels/.rels", &docx::relations(&[("r", "officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            &docx::relations(&[
                ("f", "footnotes", "footnotes.xml"),
                ("e", "endnotes", "endnotes.xml"),
                ("c", "comments", "comments.xml"),
            ]),
        ),
        ("word/footnotes.xml", &notes("footnote", see)),
        ("word/endnotes.xml", &notes("endnote", link("c"))),
        ("word/comments.xml", &notes("comment", link("d"))),
        ("word/_rels/footnotes.xml.rels", &inner),
        ("word/_rels/endnotes.xml.rels", &inner),
        ("word/_rels/comments.xml.rels", &inner),
        ("word/document.xml", &format!("<w:document {root}><w:body>{body}</w:body></w:document>")),
    ])
}

#[test]
fn ranges_lists_and_second_marks() {
    let notes = "<ol><li id=fn1><a href=https://x.example/a>a</a><li id=fn2><a href=https://x.example/b>b</a>\
                 <li id=fn3><a href=https://x.example/c>c</a><li id=fn4><a href=https://x.example/d>d</a></ol>";
    for (text, want) in [
        ("<p>One.<a href=#fn1>[1–3]</a> Two.</p>", ["a P1.S0", "b P1.S0", "c P1.S0", "d "]),
        ("<p>One.<sup><a href=#fn2>2,4</a></sup> Two.</p>", ["a ", "b P1.S0", "c ", "d P1.S0"]),
        (
            "<p>One.<sup>[<a href=#fn1>1</a>–<a href=#fn4>4</a>]</sup> Two.</p>",
            ["a P1.S0", "b P1.S0", "c P1.S0", "d P1.S0"],
        ),
        (
            "<p>One.<sup><a href=#fn1>1</a>,<a href=#fn3>3</a></sup> Two.<sup><a href=#fn1>1</a></sup></p>",
            ["a P1.S0,P1.S1", "b ", "c P1.S0", "d "],
        ),
        (
            "<p>One <a href=#fn1>[1]</a>, and <a href=#fn2>[2]</a> so.</p><p><sup><a href=#fn3>3</a></sup></p>",
            ["a P1.S0", "b P1.S0", "c P1.S0", "d "],
        ),
    ] {
        assert_eq!(supports(&html(&format!("{text}{notes}"))), want, "{text}");
    }
}

#[test]
fn notes_of_notes_lead_to_the_text() {
    let page = format!(
        "<p>Mills closed.<sup><a href=#cite_note-1>[a]</a></sup> Looms stopped.<sup><a href=#cite_note-3>[2]</a></sup></p>\
         <ol><li id=cite_note-1>Most of them.<sup><a href=#cite_note-2>[1]</a></sup></ol>\
         <ol><li id=cite_note-2>{}<li id=cite_note-3><a href=#CITEREFDoe2001>Doe 2001</a>, p. 3.</ol>\
         <h2>Bibliography</h2><ul><li><cite id=CITEREFDoe2001>Doe, {}</cite><li>{}</ul>",
        to("a"),
        to("b"),
        to("c")
    );
    assert_eq!(supports(&html(&page)), ["a P1.S0", "b P1.S1", "c "]);
}

#[test]
fn inline_notes_stand_at_their_marks() {
    let text = "Mills closed.^[See [a](https://a.example/a), p. 3. It is long.] Looms^[At https://b.example/b] \
                stopped. Nobody sang.\n";
    let article = markdown(text);
    assert_eq!(supports(&article), ["a P1.S0", "b P1.S1"]);
    assert!(article.citations.iter().all(|link| link.place == Place::Note));
    for link in &article.citations {
        let [start, end] = link.span.expect("bytes");
        assert_eq!(&text[start as usize..end as usize], link.written);
    }
    let sentences = article.sentences.as_ref().expect("sentences");
    assert_eq!(&*sentences[1].text, "Looms stopped.");
}

#[test]
fn lists_of_sources_that_nothing_refers_to_support_nothing() {
    let text = "Mills closed in 1931. Looms stopped.\n\n## Sources\n\n- [a](https://a.example/a) by the board, which \
                is a long enough entry to be read as prose by anybody, and ends so.\n- Board, <https://b.example/b>.\n\n\
                ## Afterwards\n\nCarts [went on](https://c.example/c).\n\n[^9]: [d](https://d.example/d)\n";
    let article = markdown(text);
    assert_eq!(supports(&article), ["a ", "b ", "c P2.S0", "d "]);
    let labelled = format!(
        "<p>Mills closed in 1931.</p><p><b>Quellen:</b></p><p>Board, {}, 1931.</p><p>Nobody wept, and {} says so. {}</p>",
        to("a"),
        to("b"),
        "They say that the winter was long and that the snow lay until April. ".repeat(8)
    );
    assert_eq!(supports(&html(&labelled)), ["a ", "b P3.S0"]);
}

#[test]
fn other_links_inside_a_page_are_no_marks() {
    for page in [
        // A table of contents, pages, and links to headings.
        "<ul><li><a href=#s1>1</a><li><a href=#s2>2</a></ul><h2 id=s1>One</h2><p>Text [a](x) <a \
         href=https://a.example/a>a</a> is here.</p><h2 id=s2>Two</h2>",
        "<p>See <a href=#part3>3</a> and <a href=#top>a</a>.</p><div id=part3><p>Here <a \
         href=https://a.example/a>a</a> is cited.</p></div>",
        "<p>See <a href=#fn1>the details below</a>.</p><p id=fnord>Here <a href=https://a.example/a>a</a> is cited.</p>",
    ] {
        let article = html(page);
        let link = &article.citations[0];
        assert_eq!(link.place, Place::Body, "{page}");
        assert_eq!(link.supported(), link.sentence_id.as_slice(), "{page}");
    }
}

#[test]
fn lines_without_the_field_mean_their_own_sentence() {
    let article =
        markdown("Mills [closed](https://a.example/a).[^1]\n\n[^1]: [b](https://b.example/b)\n");
    let mut value = serde_json::to_value(&article).expect("JSON");
    assert_eq!(value["citations"][1]["supports"], serde_json::json!(["P1.S0"]));
    for link in value["citations"].as_array_mut().expect("citations") {
        link.as_object_mut().expect("an object").remove("supports");
    }
    let older: Article = serde_json::from_value(value).expect("an article");
    assert_eq!(supports(&older), ["a P1.S0", "b B1.S0"]);
}

/// A text whose claims rest on notes alone.
const NOTED: &str = "The board counted 4,200 jobs lost in 1931.[^1] Nobody sang.\n\n\
    Some 71% of weavers left.[^1][^2] The river froze.\n\n\
    A barn [burned](https://fire.example/x).\n\n\
    [^1]: Board, [figures](https://board.example/1), p. 3.\n[^2]: [Survey](https://survey.example/2).\n";

#[test]
fn sheets_go_by_what_is_supported() {
    let sheet = sheets::sheet(markdown(NOTED));
    let row = |sentence: &str| {
        let rows = sheet.rows.iter().filter(|row| row.sentence == sentence);
        rows.map(|row| row.source.as_ref().map(|cited| cited.number)).collect::<Vec<_>>()
    };
    assert_eq!(row("P1.S0"), [Some(2)]);
    assert_eq!(row("P1.S1"), [None]);
    assert_eq!(row("P2.S0"), [Some(2), Some(3)]);
    assert!(sheet.rows.iter().all(|row| row.sentence.starts_with('P')), "a note is no claim");
    let board = &sheet.sources[1];
    assert_eq!((board.citations, board.claims.join(" ")), (1, "P1.S0 P2.S0".to_owned()));
}

#[test]
fn counts_go_by_what_is_supported() {
    let corpus: Corpus = [markdown(NOTED)].into_iter().collect();
    let (selection, sources, aliases) =
        (Selection::default(), Sources::default(), Aliases::default());
    let table = corpus.table();
    let counts = table.sentence_counts(&table.articles()[0], &selection).expect("sentences");
    assert_eq!((counts.all, counts.cited), (5, 3));
    let all = ArticleGroup::all(&table);
    let count = |basis| {
        let counting =
            CountingOptions { selection: &selection, sources: &sources, aliases: &aliases, basis };
        let rows = counting.counts(all.articles(), &counting.column(&table, Facet::Domain));
        rows.into_iter().map(|row| (row.name, row.count)).collect::<Vec<_>>()
    };
    let named = |rows: &[(&str, u64)]| -> Vec<(String, u64)> {
        rows.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    };
    let once = [("board.example", 1), ("fire.example", 1), ("survey.example", 1)];
    assert_eq!(count(Basis::Citations), named(&once));
    let twice = [("board.example", 2), ("fire.example", 1), ("survey.example", 1)];
    assert_eq!(count(Basis::Sentences), named(&twice));
}

#[test]
fn findings_go_by_what_is_supported() {
    let corpus: Corpus = [markdown(NOTED)].into_iter().collect();
    for rule in ["uncited-quantity", "paragraph-without-citation"] {
        let only = LintOptions { only: vec![rule.to_owned()], ..LintOptions::default() };
        let found = lint::run(&corpus, &only).findings;
        assert!(found.is_empty(), "{found:#?}");
    }
    let tracked = NOTED.replace("https://board.example/1", "https://board.example/1?utm_source=x");
    let corpus: Corpus = [markdown(&tracked)].into_iter().collect();
    let found = lint::run(&corpus, &LintOptions::default()).findings;
    let about: Vec<_> = found.iter().filter(|one| one.line == Some(7)).collect();
    assert!(about.iter().all(|one| one.sentence == "P1.S0".parse().ok() && one.claim.is_some()));
}

#[test]
fn impact_and_explain_name_the_sentences_of_a_note() {
    let root = program::folder(&[("a.md", NOTED)]);
    let args = ["impact", "board.example", "a.md", "--format", "json"];
    let found: serde_json::Value =
        serde_json::from_str(&program::output(root.path(), &args)).expect("JSON");
    assert_eq!(found["totals"]["citations"], 1);
    assert_eq!(found["totals"]["claims"], 2);
    assert_eq!(found["totals"]["unsupported"], 1);
    let claims = found["articles"][0]["claims"].as_array().expect("claims");
    assert_eq!(claims[0]["sentence_id"], "P1.S0");
    assert_eq!(claims[0]["sentence"], "The board counted 4,200 jobs lost in 1931.");
    assert_eq!(claims[1]["remains"]["works"], serde_json::json!(["survey.example/2"]));
    let shown = program::output(root.path(), &["explain", "board.example", "a.md"]);
    assert!(shown.contains("supports P1.S0, P2.S0"), "{shown}");
    let unmarked =
        program::folder(&[("a.md", "Mills closed.\n\n## Sources\n\n- [a](https://a.example/a)\n")]);
    let shown = program::output(unmarked.path(), &["impact", "a.example", "a.md"]);
    assert!(shown.contains("no sentence uses it") && shown.contains("0 claims"), "{shown}");
}

#[test]
fn what_notes_support_does_not_multiply() {
    let total = |marks: usize, links: usize| {
        let text = "It rose. [^a] Then fell.[^a] ".repeat(marks / 2)
            + "\n\n[^a]: "
            + &"[b](https://b.example/) ".repeat(links);
        markdown(&text).citations.iter().map(|link| link.supported().len()).sum::<usize>()
    };
    assert_eq!(total(400, 1), 400);
    assert!(total(2_000, 2_000) <= 64 * 4_000);
}

#[test]
fn marks_and_sources_behind_a_full_stop_belong_to_the_sentence_before() {
    for text in [
        "Mills closed in May.<sup>[1](https://a.example/a)</sup> Nobody noticed it then.",
        "Mills closed in May.[1](https://a.example/a) Nobody noticed it then.",
        "Mills closed in May. ([Board](https://a.example/a)) Nobody noticed it then.",
        "Mills closed in May. (via [Board](https://a.example/a), p. 3) Nobody noticed it then.",
        "Mills closed in May. https://a.example/a Nobody noticed it then.",
        "Mills closed “in May.” [[2]](https://a.example/a) Nobody noticed it then.",
        "这座水库建成于五月，蓄水很多。（[来源](https://a.example/a)）没有人注意到它。",
    ] {
        let article = markdown(&format!("{text}\n"));
        assert_eq!(supports(&article), ["a P1.S0"], "{text}");
        assert_eq!(
            article.sentences.as_ref().map(Vec::len),
            Some(2),
            "{text}: {:?}",
            article.sentences
        );
    }
    for text in [
        "Mills closed in May. ([The board](https://a.example/a) denied it.) Nobody noticed it then.",
        "Mills closed in May. [The board](https://a.example/a) denied it (in June). Nobody noticed it.",
        "Mills closed in May. https://a.example/a is where that stands. Nobody noticed it then.",
    ] {
        assert_eq!(supports(&markdown(&format!("{text}\n"))), ["a P1.S1"], "{text}");
    }
}
