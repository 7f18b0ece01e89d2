//! CSS selectors by which the owner of a site says what holds its articles: `[extract] content` and `exclude`.
//!
//! scraper reads and matches them, on a DOM made of the elements that are kept of the page. Links, formatting and
//! elements without content are not among them (`docs/decisions/0071-selectors-by-scraper.md`).

use std::collections::BTreeMap;

use cssparser::{BasicParseError, ParseError, Parser, Token};
use markup5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use markup5ever::{Attribute, LocalName, QualName, ns};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::{Html, HtmlTreeSink, Selector};
use serde::{Deserialize, Serialize};
use url::Url;

use super::tree::HtmlElement;
use crate::html::name::{self, ElementKind, ElementName};
use crate::html::{attrs, charref};

/// The longest list of selectors: configuration files come with pull requests.
const MAX_SELECTOR_BYTES: usize = 1000;

/// CSS selectors by host. A host stands for those below it too.
pub type SelectorsByHost = BTreeMap<String, ElementSelectors>;

/// One or more CSS selectors, separated by commas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ElementSelectors {
    text: String,
    selector: Selector,
    /// The names of elements in it.
    names: Vec<String>,
}

/// Why a text is not a list of selectors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    /// The text is longer than a list of selectors may be, in bytes.
    #[error("a list of selectors has at most {MAX_SELECTOR_BYTES} bytes; write a shorter one")]
    TooLong,
    /// The text is not CSS, or asks for what only a page in a browser has.
    #[error(
        "{text:?} is not a CSS selector that a saved page can match; write one such as \"article\", \"#story\", \
         \"div.promo\" or \"main > :not(nav)\""
    )]
    NotSelector {
        /// The text.
        text: String,
    },
    /// The text names an element that is not kept of a page.
    #[error("{text:?} selects <{element}>, which is inline; select the element that contains it")]
    NotKept {
        /// The text.
        text: String,
        /// The name of the element.
        element: String,
    },
}

impl ElementSelectors {
    /// Reads a list of selectors.
    ///
    /// # Errors
    /// On what is not CSS, on pseudo-classes that only a page in a browser has, on names of elements that are not kept
    /// of a page, and on texts of more than 1,000 bytes.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        if text.len() > MAX_SELECTOR_BYTES {
            return Err(SelectorError::TooLong);
        }
        let text = text.to_owned();
        let Ok(selector) = Selector::parse(&text) else {
            return Err(SelectorError::NotSelector { text });
        };
        let names = element_names(&text);
        match names.iter().find(|name| !is_kept(name)).cloned() {
            Some(element) => Err(SelectorError::NotKept { text, element }),
            None => Ok(Self { text, selector, names }),
        }
    }

    /// For each element, whether it matches or stands in one that does.
    pub(crate) fn cover(&self, html: &str, nodes: &[HtmlElement]) -> Vec<bool> {
        let (page, ids) = self.dom(html, nodes);
        let matched: FxHashSet<_> = page.select(&self.selector).map(|found| found.id()).collect();
        let mut covered = vec![false; nodes.len()];
        // A parent stands before its children.
        for (index, (node, id)) in nodes.iter().zip(&ids).enumerate() {
            covered[index] = covered[node.parent as usize] || matched.contains(id);
        }
        covered
    }

    /// The page as scraper's DOM, and the id of each of its elements.
    fn dom(&self, html: &str, nodes: &[HtmlElement]) -> (Html, Vec<NodeId>) {
        let mut names = self.known_names();
        let page = HtmlTreeSink::new(Html::new_document());
        let mut ids = vec![page.get_document()];
        for node in nodes.iter().skip(1) {
            // A name that no selector mentions only has to differ from the others.
            let unmentioned = LocalName::from(format!("x{}", names.len()));
            let name = names.entry(node.name).or_insert(unmentioned).clone();
            let attributes = attributes(html, node);
            let name = QualName::new(None, ns!(html), name);
            let id = page.create_element(name, attributes, ElementFlags::default());
            page.append(&ids[node.parent as usize], NodeOrText::AppendNode(id));
            ids.push(id);
        }
        (page.finish(), ids)
    }

    fn known_names(&self) -> FxHashMap<ElementName, LocalName> {
        let number = |name: &String| ElementName::from_bytes(name.as_bytes());
        self.names.iter().map(|name| (number(name), LocalName::from(name.as_str()))).collect()
    }
}

/// How scraper's DOM names a node.
type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// The attributes of an element, each name once: the first counts.
fn attributes(html: &str, node: &HtmlElement) -> Vec<Attribute> {
    let mut found: Vec<Attribute> = Vec::new();
    let range = node.attrs_of_interest.all;
    if range.start == range.end {
        return found;
    }
    for attr in attrs::all(html.as_bytes(), range) {
        let local = attr.name.text(html).to_ascii_lowercase();
        let name = QualName::new(None, ns!(), local.into());
        if found.iter().all(|there| there.name != name) {
            let value = charref::decode_attribute(attr.value.text(html));
            found.push(Attribute { name, value: value.as_ref().into() });
        }
    }
    found
}

/// The names of elements in a list of selectors, in lower case.
fn element_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let _ = collect_names(&mut Parser::new(text), &mut names);
    names
}

/// Reads tokens to the end, which is the error of the last one.
fn collect_names(
    parser: &mut Parser<'_>,
    names: &mut Vec<String>,
) -> Result<(), ParseError<BasicParseError>> {
    // Behind a dot or a colon stands the name of something else.
    let mut is_marked = false;
    loop {
        let token = parser.next_including_whitespace()?.clone();
        match &token {
            Token::Ident(name) if !is_marked => names.push(name.to_ascii_lowercase()),
            Token::Function(name) if holds_selectors(name) => {
                let _ = parser.parse_nested_block(|inner| collect_names(inner, names));
            }
            _ => {}
        }
        is_marked = matches!(token, Token::Delim('.') | Token::Colon);
    }
}

/// Whether a pseudo-class has selectors in its brackets.
fn holds_selectors(name: &str) -> bool {
    ["is", "where", "not", "has"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether an element is kept of a page: links, formatting and elements without content are not.
fn is_kept(name: &str) -> bool {
    let name = ElementName::from_bytes(name.as_bytes());
    name != name::A && !matches!(name.kind(), ElementKind::Void | ElementKind::Formatting)
}

/// The selectors for the host of an address, or for the nearest host above it.
pub(crate) fn for_host<'a>(
    by_host: &'a SelectorsByHost,
    url: &Url,
) -> Option<&'a ElementSelectors> {
    let mut host = url.host_str()?;
    loop {
        match by_host.get(host) {
            Some(selectors) => return Some(selectors),
            None => host = host.split_once('.')?.1,
        }
    }
}

impl TryFrom<String> for ElementSelectors {
    type Error = SelectorError;

    fn try_from(text: String) -> Result<Self, SelectorError> {
        Self::parse(&text)
    }
}

impl From<ElementSelectors> for String {
    fn from(selectors: ElementSelectors) -> Self {
        selectors.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::ParsedPage;

    /// The texts of a page that selectors cover.
    fn covered(selectors: &str, html: &str) -> Vec<String> {
        let mut page = ParsedPage::default();
        page.read(html);
        let covered = ElementSelectors::parse(selectors).unwrap().cover(html, &page.tree.nodes);
        let blocks = page.blocks.iter().filter(|block| covered[block.node as usize]);
        blocks.map(|block| page.text[block.text.clone()].to_owned()).collect()
    }

    #[test]
    fn selectors_cover_elements_and_what_is_in_them() {
        let html = "<main id=m><div class='a b'><p>1<p lang=en-GB>2</div><section><div class=a>3</div></section>\
                    <ARTICLE itemprop='articleBody x'><ul><li>4</ul></ARTICLE></main><div>5</div>";
        for (selectors, texts) in [
            ("div", "1 2 3 5"),
            (".a", "1 2 3"),
            ("div.a.b", "1 2"),
            ("#m > .a", "1 2"),
            ("#m .a", "1 2 3"),
            ("main div p", "1 2"),
            ("main > p", ""),
            ("* > li", "4"),
            ("[itemprop~=articleBody]", "4"),
            ("[itemprop = 'articleBody x'], section", "3 4"),
            ("[lang^=en]", "2"),
            ("[lang$=\"GB\"],[id]", "1 2 3 4"),
            ("[itemprop*=Body] ul", "4"),
            ("article ,ul", "4"),
            ("div:not(.b)", "3 5"),
            ("main :is(section, article)", "3 4"),
            ("div:has(> p)", "1 2"),
            (".b + section", "3"),
            ("main ~ div", "5"),
            ("main > :first-child", "1 2"),
            ("div:nth-of-type(2)", ""),
            (":nth-of-type(1) > ul", "4"),
            ("section:nth-of-type(1), article:nth-of-type(2)", "3"),
            ("[lang|=EN i]", "2"),
        ] {
            assert_eq!(covered(selectors, html).join(" "), texts, "{selectors}");
        }
    }

    #[test]
    fn character_references_and_repeated_attributes_are_read_as_in_a_browser() {
        let html = "<div class='x&#32;y' CLASS=z>1</div><my-long-element><p>2</my-long-element>";
        for (selectors, texts) in
            [(".y", "1"), (".z", ""), ("my-long-element", "2"), ("MY-LONG-ELEMENT, DIV", "1 2")]
        {
            assert_eq!(covered(selectors, html).join(" "), texts, "{selectors}");
        }
    }

    #[test]
    fn what_no_saved_page_can_match_is_an_error() {
        for text in ["", "div,", "div >", "p:hover", ".a.", "[a=b c]", "div || p", "::before"] {
            let error = SelectorError::NotSelector { text: text.to_owned() };
            assert_eq!(ElementSelectors::parse(text), Err(error));
        }
        for (text, element) in [
            ("em", "em"),
            ("div A.promo", "a"),
            ("br", "br"),
            ("div:not(.x):has(p > img)", "img"),
            ("nav ~ :is(b, p)", "b"),
        ] {
            let (text, element) = (text.to_owned(), element.to_owned());
            assert_eq!(
                ElementSelectors::parse(&text),
                Err(SelectorError::NotKept { text: text.clone(), element })
            );
        }
        for text in
            [".a", "#b", "[a]", "p.em:first-child", "[title='a b, i']", "div:nth-child(2n+1)"]
        {
            assert!(ElementSelectors::parse(text).is_ok(), "{text}");
        }
        let long = "a".repeat(MAX_SELECTOR_BYTES + 1);
        assert_eq!(ElementSelectors::parse(&long), Err(SelectorError::TooLong));
    }

    #[test]
    fn a_host_stands_for_those_below_it() {
        let selectors = |text: &str| ElementSelectors::parse(text).unwrap();
        let by_host = SelectorsByHost::from([
            ("example.org".to_owned(), selectors("main")),
            ("blog.example.org".to_owned(), selectors("article")),
        ]);
        let found = |url: &str| for_host(&by_host, &Url::parse(url).unwrap()).cloned();
        assert_eq!(found("https://www.example.org/a"), Some(selectors("main")));
        assert_eq!(found("https://blog.example.org/a"), Some(selectors("article")));
        assert_eq!(found("https://example.net/"), None);
        assert_eq!(found("https://anexample.org/"), None);
    }
}
