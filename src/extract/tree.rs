//! The open elements of a page: the part of WHATWG tree construction that decides where text and
//! links stand.
//!
//! Formatting elements are never pushed. Searches through the stack are bounded, so that a page of a
//! million unclosed elements costs linear time.

use crate::html::attrs::KnownAttrs;
use crate::html::name::{self, ElementKind, ElementName};

/// How deep an end tag looks for its start tag.
const MAX_END_TAG_DEPTH: usize = 256;

/// An element of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HtmlElement {
    /// Index of the parent; the root is its own.
    pub(crate) parent: u32,
    /// The element.
    pub(crate) name: ElementName,
    /// What its attributes say of its place.
    pub(crate) attrs_of_interest: KnownAttrs,
    /// Where its text begins and ends in the text of the page, white space around it included.
    pub(crate) text: [u32; 2],
}

/// An open element.
#[derive(Debug, Clone, Copy)]
struct OpenElement {
    name: ElementName,
    node: u32,
    /// Whether its content is SVG or MathML.
    foreign: bool,
    /// Whether text in it is shown by no reader.
    hides: bool,
    /// Whether text in it is not shown until a script shows it.
    conceals: bool,
}

/// The elements of a page, and those that are open.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// All elements that were pushed, in document order; the first is the page itself.
    pub(crate) nodes: Vec<HtmlElement>,
    open: Vec<OpenElement>,
    /// The open elements that formatting and links do not leave.
    markers: Vec<u32>,
    code: usize,
    hidden: usize,
    concealed: usize,
    /// How many bytes of text were read before the current tag.
    text_len: u32,
}

/// The innermost marker of the list of active formatting elements (13.2.4.3): how many are open, and
/// its element.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Marker {
    count: usize,
    node: u32,
}

impl Tree {
    /// Forgets the last page.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.nodes.push(HtmlElement {
            parent: 0,
            name: name::HTML,
            attrs_of_interest: KnownAttrs::default(),
            text: [0, u32::MAX],
        });
        self.open.clear();
        self.markers.clear();
        (self.code, self.hidden, self.concealed, self.text_len) = (0, 0, 0, 0);
    }

    /// Tells how much text of the page was read before the tag that comes next.
    pub(crate) fn set_text_len(&mut self, length: usize) {
        self.text_len = length as u32;
    }

    /// The innermost open element.
    pub(crate) fn current(&self) -> u32 {
        self.open.last().map_or(0, |open| open.node)
    }

    /// Whether text here is code.
    pub(crate) fn in_code(&self) -> bool {
        self.code > 0
    }

    /// Whether text here is shown by no reader.
    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    /// Whether text here is not shown until a script shows it.
    pub(crate) fn is_concealed(&self) -> bool {
        self.concealed > 0
    }

    /// Conceals the content of the innermost open element.
    pub(crate) fn conceal(&mut self) {
        if let Some(open) = self.open.last_mut().filter(|open| !open.conceals) {
            open.conceals = true;
            self.concealed += 1;
        }
    }

    /// Whether the next tag stands in SVG or MathML.
    pub(crate) fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.foreign)
    }

    /// Opens an element, after closing those whose end tags it implies.
    pub(crate) fn start(&mut self, name: ElementName, marks: KnownAttrs, closes_itself: bool) {
        if breaks_out(name) {
            self.leave_foreign();
        }
        if self.is_foreign() {
            if !closes_itself {
                self.push(name, marks, !is_integration_point(name));
            }
            return;
        }
        self.close_implied(name);
        if !matches!(name.kind(), ElementKind::Void | ElementKind::Formatting) && name != name::A {
            self.push(name, marks, matches!(name, name::SVG | name::MATH));
        }
    }

    /// Shows the content of the innermost open element, if it is a template: it declares a shadow root.
    pub(crate) fn show_template(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        if open.name == name::TEMPLATE && open.hides {
            open.hides = false;
            self.hidden -= 1;
            self.nodes[open.node as usize].name = name::SHADOW_ROOT;
        }
    }

    /// Closes SVG and MathML.
    pub(crate) fn leave_foreign(&mut self) {
        while self.is_foreign() {
            self.pop();
        }
    }

    /// The innermost element that formatting does not leave.
    pub(crate) fn marker(&self) -> Marker {
        let node = self.markers.last().copied().unwrap_or(0);
        Marker { count: self.markers.len(), node }
    }

    /// Whether the marker's element is still open.
    pub(crate) fn holds_marker(&self, marker: Marker) -> bool {
        marker.count == 0 || self.markers.get(marker.count - 1) == Some(&marker.node)
    }

    /// Closes the element that an end tag names; does nothing where none is open in scope.
    pub(crate) fn end(&mut self, name: ElementName) {
        let is_block = name.kind() == ElementKind::Block;
        let is_heading = name.is_heading();
        let found = self
            .open
            .iter()
            .rev()
            .take(MAX_END_TAG_DEPTH)
            .position(|open| open.name == name || (is_heading && open.name.is_heading()));
        let Some(above) = found else { return };
        let inner = &self.open[self.open.len() - above..];
        let blocked = inner.iter().any(|open| {
            (open.name.is_scope() && !closes_scopes(name))
                || (!is_block && !open.foreign && open.name.kind() == ElementKind::Block)
        });
        if !blocked {
            self.pop_to(self.open.len() - above - 1);
        }
    }

    fn push(&mut self, name: ElementName, marks: KnownAttrs, foreign: bool) {
        let node = self.nodes.len() as u32;
        self.nodes.push(HtmlElement {
            parent: self.current(),
            name,
            attrs_of_interest: marks,
            text: [self.text_len, u32::MAX],
        });
        let hides = name.hides_text();
        self.open.push(OpenElement { name, node, foreign, hides, conceals: false });
        if name.is_marker() && !foreign {
            self.markers.push(node);
        }
        self.code += usize::from(name.is_code());
        self.hidden += usize::from(hides);
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            if self.markers.last() == Some(&open.node) {
                self.markers.pop();
            }
            self.code -= usize::from(open.name.is_code());
            self.hidden -= usize::from(open.hides);
            self.concealed -= usize::from(open.conceals);
            self.nodes[open.node as usize].text[1] = self.text_len;
        }
    }

    fn pop_to(&mut self, length: usize) {
        while self.open.len() > length {
            self.pop();
        }
    }

    /// Closes what a start tag ends without saying so (13.2.6.4.7 and the table modes).
    fn close_implied(&mut self, name: ElementName) {
        match name {
            name::LI => self.close_item(&[name::LI]),
            name::DD | name::DT => self.close_item(&[name::DD, name::DT]),
            name::OPTION => self.close_within(&[name::OPTION], name::SELECT),
            name::OPTGROUP => self.close_within(&[name::OPTION, name::OPTGROUP], name::SELECT),
            name::TD | name::TH => self.close_within(&[name::TD, name::TH], name::TR),
            name::TR => self.close_within(&[name::TR], name::TABLE),
            name::TBODY | name::THEAD | name::TFOOT => {
                self.close_within(&[name::TBODY, name::THEAD, name::TFOOT], name::TABLE);
            }
            _ => {}
        }
        let ends_paragraph = name.kind() == ElementKind::Block || name == name::HR;
        if ends_paragraph && !is_table_part(name) {
            self.close_paragraph();
        }
    }

    fn close_paragraph(&mut self) {
        let found =
            self.open.iter().rev().take(MAX_END_TAG_DEPTH).take_while(|open| !open.name.is_scope());
        if let Some(above) = found.map(|open| open.name).position(|name| name == name::P) {
            self.pop_to(self.open.len() - above - 1);
        }
    }

    /// Closes the nearest of `items`, through inline elements, `div`, `p` and `address` only.
    fn close_item(&mut self, items: &[ElementName]) {
        for above in 0..self.open.len().min(MAX_END_TAG_DEPTH) {
            let at = self.open.len() - above - 1;
            let name = self.open[at].name;
            if items.contains(&name) {
                self.pop_to(at);
                return;
            }
            let passable = matches!(name, name::DIV | name::P | name::ADDRESS);
            if name.is_scope() || (name.kind() == ElementKind::Block && !passable) {
                return;
            }
        }
    }

    /// Closes the outermost of `names` that stands inside the nearest `within`.
    fn close_within(&mut self, names: &[ElementName], within: ElementName) {
        let mut cut = None;
        for above in 0..self.open.len().min(MAX_END_TAG_DEPTH) {
            let at = self.open.len() - above - 1;
            let name = self.open[at].name;
            if name == within || name == name::TABLE {
                break;
            }
            if names.contains(&name) {
                cut = Some(at);
            }
        }
        if let Some(at) = cut {
            self.pop_to(at);
        }
    }
}

/// End tags of tables and their parts reach through cells.
fn closes_scopes(name: ElementName) -> bool {
    is_table_part(name)
        || matches!(
            name,
            name::TABLE | name::BODY | name::HTML | name::TEMPLATE | name::SVG | name::MATH
        )
}

fn is_table_part(name: ElementName) -> bool {
    matches!(
        name,
        name::TD
            | name::TH
            | name::TR
            | name::TBODY
            | name::THEAD
            | name::TFOOT
            | name::CAPTION
            | name::OPTION
            | name::OPTGROUP
    )
}

/// Elements of SVG and MathML that hold HTML.
fn is_integration_point(name: ElementName) -> bool {
    matches!(
        name,
        name::FOREIGNOBJECT
            | name::DESC
            | name::TITLE
            | name::MI
            | name::MO
            | name::MN
            | name::MS
            | name::MTEXT
            | name::ANNOTATION_XML
    )
}

/// HTML start tags that end foreign content (13.2.6.5).
fn breaks_out(name: ElementName) -> bool {
    let block = matches!(
        name,
        name::BLOCKQUOTE
            | name::BODY
            | name::CENTER
            | name::DD
            | name::DIV
            | name::DL
            | name::DT
            | name::HEAD
            | name::LI
            | name::MENU
            | name::OL
            | name::P
            | name::PRE
            | name::TABLE
            | name::UL
    );
    let inline = matches!(
        name,
        name::B
            | name::BIG
            | name::BR
            | name::CODE
            | name::EM
            | name::EMBED
            | name::HR
            | name::I
            | name::IMG
            | name::META
            | name::NOBR
            | name::S
            | name::SMALL
            | name::SPAN
            | name::STRONG
            | name::STRIKE
            | name::SUB
            | name::SUP
            | name::TT
            | name::U
            | name::VAR
    );
    block || inline || name.is_heading()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::scan::{Scanner, Token};

    /// The path of open elements after the page.
    fn path(html: &str) -> Vec<ElementName> {
        let mut tree = Tree::default();
        tree.clear();
        for token in Scanner::new(html) {
            match token {
                Token::Start(start) => {
                    tree.start(start.name, start.attrs_of_interest, start.closes_itself);
                }
                Token::End { name } => tree.end(name),
                _ => {}
            }
        }
        tree.open.iter().map(|open| open.name).collect()
    }

    #[test]
    fn end_tags_that_authors_leave_out() {
        assert_eq!(path("<ul><li>a<li>b"), [name::UL, name::LI]);
        assert_eq!(path("<div><p>a<p>b"), [name::DIV, name::P]);
        assert_eq!(path("<table><tr><td>a<td>b<tr><td>c"), [name::TABLE, name::TR, name::TD]);
        assert_eq!(path("<p>a<div>b"), [name::DIV]);
        assert_eq!(path("<dl><dt>a<dd>b<dt>c"), [name::DL, name::DT]);
        assert_eq!(path("<ul><li><ul><li>a"), [name::UL, name::LI, name::UL, name::LI]);
    }

    #[test]
    fn end_tags_that_close_nothing() {
        assert_eq!(path("<div></p></span></ul>"), [name::DIV]);
        assert_eq!(path("<div><span><p></span>"), [name::DIV, name::SPAN, name::P]);
        assert_eq!(path("<div><table><td></div>"), [name::DIV, name::TABLE, name::TD]);
        assert_eq!(path("<div><table><tr><td></table>"), [name::DIV]);
    }

    #[test]
    fn foreign_content() {
        assert_eq!(
            path("<svg><g><title>x</title><path/>"),
            [name::SVG, ElementName::from_bytes(b"g")]
        );
        assert_eq!(path("<svg><g><div>"), [name::DIV]);
    }

    #[test]
    fn a_million_open_elements_cost_linear_time() {
        let mut html = "<b><div>".repeat(300_000);
        html.push_str(&"</span></p></ul>".repeat(300_000));
        assert_eq!(path(&html).len(), 300_000);
    }
}
