//! CSS selectors by which the owner of a site says what holds its articles: `[extract] content` and `exclude`.
//!
//! A small part of the language, matched on the elements that are kept of a page: names, classes, ids and
//! attributes, in the element or an element around it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::tree::HtmlElement;
use crate::html::attrs;
use crate::html::name::{self, ElementKind, ElementName};

/// The longest list of selectors, and the most elements that one of them names.
const MAX_SELECTOR_BYTES: usize = 1000;
const MAX_SELECTOR_ELEMENTS: usize = 16;

/// CSS selectors by host. A host stands for those below it too.
pub type SelectorsByHost = BTreeMap<String, ElementSelectors>;

/// One or more CSS selectors, separated by commas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ElementSelectors {
    text: String,
    selectors: Vec<Vec<CompoundSelector>>,
}

/// Why a text is not a list of selectors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the selector {text:?} is not supported from {rest:?} on; write names of elements that hold blocks, .classes, \
     #ids and [attribute=value], a blank or > before an element inside another, and commas between selectors"
)]
pub struct SelectorError {
    text: String,
    rest: String,
}

/// What one element must be, and how it stands to the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct CompoundSelector {
    is_child: bool,
    name: Option<ElementName>,
    tests: Vec<AttrTest>,
}

/// What an attribute must be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AttrTest {
    attr: String,
    operator: AttrOperator,
    value: String,
}

/// How an attribute is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AttrOperator {
    Exists,
    Equals,
    HasWord,
    StartsWith,
    EndsWith,
    Contains,
}

impl ElementSelectors {
    /// Reads a list of selectors.
    ///
    /// # Errors
    /// On what is no selector, and on selectors that are not supported.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        let mut reader = SelectorReader { rest: text };
        let selectors = (text.len() <= MAX_SELECTOR_BYTES).then(|| reader.list()).flatten();
        let error = || SelectorError { text: text.to_owned(), rest: reader.rest.to_owned() };
        Ok(Self { text: text.to_owned(), selectors: selectors.ok_or_else(error)? })
    }

    /// For each element, whether it matches or stands in one that does.
    pub(crate) fn cover(&self, html: &str, nodes: &[HtmlElement]) -> Vec<bool> {
        let mut covered = vec![false; nodes.len()];
        for selector in &self.selectors {
            // For each element, how far the selector is met with it as the last one, as bits; and with it
            // or one around it.
            let (mut here, mut around) = (vec![0_u32; nodes.len()], vec![0_u32; nodes.len()]);
            for (at, node) in nodes.iter().enumerate().skip(1) {
                let parent = node.parent as usize;
                for (index, compound) in selector.iter().enumerate() {
                    let before = if compound.is_child { here[parent] } else { around[parent] };
                    let follows = index == 0 || before & (1 << (index - 1)) != 0;
                    here[at] |= u32::from(follows && compound.is_met(html, node)) << index;
                }
                around[at] = around[parent] | here[at];
                covered[at] |= covered[parent] || here[at] & (1 << (selector.len() - 1)) != 0;
            }
        }
        covered
    }
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

impl CompoundSelector {
    fn is_met(&self, html: &str, node: &HtmlElement) -> bool {
        self.name.is_none_or(|name| name == node.name)
            && self.tests.iter().all(|test| test.is_met(html, node))
    }
}

impl AttrTest {
    fn is_met(&self, html: &str, node: &HtmlElement) -> bool {
        let all = node.attrs_of_interest.all;
        let Some(found) = attrs::find(html.as_bytes(), all, &self.attr) else { return false };
        let (found, value) = (found.text(html), self.value.as_str());
        match self.operator {
            AttrOperator::Exists => true,
            AttrOperator::Equals => found == value,
            AttrOperator::HasWord => found.split_ascii_whitespace().any(|word| word == value),
            AttrOperator::StartsWith => !value.is_empty() && found.starts_with(value),
            AttrOperator::EndsWith => !value.is_empty() && found.ends_with(value),
            AttrOperator::Contains => !value.is_empty() && found.contains(value),
        }
    }
}

/// Reads selectors. Where it fails, `rest` is what it did not understand.
struct SelectorReader<'a> {
    rest: &'a str,
}

impl<'a> SelectorReader<'a> {
    fn list(&mut self) -> Option<Vec<Vec<CompoundSelector>>> {
        let mut list = vec![self.selector()?];
        while self.skip(",") {
            list.push(self.selector()?);
        }
        self.rest.is_empty().then_some(list)
    }

    fn selector(&mut self) -> Option<Vec<CompoundSelector>> {
        self.blank();
        let mut elements = vec![self.compound()?];
        loop {
            let is_apart = self.blank();
            let is_child = self.skip(">");
            self.blank();
            if !is_child && (self.rest.is_empty() || self.rest.starts_with(',')) {
                return Some(elements);
            }
            if elements.len() == MAX_SELECTOR_ELEMENTS || !(is_child || is_apart) {
                return None;
            }
            elements.push(CompoundSelector { is_child, ..self.compound()? });
        }
    }

    fn compound(&mut self) -> Option<CompoundSelector> {
        let start = self.rest;
        let mut compound = CompoundSelector::default();
        if !self.skip("*") && self.rest.starts_with(is_letter) {
            compound.name = Some(kept_name(self.word()?).or_else(|| {
                self.rest = start;
                None
            })?);
        }
        loop {
            let (attr, operator) = if self.skip(".") {
                ("class", AttrOperator::HasWord)
            } else if self.skip("#") {
                ("id", AttrOperator::Equals)
            } else if self.skip("[") {
                compound.tests.push(self.attribute()?);
                continue;
            } else {
                break;
            };
            let value = self.word()?.to_owned();
            compound.tests.push(AttrTest { attr: attr.to_owned(), operator, value });
        }
        (self.rest.len() < start.len()).then_some(compound)
    }

    /// What stands in square brackets.
    fn attribute(&mut self) -> Option<AttrTest> {
        self.blank();
        let attr = self.word()?.to_ascii_lowercase();
        self.blank();
        let operators = [
            ("=", AttrOperator::Equals),
            ("~=", AttrOperator::HasWord),
            ("^=", AttrOperator::StartsWith),
            ("$=", AttrOperator::EndsWith),
            ("*=", AttrOperator::Contains),
        ];
        let operator = operators.into_iter().find(|(sign, _)| self.skip(sign));
        let Some((_, operator)) = operator else {
            let test = AttrTest { attr, operator: AttrOperator::Exists, value: String::new() };
            return self.skip("]").then_some(test);
        };
        self.blank();
        let value = match self.rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let (value, after) = self.rest[1..].split_once(quote)?;
                self.rest = after;
                value
            }
            _ => self.word()?,
        };
        self.blank();
        self.skip("]").then(|| AttrTest { attr, operator, value: value.to_owned() })
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.rest.find(|c| !is_letter(c)).unwrap_or(self.rest.len());
        let (word, after) = self.rest.split_at(end);
        self.rest = after;
        (!word.is_empty()).then_some(word)
    }

    fn skip(&mut self, sign: &str) -> bool {
        let after = self.rest.strip_prefix(sign);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Skips white space; whether there was any.
    fn blank(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start();
        self.rest.len() < before
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// The name of an element, if it is one that is kept of a page: neither a link nor formatting.
fn kept_name(word: &str) -> Option<ElementName> {
    let name = ElementName::from_bytes(word.as_bytes());
    let is_kept = !matches!(name.kind(), ElementKind::Void | ElementKind::Formatting);
    (is_kept && name != name::A).then_some(name)
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
        ] {
            assert_eq!(covered(selectors, html).join(" "), texts, "{selectors}");
        }
    }

    #[test]
    fn what_is_not_supported_is_an_error_that_says_where() {
        for (selectors, rest) in [
            ("", ""),
            ("div,", ""),
            ("div >", ""),
            ("p:hover", ":hover"),
            ("div + p", "+ p"),
            (".a.", ""),
            ("[href", ""),
            ("[a=b c]", "c]"),
            ("em", "em"),
            ("div a", "a"),
            ("br", "br"),
            ("div || p", "|| p"),
        ] {
            let error = ElementSelectors::parse(selectors).unwrap_err();
            assert_eq!(error.rest, rest, "{selectors}");
        }
        assert!(ElementSelectors::parse(&"a".repeat(MAX_SELECTOR_BYTES + 1)).is_err());
        assert!(ElementSelectors::parse(&"p ".repeat(MAX_SELECTOR_ELEMENTS + 1)).is_err());
        assert!(ElementSelectors::parse(&"p ".repeat(MAX_SELECTOR_ELEMENTS)).is_ok());
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
