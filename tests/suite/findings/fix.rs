//! `citegraph fix`: what it changes and what it leaves, by the real binary, and by the real `git apply`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use citegraph::article::{Article, Format, Link};
use citegraph::corpus::Selection;
use citegraph::edit::{self, Edit};
use citegraph::extract::Extractor;
use citegraph::findings;
use citegraph::fix::{self, FixPlan, RuleChoice};
use citegraph::input::{Document, InputOptions, InputSource, Loaded};
use proptest::prelude::*;

use crate::support::corpora;
use crate::support::program;

fn options(choice: &RuleChoice) -> fix::FixOptions {
    let rules = choice.rules(&findings::LintOptions::default()).expect("rules with fixes");
    fix::FixOptions { rules, selection: Selection::everything(), ..fix::FixOptions::default() }
}

fn named(only: &[&str], repair: bool) -> fix::FixOptions {
    let only = only.iter().map(|&name| name.to_owned()).collect();
    options(&RuleChoice { only, repair, ..RuleChoice::default() })
}

fn plan(format: Format, text: &str, options: &fix::FixOptions) -> FixPlan {
    fix::plan(&mut Extractor::default(), &Document::new("x", format, text), options, None)
}

/// The text with its fixes, and why anything was left alone.
fn fixed(format: Format, text: &str, options: &fix::FixOptions) -> (String, Vec<String>) {
    let plan = plan(format, text, options);
    let bytes = plan.fixed().expect("a plan fits its document");
    let whys = plan.left.into_iter().map(|left| left.why).collect();
    (String::from_utf8(bytes).expect("UTF-8 stays UTF-8"), whys)
}

/// A document and what becomes of it; nothing is left alone.
#[rustfmt::skip]
const FIXED: [(Format, &str, &str); 36] = [
    // Every safe fix, in a Markdown destination.
    (Format::Markdown, "[x](https://a.example.com/b?utm_source=t&c=1)", "[x](https://a.example.com/b?c=1)"),
    (Format::Markdown, "[x](https://a.example.com/b?c=1&utm_source=t#d \"title\")", "[x](https://a.example.com/b?c=1#d \"title\")"),
    (Format::Markdown, "[x](https://journals.sagepub.com/doi/10.1177/x?casa_token=abc)", "[x](https://journals.sagepub.com/doi/10.1177/x)"),
    (Format::Markdown, "[x](https://www.tandfonline.com/doi/full/10.1080/a?needAccess=true)", "[x](https://www.tandfonline.com/doi/full/10.1080/a)"),
    (Format::Markdown, "[x](https://a.example.com/b;jsessionid=12AB?c=1)", "[x](https://a.example.com/b?c=1)"),
    (Format::Markdown, "[x](https://a.example.com/b#%20)", "[x](https://a.example.com/b)"),
    (Format::Markdown, "[x](https://a.example.com/b?c=1&)", "[x](https://a.example.com/b?c=1)"),
    (Format::Markdown, "[x](https://www-nature-com.ezproxy.example.edu/articles/a)", "[x](https://www.nature.com/articles/a)"),
    (Format::Markdown, "[x](https://www.google.com/url?q=https://a.example.com/b&sa=D&ust=1)", "[x](https://a.example.com/b)"),
    // Several findings about one link; what is inside a wrapper is cleaned too.
    (Format::Markdown, "[x](https://www.google.com/url?q=https://a.example.com/b%3Futm_source%3Dt%26c%3D1%23&sa=D)", "[x](https://a.example.com/b?c=1)"),
    (Format::Markdown, "[x](https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example.com%2Fb%3Ffbclid%3Dx&h=AT0)", "[x](https://a.example.com/b)"),
    (Format::Markdown, "[x](https://a.example.com/b?utm_source=t&&c=1&fbclid=y&)", "[x](https://a.example.com/b?c=1)"),
    // What is found only once the wrapper is off.
    (Format::Markdown, "[x](https://www.google.com/url?q=https://a.example.com/b%3Fc%3D1%26&sa=D)", "[x](https://a.example.com/b?c=1)"),
    // An archive inside a redirector comes out whole.
    (Format::Markdown, "[x](https://www.google.com/url?q=https://web.archive.org/web/2020/https://a.example.com/%3Futm_source%3Dt)", "[x](https://web.archive.org/web/2020/https://a.example.com/?utm_source=t)"),
    // Addresses that need the page's own; what is suppressed at a link stays.
    (Format::Markdown, "---\nfrom: https://o.example.org/\n---\n[x](//a.example.com/b?utm_source=t)", "---\nfrom: https://o.example.org/\n---\n[x](//a.example.com/b)"),
    (Format::Markdown, "---\nfrom: https://o.example.org/\n---\n[x](//www.google.com/url?q=https://a.example.com/b)", "---\nfrom: https://o.example.org/\n---\n[x](https://a.example.com/b)"),
    (Format::Html, "<link rel=canonical href='https://own.example.org/'><base href='https://a.example.com/c/'><a href='b?utm_source=t&d'>x</a>", "<link rel=canonical href='https://own.example.org/'><base href='https://a.example.com/c/'><a href='b?d'>x</a>"),
    (Format::Markdown, "<!-- citegraph: ignore tracking-parameters reason=\"a test\" -->\n[x](https://www.google.com/url?q=https://a.example.com/%3Futm_source%3Dt)", "<!-- citegraph: ignore tracking-parameters reason=\"a test\" -->\n[x](https://a.example.com/?utm_source=t)"),
    // Notations: references, brackets, escapes, definitions, autolinks, bare addresses.
    (Format::Markdown, "[x](<https://a.example.com/b?utm_source=t>)", "[x](<https://a.example.com/b>)"),
    (Format::Markdown, "[x](https://a.example.com/b_(c)?utm_source=t)", "[x](https://a.example.com/b_(c))"),
    (Format::Markdown, r"[x](https://a.example.com/b\_\(c?utm\_source=t&d=1)", r"[x](https://a.example.com/b\_\(c?d=1)"),
    (Format::Markdown, "[x](https://www.google.com/url?q=https://a.example.com/b%29%28)", r"[x](https://a.example.com/b\)\()"),
    (Format::Markdown, "[x](https://www.google.com/url?q=https://a.example.com/%3Fb%3D1%26amp;c%3D2)", "[x](https://a.example.com/?b=1&amp;amp;c=2)"),
    (Format::Markdown, "[x][r] and [y][r]\n\n[r]: https://a.example.com/b?utm_source=t 'title'\n", "[x][r] and [y][r]\n\n[r]: https://a.example.com/b 'title'\n"),
    (Format::Markdown, "<https://a.example.com/b?utm_source=t>", "<https://a.example.com/b>"),
    (Format::Markdown, "See https://a.example.com/b?utm_source=t, and so on.", "See https://a.example.com/b, and so on."),
    (Format::Text, "See https://a.example.com/b?utm_source=t&c=1.", "See https://a.example.com/b?c=1."),
    (Format::Html, "<p>See https://a.example.com/b?utm_source=t&amp;c=1&copy=2.", "<p>See https://a.example.com/b?c=1&copy=2."),
    (Format::Html, "<a href=https://a.example.com/b?utm_source=t>x</a>", "<a href=https://a.example.com/b>x</a>"),
    (Format::Html, "<a href='https://a.example.com/b?c=1&amp;utm_source=t&amp;d=2'>x</a>", "<a href='https://a.example.com/b?c=1&amp;d=2'>x</a>"),
    (Format::Html, "<a href=\"https://a.example.com/b?c&utm_source=t&copy=1\">x</a>", "<a href=\"https://a.example.com/b?c&copy=1\">x</a>"),
    (Format::Html, "<a href=' https://A.example.com/b?utm_source=t '>x</a>", "<a href=' https://A.example.com/b'>x</a>"),
    (Format::Html, "<a href='https://www.google.com/url?q=https://a.example.com/b%3Fc%3D1%26d%3D%27&amp;sa=D'>x</a>", "<a href='https://a.example.com/b?c=1&amp;d=%27'>x</a>"),
    (Format::Html, "<a href='https://www.google.com/url?q=https://a.example.com/it%27s'>x</a>", "<a href='https://a.example.com/it&#39;s'>x</a>"),
    (Format::Html, "<a href=\"https://www.google.com/url?q=https://a.example.com/%3Fb%26lt;c\">x</a>", "<a href=\"https://a.example.com/?b&amp;lt;c\">x</a>"),
    (Format::Markdown, "<div><a href=\"https://a.example.com/b?utm_source=t\">x</a></div>\n\n[y](/z)", "<div><a href=\"https://a.example.com/b\">x</a></div>\n\n[y](/z)"),
];

#[test]
fn each_notation_is_fixed_in_its_own_way() {
    for (format, text, wanted) in FIXED {
        let (found, left) = fixed(format, text, &options(&RuleChoice::default()));
        assert_eq!((found.as_str(), left), (wanted, Vec::new()), "{text}");
        let again = plan(format, &found, &options(&RuleChoice::default()));
        assert_eq!(again.edits, [], "{found}: once is enough");
    }
}

/// What stays as it is, and why; an empty reason where nothing was found at all.
#[rustfmt::skip]
const LEFT: [(Format, &str, &str); 11] = [
    (Format::Markdown, "[x](https://web.archive.org/web/2020/https://a.example.com/?utm_source=t)", "exact address"),
    (Format::Markdown, "[x](https://web.archive.org/web/2020/https://a.example.com/?b=1&)", "exact address"),
    (Format::Markdown, "[x](http://a.example.com/b)", ""),
    (Format::Markdown, "[x](https://bit.ly/3abc)", ""),
    (Format::Markdown, "[x](https://a.example.com/story.)", ""),
    (Format::Markdown, "[x](https://www.nature.com/articles/s41597-020-0430-x)", ""),
    (Format::Markdown, "[x](https://a.example.com/b?X-Amz-Signature=0123456789abcdef)", "no safe fix is known"),
    (Format::Markdown, "[x](https://a.libproxy.example.edu/b)", "no safe fix is known"),
    (Format::Markdown, "[x](https://a-example-com.translate.goog/b?utm_source=t)", "no safe fix is known"),
    (Format::Markdown, "See <i>https://a.example.com/b?utm_</i>source=t", "several parts"),
    (Format::Markdown, "<!-- citegraph: ignore tracking-parameters reason=\"a test\" -->\n[x](https://a.example.com/b?utm_source=t)", ""),
];

#[test]
fn what_cannot_be_told_from_the_address_is_left_alone() {
    for (format, text, why) in LEFT {
        let (found, left) = fixed(format, text, &options(&RuleChoice::default()));
        assert_eq!(found, text);
        match left.as_slice() {
            [] => assert_eq!(why, "", "{text}"),
            [one] => assert!(!why.is_empty() && one.contains(why), "{text}: {one}"),
            more => panic!("{text}: {more:?}"),
        }
    }
}

#[test]
fn rules_are_chosen() {
    let text = "[x](https://www.google.com/url?q=https://journals.sagepub.com/doi/10.1177/x%3Fcasa_token%3Dabc%26utm_source%3Dt)";
    for (only, wanted) in [
        (
            &["wrapped-url"][..],
            "[x](https://journals.sagepub.com/doi/10.1177/x?casa_token=abc&utm_source=t)",
        ),
        (
            &["wrapped-url", "access-token"],
            "[x](https://journals.sagepub.com/doi/10.1177/x?utm_source=t)",
        ),
        (&["tracking-parameters"], text),
    ] {
        assert_eq!(fixed(Format::Markdown, text, &named(only, false)).0, wanted, "{only:?}");
    }
    let nature = "[x](https://www.nature.com/articles/s41597-020-0430-x?utm_source=t)";
    let doi = "[x](https://doi.org/10.1038/s41597-020-0430-x)";
    assert_eq!(fixed(Format::Markdown, nature, &named(&["prefer-doi"], false)).0, doi);
    let archived =
        format!("[x](https://web.archive.org/web/2020/{})", &nature[4..nature.len() - 1]);
    assert_eq!(fixed(Format::Markdown, &archived, &named(&["prefer-doi"], false)).0, archived);
    let lint = findings::LintOptions { off: vec!["wrapped-url".into()], ..Default::default() };
    let rules = RuleChoice::default().rules(&lint).expect("others are left");
    assert!(!rules.only.contains(&"wrapped-url".to_owned()) && rules.only.len() == 8, "{rules:?}");
    for rule in ["home-page", "no-rule-at-all", "malformed-url"] {
        let only = vec![rule.to_owned()];
        let unfit =
            RuleChoice { only, ..RuleChoice::default() }.rules(&lint).expect_err("not as it is");
        assert!(unfit.to_string().contains("malformed-url"), "{unfit}");
    }
}

#[test]
fn repairs_are_asked_for() {
    for (text, wanted) in [
        ("[x](https://a.example.com/b/%20c?utm_source=t)", "[x](https://a.example.com/b/c)"),
        ("[x](http://https://a.example.com/b)", "[x](https://a.example.com/b)"),
        (
            "[x](http://https://https://www.google.com/url?q=https://a.example.com/)",
            "[x](https://a.example.com/)",
        ),
        ("[x](https://a.example.com/story\\),)", "[x](https://a.example.com/story)"),
        ("<a href='http://http//a.example.com/b'>x</a>", "<a href='http://a.example.com/b'>x</a>"),
        ("[x](https://a.example.com/b...)", "[x](https://a.example.com/b...)"),
        (
            "[x](https://web.archive.org/web/2020/https://a.example.com/b/%20c)",
            "[x](https://web.archive.org/web/2020/https://a.example.com/b/%20c)",
        ),
    ] {
        let repairing = options(&RuleChoice { repair: true, ..RuleChoice::default() });
        let (found, _) = fixed(Format::Markdown, text, &repairing);
        assert_eq!(found, wanted, "{text}");
        assert!(plan(Format::Markdown, &found, &repairing).edits.is_empty(), "{found}");
    }
}

#[test]
fn a_fix_that_changes_how_the_page_is_read_is_dropped() {
    // The bare address would swallow what follows it, were its query gone.
    let text = "[y](/z) https://www.google.com/url?q=https://a.example.com/b%29 c";
    let (found, left) = fixed(Format::Text, text, &options(&RuleChoice::default()));
    assert_eq!(found, text);
    assert_eq!(left.len(), 1, "{left:?}");
    // One bad fix costs no good one.
    let good = "See https://a.example.com/b?utm_source=t too. ";
    let mixed = [good.repeat(20), text.into(), "\n\n".into(), good.repeat(20)].concat();
    let (found, left) = fixed(Format::Text, &mixed, &options(&RuleChoice::default()));
    assert_eq!((found.matches("utm_source").count(), left.len()), (0, 1));
}

#[test]
fn an_address_of_any_size_costs_little() {
    let long = format!("[x](https://a.example.com/?utm_source={})", "t".repeat(1 << 20));
    let many = "<a href='https://a.example.com/?utm_source=t&c'>x</a> ".repeat(20_000);
    let (found, left) = fixed(Format::Markdown, &long, &options(&RuleChoice::default()));
    assert!(found == long && left[0].contains("longer"), "{left:?}");
    let found = fixed(Format::Html, &many, &options(&RuleChoice::default())).0;
    assert!(found == many.replace("utm_source=t&", ""));
}

/// `text` in several encodings, with and without a mark.
fn encodings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    let legacy = |label: &str| {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
        encoding.encode(text).0.into_owned()
    };
    vec![
        ("utf-8", text.into()),
        ("marked", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("utf-16le", wide(u16::to_le_bytes, [0xff, 0xfe])),
        ("utf-16be", wide(u16::to_be_bytes, [0xfe, 0xff])),
        ("gb18030", legacy("gb18030")),
        ("big5", legacy("big5")),
    ]
}

#[test]
fn every_encoding_and_end_of_line_stays() {
    let before = "<meta charset=ENC>\r\n<p>引用中文</p>\r\n<a href='https://a.example.com/中?utm_source=t&amp;c=1'>這裡</a>\r\n\
                  <a href='https://www.google.com/url?q=https://b.example.com/'>x</a>\r<p>末尾";
    let after =
        before.replace("utm_source=t&amp;", "").replace("www.google.com/url?q=https://", "");
    for (name, bytes) in encodings(before) {
        let label = if name == "marked" { "utf-8" } else { name };
        // The label has the length of its place in every encoding, so that the spans are the same.
        let replace = |text: &str| text.replace("ENC", label);
        let bytes = if name == "gb18030" || name == "big5" || bytes.is_empty() {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
            encoding.encode(&replace(before)).0.into_owned()
        } else {
            bytes
        };
        let root = tempfile::tempdir().expect("a folder");
        std::fs::write(root.path().join("a.html"), &bytes).expect("a file");
        let ran = program::run(root.path(), &["--no-config", "fix", "--write", "a.html"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, "2 fixes in 1 file\n"), "{name}");
        let wanted = match name {
            "gb18030" | "big5" => {
                let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
                encoding.encode(&replace(&after)).0.into_owned()
            }
            _ => encodings(&after).into_iter().find(|one| one.0 == name).expect("the same").1,
        };
        let found = std::fs::read(root.path().join("a.html")).expect("a file");
        assert!(found == wanted, "{name}: {}", String::from_utf8_lossy(&found));
    }
}

const POST: &str =
    "# a\n\nSee [b](https://b.example.com/?utm_source=t).\n\nAnd [c](https://c.example.com/d).\n";

#[test]
fn a_dry_run_prints_and_a_check_fails() {
    let root = program::folder(&[("a.md", POST), ("b.md", "[c](https://c.example.com/d)\n")]);
    let before = program::files(root.path());
    let list = program::run(root.path(), &["fix", "."]);
    assert_eq!(
        (list.code, list.stderr.as_str()),
        (0, "1 fix in 1 file; --write applies the fixes\n")
    );
    let shown = "a.md:3:9: tracking-parameters\n  https://b.example.com/?utm_source=t -> https://b.example.com/\n";
    assert_eq!(list.stdout, shown);
    let dry = program::run(root.path(), &["fix", "--diff", "."]);
    assert_eq!((dry.code, dry.stderr), (0, list.stderr));
    assert_eq!(
        dry.stdout,
        "--- a/a.md\n+++ b/a.md\n@@ -1,5 +1,5 @@\n # a\n \n-See [b](https://b.example.com/?utm_source=t).\n\
         +See [b](https://b.example.com/).\n \n And [c](https://c.example.com/d).\n"
    );
    assert_eq!(program::run(root.path(), &["fix", "--check", "."]).code, 1);
    assert!(program::files(root.path()) == before, "nothing was written");
    let wrote = program::run(root.path(), &["fix", "--write", "."]);
    assert_eq!((wrote.code, wrote.stdout.as_str()), (0, ""));
    assert_eq!(wrote.stderr, "1 fix in 1 file\n");
    let after = std::fs::read_to_string(root.path().join("a.md")).expect("a file");
    assert_eq!(after, POST.replace("?utm_source=t", ""));
    let check = program::run(root.path(), &["-q", "fix", "--check", "."]);
    assert_eq!((check.code, check.stdout, check.stderr), (0, String::new(), String::new()));
    let names: Vec<String> = program::files(root.path()).into_keys().collect();
    assert_eq!(names, ["a.md", "b.md"], "nothing else is left behind");
}

#[test]
fn usage() {
    let root = program::folder(&[("a.md", POST)]);
    for (args, word) in [
        (&["fix"][..], "nothing to read"),
        (&["fix", "--rule", "home-page", "a.md"], "home-page cannot be fixed"),
        (&["fix", "--rule", "malformed-url", "a.md"], "--repair"),
        (&["fix", "--write", "--check", "a.md"], "--check"),
        (&["fix", "--write", "--diff", "a.md"], "--diff"),
        (&["fix", "a.md", "-o", "b.pdf"], "the suffix of b.pdf"),
        (&["fix", "none.md"], "none.md"),
        (&["fix", "--no-rule", "bogus", "a.md"], "bogus"),
    ] {
        let ran = program::run(root.path(), args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(word), "{args:?}: {}", ran.stderr);
    }
    assert_eq!(program::files(root.path())["a.md"], POST.as_bytes());
}

#[test]
fn standard_input_comes_out_fixed() {
    let root = program::folder(&[]);
    let wrote = program::run_with(root.path(), &["fix", "--write", "-"], POST.as_bytes());
    assert_eq!((wrote.code, wrote.stdout), (0, POST.replace("?utm_source=t", "")));
    let clean = program::run_with(root.path(), &["fix", "--write", "-"], b"No links.\n");
    assert_eq!((clean.code, clean.stdout.as_str()), (0, "No links.\n"));
    let dry = program::run_with(root.path(), &["fix", "--diff", "-"], POST.as_bytes());
    assert!(dry.stdout.starts_with("--- a/-\n+++ b/-\n@@ "), "{}", dry.stdout);
    let binary = program::run_with(root.path(), &["fix", "--write", "-"], b"\0\x01\x02\0\x01");
    assert_eq!((binary.code, binary.stdout.as_str()), (2, ""));
    assert!(binary.stderr.contains("binary"), "{}", binary.stderr);
}

#[test]
fn what_has_no_bytes_of_its_own_is_left_alone() {
    let root = program::folder(&[("a.md", POST)]);
    let lines = program::output(root.path(), &["extract", "a.md"]);
    std::fs::write(root.path().join("a.jsonl"), lines).expect("a file");
    let ran = program::run(root.path(), &["fix", "a.jsonl", "--check"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.starts_with("not fixed: a.jsonl: "), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("0 fixes in 0 files, 1 not fixed\n"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let root = program::folder(&[("real/a.md", POST), ("locked.md", POST)]);
    let real = root.path().join("real/a.md");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink("real/a.md", root.path().join("link.md")).expect("a link");
    let wrote = program::run(root.path(), &["fix", "--write", "--force", "link.md"]);
    assert_eq!(wrote.code, 0, "{}", wrote.stderr);
    assert!(root.path().join("link.md").is_symlink());
    let text = std::fs::read_to_string(&real).expect("the file");
    assert_eq!(text, POST.replace("?utm_source=t", ""));
    let mode = std::fs::metadata(&real).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let locked = root.path().join("locked.md");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o444)).expect("permissions");
    let left = program::run(root.path(), &["fix", "--write", "locked.md"]);
    assert!(left.stderr.contains("locked.md: the file is read-only"), "{}", left.stderr);
    assert_eq!(std::fs::read_to_string(&locked).expect("the file"), POST);
}

/// Applies a diff in a folder with `git apply`.
fn git_apply(folder: &Path, diff: &[u8]) {
    let patch = tempfile::NamedTempFile::new().expect("a file for the diff");
    std::fs::write(patch.path(), diff).expect("room for the diff");
    let mut git = Command::new("git");
    // A repository around the folder would change what the names mean.
    let above = folder.parent().expect("a folder has one above");
    git.current_dir(folder)
        .env("GIT_CEILING_DIRECTORIES", above)
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    git.args(["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn"]).arg(patch.path());
    let ran = git.output().expect("git starts; the tests need it");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(diff));
}

#[test]
fn git_takes_every_kind_of_file_and_name() {
    let (old, new) = ("https://b.example.com/?utm_source=t", "https://b.example.com/");
    let lines = |end: &str| (0..40).map(|n| format!("line {n}{end}")).collect::<String>();
    let texts = [
        old.to_owned(),
        format!("{old}\n"),
        format!("{}{old}", lines("\n")),
        format!("{old}\n{}{old} and {old}\n{old}\n\n\n\n{old}\n{}", lines("\n"), lines("\n")),
        format!("{}{old}\r\n{}", lines("\r\n"), lines("\r\n")),
        format!("{}{old}\r{}", lines("\r"), lines("\r")),
    ];
    let names = ["a.txt", "with blank.txt", "深/q\"uo te\\.txt", "t\tab.txt"];
    for (text, name) in texts.iter().flat_map(|text| names.map(|name| (text, name))) {
        for (encoding, bytes) in encodings(text) {
            let root = program::folder(&[(name, "")]);
            let path = root.path().join(name);
            std::fs::write(&path, &bytes).expect("a file");
            let edits = by_hand(&bytes, encoding, old, new);
            let diff = edit::unified_diff(name, &bytes, &edits).expect("edits that fit");
            git_apply(root.path(), &diff);
            let found = std::fs::read(&path).expect("the file");
            assert!(
                found == edit::apply(&bytes, &edits).expect("edits that fit"),
                "{name} {encoding}"
            );
        }
    }
}

/// Edits of every place where the bytes of `old` stand.
fn by_hand(bytes: &[u8], encoding: &str, old: &str, new: &str) -> Vec<Edit> {
    let encode = |text: &str| -> Vec<u8> {
        match encoding {
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => text.into(),
        }
    };
    let (old, new) = (encode(old), encode(new));
    let starts = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(&old));
    starts.map(|start| Edit { start, expected: old.clone(), replacement: new.clone() }).collect()
}

fn links(article: &Article) -> Vec<&Link> {
    program::links(article)
}

/// Holds one file to every promise; how many fixes it got. `relative` is its name below `root`.
fn check(root: &Path, relative: &str, options: &fix::FixOptions) -> usize {
    let path = root.join(relative);
    let mut extractor = Extractor::default();
    let read = |path: &Path| -> Option<Document> {
        let source = InputSource::File { path: path.to_owned(), named: true };
        match source.load(&InputOptions::default()).pop()? {
            Loaded::Document(document) => Some(*document),
            _ => None,
        }
    };
    let Some(document) = read(&path) else { return 0 };
    let plan = fix::plan(&mut extractor, &document, options, None);
    let file = std::fs::read(&path).expect("the file");
    assert!(plan.file == file, "{relative}: the plan is about the bytes of the file");
    if plan.edits.is_empty() {
        return 0;
    }
    let fixed = plan.fixed().expect("a plan fits its file");
    outside_is_the_same(&file, &fixed, &plan.edits);
    let before = extractor.extract(&document, &options.extract);
    let diff = edit::unified_diff(relative, &file, &plan.edits).expect("a plan fits its file");
    git_apply(root, &diff);
    assert!(std::fs::read(&path).expect("the file") == fixed, "{relative}: git makes other bytes");
    let document = read(&path).expect("it is still read");
    let after = extractor.extract(&document, &options.extract);
    let touched = |link: &Link| {
        let [start, end] = link.span.unwrap_or_default();
        plan.edits.iter().any(|edit| edit.start as u64 >= start && edit.span().end as u64 <= end)
    };
    let mut counts = (0, 0);
    for (old, new) in links(&before).into_iter().zip(links(&after)) {
        counts.0 += 1;
        if touched(old) {
            counts.1 += 1;
            assert_ne!(old.resolved, new.resolved, "{relative}");
        } else {
            assert_eq!((&old.resolved, &old.written), (&new.resolved, &new.written), "{relative}");
        }
    }
    assert_eq!((links(&after).len(), counts.0), (counts.0, links(&before).len()), "{relative}");
    assert!(counts.1 >= plan.fixes.len(), "{relative}: each fix is of a link");
    let again = fix::plan(&mut extractor, &document, options, None);
    assert_eq!(again.edits, [], "{relative}: the second run changes nothing");
    plan.fixes.len()
}

/// Between the edits every byte is what it was.
fn outside_is_the_same(old: &[u8], new: &[u8], edits: &[Edit]) {
    let (mut from, mut at) = (0, 0);
    for edit in edits {
        let length = edit.start - from;
        assert!(old[from..edit.start] == new[at..at + length], "bytes before {}", edit.start);
        at += length;
        assert!(new[at..].starts_with(&edit.replacement));
        (from, at) = (edit.span().end, at + edit.replacement.len());
    }
    assert!(old[from..] == new[at..], "bytes behind the last edit");
}

/// Copies files below a folder into a new one.
fn copy(root: &Path, files: &[PathBuf]) -> (tempfile::TempDir, Vec<String>) {
    let target = tempfile::tempdir().expect("a folder for the test");
    let mut names = Vec::new();
    for file in files {
        let below = file.strip_prefix(root).expect("a file below the folder");
        let copied = target.path().join(below);
        std::fs::create_dir_all(copied.parent().expect("a folder")).expect("a folder");
        std::fs::write(&copied, std::fs::read(file).expect("a file")).expect("room for it");
        names.push(below.to_string_lossy().replace('\\', "/"));
    }
    (target, names)
}

#[test]
fn the_sample_keeps_every_promise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (target, names) = copy(&root, &corpora::files(&root));
    let repairing = options(&RuleChoice { repair: true, ..RuleChoice::default() });
    let fixes: usize = names.iter().map(|name| check(target.path(), name, &repairing)).sum();
    assert!(fixes >= 5, "the sample has addresses to fix: {fixes}");
}

#[test]
fn posts_keep_every_promise() {
    let Some(root) = corpora::folder() else { return };
    let root = root.join("posts");
    let files = corpora::files(&root);
    let stride = files.len() / 200;
    let chosen: Vec<PathBuf> = files.into_iter().step_by(stride).take(200).collect();
    assert_eq!(chosen.len(), 200);
    let (target, names) = copy(&root, &chosen);
    let mut fixes = BTreeMap::new();
    let repairing = options(&RuleChoice { repair: true, ..RuleChoice::default() });
    for name in &names {
        fixes.insert(name, check(target.path(), name, &repairing));
    }
    let fixed = fixes.values().filter(|count| **count > 0).count();
    assert!(fixed >= 20, "{fixed} of 200 posts have something to fix");
}

/// Pieces of addresses and of what surrounds them.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "https://a.example.com/",
        "https://www.google.com/url?q=",
        "https://l.facebook.com/l.php?u=",
        "https%3A%2F%2Fb.example.com%2F",
        "http://web.archive.org/web/2020/",
        "b",
        "?",
        "&",
        "&amp;",
        "utm_source=t",
        "fbclid=x",
        "casa_token=y",
        "c=1",
        "#",
        "%20",
        ";jsessionid=1",
        "(",
        ")",
        "\\",
        "<a href='",
        "<a href=\"",
        "<a href=",
        "'>x</a>",
        "\">x</a>",
        ">x</a>",
        "[x](",
        ") ",
        "[x](<",
        ">) ",
        "\n\n[r]: ",
        "[x][r] ",
        "<",
        "> ",
        " ",
        "\n",
        "\n\n",
        "中",
        "'",
        "\"",
        "copy",
        "lt;",
        "*",
        "_",
        "|",
        "`",
        "http://https://",
        ".",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 1..24)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::properties::cases(2000))]

    #[test]
    fn any_text_is_fixed_once(text in pieces(), format in 0..3) {
        let format = [Format::Markdown, Format::Html, Format::Text][format as usize];
        let repairing = options(&RuleChoice { repair: true, ..RuleChoice::default() });
        let plan = plan(format, &text, &repairing);
        let fixed = plan.fixed().expect("a plan fits its text");
        outside_is_the_same(text.as_bytes(), &fixed, &plan.edits);
        let fixed = String::from_utf8(fixed).expect("UTF-8 stays UTF-8");
        let again = self::plan(format, &fixed, &repairing);
        prop_assert!(again.edits.is_empty(), "{text:?}\n{fixed:?}\n{:?}", again.edits);
    }
}

/// Addresses that hold a DOI: of papers, of pages about them, and inside wrappers.
fn address_with_a_doi() -> impl Strategy<Value = String> {
    let host = proptest::sample::select(vec![
        "www.nature.com",
        "link.springer.com",
        "journals.plos.org",
        "www.science.org",
        "www.altmetric.com",
        "pubpeer.com",
        "scite.ai",
        "forum.example",
        "catalogue.example",
        "blog.example.com",
        "www.google.com",
        "web.archive.org",
        "doi.org",
        "x.ezproxy.example.edu",
    ]);
    let path = proptest::sample::select(vec![
        "/",
        "/articles/",
        "/doi/full/",
        "/details/doi/",
        "/article/comments",
        "/doi/suppl/",
        "/thread",
        "/details.php",
        "/url",
        "/plosone/article",
        "/web/2020/https://www.nature.com/articles/",
    ]);
    let end = proptest::sample::select(vec![
        "",
        "?doi=10.1038/s41586-020-2649-2",
        "?id=10.1371/journal.pone.0123456",
        "?q=https://www.nature.com/articles/s41586-020-2649-2",
        "10.1038/s41586-020-2649-2",
        "s41586-020-2649-2",
        "10.1038/s41586-020-2649-2/metrics",
        "10.1038/s41586-020-2649-2?utm_source=x",
        "10.1038/s41586-020-2649-2?casa_token=AbC",
        "?doi=10.1038/s41586-020-2649-2&utm_source=x",
    ]);
    (host, path, end).prop_map(|(host, path, end)| format!("https://{host}{path}{end}"))
}

proptest! {
    #![proptest_config(crate::properties::cases(500))]

    /// A page about a paper is never replaced by the paper: the host stays, or the old address is a wrapper
    /// of the table, or a publisher's of the table whose page is the paper.
    #[test]
    fn a_fix_keeps_the_host_or_follows_a_table(address in address_with_a_doi()) {
        let choice = RuleChoice { only: vec!["prefer-doi".to_owned()], ..RuleChoice::default() };
        for options in [options(&RuleChoice::default()), options(&choice)] {
            let plan = plan(Format::Markdown, &format!("It [says](<{address}>) so."), &options);
            for fix in &plan.fixes {
                let [old, new] = [&fix.old, &fix.new].map(|url| url::Url::parse(url).expect("a URL"));
                let host = old.host_str().expect("it has a host");
                let cited = citegraph::link::cite(&old);
                let is_row = match fix.rules.as_slice() {
                    ["prefer-doi"] => {
                        new.host_str() == Some("doi.org") && citegraph::link::is_paper_host(&cited.host)
                    }
                    _ => !cited.via.is_empty(),
                };
                prop_assert!(new.host_str() == Some(host) || is_row, "{old} {new}");
            }
        }
    }
}

#[test]
fn a_page_about_a_paper_is_not_replaced() {
    for address in [
        "https://forum.example/thread?doi=10.1038/s41586-020-2649-2",
        "https://www.altmetric.com/details.php?doi=10.1038/s41586-020-2649-2",
        "https://blog.example/articles/10.1038/s41586-020-2649-2",
        "https://www.nature.com/articles/s41586-020-2649-2/metrics",
        "https://journals.plos.org/plosone/article/comments?id=10.1371/journal.pone.0123456",
    ] {
        let text = format!("[x]({address})");
        assert_eq!(fixed(Format::Markdown, &text, &named(&["prefer-doi"], false)).0, text);
    }
}

#[test]
fn what_is_no_text_is_left_alone() {
    let cell = r##"{"cell_type": "markdown", "metadata": {}, "source": ["[x](https://a.example.com/b?utm_source=t)"]}"##;
    let notebook =
        format!(r#"{{"cells": [{cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}"#);
    let root = program::folder(&[("n.ipynb", &notebook)]);
    let run = program::run(root.path(), &["--no-config", "fix", "--write", "n.ipynb"]);
    let told = &run.stderr;
    assert!(told.contains("its text is compressed") && told.contains("by hand"), "{told}");
    let run = program::run(root.path(), &["--no-config", "fix", "--check", "-q", "n.ipynb"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.contains("not fixed: n.ipynb") && run.stderr.contains("1 finding"),
        "{}",
        run.stderr
    );
    let after = std::fs::read_to_string(root.path().join("n.ipynb")).expect("it is there");
    assert_eq!(after, notebook);
}
