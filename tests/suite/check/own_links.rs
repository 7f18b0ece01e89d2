//! `citegraph check --internal`: a site with known faults, and small ones of each kind.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::program::{self, Ran, run};

/// Rule, file and address of every finding.
fn found(ran: &Ran) -> BTreeSet<(String, String, String)> {
    let rows = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.map(|row| (text(&row, "rule"), text(&row, "input"), text(&row, "evidence"))).collect()
}

fn check(folder: &Path, args: &[&str]) -> Ran {
    let args = [&["check", "--internal"][..], args, &["--format", "ndjson"]].concat();
    run(folder, &args)
}

/// Checks a site of these files with `--fragments`, in the folder `site`.
fn faults_of(files: &[(&str, &str)], args: &[&str]) -> Vec<String> {
    let files: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("site/{name}"), *text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, *text)).collect();
    let root = program::folder(&files);
    let ran = check(root.path(), &[&["site", "--fragments"], args].concat());
    assert!(ran.code <= 1, "{}", ran.stderr);
    let found = found(&ran);
    assert_eq!(ran.code, i32::from(!found.is_empty()), "{}", ran.stderr);
    found.into_iter().map(|(rule, input, written)| format!("{rule} {input} {written}")).collect()
}

const SECTIONS: usize = 10;
const POSTS: usize = 17;

/// A page with a menu, a table of contents, an image in several sizes and links to its neighbours.
fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{title}</title><link rel=stylesheet href=/css/main.css?v=3>\
         <link rel=icon href=/favicon.ico><link rel=preconnect href=//fonts.example>\
         <script src='/js/app.js'></script></head><body><nav><a href=/>home</a> <a href=/about>about</a> \
         <a href=https://example.org/s1/>one</a> <a href=https://other.example/x>out</a> \
         <a href='mailto:a@b.example'>mail</a> <a href=/#/route>app</a> <a href=/old/>old</a></nav>\
         <main id=main><h1 id='top-of-it'>{title}</h1><ul><li><a href=#part-1>1</a><li><a href='#%C3%BCber'>2</a>\
         <li><a href=#top>up</a><li><a href='#:~:text=word'>w</a></ul><h2 id=part-1>a</h2><h2 id=über>b</h2>\
         <a name=classic></a><p>{body}</p></main><footer><!-- <a href=gone.html> --></footer></body></html>"
    )
}

/// 200 pages without a fault, by path.
fn good_site() -> Vec<(String, String)> {
    let mut site = Vec::new();
    let image = "<img src='/img/a b.png' srcset='/img/a%20b.png 1x, ../img/B.png 2x'>";
    for section in 0..SECTIONS {
        for post in 0..POSTS {
            let next = (post + 1) % POSTS;
            let body = format!(
                "{image}<a href=post-{next}.html#classic>next</a> <a href='post-{next}?x=1&amp;y#part-1'>n</a> \
                 <a href=./>index</a> <a href=../s{}/post-0#%C3%BCber>s</a> <a href=/n%C3%A4me/>n</a>",
                (section + 1) % SECTIONS
            );
            site.push((format!("s{section}/post-{post}.html"), page("post", &body)));
        }
        site.push((format!("s{section}/index.html"), page("index", "<a href=post-0.html>x</a>")));
    }
    for number in 0..5 {
        let to = format!("<meta http-equiv=refresh content='0; url=/s{number}/'>");
        site.push((format!("alias-{number}/index.html"), to));
        let based = "<base href='/s1/'><a href=post-1.html>x</a><a href='#part-1'>y</a><img src=../img/B.png>";
        site.push((format!("deep/er/based-{number}.html"), based.to_owned()));
    }
    let chain = "<meta http-equiv=refresh content='0; url=https://example.org/alias-1/'>";
    for (name, text) in [
        ("old/index.html", chain),
        ("index.html", &page("home", "<a href=alias-0/#part-1>x</a>")),
        ("about.html", &page("about", "<iframe src=frame.htm></iframe>")),
        ("frame.htm", "<p>framed"),
        ("näme/index.html", &page("name", "<video poster=/img/B.png><source src=/m.mp4></video>")),
        (
            "live.html",
            "<meta http-equiv=refresh content=30><meta http-equiv=refresh content='30; url=live.html'>",
        ),
        ("table.html", "<table><tr><td><a href=table.html>x</a></table>"),
        ("v1.2/index.html", "<a href=..>up</a><a href=../v1.2>self</a>"),
        ("amp.html", "<a href='a&amp;b.html'>x</a><a href='a%26b.html'>y</a>"),
        ("a&b.html", "<a href='amp.html'>x</a>"),
    ] {
        site.push((name.to_owned(), text.to_owned()));
    }
    for file in [
        "css/main.css",
        "favicon.ico",
        "js/app.js",
        "img/a b.png",
        "img/B.png",
        "m.mp4",
        "files/x.zip",
    ] {
        site.push((file.to_owned(), "x".to_owned()));
    }
    let html = site.iter().filter(|(name, _)| name.ends_with("html") || name.ends_with("htm"));
    assert_eq!(html.count(), 200);
    site
}

/// Faults: the page, what is added to it, the rule, and the address as it is read.
const PLANTED: [(&str, &str, &str, &str); 36] = [
    ("s0/post-0.html", "<a href=gone.html>", "missing-page", "gone.html"),
    ("s0/post-1.html", "<a href=/s0/gone>", "missing-page", "/s0/gone"),
    (
        "s0/post-2.html",
        "<a href=https://example.org/gone/>",
        "missing-page",
        "https://example.org/gone/",
    ),
    ("s0/post-3.html", "<a href='//EXAMPLE.org/gone?x'>", "missing-page", "//EXAMPLE.org/gone?x"),
    ("s0/post-4.html", "<a href='../../post-0.html'>", "missing-page", "../../post-0.html"),
    ("s0/post-5.html", "<area href='post-1.htm'>", "missing-page", "post-1.htm"),
    ("s0/post-6.html", "<a href='n\\x.html'>", "missing-page", "n\\x.html"),
    ("s0/post-7.html", "<a href='/files/y.zip'>", "missing-page", "/files/y.zip"),
    ("s0/post-8.html", "<a href='post-1.html/'>", "missing-page", "post-1.html/"),
    ("deep/er/based-0.html", "<a href='based-1.html'>", "missing-page", "based-1.html"),
    ("s1/post-0.html", "<a href='/a%2526b.html'>", "missing-page", "/a%2526b.html"),
    ("s1/post-1.html", "<a href='/n%E4me/'>", "missing-page", "/n%E4me/"),
    ("s1/post-2.html", "<a href='/a%2Fb.html'>", "missing-page", "/a%2Fb.html"),
    ("s1/post-3.html", "<a href='/100%zz'>", "missing-page", "/100%zz"),
    ("s1/post-4.html", "<svg><a xlink:href='/gone.svg'></a></svg>", "missing-page", "/gone.svg"),
    ("s2/post-0.html", "<img src=gone.png>", "missing-image", "gone.png"),
    (
        "s2/post-1.html",
        "<img src=/img/B.png srcset='/img/B.png 1x, /img/B2.png 2x'>",
        "missing-image",
        "/img/B2.png",
    ),
    (
        "s2/post-2.html",
        "<picture><source srcset='/img/B.webp'><img src=/img/B.png></picture>",
        "missing-image",
        "/img/B.webp",
    ),
    ("s2/post-3.html", "<video poster='/img/p.png'></video>", "missing-image", "/img/p.png"),
    ("s2/post-4.html", "<noscript><img src='/img/'></noscript>", "folder-without-index", "/img/"),
    ("s3/post-0.html", "<script src=/js/gone.js></script>", "missing-asset", "/js/gone.js"),
    (
        "s3/post-1.html",
        "<link rel='alternate stylesheet' href=/css/gone.css>",
        "missing-asset",
        "/css/gone.css",
    ),
    ("s3/post-2.html", "<iframe src=/gone-frame></iframe>", "missing-asset", "/gone-frame"),
    ("s3/post-3.html", "<audio><source src=/gone.ogg></audio>", "missing-asset", "/gone.ogg"),
    ("s4/post-0.html", "<a href=#gone>", "missing-anchor", "#gone"),
    ("s4/post-1.html", "<a href='post-2.html#Part-1'>", "missing-anchor", "post-2.html#Part-1"),
    ("s4/post-2.html", "<a href='/alias-2/#gone'>", "missing-anchor", "/alias-2/#gone"),
    ("s4/post-3.html", "<a href='/about#gone:~:text=x'>", "missing-anchor", "/about#gone:~:text=x"),
    ("deep/er/based-1.html", "<a href='#main-2'>", "missing-anchor", "#main-2"),
    ("s5/post-0.html", "<a href=Post-1.html>", "wrong-case", "Post-1.html"),
    ("s5/post-1.html", "<img src=/img/b.png>", "wrong-case", "/img/b.png"),
    ("s5/post-2.html", "<a href=/ABOUT>", "wrong-case", "/ABOUT"),
    ("s5/post-3.html", "<a href=/N%C3%84ME/>", "wrong-case", "/N%C3%84ME/"),
    ("s6/post-0.html", "<a href=/files>", "folder-without-index", "/files"),
    ("s6/post-1.html", "<a href=/deep/er/>", "folder-without-index", "/deep/er/"),
    ("s6/post-2.html", "<a href=/deep>", "folder-without-index", "/deep"),
];

/// Pages that send readers nowhere, in place of good ones: the page, its text, the rule, and the address.
const STUBS: [(&str, &str, &str, &str); 4] = [
    (
        "alias-3/index.html",
        "<meta http-equiv=refresh content='0; url=/gone-now/'>",
        "broken-redirect-page",
        "/gone-now/",
    ),
    (
        "alias-4/index.html",
        "<meta http-equiv='Refresh' content='3;URL=\"https://example.org/alias-4/\"'>",
        "",
        "",
    ),
    (
        "deep/er/based-2.html",
        "<meta http-equiv=refresh content='0; url=based-3.html'>",
        "redirect-loop",
        "based-3.html",
    ),
    ("deep/er/based-3.html", "<meta http-equiv=refresh content='0; url=./based-2#x'>", "", ""),
];

fn write(root: &Path, site: &[(String, String)]) {
    for (name, text) in site {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

#[test]
fn a_site_of_200_pages_has_its_planted_faults_and_no_others() {
    let root = program::folder(&[]);
    let mut site = good_site();
    write(&root.path().join("site"), &site);
    let args = ["site", "--base-url", "https://example.org/", "--fragments"];
    let ran = check(root.path(), &args);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("200 pages") && ran.stderr.contains("external"), "{}", ran.stderr);
    let mut expected = BTreeSet::new();
    for (page, added, rule, written) in PLANTED {
        let (_, text) = site.iter_mut().find(|(name, _)| name == page).expect("a page");
        text.push_str(added);
        expected.insert((rule.to_owned(), format!("site/{page}"), written.to_owned()));
    }
    for (page, stub, rule, written) in STUBS {
        let (_, text) = site.iter_mut().find(|(name, _)| name == page).expect("a page");
        stub.clone_into(text);
        if !rule.is_empty() {
            expected.insert((rule.to_owned(), format!("site/{page}"), written.to_owned()));
        }
    }
    for file in ["s7/post-3.html", "s8/post-4.html"] {
        site.retain(|(name, _)| name != file);
        std::fs::remove_file(root.path().join("site").join(file)).expect("a file");
        let (folder, name) = file.split_once('/').expect("a folder");
        let stem = name.trim_end_matches(".html");
        let number: usize = stem.trim_start_matches("post-").parse().expect("a number");
        let before = format!("site/{folder}/post-{}.html", number - 1);
        for end in [".html#classic", "?x=1&y#part-1"] {
            expected.insert(("missing-page".into(), before.clone(), format!("{stem}{end}")));
        }
    }
    write(&root.path().join("site"), &site);
    let ran = check(root.path(), &args);
    let found = found(&ran);
    assert_eq!(expected.difference(&found).collect::<Vec<_>>(), Vec::<&_>::new(), "not found");
    assert_eq!(found.difference(&expected).collect::<Vec<_>>(), Vec::<&_>::new(), "too much");
    assert_eq!((ran.code, found.len()), (1, 42), "{}", ran.stderr);
}

#[test]
fn links_of_sources_name_files_headings_and_addresses() {
    let files = [
        (
            "a.md",
            "# One\n\n## Setup & run\n\n## Setup & run\n\n[s](#setup--run-1) [n](#setup--run-2) [b](b.md#x-1)\n\
                  [k](sub/#custom) [h](b.html) [c](B.md) ![i](img/x.png) [t]({{ site.url }}/x) [r](/any)\n\
                  [f](#fn:1) [w](missing.md \"title\")\n",
        ),
        ("b.md", "---\npermalink: /bee/\n---\n<a name='x-1'></a>\n"),
        ("sub/index.md", "## Named {#custom}\n\n[up](../../outside.md) [bee](../bee/)\n"),
    ];
    let expected = [
        "missing-anchor site/a.md #setup--run-2",
        "missing-image site/a.md img/x.png",
        "missing-page site/a.md missing.md",
        "wrong-case site/a.md B.md",
    ];
    assert_eq!(faults_of(&files, &[]), expected);
    let rooted = faults_of(&files, &["--root", "site"]);
    assert!(rooted.contains(&"missing-page site/a.md /any".to_owned()), "{rooted:?}");
    assert_eq!(rooted.len(), 5, "{rooted:?}");
}

#[test]
fn a_site_below_a_path_and_links_from_disk() {
    let page = "<a href='/blog/x.html'>a</a><a href=https://example.org/blog/y.html>b</a>\
                <a href=/elsewhere>c</a><a href=https://example.org/>d</a>";
    let found = faults_of(
        &[("index.html", page), ("x.html", "x")],
        &["--base-url", "https://example.org/blog/"],
    );
    assert_eq!(found, ["missing-page site/index.html https://example.org/blog/y.html"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_out_of_the_site() {
    let root = program::folder(&[
        (
            "site/index.html",
            "<a href=out.html>o</a><a href=in.html>i</a><a href=same/a.html>s</a><a href=gone.html>g</a>",
        ),
        ("site/real/a.html", "a"),
        ("secret.html", "<p id=secret>"),
    ]);
    for (target, link) in [
        ("../secret.html", "out.html"),
        ("real/a.html", "in.html"),
        ("real", "same"),
        ("none", "gone.html"),
    ] {
        std::os::unix::fs::symlink(target, root.path().join("site").join(link)).expect("a link");
    }
    let found = found(&check(root.path(), &["site"]));
    let written: Vec<&str> = found.iter().map(|(_, _, written)| written.as_str()).collect();
    assert_eq!(written, ["gone.html", "out.html"]);
}

#[test]
fn findings_go_the_way_of_all_findings() {
    let root = program::folder(&[
        (
            "site/index.html",
            "<a href=gone.html>g</a>\n<!-- citegraph: ignore missing-image reason=\"later\" -->\n<img src=x.png>\n",
        ),
        ("site/b.html", "<a href=/gone.html>g</a>"),
        ("site/c.html", "<a href=/gone.html>g</a> <a href=https://other.example/>o</a>"),
    ]);
    let run_with =
        |args: &[&str]| run(root.path(), &[&["check", "--internal", "site"], args].concat());
    let text = run_with(&[]);
    assert_eq!(text.code, 1, "{}", text.stderr);
    for part in [
        "missing-page",
        "site/index.html:1:9",
        "3 pages, 4 own links checked",
        "1 finding accepted",
        "Not checked: 1 external",
    ] {
        assert!(text.stdout.contains(part), "{part}: {}", text.stdout);
    }
    let github = run_with(&["--format", "github"]).stdout;
    assert_eq!(github.matches("::error").count(), 2, "{github}");
    assert!(
        github.contains("(and 1 more place)")
            && github.contains("::notice title=citegraph::3 pages"),
        "{github}"
    );
    for (format, part) in [
        ("sarif", "toolExecutionNotifications"),
        ("junit", "<property name=\"scope\" value=\"Not checked: 1 external\"/>"),
        ("markdown", "Not checked: 1 external."),
        ("json", "\"rule\": \"missing-page\""),
    ] {
        let shown = run_with(&["--format", format]).stdout;
        assert!(shown.contains(part), "{format}: {shown}");
    }
    assert_eq!(run_with(&["--fail-on", "never"]).code, 0);
    assert_eq!(run_with(&["--write-baseline", "known.json"]).code, 0);
    let known = run_with(&["--baseline", "known.json"]);
    assert_eq!((known.code, known.stdout.contains("no findings")), (0, true), "{}", known.stdout);
}

#[test]
fn what_cannot_be_checked_is_said() {
    let root = program::folder(&[("site/a.html", "x"), ("b/c.txt", "x")]);
    let run_with = |args: &[&str]| run(root.path(), &[&["check"], args].concat());
    for (args, part) in [
        (&["--internal", "nowhere"][..], "nowhere: no such file or folder"),
        (&["--internal", "b"], "no HTML pages or Markdown sources found"),
        (&["--internal", "site", "--root", "b"], "is not in b"),
        (&["--internal", "site", "--base-url", "x"], "is not an absolute http(s) URL"),
        (&["--internal", "site", "b"], "--root"),
        (&["--internal"], "nothing to check"),
    ] {
        let ran = run_with(args);
        assert_eq!((ran.code, ran.stderr.contains(part)), (2, true), "{args:?}: {}", ran.stderr);
    }
}
