//! What a page that answered holds: its title, a hash of its text, and signs that it is no page of
//! its own. Pure; reads the bytes that were fetched, which may end anywhere.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::page_refresh::PageRefresh;
use crate::check::is_error_title;
use crate::check::observation::{PageFacts, sign};
use crate::html::name::{self, ElementName};
use crate::html::scan::{Scanner, StartTag, Token};
use crate::html::{attrs, charref};

/// Phrases that show what stands in place of a page, in lower case. Looked for in short texts only: a
/// long text may speak about such things.
const PHRASES: [(&str, &str); 59] = [
    ("this domain is for sale", sign::FOR_SALE),
    ("this domain may be for sale", sign::FOR_SALE),
    ("buy this domain", sign::FOR_SALE),
    ("domain name is for sale", sign::FOR_SALE),
    ("make an offer on this domain", sign::FOR_SALE),
    ("website is for sale", sign::FOR_SALE),
    ("domain is for sale", sign::FOR_SALE),
    ("domain may be for sale", sign::FOR_SALE),
    ("domain is available for sale", sign::FOR_SALE),
    ("domain is available for purchase", sign::FOR_SALE),
    ("inquire about this domain", sign::FOR_SALE),
    ("purchase this domain", sign::FOR_SALE),
    ("get this domain", sign::FOR_SALE),
    ("domain steht zum verkauf", sign::FOR_SALE),
    ("domaine est à vendre", sign::FOR_SALE),
    ("parked free", sign::PARKED),
    ("domain parking", sign::PARKED),
    ("domain has expired", sign::PARKED),
    ("domain name has expired", sign::PARKED),
    ("account suspended", sign::PARKED),
    ("account has been suspended", sign::PARKED),
    ("site has been suspended", sign::PARKED),
    ("website has been suspended", sign::PARKED),
    ("website is suspended", sign::PARKED),
    ("hosting account has expired", sign::PARKED),
    ("welcome to nginx", sign::PARKED),
    ("debian default page", sign::PARKED),
    ("ubuntu default page", sign::PARKED),
    ("default web page", sign::PARKED),
    ("default web site page", sign::PARKED),
    ("test page for the apache", sign::PARKED),
    ("http server test page", sign::PARKED),
    ("iis windows server", sign::PARKED),
    ("future home of something", sign::PARKED),
    ("domain is parked", sign::PARKED),
    ("parked domain", sign::PARKED),
    ("related searches", sign::PARKED),
    ("verify you are human", sign::CHALLENGE),
    ("checking your browser", sign::CHALLENGE),
    ("just a moment...", sign::CHALLENGE),
    ("automated access", sign::ROBOT),
    ("automated queries", sign::ROBOT),
    ("automated requests", sign::ROBOT),
    ("automated traffic", sign::ROBOT),
    ("unusual traffic", sign::ROBOT),
    ("unusual activity", sign::ROBOT),
    ("are not a robot", sign::ROBOT),
    ("not a robot", sign::ROBOT),
    ("are a robot", sign::ROBOT),
    ("bots are not allowed", sign::ROBOT),
    ("captcha", sign::ROBOT),
    ("you have been blocked", sign::ROBOT),
    ("you are being blocked", sign::ROBOT),
    ("request blocked", sign::ROBOT),
    ("request was blocked", sign::ROBOT),
    ("access to this page has been denied", sign::ROBOT),
    ("enable javascript and cookies", sign::ROBOT),
    ("subscribe to continue reading", sign::PAYWALL),
    ("to continue reading, subscribe", sign::PAYWALL),
];

/// Finds the phrases in one pass over lower case.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Only a search for leftmost matches has a prefilter that looks at many bytes at once.
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostFirst).build(PHRASES.map(|(phrase, _)| phrase)).ok()
});

/// Parts of addresses of scripts that test in place of a page whether the reader is human.
const CHALLENGE_SCRIPTS: [&str; 4] =
    ["_incapsula_resource", "awswaf.com", "captcha-delivery.com", "px-captcha"];

/// Text of this many characters is a page of its own.
const MIN_FULL_PAGE_CHARS: usize = 3000;

/// Text of fewer characters beside a script is a shell.
const MAX_SHELL_CHARS: usize = 200;

/// Bytes of a page in which browsers look for its encoding.
const MAX_META_BYTES: usize = 1024;

/// The longest title that is kept, in characters.
const MAX_TITLE_CHARS: usize = 300;

/// Elements that hold markup which nobody sees. (What script and style hold is no markup.)
const HIDDEN_ELEMENTS: [ElementName; 4] = [name::NOSCRIPT, name::TEMPLATE, name::SVG, name::MATH];

/// The facts of a body. `content_type` is the header, whose `charset` is used.
pub fn facts(content_type: Option<&str>, body: &[u8]) -> PageFacts {
    let mut facts = PageFacts {
        content_type: content_type.map(|kind| kind.chars().take(200).collect()),
        bytes: body.len() as u64,
        ..PageFacts::default()
    };
    if !is_html(content_type, body) {
        return facts;
    }
    let html = decode(content_type, body);
    let seen = PageScan::from_html(&html);
    let length = seen.text.chars().count();
    facts.signs = seen.signs(length);
    // Pages without text are alike where their markup is.
    let text = if seen.text.is_empty() { collapsed(&html) } else { seen.text };
    facts.text_hash = (!text.is_empty()).then(|| format!("{:016x}", simhash(&text)));
    facts.refresh = seen.refresh.filter(|refresh| refresh.is_prompt(length)).map(|r| r.target);
    facts.text_chars = length as u64;
    facts.title = seen.title.map(|title| title.chars().take(MAX_TITLE_CHARS).collect());
    facts
}

fn is_html(content_type: Option<&str>, body: &[u8]) -> bool {
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    match kind.split(';').next().unwrap_or_default().trim() {
        "" => body.trim_ascii_start().starts_with(b"<"),
        kind => matches!(kind, "text/html" | "application/xhtml+xml"),
    }
}

fn decode<'a>(content_type: Option<&str>, body: &'a [u8]) -> Cow<'a, str> {
    let named = content_type.and_then(|kind| charset(&kind.to_ascii_lowercase()));
    let encoding = named.or_else(|| {
        let head = &body[..body.len().min(MAX_META_BYTES)];
        charset(&String::from_utf8_lossy(head).to_ascii_lowercase())
    });
    encoding.unwrap_or(encoding_rs::UTF_8).decode(body).0
}

/// The first encoding that a text in lower case declares, of a header or of `<meta>`.
fn charset(text: &str) -> Option<&'static encoding_rs::Encoding> {
    let mut labels = text.split("charset").skip(1).filter_map(|behind| {
        let label = behind.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
        let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        encoding_rs::Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
    });
    let named = labels.next()?;
    // What was read as bytes of ASCII to find it is none of these.
    let is_wide = named == encoding_rs::UTF_16LE || named == encoding_rs::UTF_16BE;
    Some(if is_wide { encoding_rs::UTF_8 } else { named })
}

/// A text with its words separated by one space.
fn collapsed(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    push_words(&mut words, text);
    words
}

/// What one pass over a page sees.
#[derive(Debug, Default)]
struct PageScan {
    /// The text of the body, words separated by one space.
    text: String,
    /// The first title.
    title: Option<String>,
    /// The first heading of the first rank.
    heading: Option<String>,
    has_password: bool,
    has_refresh: bool,
    refresh: Option<PageRefresh>,
    has_script: bool,
    /// Whether the script of a wall is loaded.
    is_challenged: bool,
}

impl PageScan {
    fn from_html(html: &str) -> Self {
        let mut seen = Self::default();
        // The unseen element that is open, and how many of its name; whether a title is.
        let (mut unseen, mut titled) = (None, false);
        let mut headed = false;
        for token in Scanner::new(html) {
            match token {
                Token::Start(tag) => {
                    seen.element(html, &tag, unseen.is_some());
                    headed |= tag.name == name::H1 && seen.heading.is_none();
                    unseen = opened(unseen, &tag);
                    titled = tag.name == name::TITLE;
                }
                Token::End { name } => {
                    unseen = closed(unseen, name);
                    titled = false;
                    headed &= name != name::H1;
                }
                Token::Text(_) if unseen.is_some() => {}
                Token::Text(words) => {
                    let words = charref::decode_text(words.text(html));
                    let first = titled && seen.title.is_none();
                    if headed && !titled {
                        push_words(seen.heading.get_or_insert_default(), &words);
                    }
                    match &mut seen.title {
                        title if first => push_words(title.insert(String::new()), &words),
                        _ if titled => {}
                        _ => push_words(&mut seen.text, &words),
                    }
                }
                Token::Raw(_) | Token::Comment(_) => {}
            }
        }
        seen
    }

    fn element(&mut self, html: &str, tag: &StartTag, is_unseen: bool) {
        let value = |name| {
            let range = attrs::find(html.as_bytes(), tag.attrs, name)?;
            Some(charref::decode_attribute(range.text(html)))
        };
        let is = |name, is: &str| value(name).is_some_and(|there| there.eq_ignore_ascii_case(is));
        match tag.name {
            name::INPUT => self.has_password |= is("type", "password"),
            name::META if is("http-equiv", "refresh") => {
                self.has_refresh = true;
                let content = value("content").filter(|_| !is_unseen && self.refresh.is_none());
                if let Some(refresh) = content.and_then(|text| PageRefresh::parse(&text)) {
                    self.refresh = Some(refresh);
                }
            }
            element @ (name::SCRIPT | name::IFRAME) => {
                self.has_script |= element == name::SCRIPT;
                let source = value("src").unwrap_or_default().to_ascii_lowercase();
                self.is_challenged |= CHALLENGE_SCRIPTS.iter().any(|part| source.contains(part));
            }
            _ => {}
        }
    }

    fn signs(&self, length: usize) -> Vec<String> {
        let mut found: Vec<&str> = Vec::new();
        if length < MIN_FULL_PAGE_CHARS {
            let mut all = self.title.as_deref().unwrap_or_default().to_lowercase();
            all.push(' ');
            all.push_str(&self.text.to_lowercase());
            // Phrases that overlap show the same.
            let phrases = FINDER.iter().flat_map(|finder| finder.find_iter(&all));
            found.extend(phrases.map(|at| PHRASES[at.pattern().as_usize()].1));
            if self.has_password {
                found.push(sign::LOGIN);
            }
        }
        if self.has_refresh {
            found.push(sign::REFRESH);
        }
        if length < MAX_SHELL_CHARS && self.has_script {
            found.push(sign::SCRIPTED);
        }
        if length < MAX_SHELL_CHARS && self.is_challenged {
            found.push(sign::CHALLENGE);
        }
        if self.heading.as_deref().is_some_and(is_error_title) {
            found.push(sign::ERROR_HEADING);
        }
        if self.is_mismatch() {
            found.push(sign::MISMATCH);
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(str::to_owned).collect()
    }
}

impl PageScan {
    /// Whether no longer word of the title stands in the text.
    fn is_mismatch(&self) -> bool {
        let title = self.title.as_deref().unwrap_or_default().to_lowercase();
        let mut words =
            title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 4).peekable();
        if words.peek().is_none() || self.text.is_empty() {
            return false;
        }
        let text = self.text.to_lowercase();
        !words.any(|word| text.contains(word))
    }
}

/// The unseen element that is open after a start tag, and how many of its name are.
fn opened(open: Option<(ElementName, u32)>, tag: &StartTag) -> Option<(ElementName, u32)> {
    match open {
        Some((name, depth)) if name == tag.name && !tag.closes_itself => Some((name, depth + 1)),
        None if HIDDEN_ELEMENTS.contains(&tag.name) && !tag.closes_itself => Some((tag.name, 1)),
        open => open,
    }
}

fn closed(open: Option<(ElementName, u32)>, name: ElementName) -> Option<(ElementName, u32)> {
    match open {
        Some((there, depth)) if there == name => (depth > 1).then_some((there, depth - 1)),
        open => open,
    }
}

/// Adds the words of a text, each after one space.
fn push_words(text: &mut String, words: &str) {
    for word in words.split_whitespace() {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(word);
    }
}

/// The simhash of a text: each pair of neighbouring words votes on 64 bits, so that texts which share
/// most of their words differ in few bits (Charikar 2002).
fn simhash(text: &str) -> u64 {
    let mut words = text.as_bytes().split(|byte| *byte == b' ').map(word_hash);
    let Some(first) = words.next() else { return 0 };
    // Sixty-four counters side by side: plane `k` holds the bit of value 2^k of each.
    let mut planes = [0_u64; usize::BITS as usize];
    let (mut before, mut all) = (first, 0);
    for word in words {
        vote(&mut planes, mixed(before.rotate_left(32) ^ word));
        (before, all) = (word, all + 1);
    }
    if all == 0 { mixed(first) } else { above(&planes, all / 2) }
}

/// The counters that stand above a number, compared all at once from the highest plane down.
fn above(planes: &[u64], number: usize) -> u64 {
    let (mut above, mut equal) = (0, u64::MAX);
    for (k, plane) in planes.iter().enumerate().rev() {
        if number >> k & 1 == 1 {
            equal &= plane;
        } else {
            above |= equal & plane;
            equal &= !plane;
        }
    }
    above
}

/// Adds one to each of the counters whose bit is set.
fn vote(planes: &mut [u64], bits: u64) {
    let mut carry = bits;
    for plane in planes {
        (*plane, carry) = (*plane ^ carry, *plane & carry);
        if carry == 0 {
            break;
        }
    }
}

/// A hash of a word, eight bytes at a time. It stands in ledgers: it must stay what it is.
fn word_hash(word: &[u8]) -> u64 {
    word.chunks(8).fold(word.len() as u64, |hash, part| {
        let mut bytes = [0; 8];
        bytes[..part.len()].copy_from_slice(part);
        (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}

/// The finalizer of MurmurHash3: each bit depends on every other.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> PageFacts {
        facts(Some("text/html; charset=utf-8"), text.as_bytes())
    }

    #[test]
    fn title_text_and_length() {
        let page =
            html("<title> A \n b</title><style>x</style><p>One <b>two</b></p><script>y</script>");
        assert_eq!(page.title.as_deref(), Some("A b"));
        assert_eq!((page.text_chars, page.bytes), (7, 76));
        assert_eq!(page.text_hash, html("<p>One two").text_hash);
        assert_eq!(html("").text_hash, None);
        let unseen = html("<noscript>No<p>script</noscript><svg><title>t</title></svg><p>One two");
        assert_eq!((unseen.text_hash, unseen.title), (page.text_hash, None));
        assert_eq!(html("<title></title>a &amp; b").text_chars, 5);
        assert_eq!(facts(Some("application/pdf"), b"<p>x").text_chars, 0);
        let gbk = facts(Some("text/html; charset=gb18030"), b"<title>\xc3\xe6</title>");
        assert_eq!(gbk.title.as_deref(), Some("面"));
    }

    #[test]
    fn texts_alike_have_hashes_alike() {
        let hash = |text: &str| simhash(text);
        let words: Vec<String> = (0..200).map(|n| format!("word{n}")).collect();
        let (one, other) = (words.join(" "), words[..190].join(" "));
        let apart: Vec<String> = (0..200).map(|n| format!("thing{n}")).collect();
        assert!((hash(&one) ^ hash(&other)).count_ones() < 16);
        assert!((hash(&one) ^ hash(&apart.join(" "))).count_ones() > 16);
    }

    #[test]
    fn signs_of_what_is_no_page() {
        for (text, sign) in [
            ("<p>This domain is FOR SALE!", sign::FOR_SALE),
            ("<title>Just a moment...</title>", sign::CHALLENGE),
            ("<form><input type=password></form>", sign::LOGIN),
            ("<meta http-equiv=Refresh content='0; /x'>", sign::REFRESH),
            ("<div id=app></div><script>1</script>", sign::SCRIPTED),
        ] {
            assert_eq!(html(text).signs, [sign], "{text}");
        }
        let wall = html("<script src='https://x.edge.sdk.awswaf.com/x/challenge.js'></script>");
        assert_eq!(wall.signs, [sign::CHALLENGE, sign::SCRIPTED]);
        let long = format!("<p>{} buy this domain", "a long article ".repeat(300));
        assert!(html(&long).signs.is_empty());
    }

    #[test]
    fn encodings_that_markup_names() {
        let title = |bytes: &[u8]| facts(Some("text/html"), bytes).title;
        for head in [
            "<meta charset=windows-1251>",
            "<META CHARSET='cp1251' >",
            "<meta content='text/html; charset=windows-1251'>",
        ] {
            let bytes = [head.as_bytes(), b"<title>\xcc\xe8\xf0</title>"].concat();
            assert_eq!(title(&bytes).as_deref(), Some("Мир"), "{head}");
        }
        let wide = "<meta charset=utf-16><title>é</title>".as_bytes();
        assert_eq!(title(wide).as_deref(), Some("é"));
        // The header is heard first.
        let told = "<meta charset=koi8-r><title>é".as_bytes();
        let told = facts(Some("text/html; charset=utf-8"), told);
        assert_eq!(told.title.as_deref(), Some("é"));
    }

    #[test]
    fn headings_and_titles() {
        let signs = |text: &str| html(text).signs;
        let heading = "<title>News</title><h1>404 <b>Page not found</b></h1><p>news";
        assert_eq!(signs(heading), [sign::ERROR_HEADING]);
        assert_eq!(signs("<title>Glaciers</title><p>A list of teasers"), [sign::MISMATCH]);
        assert!(signs("<title>Glaciers</title><h1>The page</h1><p>Of glaciers").is_empty());
    }

    #[test]
    fn depth_costs_no_stack() {
        assert_eq!(html(&format!("{}x", "<div>".repeat(12_000))).text_chars, 1);
    }
}
