//! Laws of the ledger: what compaction and merging may not change.

use citegraph::audit::{AuditContext, judge_subjects, subjects};
use citegraph::check::ledger::Ledger;
use citegraph::check::policy::Policy;
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::list;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// What a look may show: status or fault, and a title.
const ANSWERS: [&str; 8] = ["200", "200", "404", "410", "500", "403", "!refused", "!nxdomain"];

/// Addresses on three hosts.
const PAGES: [&str; 8] = [
    "https://a.example/1",
    "https://a.example/2",
    "https://a.example/3",
    "https://a.example/4",
    "https://b.example/1",
    "https://b.example/2",
    "https://c.example/1",
    "https://c.example/2",
];

fn line(page: usize, run: usize, answer: usize, text: usize) -> String {
    let day = date(2026, 1, 1).at(0, 0, 0, 0).saturating_add((run as i64 * 31).hours());
    let (url, at) = (PAGES[page], format!("{}:{page:02}Z", day.strftime("%Y-%m-%dT%H:%M")));
    let end = match ANSWERS[answer] {
        "!refused" => r#""end":{"connect":"refused"}"#.to_owned(),
        "!nxdomain" => r#""end":{"dns":"nxdomain"}"#.to_owned(),
        status => format!(
            r#""hops":[{{"url":"{url}","status":{status}}}],"end":"answered","page":{{"bytes":900,"title":"{}","text_hash":"{:016x}","text_chars":800}}"#,
            if text == 3 { "another" } else { "x" },
            match text {
                0 => 7,
                // Far from what the others show.
                3 => !(1_u64 << (page * 7)),
                _ => 1_u64 << (page * 7 + run % 3),
            }
        ),
    };
    format!(
        r#"{{"schema":1,"url":"{url}","started":"{at}","run":"r{run:02}","method":"get",{end}}}"#
    )
}

fn looks() -> impl Strategy<Value = Vec<String>> {
    let look = (0..PAGES.len(), 0..24_usize, 0..ANSWERS.len(), 0..4_usize);
    let look = look.prop_map(|(page, run, answer, text)| line(page, run, answer, text));
    prop::collection::vec(look, 1..160)
}

fn verdicts(ledger: &Ledger, today: Date) -> Vec<String> {
    let corpus: Corpus = [list::read("urls", &PAGES.join("\n"))].into_iter().collect();
    let (selection, policy) = (Selection::default(), Policy::default());
    let subjects = subjects(&corpus, &selection);
    let run = AuditContext { ledger, policy: &policy, today, name: None, added: None };
    let rows = judge_subjects(&subjects, run);
    rows.iter().map(|row| format!("{} {:?} {:?}", row.url, row.verdict, row.outcome)).collect()
}

proptest! {
    #![proptest_config(crate::properties::cases(60))]

    #[test]
    fn compaction_changes_no_verdict(lines in looks(), ends in prop::collection::vec(any::<bool>(), 24)) {
        let mut ledger = Ledger::read(&lines.join("\n")).0;
        for (run, valid) in ends.iter().enumerate().step_by(3) {
            let end = format!(
                r#"{{"schema":1,"run":"r{run:02}","ended":"2026-04-01T00:00:00Z","valid":{valid}}}"#
            );
            ledger.merge(Ledger::read(&end).0);
        }
        let before = verdicts(&ledger, date(2026, 4, 1));
        let mut small = ledger.clone();
        small.compact(&Policy::default());
        prop_assert_eq!(&verdicts(&small, date(2026, 4, 1)), &before);
        let once = small.clone();
        small.compact(&Policy::default());
        prop_assert_eq!(&small, &once);
        // What was compacted and what was not make one ledger again.
        small.merge(ledger);
        prop_assert_eq!(&verdicts(&small, date(2026, 4, 1)), &before);
    }

    #[test]
    fn order_and_splits_do_not_show(lines in looks(), cut in any::<prop::sample::Index>()) {
        let whole = Ledger::read(&lines.join("\n")).0;
        let at = cut.index(lines.len());
        let mut parts = Ledger::read(&lines[at..].join("\n")).0;
        parts.merge(Ledger::read(&lines[..at].join("\n")).0);
        prop_assert_eq!(&parts, &whole);
        let mut bytes = Vec::new();
        whole.write(&mut bytes).unwrap();
        prop_assert_eq!(&Ledger::read(&String::from_utf8(bytes).unwrap()).0, &whole);
    }
}
