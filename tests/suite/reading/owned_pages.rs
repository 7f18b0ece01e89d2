//! Pages of a site whose owner says in `citegraph.toml` what holds its articles.

use std::path::Path;

use crate::support::program::{self, articles, links, output, run};

const PAGE: &str = "<html><head><link rel=canonical href='https://www.paper.example/a'></head><body>\
    <div id=story><p>Short, with <a href='https://b.example/own'>a source</a>.</p>\
    <div class=more><a href='https://b.example/more'>more</a></div></div>\
    <div class=long><p>The board met on Monday evening and heard from nine people who live beside the \
    eastern wall of the harbour, as <a href='https://b.example/beside'>others</a> reported at length.</p>\
    <p>The board will decide in spring whether the wall is raised by a metre, as its engineers wrote in a \
    long report that it ordered last year.</p></div></body></html>";

/// Place and evidence of each link, with this configuration.
fn places(folder: &Path, config: &str, page: &str) -> Vec<String> {
    std::fs::write(folder.join("citegraph.toml"), config).expect("a file");
    let article = articles(&output(folder, &["extract", page])).remove(0);
    let told = |link: &citegraph::article::Link| {
        format!("{} {}", link.place.name(), link.place_evidence.join(" ")).trim().to_owned()
    };
    links(&article).into_iter().map(told).collect()
}

#[test]
fn selectors_say_what_the_article_is() {
    let root = program::folder(&[
        ("a.html", PAGE),
        (
            "a.md",
            "---\nfrom: https://paper.example/a\n---\n\n[a](https://b.example/) is.\n\n<div class=more><a href='https://b.example/more'>more</a></div>\n",
        ),
    ]);
    let places = |config: &str, page: &str| places(root.path(), config, page);
    let outside = "navigation region:outside";
    assert_eq!(places("", "a.html"), [outside, outside, "body"]);
    let content = "[extract.content]\n\"paper.example\" = \"#story\"\n";
    assert_eq!(places(content, "a.html"), ["body", "body", outside]);
    let both = format!(
        "{content}[extract.exclude]\n\"paper.example\" = \".x, div > .more:not(:first-child)\"\n"
    );
    let excluded = "navigation selector:exclude";
    assert_eq!(places(&both, "a.html"), ["body", excluded, outside]);
    // In Markdown too, where nothing else is outside.
    let exclude = "[extract.exclude]\n\"paper.example\" = \".more\"\n";
    assert_eq!(places(exclude, "a.md"), ["body", excluded]);
    // Where nothing matches, and on other hosts, the page itself decides.
    for config in [
        "[extract.content]\n\"paper.example\" = \"#none\"\n",
        "[extract.content]\n\"other.example\" = \"#story\"\n",
    ] {
        assert_eq!(places(config, "a.html"), [outside, outside, "body"]);
    }
    let printed = output(root.path(), &["config"]);
    assert!(printed.contains("[extract.content]\n\"other.example\" = \"#story\""), "{printed}");
}

#[test]
fn a_bad_selector_names_its_key_and_what_to_write() {
    let root = program::folder(&[("a.html", PAGE)]);
    for (config, told) in [
        (
            "[extract.content]\n\"paper.example\" = \"div:hover\"\n",
            [
                "\"paper.example\" = ",
                "\"div:hover\" is not a CSS selector that a saved page can match; write one",
            ],
        ),
        (
            "[extract.exclude]\n\"paper.example\" = \"p a.more\"\n",
            ["\"p a.more\" selects <a>", "select the element that contains it"],
        ),
        (
            "[extract.exclude]\n\"https://paper.example\" = \"div\"\n",
            [
                "extract.exclude has the key \"https://paper.example\"",
                "write it as \"example.org\"",
            ],
        ),
    ] {
        std::fs::write(root.path().join("citegraph.toml"), config).expect("a file");
        let ran = run(root.path(), &["extract", "a.html"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        for part in told {
            assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
        }
    }
}
