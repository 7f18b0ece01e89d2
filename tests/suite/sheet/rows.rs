//! The fact-check sheet: its rows, and the verb that writes it.

use citegraph::article::{Article, Format};
use citegraph::corpus::{Corpus, Selection};
use citegraph::findings::{self, Severity};
use citegraph::sheet::{self, RowSupport, Sheet, SheetCell, SheetRow, build};
use citegraph::source::Sources;

use crate::findings::rules as lint;
use crate::support::program;

const TEXT: &str = "---\nfrom: https://own.example.org/a\ntitle: Bread\n---\n\
    Bread cost [27 million](https://www.reuters.com/markets/bread-price) in all, \
    [they say](https://bit.ly/1) and [again](https://www.reuters.com/markets/bread-price). Nothing is said here. \
    The largest bakery closed.\n\n\
    An empty paragraph about nothing.[^1]\n\n\
    [^1]: See [the law](https://www.gov.uk/bread.pdf).\n";

/// The sheet of an article, with all that the rules find in it.
pub(crate) fn sheet(article: Article) -> Sheet {
    let corpus: Corpus = [article].into_iter().collect();
    let selection = Selection::default();
    let found = lint::run(&corpus, &findings::LintOptions::default()).findings;
    build(&corpus.articles[0], &selection, &Sources::default(), found)
}

fn of(text: &str) -> Sheet {
    sheet(program::extract(Format::Markdown, text))
}

fn at<'a>(sheet: &'a Sheet, sentence: &str) -> Vec<&'a SheetRow> {
    sheet.rows.iter().filter(|row| row.sentence == sentence).collect()
}

#[test]
fn a_row_is_a_claim_and_a_work() {
    let sheet = of(TEXT);
    let first = at(&sheet, "P1.S0");
    assert_eq!(first.len(), 2, "{first:#?}");
    let news = first.iter().find(|row| row.source.as_ref().unwrap().number == 1).unwrap();
    let anchors: Vec<&str> =
        news.claim.anchors().iter().map(|range| &news.claim.text()[range.clone()]).collect();
    assert_eq!(anchors, ["27 million", "again"]);
    let cell = news.claim.to_cell();
    assert!(cell.contains("«27 million»") && cell.contains("«again»"), "{cell}");
    assert!(!cell.contains("«they say»"), "{cell}");
    let source = news.source.as_ref().unwrap();
    assert_eq!(source.anchor, "27 million | again");
    assert_eq!(
        (source.label.as_str(), source.primary.as_str()),
        ("reuters.com: bread-price", "secondary")
    );
    assert_eq!((&news.support, news.owners), (&RowSupport::Cited { works: 2 }.into(), 2));
    let mut signals = news.signals.iter().filter_map(SheetCell::value);
    assert!(signals.any(|signal| signal.words == "27 million"), "{:?}", news.signals);
    assert_eq!(at(&sheet, "P1.S2")[0].source, None);
    assert_eq!(at(&sheet, "P1.S2")[0].support, RowSupport::None.into());
    assert_eq!(at(&sheet, "P1.S1")[0].support, RowSupport::Adjacent.into());
}

#[test]
fn findings_stand_at_their_own_source() {
    let sheet = of(TEXT);
    let rows = at(&sheet, "P1.S0");
    let has = |row: &&&SheetRow, rule: &str| {
        row.findings.iter().filter_map(SheetCell::value).any(|finding| finding.rule == rule)
    };
    let short: Vec<_> = rows.iter().filter(|row| has(row, "shortened-url")).collect();
    assert_eq!(short.len(), 1, "{rows:#?}");
    assert_eq!(short[0].source.as_ref().unwrap().open, "https://bit.ly/1");
    assert_eq!(short[0].severity(), Some(Severity::Warning));
    assert_eq!(sheet.rows[0].sentence, "P1.S0", "a warning and a number come first");
}

#[test]
fn what_is_cited_in_a_note_is_a_source_of_the_sentence_with_its_mark() {
    let sheet = of(TEXT);
    let [law] = at(&sheet, "P2.S0")[..] else { panic!("one row") };
    assert_eq!(law.source.as_ref().unwrap().primary, "primary");
    assert_eq!(law.claim.to_cell(), "An empty paragraph about nothing.");
    assert_eq!(sheet.sources.len(), 3);
    let cited = |number: u32| {
        let of =
            |row: &&SheetRow| row.source.as_ref().is_some_and(|source| source.number == number);
        sheet.rows.iter().filter(of).count()
    };
    assert!((1..=3).all(|number| cited(number) > 0), "every source has a row");
}

#[test]
fn headings_cells_and_captions_with_something_to_check_have_rows() {
    let text = "# The dam that cost $4 billion\n\nIntro [link](https://x.example.org/a) to it all.\n\n\
        | Year | Litres |\n|---|---|\n| 1974 | 27 million litres were stored |\n\n\
        <figure><img src='d.jpg'><figcaption>The dam in 1974 held 27 million litres.</figcaption></figure>\n\n\
        ## About it\n\nHe said so.[^1]\n\n[^1]: A note of 1,200 words.\n";
    let sheet = of(text);
    let claims: Vec<&str> = sheet.rows.iter().map(|row| row.claim.text()).collect();
    for words in
        ["The dam that cost $4 billion", "27 million litres were stored", "The dam in 1974 held"]
    {
        assert!(claims.iter().any(|claim| claim.starts_with(words)), "{words}: {claims:?}");
    }
    for words in ["About it", "Year", "1974", "A note"] {
        assert!(!claims.iter().any(|claim| claim.starts_with(words)), "{words}: {claims:?}");
    }
    let heading = sheet.rows.iter().find(|row| row.sentence == "H1.S0").unwrap();
    assert_eq!(heading.support, RowSupport::None.into());
    assert!(sheet.passages.iter().any(|one| one.claim.as_ref() == Some(&heading.claim_id)));
}

#[test]
fn menus_stand_behind_the_article() {
    let text = "<nav><a href='/a'>Home of it all</a> <a href='/b'>News of it all</a></nav>\
        <article><h1>Dams</h1><p>The dam holds 27 million litres, and it opened in 1974 after ten years of work \
        by four hundred people from the valley.</p></article>";
    let sheet = sheet(program::extract(Format::Html, text));
    let texts: Vec<&str> = sheet.passages.iter().map(|one| &*one.text).collect();
    assert!(texts[0] == "Dams" && texts.last().unwrap().contains("it all"), "{texts:?}");
}

#[test]
fn guillemets_of_a_sentence_with_several_sources_stay_in_the_list() {
    let text = "Selon «le maire», [le rapport](https://port.example/a) et [la loi](https://loi.example/b).\n";
    let mut out = Vec::new();
    sheet::markdown::write(&of(text), &mut out).unwrap();
    let list = String::from_utf8(out).unwrap();
    assert!(list.contains("Selon «le maire», le rapport et la loi."), "{list}");
}

#[test]
fn rows_are_sorted_and_ids_tell_claims_apart() {
    for text in [TEXT, "One. One. One.\n\n![One.](a.png) [One.](https://a.example.com/1)\n"] {
        let sheet = of(text);
        assert!(sheet.rows.is_sorted_by(|a, b| a.priority >= b.priority));
        let mut ids: Vec<(&str, &str)> =
            sheet.rows.iter().map(|row| (row.claim_id.as_str(), row.sentence.as_str())).collect();
        ids.sort_unstable();
        ids.dedup();
        let sentences = ids.len();
        ids.dedup_by_key(|(id, _)| *id);
        assert_eq!(ids.len(), sentences, "one id is one sentence");
    }
}

#[test]
fn a_sheet_holds_no_secret() {
    let text = "It [grew](https://a.example.com/x?access_token=k3yk3yk3y) by https://b.example.com/?sig=s3cr3t7 today.\n";
    let json = serde_json::to_string(&of(text)).unwrap();
    assert!(!json.contains("k3yk3y") && !json.contains("s3cr3t7"), "{json}");
    let row = of(text).rows.into_iter().find(|row| row.claim.to_cell().contains("«grew»")).unwrap();
    assert_eq!(row.source.unwrap().access, "token");
}

#[test]
fn what_steers_a_screen_is_no_part_of_a_claim() {
    let sheet = of("It [gr\u{202e}ew](https://a.example.com/x) a\u{200b}gain\u{2066} today.\n");
    let row = &sheet.rows[0];
    assert_eq!(row.claim.to_cell(), "It «gr\u{fffd}ew» again\u{fffd} today.");
    assert_eq!(row.source.as_ref().unwrap().anchor, "gr\u{fffd}ew");
}

/// A quotation in French has guillemets of its own, which look like the marks of a cell.
#[test]
fn guillemets_of_the_text_are_no_marks() {
    let text = "Le port a perdu 12 bateaux selon «[le rapport](https://port.example/rapport)» \
                et [«la mairie»](https://mairie.example/a).\n";
    let sheet = of(text);
    let cells: Vec<_> = sheet.rows.iter().map(|row| row.claim.to_cell()).collect();
    assert!(cells[0].contains("selon ««le rapport»» et «la"), "{cells:?}");
    let mut json = Vec::new();
    sheet::json::write(&sheet, &mut json).unwrap();
    for sheet in [sheet, sheet::read(&json).unwrap()] {
        let mut page = Vec::new();
        sheet::html::write(&sheet, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for part in [
            "selon «<mark>le rapport</mark><sup>1</sup>» et",
            "<mark>«la mairie»</mark><sup>2</sup>.",
        ] {
            assert!(page.contains(part), "{part}");
        }
    }
}

#[test]
fn the_verb_takes_one_article_and_names_the_remedy() {
    let folder = program::folder(&[("a.md", TEXT), ("b.md", "B.\n")]);
    let run = |arguments: &[&str]| {
        let all: Vec<&str> = ["--no-config", "sheet"].iter().chain(arguments).copied().collect();
        program::run(folder.path(), &all)
    };
    let ran = run(&["a.md"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("- [ ] **P1.S0** Bread cost"), "{}", ran.stdout);
    let ran = run(&["a.md", "b.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("give one of them"), "{}", ran.stderr);
    assert_eq!(run(&["a.md", "-o", "a.doc"]).code, 2);
    assert_eq!(run(&["missing.md"]).code, 2);
    assert_eq!(run(&["a.md", "--today", "soon"]).code, 2);
    for file in ["a.json", "a.csv", "a.xlsx", "a.mD"] {
        assert_eq!(run(&["a.md", "-o", file]).code, 0, "{file}");
    }
    let lines = program::output(folder.path(), &["--no-config", "extract", "a.md"]);
    let ran = program::run_with(folder.path(), &["--no-config", "sheet", "-"], lines.as_bytes());
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--text"), "{}", ran.stderr);
}

#[test]
fn the_gate_opens_when_the_warnings_are_dealt_with() {
    let folder = program::folder(&[("a.md", TEXT)]);
    let run = |arguments: &[&str]| {
        let all: Vec<&str> = ["--no-config", "sheet"].iter().chain(arguments).copied().collect();
        program::run(folder.path(), &all)
    };
    assert_eq!(run(&["a.md", "-o", "a.json"]).code, 0);
    assert_eq!(run(&["status", "a.json"]).code, 0);
    assert_eq!(run(&["status", "a.json", "--gate"]).code, 1);
    assert_eq!(run(&["status", "a.json", "--gate", "error"]).code, 0);
    let path = folder.path().join("a.json");
    let mut sheet: Sheet = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let mut answer = |word: &str, all: bool| {
        for row in &mut sheet.rows {
            if all || row.severity() == Some(Severity::Warning) {
                row.human.status = word.to_owned().into();
            }
        }
        std::fs::write(&path, serde_json::to_vec(&sheet).unwrap()).unwrap();
    };
    answer("ask Ann", false);
    assert_eq!(run(&["status", "a.json", "--gate=warning"]).code, 1);
    answer("ok", false);
    assert_eq!(run(&["status", "a.json", "--gate=warning"]).code, 0);
    assert_eq!(run(&["status", "a.json", "--gate=all"]).code, 1);
    answer("n/a", true);
    assert_eq!(run(&["status", "a.json", "--gate=all"]).code, 0);
    let ran = run(&["status", "a.json", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (told["schema"].clone(), told["waiting"].clone()),
        (1.into(), serde_json::json!([]))
    );
    assert_eq!(told["rows"], told["done"]);
}
