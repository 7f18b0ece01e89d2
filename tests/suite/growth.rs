//! What a document costs grows as the document does: four times the text takes about four times the bytes
//! of a sheet and about four times the work, and not sixteen, for sentences that never end too.

use std::rc::Rc;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use citegraph::article::{Article, Format, Reason};
use citegraph::corpus::Corpus;
use citegraph::findings::Options;
use citegraph::link::redact::redact_text;
use citegraph::report::findings::text;
use citegraph::sheet::{Sheet, csv};

use crate::{lint, program, sheet};

/// One sentence with so many links, each to another work.
fn linked(links: usize) -> String {
    let link = |n: usize| format!("[number {n}](https://site{n}.example/a) and 27 million ");
    format!("Begin {}end.", (0..links).map(link).collect::<String>())
}

/// One paragraph full of what can be checked, without a full stop.
fn checkable(times: usize) -> String {
    let part = "In May 3,000 people said “this is a long quotation here” by June and 5 percent, ";
    format!("{}end.", part.repeat(times))
}

/// Sentences with a link each.
fn sentences(times: usize) -> String {
    let one =
        |n: usize| format!("Many studies say 27 million [so](https://site{n}.example/a?x=1&). ");
    (0..times).map(one).collect()
}

fn article(text: &str) -> Article {
    program::extract(Format::Markdown, text)
}

fn csv_of(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    csv::write(sheet, csv::Options::default(), &mut out).expect("memory takes everything");
    out
}

/// How long this thread has run on a processor; what other programs and threads do meanwhile does not count.
/// Where the system does not say, all time counts.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The system adds up what a thread has used when the thread gives way.
    std::thread::yield_now();
    let used = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let used = used.and_then(|text| text.split(' ').next()?.parse().ok());
    used.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The processor's time that it takes.
fn time(work: &impl Fn()) -> Duration {
    let start = processor_time();
    work();
    processor_time().saturating_sub(start)
}

/// Fewest and most rounds of one comparison: a shared cache only ever makes a run longer, so the least of
/// many tells, and the first few suffice where nothing is amiss.
const ROUNDS: std::ops::Range<usize> = 4..24;

/// Holds that four times as much takes about four times the work: the square of it would be sixteen.
fn grows_with(name: &str, size: usize, work: impl Fn(usize) + Sync) {
    // On one thread, whose time is taken.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| compare(name, size, &work));
}

fn compare(name: &str, size: usize, work: &impl Fn(usize)) {
    let (small, large) = (size, 4 * size);
    let (mut once, mut more) = (Duration::MAX, Duration::MAX);
    for round in 1..ROUNDS.end {
        once = once.min(time(&|| work(small)));
        more = more.min(time(&|| work(large)));
        if round >= ROUNDS.start && more < once * 8 {
            return;
        }
    }
    panic!("{name}: {once:?} for {small}, {more:?} for {large}");
}

#[test]
fn a_row_of_an_endless_sentence_shows_the_part_around_its_link() {
    let made = sheet::sheet(article(&linked(400)));
    assert_eq!(made.rows.len(), 400);
    for row in &made.rows {
        let anchor = &row.source.as_ref().unwrap().anchor;
        assert!(row.claim.contains(&format!("«{anchor}»")), "{anchor}: {}", row.claim);
        assert!(row.claim.len() < 4096 && row.claim.contains('…'), "{}", row.claim.len());
        assert!(row.signals.iter().all(|signal| signal.ends_with("7 million")));
        assert!((5..90).contains(&row.signals.len()), "{}", row.signals.len());
        assert_eq!((row.sentence.as_str(), &row.claim_id), ("P1.S0", &made.rows[0].claim_id));
    }
    let whole = sheet::sheet(article(&linked(10)));
    assert!(whole.rows.iter().all(|row| !row.claim.contains('…')), "a short one is shown whole");
}

#[test]
fn a_sheet_grows_with_its_links() {
    let size = |links| csv_of(&sheet::sheet(article(&linked(links)))).len();
    let (once, twice) = (size(500), size(1000));
    assert!(twice < once * 9 / 4, "{once} bytes for 500 links, {twice} for 1000");
}

/// A name, and how a text of a size is made.
type Made = (&'static str, fn(usize) -> String);

/// What grows, how large it is at first, and how a text of a size is made.
type Case = (&'static str, usize, fn(usize) -> String);

#[test]
fn time_grows_with_the_text() {
    let found = |article: Article| {
        let corpus: Corpus = [article].into_iter().collect();
        lint::run(&corpus, &Options::default()).findings.len()
    };
    let cases: [Case; 3] = [
        ("links in one sentence", 150, linked),
        ("signals in one sentence", 400, checkable),
        ("sentences with links", 150, sentences),
    ];
    for (name, size, text) in cases {
        grows_with(name, size, |size| {
            let article = article(&text(size));
            std::hint::black_box(found(article.clone()));
            std::hint::black_box(csv_of(&sheet::sheet(article)));
        });
    }
}

#[test]
fn time_grows_with_the_findings_of_a_line() {
    let finding = |size: usize| {
        let text = format!("[x](http://127.0.0.1/a) {}", "and so on ".repeat(60)).repeat(size);
        let corpus: Corpus = [article(&text)].into_iter().collect();
        let only = Options { only: vec!["local-url".to_owned()], ..Options::default() };
        (text, lint::run(&corpus, &only).findings)
    };
    let cases: [(String, _); 2] = [finding(50), finding(200)];
    assert_eq!(cases[1].1.len(), 200);
    let write = |(line, findings): &(String, Vec<_>)| {
        let line: Rc<str> = Rc::from(line.as_str());
        let mut out = Vec::new();
        text::write(findings, &|_| Some(Rc::clone(&line)), &mut out)
            .expect("memory takes everything");
        out.len()
    };
    let bytes = cases.each_ref().map(write);
    assert!(bytes[1] < bytes[0] * 9 / 2, "{bytes:?}");
    grows_with("findings of a line", 1, |size| {
        std::hint::black_box(write(&cases[usize::from(size > 1)]));
    });
}

#[test]
fn time_grows_with_brackets() {
    let cases: [Case; 3] = [
        ("nested links", 30_000, |n| "[a".repeat(n) + &"](b)".repeat(n)),
        ("nested pictures", 30_000, |n| "![a".repeat(n) + &"](b)".repeat(n)),
        ("marks of notes", 30_000, |n| "a.[ ".repeat(n)),
    ];
    for (name, size, text) in cases {
        grows_with(name, size, |size| {
            std::hint::black_box(article(&text(size)));
        });
    }
}

#[test]
fn time_grows_with_addresses_in_addresses() {
    let cases: [Made; 3] = [
        ("one in the other", |n| "https://a.example/[b](".repeat(n)),
        ("parameters", |n| format!("https://a.example/{}?{}", "b/".repeat(n), "c=d&".repeat(n))),
        ("values", |n| "a=https://b.example/".repeat(n)),
    ];
    for (name, text) in cases {
        grows_with(name, 8_000, |size| {
            std::hint::black_box(redact_text(&text(size)));
        });
    }
}

/// Bytes of everything that is kept of an article's links.
fn kept(article: &Article) -> usize {
    program::links(article).iter().map(|link| serde_json::to_vec(link).expect("JSON").len()).sum()
}

#[test]
fn a_host_that_no_name_server_can_hold_is_rejected_before_anything_asks_about_it() {
    for host in ["a.".repeat(50_000) + "example", "a".repeat(250) + ".example"] {
        let redirector = format!("https://www.google.com/url?q=https://{host}/b");
        let article =
            article(&format!("[x](https://{host}/b) or [y]({redirector}) or https://{host}/c .\n"));
        let [one, wrapped, bare] = program::links(&article)[..] else { panic!("three links") };
        for link in [one, bare] {
            assert_eq!(link.reason, Some(Reason::Invalid));
            assert_eq!((&link.resolved, &link.key, &link.host), (&None, &None, &None));
            assert!(link.written.contains(&host));
        }
        // A redirector to nowhere leads nowhere else.
        assert_eq!(wrapped.host.as_deref(), Some("www.google.com"));
    }
    let origin = format!(
        "---\nfrom: https://{}example/\n---\n[x](/a) [y](https://b.example/)\n",
        "a.".repeat(9000)
    );
    assert_eq!(article(&origin).origin, None);
}

#[test]
fn relative_links_do_not_multiply_a_long_base() {
    let with = |base: usize, links: usize| {
        let text = format!("<base href=\"https://b.example/{}/\">\n\n", "a".repeat(base));
        kept(&article(&(text + &"[x](r) is so.\n\n".repeat(links))))
    };
    let (short, long) = (with(10, 100), with(100_000, 100));
    assert!(long < 2 * short, "{short} bytes with a short base, {long} with a long one");
}

#[test]
fn a_query_without_end_is_kept_once() {
    for pair in ["utm_a;", "utm_a=1;", "utm_a&", "at_a=1&", "a;", "ref_src=1;"] {
        let size = |times: usize| {
            kept(&article(&format!("[x](https://www.bbc.com/?{}=1) grew.\n", pair.repeat(times))))
        };
        let (once, more) = (size(2_000), size(8_000));
        assert!(more < once * 9 / 2, "{pair}: {once} bytes for 2000, {more} for 8000");
    }
}

#[test]
fn pages_that_share_a_slug_are_found_among_many() {
    let links = |n: usize| {
        let one = |at: usize| format!("[x](https://a.example/one-two-three-four-{at}) is so.\n\n");
        (0..n).map(one).collect::<String>()
            + "[y](https://a.example/so-three-four-7-eight-nine) is.\n"
    };
    let text = links(3_000) + "[z](https://a.example/three-four-7-eight) is.\n";
    let corpus: Corpus = [article(&text)].into_iter().collect();
    let only = Options { only: vec!["related-slug".to_owned()], ..Options::default() };
    let found = lint::run(&corpus, &only).findings;
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("`three-four-7-eight`") && found[0].count == 2);
}
