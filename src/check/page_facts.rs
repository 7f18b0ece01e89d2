//! What a page that answered holds: its title, a hash of its text, and signs that it is no page of
//! its own. Pure; reads the bytes that were fetched, which may end anywhere.

use memchr::memmem;
use scraper::{ElementRef, Html, Node};

use super::observation::{PageFacts, sign};

/// Phrases that show what stands in place of a page, in lower case. Looked for in short texts only: a
/// long text may speak about such things.
const PHRASES: [(&str, &str); 14] = [
    ("this domain is for sale", sign::FOR_SALE),
    ("this domain may be for sale", sign::FOR_SALE),
    ("buy this domain", sign::FOR_SALE),
    ("domain name is for sale", sign::FOR_SALE),
    ("make an offer on this domain", sign::FOR_SALE),
    ("parked free", sign::PARKED),
    ("domain is parked", sign::PARKED),
    ("parked domain", sign::PARKED),
    ("related searches", sign::PARKED),
    ("verify you are human", sign::CHALLENGE),
    ("checking your browser", sign::CHALLENGE),
    ("just a moment...", sign::CHALLENGE),
    ("subscribe to continue reading", sign::PAYWALL),
    ("to continue reading, subscribe", sign::PAYWALL),
];

/// Parts of addresses of scripts that test in place of a page whether the reader is human.
const CHALLENGE_SCRIPTS: [&str; 4] =
    ["_incapsula_resource", "awswaf.com", "captcha-delivery.com", "px-captcha"];

/// Text of this many characters is a page of its own.
const LONG: usize = 3000;

/// Text of fewer characters beside a script is a shell.
const SHELL: usize = 200;

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 300;

/// Elements whose text nobody sees.
const UNSEEN: [&str; 6] = ["script", "style", "noscript", "template", "head", "svg"];

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
    let seen = Seen::of(&Html::parse_document(&decode(content_type, body)));
    let length = seen.text.chars().count();
    facts.signs = seen.signs(length);
    facts.text_hash = (!seen.text.is_empty()).then(|| format!("{:016x}", simhash(&seen.text)));
    facts.text_chars = length as u64;
    facts.title = seen.title.map(|title| title.chars().take(LONGEST_TITLE).collect());
    facts
}

fn is_html(content_type: Option<&str>, body: &[u8]) -> bool {
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    match kind.split(';').next().unwrap_or_default().trim() {
        "" => body.trim_ascii_start().starts_with(b"<"),
        kind => matches!(kind, "text/html" | "application/xhtml+xml"),
    }
}

fn decode(content_type: Option<&str>, body: &[u8]) -> String {
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    let named = kind.split("charset=").nth(1).map(|name| name.trim_matches(['"', '\'', ' ', ';']));
    let encoding = named.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    encoding.unwrap_or(encoding_rs::UTF_8).decode(body).0.into_owned()
}

/// What one walk through a page sees.
#[derive(Debug, Default)]
struct Seen {
    /// The text of the body, words separated by one space.
    text: String,
    /// The first title.
    title: Option<String>,
    has_password: bool,
    has_refresh: bool,
    has_script: bool,
    /// Whether the script of a wall is loaded.
    is_challenged: bool,
}

impl Seen {
    fn of(page: &Html) -> Self {
        let mut seen = Self::default();
        // Not by recursion: a page may nest as deep as it likes.
        let (mut next, mut hidden_below) = (Some(page.tree.root()), None);
        while let Some(node) = next {
            match node.value() {
                Node::Text(words) if hidden_below.is_none() => push_words(&mut seen.text, words),
                Node::Element(element) => {
                    ElementRef::wrap(node).into_iter().for_each(|found| seen.element(found));
                    if hidden_below.is_none() && UNSEEN.contains(&element.name()) {
                        hidden_below = Some(node.id());
                    }
                }
                _ => {}
            }
            next = node.first_child().or_else(|| {
                let mut up = std::iter::successors(Some(node), |node| node.parent());
                up.find_map(|left| {
                    if hidden_below == Some(left.id()) {
                        hidden_below = None;
                    }
                    left.next_sibling()
                })
            });
        }
        seen
    }

    fn element(&mut self, found: ElementRef<'_>) {
        let element = found.value();
        let is = |name: &str, value: &str| {
            element.attr(name).is_some_and(|there| there.eq_ignore_ascii_case(value))
        };
        match element.name() {
            "title" if self.title.is_none() => {
                let mut title = String::new();
                found.text().for_each(|words| push_words(&mut title, words));
                self.title = Some(title);
            }
            "input" => self.has_password |= is("type", "password"),
            "meta" => self.has_refresh |= is("http-equiv", "refresh"),
            name @ ("script" | "iframe") => {
                self.has_script |= name == "script";
                let source = element.attr("src").unwrap_or_default().to_ascii_lowercase();
                self.is_challenged |= CHALLENGE_SCRIPTS.iter().any(|part| source.contains(part));
            }
            _ => {}
        }
    }

    fn signs(&self, length: usize) -> Vec<String> {
        let mut found: Vec<&str> = Vec::new();
        if length < LONG {
            let all = format!("{} {}", self.title.as_deref().unwrap_or_default(), self.text);
            let all = all.to_lowercase();
            let holds = |phrase: &str| memmem::find(all.as_bytes(), phrase.as_bytes()).is_some();
            found.extend(PHRASES.iter().filter(|phrase| holds(phrase.0)).map(|phrase| phrase.1));
            if self.has_password {
                found.push(sign::LOGIN);
            }
        }
        if self.has_refresh {
            found.push(sign::REFRESH);
        }
        if length < SHELL && self.has_script {
            found.push(sign::SCRIPTED);
            if self.is_challenged {
                found.push(sign::CHALLENGE);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(str::to_owned).collect()
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
    let words: Vec<&str> = text.split(' ').collect();
    let pairs = words.windows(2.min(words.len()));
    let all = pairs.len();
    // Sixty-four counters side by side: plane `k` holds the bit of value 2^k of each.
    let mut planes = [0_u64; usize::BITS as usize];
    for pair in pairs {
        let mut carry = mixed(pair);
        for plane in &mut planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
            if carry == 0 {
                break;
            }
        }
    }
    let votes = |bit: u32| -> usize {
        planes.iter().enumerate().map(|(k, plane)| ((plane >> bit & 1) as usize) << k).sum()
    };
    (0..64).fold(0, |hash, bit| hash | u64::from(2 * votes(bit) > all) << bit)
}

/// FNV-1a of some words, its bits mixed so that each depends on every byte.
fn mixed(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
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
    fn depth_costs_no_stack() {
        assert_eq!(html(&format!("{}x", "<div>".repeat(12_000))).text_chars, 1);
    }
}
