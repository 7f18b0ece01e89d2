//! One article in many files: line ends, encodings and names change, what is read does not. And one
//! corpus in many runs: order, threads and the way it was split leave no trace.

use std::path::Path;

use citegraph::article::Article;
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::{self, InputSource, Loaded};
use encoding_rs::Encoding;
use serde_json::Value;

use crate::support::program::{self, links};

/// A page of HTML and a post, each with words and an address of one language, and a charset.
fn page(words: &[&str; 3], charset: &str) -> String {
    let [title, sentence, path] = words;
    format!(
        "<!DOCTYPE html>\n<html lang=x>\n<head><meta charset=\"{charset}\">\n<title>{title}</title>\n\
         <link rel=canonical href=\"https://origin.example/1\">\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p>{sentence} <a href=\"http://b.example/{path}\">{title}</a>. One more, with\n\
         <a href='http://c.example/?a=1&amp;b={path}'>{title}\n{title}</a>; <A HREF=http://d.example/>d</A>.</p>\n\
         <p>{sentence} (http://e.example/x) https://f.example/{path} </p>\n\
         <blockquote cite=\"http://g.example/{path}\"><p>{sentence}</p></blockquote>\n\
         <p><a href=\"/{path}\">{title}</a> <a href=\"#{path}\">{title}</a></p>\n</body>\n</html>\n"
    )
}

fn post(words: &[&str; 3], charset: &str) -> String {
    let [title, sentence, path] = words;
    format!(
        "---\ntitle: \"{title}\"\nfrom: https://origin.example/1\ntags: [ {title} ]\n---\n\
         <!-- <meta charset=\"{charset}\"> -->\n\n[{title}](https://origin.example/1)\n------\n\n\
         {sentence} [{title}](http://b.example/{path} \"{title}\") and [{title}][r], <http://c.example/{path}>.\n\
         See http://d.example/x, *{title}* `{path}`.\n\n> {sentence} [{title}]\n> ({path})\n\n\
         | {title} | b |\n|---|---|\n| [{title}](<http://e.example/{path}>) | c |\n\n\
         <div>\n<p>{sentence} <a href=\"http://f.example/{path}?x=1&amp;y\">{title}</a>.</p>\n</div>\n\n\
         1. [^1] {sentence}\n\n[^1]: {sentence} [{title}](http://g.example/).\n\n[r]: http://h.example/{path}\n"
    )
}

const PLAIN: [&str; 3] =
    ["Title", "A sentence that is long enough to be one, with a stop.", "path"];

/// What each encoding can write. The Japanese and Chinese words hold bytes that are ASCII signs.
const LANGUAGES: [(&str, [&str; 3]); 8] = [
    ("gb18030", ["面包的价格", "城里的面包去年贵了三成，没有人说得清是为什么。", "中文𠀀"]),
    ("big5", ["功許蓋", "城裡的麵包去年貴了三成，沒有人說得清是為什麼。", "功許"]),
    ("shift_jis", ["表能ソ", "町のパンは去年三割も高くなったが、理由は誰にも分からない。", "表能"]),
    ("euc-jp", ["表能ソ", "町のパンは去年三割も高くなったが、理由は誰にも分からない。", "表能"]),
    ("euc-kr", ["빵의 값", "작년에 도시의 빵은 삼 할이나 비싸졌지만 이유는 아무도 모른다.", "빵"]),
    (
        "windows-1251",
        ["Цена хлеба", "Хлеб в городе подорожал на треть, и никто не знает почему.", "хлеб"],
    ),
    (
        "windows-1252",
        ["Brötchen", "Das Brot wurde um ein Drittel teurer – niemand weiß, warum.", "brötchen"],
    ),
    (
        "koi8-r",
        ["Цена хлеба", "Хлеб в городе подорожал на треть, и никто не знает почему.", "хлеб"],
    ),
];

fn read(path: &Path) -> Article {
    let source = InputSource::File { path: path.to_owned(), named: true };
    let mut loaded = source.load(&input::InputOptions::default());
    let Loaded::Document(document) = loaded.remove(0) else { panic!("not read: {loaded:?}") };
    let options = ExtractOptions { text: true, ..ExtractOptions::default() };
    Extractor::default().extract(&document, &options)
}

/// What may not change: everything but names and positions.
fn table(article: &Article) -> Value {
    let mut value = serde_json::to_value(article).expect("an article is JSON");
    let drop = |value: &mut Value, names: &[&str]| {
        let fields = value.as_object_mut().expect("an object");
        for name in names {
            assert!(fields.remove(*name).is_some(), "{name} is a field");
        }
    };
    drop(&mut value, &["input", "part"]);
    for list in ["citations", "rejects"] {
        let rows = value[list].as_array_mut().expect("a list");
        rows.iter_mut().for_each(|row| drop(row, &["span", "line", "column", "at"]));
    }
    let sentences = value["sentences"].as_array_mut().expect("sentences were asked for");
    sentences.iter_mut().for_each(|sentence| drop(sentence, &["span"]));
    value
}

/// Reads `bytes` from a file of this name and holds the result against `wanted`; every span, cut out
/// and decoded, is what was written.
fn check(
    what: &str,
    name: &str,
    bytes: &[u8],
    encoding: &'static Encoding,
    wanted: &Value,
) -> Article {
    let root = program::folder(&[]);
    let path = root.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    let article = read(&path);
    let (found, wanted) = (table(&article), wanted);
    for (field, value) in wanted.as_object().expect("an object") {
        assert_eq!(&found[field], value, "{what}: {field}");
    }
    for link in links(&article) {
        let [start, end] = link.span.unwrap_or_else(|| panic!("{what}: {link:?}"));
        let cut = &bytes[start as usize..end as usize];
        let (text, _) = encoding.decode_without_bom_handling(cut);
        assert_eq!(text, link.written, "{what}");
    }
    article
}

/// Both documents in some words, with their names and the number of their links.
fn documents(words: &[&str; 3], charset: &str) -> [(&'static str, String, usize); 2] {
    [("a.html", page(words, charset), 8), ("a.md", post(words, charset), 8)]
}

fn table_of(name: &str, text: &str) -> Value {
    let root = program::folder(&[(name, text)]);
    table(&read(&root.path().join(name)))
}

#[test]
fn encodings_read_alike() {
    for (label, words) in LANGUAGES {
        let encoding = Encoding::for_label(label.as_bytes()).expect("a label");
        for (name, text, count) in documents(&words, label) {
            let what = format!("{label} {name}");
            // In UTF-8 the same declaration is a lie, and UTF-8 is told by its bytes.
            let wanted = table_of(name, &text);
            let (bytes, _, failed) = encoding.encode(&text);
            assert!(!failed && bytes != text.as_bytes(), "{what}");
            let article = check(&what, name, &bytes, encoding, &wanted);
            assert_eq!(links(&article).len(), count, "{what}: {:#?}", links(&article));
            for (mark, wide) in
                [(b"\xff\xfe", encoding_rs::UTF_16LE), (b"\xfe\xff", encoding_rs::UTF_16BE)]
            {
                let little = mark == b"\xff\xfe";
                let units = text.encode_utf16();
                let units = units
                    .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
                let bytes: Vec<u8> = mark.iter().copied().chain(units).collect();
                check(&format!("{what} as {}", wide.name()), name, &bytes, wide, &wanted);
            }
        }
    }
}

#[test]
fn line_ends_marks_and_names_change_nothing() {
    for words in [PLAIN, LANGUAGES[0].1, LANGUAGES[5].1] {
        for (name, text, count) in documents(&words, "utf-8") {
            let wanted = table_of(name, &text);
            let utf8 = encoding_rs::UTF_8;
            let article = check("as it is", name, text.as_bytes(), utf8, &wanted);
            assert_eq!(links(&article).len(), count);
            let crlf = text.replace('\n', "\r\n");
            let changed = check("CRLF", name, crlf.as_bytes(), utf8, &wanted);
            for (before, after) in links(&article).into_iter().zip(links(&changed)) {
                assert_eq!((before.line, before.column), (after.line, after.column), "CRLF");
            }
            check("bare CR", name, text.replace('\n', "\r").as_bytes(), utf8, &wanted);
            check("BOM", name, format!("\u{feff}{text}").as_bytes(), utf8, &wanted);
            check("BOM and CRLF", name, format!("\u{feff}{crlf}").as_bytes(), utf8, &wanted);
            if cfg!(unix) {
                check(
                    "newline in the name",
                    &format!("x\ny {name}"),
                    text.as_bytes(),
                    utf8,
                    &wanted,
                );
            }
        }
    }
}

/// The articles of the sample, by paths from the package.
fn sample() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = crate::support::corpora::files(&root.join("data/sample"));
    let articles =
        files.iter().filter(|file| !file.ends_with(".ignore") && !file.ends_with("README.md"));
    let below = articles.map(|file| file.strip_prefix(root).expect("a file of the package"));
    below.map(|file| file.to_str().expect("a plain name").to_owned()).collect()
}

/// The files of the folder that `report` writes for some inputs.
fn report(inputs: &[String], flags: &[&str]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let out = program::folder(&[]);
    let path = out.path().to_str().expect("a plain name").to_owned();
    let mut args = vec!["--no-config", "--quiet", "report", "--text", "-o", &path];
    args.extend(flags);
    args.extend(inputs.iter().map(String::as_str));
    program::output(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
    program::files(out.path())
}

fn assert_same<T: PartialEq>(
    left: &std::collections::BTreeMap<String, T>,
    right: &std::collections::BTreeMap<String, T>,
    what: &str,
) {
    assert!(left.keys().eq(right.keys()), "{what}");
    let differs = left.iter().filter(|(name, bytes)| right[*name] != **bytes);
    assert_eq!(differs.map(|(name, _)| name).collect::<Vec<_>>(), [""; 0], "{what}");
}

#[test]
fn order_and_threads_leave_no_trace() {
    let files = sample();
    let once = report(&files, &["-j", "1"]);
    assert_eq!(once.len(), 10);
    let mut shuffled = files.clone();
    shuffled.reverse();
    shuffled.rotate_left(5);
    shuffled.swap(1, 6);
    assert_ne!(shuffled, files);
    assert_same(&once, &report(&shuffled, &["-j", "1"]), "another order");
    assert_same(&once, &report(&files, &["-j", "2"]), "two threads");
    let folder = ["data/sample".to_owned()];
    assert_same(&report(&folder, &["-j", "1"]), &report(&folder, &["-j", "2"]), "a folder");
}

#[test]
fn a_corpus_given_twice_is_given_once() {
    let files = sample();
    let once = report(&files, &[]);
    assert_same(&once, &report(&[files.clone(), files.clone()].concat(), &[]), "files twice");
    let dotted: Vec<String> = files.iter().map(|file| format!("./{file}")).collect();
    assert_same(&once, &report(&[files.clone(), dotted].concat(), &[]), "./ before the name");
}

#[test]
fn in_two_steps_as_in_one() {
    let files = sample();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let once = report(&files, &[]);
    let lines = |files: &[String]| {
        let mut args = vec!["--no-config", "--quiet", "extract", "--text"];
        args.extend(files.iter().map(String::as_str));
        program::output(root, &args)
    };
    let out = program::folder(&[]);
    let path = out.path().to_str().expect("a plain name").to_owned();
    let (first, second) = files.split_at(files.len() / 2);
    // The merge law: cat a.jsonl b.jsonl | citegraph report -
    let both = [lines(second), lines(first)].concat();
    let args = ["--no-config", "--quiet", "report", "--text", "-o", &path, "-"];
    let ran = program::run_with(root, &args, both.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_same(&once, &program::files(out.path()), "through JSON lines");
    let table = program::folder(&[("a.jsonl", &lines(first)), ("b.jsonl", &lines(&files))]);
    let named = ["a.jsonl", "b.jsonl"]
        .map(|name| table.path().join(name).to_str().expect("a plain name").to_owned());
    assert_same(&once, &report(&named, &[]), "tables that overlap");
}
