//! Writes articles as JSON lines, as `citegraph extract --text` writes them: many, and the same for the same seed.
//!
//! ```text
//! cargo run --release --example articles -- 10000000 > articles.jsonl
//! ```
//!
//! The number is that of citations. Ten of them are in an article, 0.4 different URLs come to a citation, and 20 URLs to a
//! domain. Every URL is cited once before any is cited again; after that the first ones are cited most, as everywhere.

use std::io::{self, BufWriter, Write};

const WORDS: [&str; 16] = [
    "price", "river", "bread", "night", "tide", "gauge", "office", "count", "share", "report",
    "letter", "bridge", "water", "winter", "market", "census",
];

/// Domains of the articles.
const ORIGINS: u64 = 500;

/// SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((u128::from(mixed ^ (mixed >> 31)) * u128::from(limit)) >> 64) as u64
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(16) as usize]
    }
}

/// How many of everything there are.
struct Sizes {
    citations: u64,
    articles: u64,
    addresses: u64,
    domains: u64,
}

fn main() -> io::Result<()> {
    let citations = std::env::args().nth(1).and_then(|text| text.parse::<u64>().ok());
    let citations = citations
        .ok_or_else(|| io::Error::other("give the number of citations, such as 1000000"))?;
    let addresses = (citations * 4 / 10).max(1);
    let sizes = Sizes {
        citations,
        articles: (citations / 10).max(1),
        addresses,
        domains: (addresses / 20).max(1),
    };
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let (mut numbers, mut cited) = (Numbers(1), 0);
    for article in 0..sizes.articles {
        let end = sizes.citations * (article + 1) / sizes.articles;
        write_article(article, cited..end, &sizes, &mut numbers, &mut out)?;
        cited = end;
    }
    out.flush()
}

/// The URL that a citation leads to. The third power of an even number gives few of them most of the rest.
fn target(citation: u64, sizes: &Sizes, numbers: &mut Numbers) -> u64 {
    if citation < sizes.addresses {
        return citation;
    }
    let even = u128::from(numbers.below(1 << 32));
    ((((u128::from(sizes.addresses) * even) >> 32) * even * even) >> 64) as u64
}

fn write_article(
    number: u64,
    cited: std::ops::Range<u64>,
    sizes: &Sizes,
    numbers: &mut Numbers,
    out: &mut impl Write,
) -> io::Result<()> {
    let (month, day) = (number % 12 + 1, number % 28 + 1);
    write!(
        out,
        r#"{{"schema":1,"input":"posts/{:03}/{number}.md","part":null,"format":"markdown","dialect":"auto","#,
        number % 1000
    )?;
    write!(
        out,
        r#""origin":"https://paper{}.example/{number}","origin_rule":"front-matter","title":"The {} of {number}","#,
        number % ORIGINS,
        WORDS[number as usize % 16]
    )?;
    write!(
        out,
        r#""published":"{}-{month:02}-{day:02}","authors":["Author {}"],"tags":["{}"],"language":"en","citations":["#,
        2010 + number % 16,
        number % 997,
        WORDS[number as usize % 16]
    )?;
    let mut sentences = String::new();
    for (index, citation) in cited.enumerate() {
        let target = target(citation, sizes, numbers);
        let block = format!("P{}", index / 2 + 1);
        let anchor = format!("said the {} office", WORDS[target as usize % 16]);
        let (year, price) = (1990 + numbers.below(36), numbers.below(900));
        let start = format!("In {year} it cost {price} million, ");
        let text = format!("{start}{anchor} in its {} {}.", numbers.word(), numbers.word());
        let rest = format!(
            "And nobody has counted the {} of the {} since.",
            numbers.word(),
            numbers.word()
        );
        let (first, second) = (index % 2 * 2, index % 2 * 2 + 1);
        let gap = if index > 0 { "," } else { "" };
        for (gap, sentence, text) in [(gap, first, &text), (",", second, &rest)] {
            let line = 8 + index * 2 + sentence % 2;
            sentences += &format!(
                r#"{gap}{{"id":"{block}.S{sentence}","place":"body","text":"{text}","span":[{},{}]}}"#,
                line * 90,
                line * 90 + text.len()
            );
        }
        let link =
            Link { index, target, block: &block, sentence: first, text: &text, anchor: &anchor };
        write!(out, "{gap}")?;
        link.write(start.len(), sizes, out)?;
    }
    writeln!(out, r#"],"rejects":[],"ignores":[],"warnings":[],"sentences":[{sentences}]}}"#)
}

struct Link<'a> {
    index: usize,
    target: u64,
    block: &'a str,
    sentence: usize,
    text: &'a str,
    anchor: &'a str,
}

impl Link<'_> {
    fn write(&self, start: usize, sizes: &Sizes, out: &mut impl Write) -> io::Result<()> {
        let Self { index, target, block, sentence, text, anchor } = self;
        // Domains with a low number have most of the URLs.
        let mixed = u128::from(target.wrapping_mul(2_654_435_761) & 0xFFFF_FFFF);
        let domain = format!("site{}.example", (u128::from(sizes.domains) * mixed * mixed) >> 64);
        let path = format!("/{}/{}-{target}", 2000 + target % 26, WORDS[*target as usize % 16]);
        let www = if target % 3 == 0 { "www." } else { "" };
        let change = if www.is_empty() { "" } else { r#""www","# };
        let url = format!("https://{www}{domain}{path}/");
        let line = 8 + index * 2;
        write!(
            out,
            r#"{{"ordinal":{index},"syntax":"markdown","written":"{url}","resolved":"{url}","opened":"{url}","#
        )?;
        write!(
            out,
            r#""key":"{domain}{path}","work":null,"locator":null,"host":"{www}{domain}","domain":"{domain}","#
        )?;
        write!(
            out,
            r#""site":"{domain}","via":[],"changes":["scheme",{change}"trailing-slash"],"place":"body","#
        )?;
        write!(out, r#""place_evidence":[],"anchor":"{anchor}","sentence":"{text}","#)?;
        write!(
            out,
            r#""sentence_id":"{block}.S{sentence}","anchor_at":[{start},{}],"supports":["{block}.S{sentence}"],"#,
            start + anchor.len()
        )?;
        write!(
            out,
            r#""paragraph":"{block}","rel":null,"span":[{},{}],"line":{line},"column":40,"at":[{line},40]}}"#,
            line * 90,
            line * 90 + url.len()
        )
    }
}
