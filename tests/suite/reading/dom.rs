//! A browser's reading of a page: the links of the DOM that html5ever builds with scripting off.
//!
//! The fuzz targets include this file too.

use std::collections::BTreeMap;

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use scraper::{ElementRef, Html, HtmlTreeSink, Node, Selector};

/// Elements that begin and end a line of text.
const BLOCKS: [&str; 57] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Elements whose content no reader sees as text of the page.
const UNSEEN: [&str; 11] = [
    "iframe", "noembed", "noframes", "optgroup", "option", "script", "select", "style", "template",
    "textarea", "title",
];

/// Parses as a browser with scripting off does: `noscript` is markup.
pub(crate) fn parse(html: &str) -> Html {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    driver::parse_document(HtmlTreeSink::new(Html::new_document()), options).one(html)
}

/// Links by decoded href and text, with how many times each occurs.
pub(crate) type Bag = BTreeMap<(String, String), usize>;

/// The links of a page.
pub(crate) fn links(page: &Html) -> Bag {
    let mut bag = Bag::new();
    for element in page.select(&selector("a[href], area[href]")) {
        let href = element.attr("href").unwrap_or_default().to_owned();
        *bag.entry((href, seen(element))).or_default() += 1;
    }
    bag
}

/// The `href` of the first `base` of a page.
pub(crate) fn base(page: &Html) -> Option<String> {
    page.select(&selector("base[href]")).next()?.attr("href").map(str::to_owned)
}

/// The value of an attribute from how it was written.
pub(crate) fn decode(written: &str) -> String {
    let quoted = written.replace('"', "&quot;");
    let page = parse(&format!("<a href=\"{quoted}\">"));
    let link = page.select(&selector("a")).next().expect("the link that was put there");
    link.attr("href").expect("an attribute that was put there").to_owned()
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// The text of a link as a reader sees it, and the first picture's `alt` where there is none.
fn seen(link: ElementRef<'_>) -> String {
    let mut lines = vec![String::new()];
    let mut alt = None;
    let around = link.ancestors().filter_map(|node| node.value().as_element());
    let mut unseen = around.filter(|element| UNSEEN.contains(&element.name())).count();
    // Nodes still to enter, and those still to leave; no recursion, since pages may be deep.
    let mut todo = vec![(*link, true)];
    while let Some((node, enters)) = todo.pop() {
        match node.value() {
            Node::Text(text) if unseen == 0 => {
                lines.last_mut().expect("never empty").push_str(text);
            }
            Node::Element(element) => {
                let name = element.name();
                if UNSEEN.contains(&name) {
                    unseen = if enters { unseen + 1 } else { unseen - 1 };
                }
                if BLOCKS.binary_search(&name).is_ok() {
                    lines.push(String::new());
                }
                if enters && matches!(name, "img" | "image") && alt.is_none() {
                    alt = element.attr("alt").map(str::to_owned);
                }
                if enters {
                    todo.push((node, false));
                    let first = todo.len();
                    todo.extend(node.children().map(|child| (child, true)));
                    todo[first..].reverse();
                }
            }
            _ => {}
        }
    }
    let lines = lines.iter().map(|line| collapse(line).trim().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    match lines.is_empty() {
        true => alt.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
        false => lines.join(" "),
    }
}

/// White space of the HTML standard collapsed.
fn collapse(text: &str) -> String {
    let words = text.split([' ', '\t', '\n', '\r', '\x0c']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
