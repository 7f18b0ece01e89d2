//! The links of a page against those of the DOM that html5ever builds: href and text, as a multiset.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use citegraph::article::{Article, Format, Reason, Syntax};
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::{self, Document};
use url::Url;

use crate::reading::dom::{self, Bag};
use crate::reading::snippets;
use crate::support::corpora;
use crate::support::program;

/// Where the pages are read from, so that every address is absolute.
const ORIGIN: &str = "https://origin.invalid/folder/page";

/// How a page may differ from its DOM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The DOM reopens a link that was not closed where it should have been, and splits its text; a
    /// reader of links wants it once.
    Clones,
    /// The same links; the text of one lies in another and is given once.
    Text,
    /// The DOM drops links that a reader of the source still sees.
    Dropped,
    /// The DOM reads links where no reader sees any.
    Unseen,
}

impl Kind {
    /// Whether a difference is of this kind.
    fn covers(self, ours: &Bag, theirs: &Bag) -> bool {
        let hrefs = |bag: &Bag| bag.keys().map(|(href, _)| href.clone()).collect::<BTreeSet<_>>();
        let count = |bag: &Bag, href: &str| -> usize {
            bag.iter().filter(|((other, _), _)| other == href).map(|(_, count)| count).sum()
        };
        let all = &hrefs(ours) | &hrefs(theirs);
        all.iter().all(|href| {
            let (ours, theirs) = (count(ours, href), count(theirs, href));
            match self {
                Self::Clones => ours < theirs,
                Self::Text => ours == theirs,
                Self::Dropped => theirs == 0,
                Self::Unseen => ours == 0,
            }
        })
    }
}

/// Snippets whose DOM differs, how, and why. One that agrees is a failure.
const EXCEPTIONS: [(&str, Kind, &str); 12] = [
    ("an unclosed link", Kind::Clones, "the paragraphs after it are links in the DOM"),
    ("nested links across a block", Kind::Clones, "the block gets a link of its own"),
    ("nested links in a table cell", Kind::Text, "links may nest through cells"),
    ("a link closed in another block", Kind::Clones, "adoption agency"),
    ("formatting closed in the wrong order", Kind::Clones, "adoption agency"),
    ("links in headings", Kind::Clones, "an end tag of a heading does not end a link"),
    ("frameset alone", Kind::Dropped, "a frameset has no text"),
    ("foster parenting of an open link", Kind::Clones, "the table splits the link"),
    ("math with an annotation", Kind::Unseen, "scraper does not tell html5ever that it is HTML"),
    ("math with a plain annotation", Kind::Unseen, "taken for HTML whatever its encoding says"),
    ("a paragraph in a link in a paragraph", Kind::Clones, "adoption agency"),
    ("nobr", Kind::Clones, "nobr in nobr runs the adoption agency"),
];

/// Files of the sample whose DOM differs.
const SAMPLE: [(&str, Kind, &str); 1] =
    [("2021-09-02-Night Buses.md", Kind::Clones, "spam whose quote is missing stays open")];

fn read(text: &str) -> Article {
    let options = ExtractOptions { origin: Some(ORIGIN.to_owned()), ..ExtractOptions::default() };
    let document = Document::new("page.html", Format::Html, text);
    Extractor::default().extract(&document, &options)
}

/// The links of an article that stand in `a` and `area`, their hrefs decoded by the DOM's parser.
fn ours(article: &Article, text: &str, base: &Url) -> Bag {
    let mut bag = Bag::new();
    for link in program::links(article) {
        if link.syntax == Syntax::Bare || program::is_frame(link) || is_cite(text, link.span) {
            continue;
        }
        let href = dom::decode(&link.written);
        let resolved = base.join(&href).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let unread = [Some(Reason::Template), Some(Reason::Fragment), Some(Reason::Empty)];
        if !unread.contains(&link.reason) {
            let resolved = resolved.map(String::from);
            if link.resolved != resolved {
                let wrong = format!("{href} resolves to {resolved:?}");
                bag.insert((wrong, format!("{:?}", link.resolved)), 1);
            }
        }
        *bag.entry((href, link.anchor.clone())).or_default() += 1;
    }
    bag
}

/// Whether the value at `span` is that of a `cite` attribute.
fn is_cite(text: &str, span: Option<[u64; 2]>) -> bool {
    let before = span.map_or("", |[start, _]| &text[..start as usize]);
    let before = before.trim_end_matches(['"', '\'']).trim_end();
    before.strip_suffix('=').is_some_and(|name| {
        let name = name.trim_end();
        name.len() >= 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b"cite")
    })
}

/// What only we have, and what only the DOM has.
fn difference(text: &str) -> (Bag, Bag) {
    let page = dom::parse(text);
    let origin = Url::parse(ORIGIN).expect("a URL");
    let base = dom::base(&page).and_then(|href| origin.join(href.trim()).ok()).unwrap_or(origin);
    let (ours, theirs) = (ours(&read(text), text, &base), dom::links(&page));
    let minus = |left: &Bag, right: &Bag| -> Bag {
        let rest = left.iter().map(|(link, &count)| {
            (link.clone(), count.saturating_sub(right.get(link).copied().unwrap_or(0)))
        });
        rest.filter(|(_, count)| *count > 0).collect()
    };
    (minus(&ours, &theirs), minus(&theirs, &ours))
}

#[test]
fn snippets_read_as_in_a_browser() {
    let mut faults = Vec::new();
    assert!(snippets::ALL.len() >= 60);
    for (name, html) in snippets::ALL {
        let (ours, theirs) = difference(html);
        let known = EXCEPTIONS.iter().find(|(known, ..)| known == name).map(|(_, kind, _)| *kind);
        match known {
            None if ours.is_empty() && theirs.is_empty() => {}
            Some(_) if ours.is_empty() && theirs.is_empty() => {
                faults.push(format!("{name}: agrees; drop the exception"));
            }
            Some(kind) if kind.covers(&ours, &theirs) => {}
            _ => faults.push(format!("{name}: ours {ours:?} theirs {theirs:?}")),
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {}:\n{}",
        faults.len(),
        snippets::ALL.len(),
        faults.join("\n")
    );
}

/// Compares files, each read as HTML from behind its front matter.
fn compare(files: &[PathBuf], root: &Path, known: &[(&str, Kind, &str)]) {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for file in files {
        let name = file.strip_prefix(root).expect("a file below").to_string_lossy().into_owned();
        let text = input::decode(std::fs::read(file).expect("a readable file")).text;
        let (ours, theirs) = difference(body(&text));
        if ours.is_empty() && theirs.is_empty() {
            continue;
        }
        match known.iter().find(|(known, ..)| name == *known) {
            Some((known, kind, _)) if kind.covers(&ours, &theirs) => {
                used.insert(*known);
            }
            _ => faults.push(format!("{name}: ours {ours:?} theirs {theirs:?}")),
        }
    }
    let unused = known.iter().filter(|(name, ..)| !used.contains(name));
    faults.extend(unused.map(|(name, _, why)| format!("exception {name} is not needed: {why}")));
    assert!(faults.is_empty(), "{} of {} files:\n{}", faults.len(), files.len(), faults.join("\n"));
}

/// The text behind YAML front matter.
fn body(text: &str) -> &str {
    let end = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n"));
    end.map_or(text, |end| &text[end + 9..])
}

#[test]
fn the_sample_reads_as_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    compare(&corpora::files(&root), &root, &SAMPLE);
}

#[test]
fn the_posts_read_as_in_a_browser() {
    let Some(root) = corpora::folder() else { return };
    let root = root.join("posts");
    let files = corpora::files(&root);
    assert_eq!(files.len(), 928);
    compare(&files, &root, &[]);
}

#[test]
fn other_pages_read_as_in_a_browser() {
    let Some(root) = corpora::folder() else { return };
    for set in ["readability", "trafilatura", "encodings", "kramdown-testcases"] {
        let root = root.join("formats").join(set);
        compare(&corpora::files(&root), &root, &[]);
    }
}
