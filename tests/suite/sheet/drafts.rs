//! A copy of the draft with findings and open claims as comments.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::program;

const DRAFT: &str = "# The levy of 1974\n\nThe levy cost 4 million euros, says [a report](https://a.example.com/1). \
                     It rose.\n\nSome 71% of farmers left.\n\n| Year | Farms |\n|---|---|\n| 1974 | 27 million farms |\n";

#[test]
fn markdown_gets_critic_markup_behind_its_sentences() {
    let folder = program::folder(&[("a.md", DRAFT)]);
    let run =
        |args: &[&str]| program::run(folder.path(), &[&["--no-config", "sheet"], args].concat());
    let ran = run(&["a.md", "--to", "b.md"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let copy = std::fs::read_to_string(folder.path().join("b.md")).unwrap();
    assert!(copy.contains("(https://a.example.com/1).{>>To check: "), "{copy}");
    assert!(copy.contains("4 million"), "{copy}");
    assert!(copy.contains("of farmers left.{>>To check: percent 71%"), "{copy}");
    assert!(copy.contains("27 million farms{>>"), "{copy}");
    assert!(copy.contains(" It rose.\n"), "nothing to check there: {copy}");
    let mut plain = copy.clone();
    while let Some(start) = plain.find("{>>") {
        let end = start + plain[start..].find("<<}").unwrap() + 3;
        plain.replace_range(start..end, "");
    }
    assert_eq!(plain, DRAFT, "nothing else is changed");
    assert_eq!(std::fs::read_to_string(folder.path().join("a.md")).unwrap(), DRAFT);
    let ran = run(&["a.md", "--to", "a.md", "--force"]);
    assert_eq!(ran.code, 2, "the draft is never written");
    assert!(ran.stderr.contains("the draft itself"), "{}", ran.stderr);
    std::fs::write(folder.path().join("c.html"), "<p>It cost 4 million euros in all.</p>").unwrap();
    let ran = run(&["c.html", "--to", "d.html"]);
    assert!(
        ran.code == 2 && ran.stderr.contains("neither a .docx nor a Markdown file"),
        "{}",
        ran.stderr
    );
}

/// A Word document of one paragraph, with a comment by somebody.
fn document() -> Vec<u8> {
    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let members = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
          <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
          <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
          <Override PartName=\"/word/comments.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/></Types>".to_owned()),
        ("_rels/.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
          <Relationship Id=\"r1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/></Relationships>")),
        ("word/_rels/document.xml.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
          <Relationship Id=\"r1\" Type=\"{R}/comments\" Target=\"comments.xml\"/></Relationships>")),
        ("word/comments.xml", format!("<w:comments {W}><w:comment w:id=\"3\" w:author=\"Ann\"><w:p><w:r><w:t>Sure?</w:t></w:r></w:p></w:comment></w:comments>")),
        ("word/document.xml", format!("<w:document {W}><w:body><w:p><w:commentRangeStart w:id=\"3\"/><w:r><w:rPr><w:b/></w:rPr>\
          <w:t>The levy cost 4 million euros. It rose &amp; fell. So</w:t></w:r><w:commentRangeEnd w:id=\"3\"/>\
          <w:r><w:commentReference w:id=\"3\"/></w:r><w:r><w:t xml:space=\"preserve\">me 71% of farmers left.</w:t></w:r></w:p></w:body></w:document>")),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        out.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
        out.write_all(text.as_bytes()).expect("memory takes it");
    }
    out.finish().expect("memory takes it").into_inner()
}

#[test]
fn a_word_document_gets_comments_around_its_sentences() {
    let folder = program::folder(&[]);
    let draft = document();
    std::fs::write(folder.path().join("a.docx"), &draft).unwrap();
    let line = ["--no-config", "sheet", "a.docx", "--to", "b.docx", "-o", "sheet.csv"];
    let ran = program::run(folder.path(), &line);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(folder.path().join("sheet.csv").is_file());
    assert_eq!(std::fs::read(folder.path().join("a.docx")).unwrap(), draft);
    let copy = std::fs::read(folder.path().join("b.docx")).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(copy)).unwrap();
    let mut member = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let document = member("word/document.xml");
    for part in [
        "<w:t xml:space=\"preserve\">The levy cost 4 million euros.</w:t></w:r><w:commentRangeEnd w:id=\"4\"/>",
        "<w:commentRangeStart w:id=\"5\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">So</w:t>",
        "me 71% of farmers left.</w:t></w:r><w:commentRangeEnd w:id=\"5\"/>",
        "It rose &amp; fell. ",
    ] {
        assert!(document.contains(part), "{part} is not in {document}");
    }
    let comments = member("word/comments.xml");
    assert!(comments.contains("Sure?") && comments.contains("4 million"), "{comments}");
    assert!(comments.contains("w:id=\"5\" w:author=\"citegraph\""), "{comments}");
    let text = |name: &str| {
        let ran = program::run(folder.path(), &["--no-config", "-q", "extract", "--text", name]);
        let article: serde_json::Value = serde_json::from_str(&ran.stdout).expect(&ran.stderr);
        let all = article["sentences"].as_array().unwrap();
        let body = all.iter().filter(|one| one["place"] == "body");
        body.map(|one| one["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(text("b.docx"), text("a.docx"), "no letter is changed");
}
