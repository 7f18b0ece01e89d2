//! Element names as numbers, so that tags compare in one instruction.

use super::byte_set::table;

static NAME_END: [bool; 256] = table(b" \t\n\r\x0c/>");

/// Whether the name of a tag ends before a byte.
pub(crate) fn ends_name(byte: u8) -> bool {
    NAME_END[byte as usize]
}

/// A lower-cased element name. Names of up to eight bytes are packed and never collide; longer ones
/// are hashed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ElementName(u64);

impl ElementName {
    /// The name written in `bytes`, ASCII letters lower-cased.
    pub(crate) const fn from_bytes(bytes: &[u8]) -> Self {
        let mut name = Self(0);
        let mut at = 0;
        while at < bytes.len() {
            name = name.with(at, bytes[at]);
            at += 1;
        }
        name
    }

    /// The name that begins at `start` of a page, and where it ends.
    pub(crate) fn read(html: &[u8], start: usize) -> (Self, usize) {
        let mut name = Self(0);
        for (at, &byte) in html[start..].iter().enumerate() {
            if ends_name(byte) {
                return (name, start + at);
            }
            name = name.with(at, byte);
        }
        (name, html.len())
    }

    /// The name with another byte, which stands at `at` in it.
    const fn with(self, at: usize, byte: u8) -> Self {
        let (value, byte) = (self.0, byte.to_ascii_lowercase() as u64);
        if at < 8 {
            Self(value << 8 | byte)
        } else {
            Self(value.wrapping_mul(0x100_0000_01b3) ^ byte)
        }
    }
}

macro_rules! names {
    ($($ident:ident = $text:literal),* $(,)?) => {
        $(pub(crate) const $ident: ElementName = ElementName::from_bytes($text.as_bytes());)*
    };
}

names! {
    A = "a", ADDRESS = "address", AREA = "area", ARTICLE = "article", ASIDE = "aside", AUDIO = "audio",
    BASE = "base", BASEFONT = "basefont", BGSOUND = "bgsound", BLOCKQUOTE = "blockquote", BODY = "body",
    BR = "br", BUTTON = "button", CAPTION = "caption", CENTER = "center", CITE = "cite", CODE = "code", COL = "col",
    DD = "dd", DEL = "del", DETAILS = "details", DIALOG = "dialog", DIR = "dir",
    DIV = "div", DL = "dl", DT = "dt", EMBED = "embed", FIELDSET = "fieldset", FIGCAPTION = "figcaption",
    FIGURE = "figure", FOOTER = "footer", FORM = "form", FRAME = "frame", H1 = "h1", H2 = "h2", H3 = "h3",
    H4 = "h4", H5 = "h5", H6 = "h6", HEAD = "head", HEADER = "header", HGROUP = "hgroup", HR = "hr",
    HTML = "html", IFRAME = "iframe", IMG = "img", INPUT = "input", INS = "ins", KBD = "kbd",
    KEYGEN = "keygen", LEGEND = "legend", LI = "li", LINK = "link", MAIN = "main", MATH = "math",
    MENU = "menu", META = "meta", NAV = "nav", NOEMBED = "noembed", NOFRAMES = "noframes",
    NOSCRIPT = "noscript", OBJECT = "object", OL = "ol", OPTGROUP = "optgroup", OPTION = "option",
    P = "p", PARAM = "param", PLAINTEXT = "plaintext", PRE = "pre", Q = "q",
    SAMP = "samp", SCRIPT = "script", SEARCH = "search", SECTION = "section", SELECT = "select",
    SOURCE = "source", SPAN = "span", STYLE = "style", SUMMARY = "summary", SVG = "svg", TABLE = "table",
    TBODY = "tbody", TD = "td", TEMPLATE = "template", TEXTAREA = "textarea", TFOOT = "tfoot", TH = "th",
    THEAD = "thead", TIME = "time", TITLE = "title", TR = "tr", TRACK = "track", TT = "tt", UL = "ul",
    VIDEO = "video", WBR = "wbr", XMP = "xmp", LISTING = "listing", DESC = "desc",
    FOREIGNOBJECT = "foreignobject", MI = "mi", MO = "mo", MN = "mn", MS = "ms", MTEXT = "mtext",
    ANNOTATION_XML = "annotation-xml", B = "b", I = "i", EM = "em", STRONG = "strong", U = "u", S = "s",
    SMALL = "small", BIG = "big", FONT = "font", SUP = "sup", SUB = "sub", STRIKE = "strike",
    NOBR = "nobr", MARK = "mark", ABBR = "abbr", VAR = "var", FRAMESET = "frameset", IMAGE = "image",
    APPLET = "applet", MARQUEE = "marquee",
    // No tag has this name: a template that browsers show.
    SHADOW_ROOT = "#shadow-root",
}

/// What an element does to text and to the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ElementKind {
    /// Has no content and no end tag.
    Void,
    /// Begins and ends a block of text.
    Block,
    /// Text runs through it, but it may carry evidence of a place.
    Inline,
    /// Text runs through it, and it tells nothing: never put on the stack.
    Formatting,
}

impl ElementName {
    /// The element's kind. Unknown elements are inline, as in browsers.
    pub(crate) fn kind(self) -> ElementKind {
        match self {
            AREA | BASE | BASEFONT | BGSOUND | BR | COL | EMBED | FRAME | HR | IMG | IMAGE
            | INPUT | KEYGEN | LINK | META | PARAM | SOURCE | TRACK | WBR => ElementKind::Void,
            ADDRESS | ARTICLE | ASIDE | BLOCKQUOTE | BODY | CAPTION | CENTER | DD | DETAILS
            | DIALOG | DIR | DIV | DL | DT | FIELDSET | FIGCAPTION | FIGURE | FOOTER | FORM
            | FRAMESET | H1 | H2 | H3 | H4 | H5 | H6 | HEAD | HEADER | HGROUP | HTML | LEGEND
            | LI | LISTING | MAIN | MENU | NAV | OL | OPTGROUP | OPTION | P | PLAINTEXT | PRE
            | SEARCH | SECTION | SELECT | SUMMARY | TABLE | TBODY | TD | TEXTAREA | TFOOT | TH
            | THEAD | TITLE | TR | UL | XMP => ElementKind::Block,
            B | I | EM | STRONG | U | S | SMALL | BIG | FONT | SUB | STRIKE | NOBR | MARK | VAR => {
                ElementKind::Formatting
            }
            _ => ElementKind::Inline,
        }
    }

    /// Whether it is a heading.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    /// Whether text in it is code or preformatted, where bare URLs are no links.
    pub(crate) fn is_code(self) -> bool {
        matches!(self, CODE | PRE | KBD | SAMP | TT | XMP | LISTING | PLAINTEXT | TEXTAREA)
    }

    /// Whether text in it is no running text of the page.
    pub(crate) fn hides_text(self) -> bool {
        matches!(self, TITLE | SELECT | OPTION | OPTGROUP | TEXTAREA | SCRIPT | STYLE | TEMPLATE)
    }

    /// Whether an end tag of another element may not reach through it: the scopes of the standard.
    pub(crate) fn is_scope(self) -> bool {
        self.is_marker() || matches!(self, TABLE | HTML | BUTTON | SVG | MATH)
    }

    /// Whether formatting and links that were opened in it end with it.
    pub(crate) fn is_marker(self) -> bool {
        matches!(self, TD | TH | CAPTION | TEMPLATE | OBJECT | APPLET | MARQUEE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ignore_case_and_do_not_collide_with_their_prefixes() {
        assert_eq!(ElementName::from_bytes(b"FigCaption"), FIGCAPTION);
        assert_ne!(ElementName::from_bytes(b"blockquot"), BLOCKQUOTE);
        assert_ne!(ElementName::from_bytes(b"b"), ElementName::from_bytes(b"\0b\0"));
    }
}
