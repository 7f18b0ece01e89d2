//! Documents of word processors: what is read of them, and what is not.

use std::borrow::Cow;
use std::io::{Cursor, Write as _};

use citegraph::article::{Article, Format, Link, Place, Reason};
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::{self, InputSource, Loaded};
use zip::write::SimpleFileOptions;

use crate::support::program;

pub(crate) const ROOT: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An archive of these members.
pub(crate) fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(text.as_bytes()).expect("memory takes everything");
    }
    writer.finish().expect("an archive").into_inner()
}

pub(crate) fn relations(rows: &[(&str, &str, &str)]) -> String {
    let row = |(id, kind, target): &(&str, &str, &str)| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"{TYPE}/{kind}\" Target=\"{target}\" TargetMode=\"External\"/>"
        )
    };
    let rows: String = rows.iter().map(row).collect();
    format!("<?xml version=\"1.0\"?><Relationships xmlns=\"http://x\">{rows}</Relationships>")
}

/// A document with this body, and with these links by id, styles and notes around it.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    let styles = format!(
        "<w:styles {ROOT}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"de-CH\"/></w:rPr></w:rPrDefault>\
         </w:docDefaults>\
         <w:style w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style>\
         <w:style w:styleId=\"Mine\"><w:name w:val=\"My heading\"/><w:basedOn w:val=\"Heading1\"/></w:style>\
         <w:style w:styleId=\"Cap\"><w:name w:val=\"caption\"/></w:style>\
         <w:style w:styleId=\"Pre\"><w:name w:val=\"Preformatted Text\"/></w:style>\
         <w:style w:styleId=\"Code\"><w:name w:val=\"Source Text\"/></w:style>\
         <w:style w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/></w:style></w:styles>"
    );
    let notes = |kind: &str, id: &str, rel: &str| {
        format!(
            "<w:{kind}s {ROOT}><w:{kind} w:id=\"-1\" w:type=\"separator\"><w:p/></w:{kind}>\
             <w:{kind} w:id=\"{id}\"><w:p><w:r><w:t xml:space=\"preserve\">A {kind} says </w:t></w:r><w:hyperlink r:id=\"{rel}\">\
             <w:r><w:t>so</w:t></w:r></w:hyperlink></w:p></w:{kind}>\
             <w:{kind} w:id=\"99\"><w:p><w:r><w:t>http://unused.example/</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
        )
    };
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\">\
                <dc:title>On &lt;Bread&gt;</dc:title><dc:creator>A. Baker; B. Miller</dc:creator>\
                <dcterms:created>2023-05-06T07:08:09Z</dcterms:created><cp:keywords>bread, salt</cp:keywords>\
                </cp:coreProperties>";
    archive(&[
        (
            "_rels/.rels",
            &relations(&[
                ("r1", "officeDocument", "/word/document2.xml"),
                ("r2", "metadata/core-properties", "docProps/core.xml"),
            ]),
        ),
        ("docProps/core.xml", core),
        (
            "word/_rels/document2.xml.rels",
            &relations(&[
                ("s", "styles", "styles.xml"),
                ("f", "footnotes", "footnotes.xml"),
                ("e", "endnotes", "endnotes.xml"),
                ("l1", "hyperlink", "http://one.example/?a=1&amp;b=2"),
                ("l2", "hyperlink", "mailto:x@two.example"),
                (
                    "l3",
                    "hyperlink",
                    "https://www.google.com/url?q=https://three.example/x&amp;sa=D&amp;ust=1",
                ),
            ]),
        ),
        ("word/styles.xml", &styles),
        ("word/footnotes.xml", &notes("footnote", "2", "f1")),
        ("word/endnotes.xml", &notes("endnote", "2", "f1")),
        (
            "word/_rels/footnotes.xml.rels",
            &relations(&[("f1", "hyperlink", "http://foot.example/")]),
        ),
        ("word/_rels/endnotes.xml.rels", &relations(&[("f1", "hyperlink", "http://end.example/")])),
        ("word/document2.xml", &format!("<w:document {ROOT}><w:body>{body}</w:body></w:document>")),
    ])
}

fn load(bytes: &[u8], options: &input::InputOptions) -> Loaded {
    let root = tempfile::tempdir().expect("a folder");
    let path = root.path().join("a.docx");
    std::fs::write(&path, bytes).expect("a file");
    InputSource::File { path, named: true }.load(options).remove(0)
}

pub(crate) fn extract(bytes: &[u8]) -> Article {
    let loaded = load(bytes, &input::InputOptions::default());
    let Loaded::Document(document) = loaded else { panic!("{loaded:?}") };
    let options = ExtractOptions { text: true, ..ExtractOptions::default() };
    Extractor::default().extract(&document, &options)
}

/// The reason why a document is not read.
fn reason(bytes: &[u8], max_size: u64) -> String {
    match load(bytes, &input::InputOptions { max_size, ..input::InputOptions::default() }) {
        Loaded::Skipped(skipped) => skipped.reason.to_string(),
        Loaded::Document(document) => format!("read: {}", document.decoded.text),
        Loaded::Articles(_) => "articles".into(),
    }
}

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn link(id: &str, text: &str) -> String {
    format!("<w:hyperlink r:id=\"{id}\">{}</w:hyperlink>", run(text))
}

fn char(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

fn instruction(text: &str) -> String {
    format!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>")
}

/// The sentence of a link, which is short.
fn whole(link: &Link) -> Option<&str> {
    link.sentence_text().map(|text| match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(part) => panic!("a part of a sentence: {part}"),
    })
}

/// `resolved anchor sentence` of every citation.
fn rows(article: &Article) -> Vec<(&str, &str, &str)> {
    let cited = article.citations.iter();
    let text = |text: &'static str| text;
    cited
        .map(|link| {
            let resolved = link.resolved.as_deref().unwrap_or_else(|| text("-"));
            (resolved, link.anchor.as_str(), whole(link).unwrap_or("-"))
        })
        .collect()
}

#[test]
fn hyperlinks_paragraphs_and_properties() {
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"Mine\"/></w:pPr><w:r><w:t>Bread</w:t></w:r></w:p><w:p/>"
            .into(),
        paragraph(
            &[run("Bread &amp; salt, "), link("l1", "two"), run(" things. It is so.")].concat(),
        ),
        paragraph(&[link("l2", "mail"), run(" "), link("l3", "wrapped")].concat()),
        paragraph("<w:hyperlink w:anchor=\"fn1\"><w:r><w:t>up</w:t></w:r></w:hyperlink>"),
        paragraph(
            &("<w:bookmarkStart w:name=\"fn1\"/>".to_owned()
                + &run("Bare http://bare.example/?x=1&amp;y=2 here.")),
        ),
    ]
    .concat();
    let article = extract(&docx(&body));
    assert_eq!(article.format, Format::Docx);
    assert_eq!(article.part.as_deref(), Some("word/document2.xml"));
    assert_eq!(article.title.as_deref(), Some("On <Bread>"));
    assert_eq!(article.authors, ["A. Baker", "B. Miller"]);
    assert_eq!(article.published.as_deref(), Some("2023-05-06"));
    assert_eq!(article.tags, ["bread", "salt"]);
    assert_eq!(article.language.as_deref(), Some("de-CH"));
    let want = [
        ("http://one.example/?a=1&b=2", "two", "Bread & salt, two things."),
        (
            "https://www.google.com/url?q=https://three.example/x&sa=D&ust=1",
            "wrapped",
            "mail wrapped",
        ),
        (
            "http://bare.example/?x=1&y=2",
            "http://bare.example/?x=1&y=2",
            "Bare http://bare.example/?x=1&y=2 here.",
        ),
    ];
    assert_eq!(rows(&article), want);
    let places: Vec<_> = article.citations.iter().map(|link| (link.line, link.column)).collect();
    assert_eq!(places, [(3, 15), (4, 6), (6, 6)]);
    assert_eq!(article.citations[0].written, "http://one.example/?a=1&b=2");
    assert_eq!(article.citations[1].domain(), Some("three.example"));
    assert!(article.citations.iter().all(|link| link.span.is_none()));
    let warned: Vec<_> = article.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(warned, ["span-unknown"], "one for the document, not one for each link");
    let reasons: Vec<_> = article.rejects.iter().map(|link| link.reason).collect();
    assert_eq!(reasons, [Some(Reason::Scheme), Some(Reason::Fragment)]);
    let sentences = article.sentences.expect("asked for");
    let at: Vec<_> = sentences.iter().map(|s| (&*s.text, s.at)).take(3).collect();
    let want = [
        ("Bread", Some([1, 1])),
        ("Bread & salt, two things.", Some([3, 1])),
        ("It is so.", Some([3, 27])),
    ];
    assert_eq!(at, want);
}

#[test]
fn fields_are_links() {
    let simple = "<w:fldSimple w:instr=\" HYPERLINK &quot;http://simple.example/&quot; \\l &quot;p&quot; \">\
                  <w:r><w:t>simple</w:t></w:r></w:fldSimple>";
    let complex = [
        char("begin"),
        instruction(" HYPER"),
        instruction("LINK \"http://com"),
        instruction("plex.example/\" \\o \"tip\""),
        char("separate"),
        run("com"),
        run("plex"),
        char("end"),
    ]
    .concat();
    let nested = [
        char("begin"),
        instruction("HYPERLINK \"http://"),
        char("begin"),
        instruction("DOCPROPERTY host"),
        char("separate"),
        run("nested.example"),
        char("end"),
        instruction("/\""),
        char("separate"),
        run("nested"),
        char("end"),
    ]
    .concat();
    let other = [
        char("begin"),
        instruction("XE \"index http://hidden.example/\""),
        char("end"),
        run("See "),
        simple.into(),
        run(", "),
        complex,
        run(", "),
        nested,
        run("."),
    ]
    .concat();
    let article = extract(&docx(&paragraph(&other)));
    let sentence = "See simple, complex, nested.";
    let want = [
        ("http://simple.example/#p", "simple", sentence),
        ("http://complex.example/", "complex", sentence),
        ("http://nested.example/", "nested", sentence),
    ];
    assert_eq!(rows(&article), want);
    assert_eq!(article.citations.len() + article.rejects.len(), 3);
}

#[test]
fn a_field_that_never_ends_takes_no_text_away() {
    let open = [char("begin"), instruction("HYPERLINK \"http://a.example/\""), char("separate")];
    let body = [
        paragraph(&(open.concat() + &run("open"))),
        paragraph(&(run("Then ") + &link("l1", "one") + &char("end") + &run(" and on."))),
    ];
    let article = extract(&docx(&body.concat()));
    let want = [
        ("http://a.example/", "open", "open"),
        ("http://one.example/?a=1&b=2", "one", "Then one and on."),
    ];
    assert_eq!(rows(&article), want);
}

#[test]
fn changes_are_read_as_accepted() {
    let body = paragraph(
        &[
            run("Old "),
            format!("<w:del><w:r><w:delText>gone </w:delText></w:r>{}</w:del>", link("l1", "x")),
            format!("<w:moveFrom>{}</w:moveFrom>", run("moved ")),
            format!("<w:ins>{}</w:ins>", run("and new ")),
            format!("<w:moveTo>{}</w:moveTo>", link("l1", "here")),
            run("."),
        ]
        .concat(),
    );
    let article = extract(&docx(&body));
    assert_eq!(rows(&article), [("http://one.example/?a=1&b=2", "here", "Old and new here.")]);
}

#[test]
fn notes_stand_where_they_are_referred_to() {
    let body = [
        paragraph(&run("First.")),
        paragraph(
            &[
                run("Claim"),
                "<w:r><w:footnoteReference w:id=\"2\"/></w:r>".into(),
                run(" one"),
                "<w:r><w:endnoteReference w:id=\"2\"/></w:r>".into(),
                run("."),
            ]
            .concat(),
        ),
    ];
    let article = extract(&docx(&body.concat()));
    let want = [
        ("http://foot.example/", "so", "A footnote says so"),
        ("http://end.example/", "so", "A endnote says so"),
    ];
    assert_eq!(rows(&article), want);
    let places: Vec<_> =
        article.citations.iter().map(|link| (link.place, link.line, link.column)).collect();
    assert_eq!(places, [(Place::Note, 2, 6), (Place::Note, 2, 10)]);
}

#[test]
fn comments_stand_at_their_reference_and_margins_at_the_beginning() {
    let member = |root: &str, inner: &str| {
        let text = format!("{}{}", run("See "), link("h", "here"));
        format!("<w:{root} {ROOT}>{}</w:{root}>", inner.replace("TEXT", &paragraph(&text)))
    };
    let comments = "<w:comment w:id=\"0\">TEXT</w:comment><w:comment w:id=\"7\">TEXT</w:comment>";
    let body = paragraph(&format!("{}<w:r><w:commentReference w:id=\"0\"/></w:r>", run("A claim")));
    let to = |address: &str| relations(&[("h", "hyperlink", address)]);
    let article = extract(&archive(&[
        ("_rels/.rels", &relations(&[("r", "officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            &relations(&[
                ("a", "header", "header1.xml"),
                ("b", "header", "header2.xml"),
                ("b2", "header", "header2.xml"),
                ("c", "footer", "footer1.xml"),
                ("d", "comments", "comments.xml"),
            ]),
        ),
        ("word/header1.xml", &member("hdr", "TEXT")),
        ("word/header2.xml", &member("hdr", "TEXT")),
        ("word/footer1.xml", &member("ftr", "TEXT")),
        ("word/comments.xml", &member("comments", comments)),
        ("word/_rels/header1.xml.rels", &to("http://head.example/1")),
        ("word/_rels/header2.xml.rels", &to("http://head.example/2")),
        ("word/_rels/footer1.xml.rels", &to("http://foot.example/")),
        ("word/_rels/comments.xml.rels", &to("http://comment.example/")),
        ("word/document.xml", &format!("<w:document {ROOT}><w:body>{body}</w:body></w:document>")),
    ]));
    let found: Vec<_> = article
        .citations
        .iter()
        .map(|link| (link.written.as_str(), link.place, (link.line, link.column)))
        .collect();
    let want = [
        ("http://comment.example/", Place::Note, (1, 8)),
        ("http://head.example/1", Place::Navigation, (1, 1)),
        ("http://head.example/2", Place::Navigation, (1, 1)),
        ("http://foot.example/", Place::Navigation, (1, 1)),
    ];
    assert_eq!(found, want);
}

#[test]
fn tables_lists_captions_listings_and_contents() {
    let styled = |style: &str, inner: &str| {
        paragraph(&format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inner}"))
    };
    let item = |inner: &str| {
        paragraph(&format!("<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>{inner}"))
    };
    let body = [
        styled(
            "TOC1",
            "<w:hyperlink w:anchor=\"_Toc1\"><w:r><w:t>Contents</w:t></w:r></w:hyperlink>",
        ),
        item(&link("l1", "item")),
        item(&run("second item")),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            paragraph(&link("l1", "cell")),
            paragraph(&run("other cell"))
        ),
        styled("Cap", &(run("Picture by ") + &link("l1", "me"))),
        styled("Pre", &run("curl http://code.example/")),
        styled("Pre", &run("second line")),
        paragraph(&format!(
            "{}<w:r><w:rPr><w:rStyle w:val=\"Code\"/></w:rPr><w:t>http://code.example/</w:t></w:r>{}",
            run("Run "),
            "<w:r><w:tab/><w:t>so</w:t><w:br/><w:t>on</w:t><w:noBreakHyphen/><w:t>ly</w:t></w:r>"
        )),
    ];
    let article = extract(&docx(&body.concat()));
    let want = [
        ("http://one.example/?a=1&b=2", "item", "item"),
        ("http://one.example/?a=1&b=2", "cell", "cell"),
        ("http://one.example/?a=1&b=2", "me", "Picture by me"),
    ];
    assert_eq!(rows(&article), want);
    assert_eq!(article.citations[2].place, Place::Caption);
    let sentences = article.sentences.expect("asked for");
    let texts: Vec<_> = sentences.iter().map(|s| &*s.text).collect();
    assert!(texts.contains(&"curl http://code.example/ second line"), "{texts:?}");
    assert!(texts.contains(&"Run http://code.example/ so on\u{2011}ly"), "{texts:?}");
    let contents = sentences.iter().find(|s| *s.text == *"Contents").expect("a line");
    assert_eq!(contents.place, Place::Navigation);
}

#[test]
fn text_boxes_and_pictures() {
    let boxed = |text: &str| {
        format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&(run(text) + &link("l1", "box"))))
    };
    let body = paragraph(
        &[
            run("Around "),
            format!(
                "<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>\
                 </mc:AlternateContent></w:r>",
                boxed("In a "),
                boxed("Again in a ")
            ),
            "<w:r><w:drawing><wp:docPr descr=\"a &quot;loaf&quot;\"><a:hlinkClick r:id=\"l1\"/></wp:docPr>\
             </w:drawing></w:r>"
                .into(),
            run(" the box."),
        ]
        .concat(),
    );
    let article = extract(&docx(&body));
    let anchors: Vec<_> = article.citations.iter().map(|l| (l.anchor.as_str(), whole(l))).collect();
    assert_eq!(anchors, [("a \"loaf\"", None), ("box", Some("In a box"))]);
    let texts: Vec<_> =
        article.sentences.iter().flatten().map(|sentence| &*sentence.text).collect();
    assert_eq!(texts, ["Around the box.", "In a box"]);
}

#[test]
fn a_document_is_known_by_its_first_bytes() {
    let root = program::folder(&[]);
    let bytes = docx(&paragraph(&link("l1", "x")));
    std::fs::write(root.path().join("draft"), &bytes).expect("a file");
    std::fs::write(root.path().join("b.docx"), &bytes).expect("a file");
    std::fs::write(root.path().join("other.zip"), archive(&[("a", "b")])).expect("a file");
    let lines = program::output(root.path(), &["--no-config", "extract", "."]);
    let formats: Vec<_> = program::articles(&lines).iter().map(|a| a.format).collect();
    assert_eq!(formats, [Format::Docx, Format::Docx]);
}

#[test]
fn hostile_archives_are_skipped() {
    let good = docx(&paragraph(&link("l1", "x")));
    let size = 1 << 20;
    assert!(reason(&good, size).starts_with("read: "));
    assert_eq!(reason(&good[..good.len() - 30], size), "bad-archive");
    assert_eq!(reason(&good[..good.len() / 2], size), "bad-archive");
    assert_eq!(reason(b"", size), "bad-archive");
    assert_eq!(reason(&archive(&[("a", "b")]), size), "bad-archive");
    assert_eq!(reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", size), "encrypted");
    let mut locked = good.clone();
    // The flag of encryption, in both heads of every member.
    for at in 0..locked.len() - 8 {
        if locked[at..].starts_with(b"PK\x03\x04") {
            locked[at + 6] |= 1;
        } else if locked[at..].starts_with(b"PK\x01\x02") {
            locked[at + 8] |= 1;
        }
    }
    assert_eq!(reason(&locked, size), "encrypted");
    let mut damaged = good.clone();
    let at = damaged
        .windows(8)
        .position(|w| w == b"PK\x03\x04\x14\0\0\0" || w.starts_with(b"PK\x03\x04"));
    let at = at.expect("a member") + 60;
    damaged[at] ^= 0xff;
    assert_eq!(reason(&damaged, size), "bad-archive");
    let bomb = docx(&paragraph(&run(&" ".repeat(20 << 20))));
    assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
    assert_eq!(reason(&bomb, size), "too-large");
    let many: Vec<(String, &str)> = (0..10_001).map(|n| (format!("{n}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_eq!(reason(&archive(&many), 8 << 20), "bad-archive");
}

#[test]
fn hostile_xml_is_skipped() {
    let document = |text: &str| archive(&[("word/document.xml", text)]);
    let whole = |body: &str| document(&format!("<w:document {ROOT}>{body}</w:document>"));
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
    for (name, bytes) in [
        ("entities", document(&format!("{laughs}<w:document {ROOT}>&b;</w:document>"))),
        ("an outer entity", document("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>")),
        ("an unknown entity", whole(&paragraph(&run("&b;")))),
        ("an entity in an attribute", whole("<w:p><w:hyperlink w:anchor=\"&b;\"/></w:p>")),
        ("depth", whole(&"<w:tbl>".repeat(100_000))),
        ("no end", document(&format!("<w:document {ROOT}><w:p>"))),
        ("no XML", document("<w:document <")),
        ("wrong ends", whole("<w:p></w:r>")),
    ] {
        assert_eq!(reason(&bytes, 8 << 20), "bad-xml", "{name}");
    }
    let attributes: String = (0..200_000).map(|n| format!(" a{n}='x'")).collect();
    let read = reason(&whole(&format!("<w:p{attributes}>{}</w:p>", run("x"))), 8 << 20);
    assert!(read.starts_with("read: ") && read.contains("<p>x</p>"), "{read}");
    // One long address that is named a hundred thousand times is no reason to run out of memory.
    let address = format!("http://a.example/{}", "x".repeat(100_000));
    let amplified = archive(&[
        ("word/_rels/document.xml.rels", &relations(&[("l", "hyperlink", &address)])),
        (
            "word/document.xml",
            &format!(
                "<w:document {ROOT}>{}</w:document>",
                paragraph(&link("l", "x")).repeat(20_000)
            ),
        ),
    ]);
    assert_eq!(reason(&amplified, 8 << 20), "too-large");
}

#[test]
fn a_hundred_bytes_changed_anywhere_end_in_an_article_or_a_skip() {
    let body = [
        paragraph(&[run("Bread "), link("l1", "two"), run(" things.")].concat()),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(&link("l3", "cell"))),
    ];
    let good = docx(&body.concat());
    for step in 0..300 {
        let mut bytes = good.clone();
        let at = (step * 7919) % bytes.len();
        bytes[at] = bytes[at].wrapping_add(1 + (step % 250) as u8);
        if let Loaded::Document(document) = load(&bytes, &input::InputOptions::default()) {
            Extractor::default().extract(&document, &ExtractOptions::default());
        }
    }
    // Elements where none may stand.
    for odd in [
        "<w:tbl><w:r><w:t>x</w:t></w:r></w:tbl>",
        "<w:tc/><w:tr/><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        "<w:txbxContent><w:p><w:txbxContent/></w:p></w:txbxContent>",
        "<w:p><w:p><w:tbl><w:p/></w:tbl></w:p></w:p>",
        "<w:hyperlink r:id=\"l1\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:hyperlink>",
    ] {
        extract(&docx(odd));
    }
}
