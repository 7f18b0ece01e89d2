//! The run of a check without a process and without a network: what it asks, in which order, and whether it trusts
//! what it saw. A table stands in for the web.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use citegraph::article::{Article, Format};
use citegraph::audit::{
    AddedLinks, AskStep, CheckTarget, Distrust, FinishedRun, GonePage, Session, SessionPlan,
    Transport, subjects,
};
use citegraph::check::ledger::{ArchiveCopy, Ledger};
use citegraph::check::observation::Observation;
use citegraph::check::policy::Policy;
use citegraph::check::verdict::LinkState;
use citegraph::corpus::{Corpus, Selection};
use citegraph::fetch::CheckSummary;
use jiff::civil::date;

use crate::support::program;

/// What a page shows, time after time; the last answer stays.
type Web = BTreeMap<&'static str, &'static [&'static str]>;

/// A web that is a table, and what was asked of it.
#[derive(Default)]
struct Table {
    web: Web,
    run: &'static str,
    /// The addresses of each step, and whether it allowed made-up addresses.
    steps: Vec<(Vec<String>, bool)>,
    times: BTreeMap<String, usize>,
    pauses: Vec<Duration>,
    snapshots: Vec<Vec<GonePage>>,
    /// Links that can be asked before the budget is spent.
    budget: Option<usize>,
    /// Whether Ctrl-C comes in a pause.
    interrupts: bool,
}

/// A line of a ledger; an answer is a status, or `refused` and the like.
fn observation(url: &str, run: &str, second: usize, answer: &str) -> Observation {
    let end = match answer {
        "refused" => r#""end":{"connect":"refused"}"#.to_owned(),
        "nxdomain" => r#""end":{"dns":"nxdomain"}"#.to_owned(),
        "budget" => r#""end":"budget""#.to_owned(),
        "put-off" => r#""end":{"put-off":"server-error"}"#.to_owned(),
        status => format!(r#""hops":[{{"url":"{url}","status":{status}}}],"end":"answered""#),
    };
    let started = format!("{}:{second:02}Z", &run[..16]);
    let line = format!(
        r#"{{"schema":1,"url":"{url}","started":"{started}","run":"{run}","method":"get",{end}}}"#
    );
    serde_json::from_str(&line).expect("an observation")
}

impl Transport for Table {
    type Error = Infallible;

    fn ask(
        &mut self,
        step: &AskStep,
        seen: &mut dyn FnMut(Observation),
    ) -> Result<CheckSummary, Infallible> {
        let mut summary = CheckSummary::default();
        let urls: Vec<String> = step.links.iter().map(|link| link.url.to_string()).collect();
        for url in &urls {
            let time = self.times.entry(url.clone()).or_default();
            let answers = self.web.get(url.as_str()).copied().unwrap_or(&["refused"]);
            let mut answer = answers[(*time).min(answers.len() - 1)];
            *time += 1;
            if self.budget == Some(0) {
                answer = "budget";
                summary.unreached += 1;
            }
            self.budget = self.budget.map(|left| left.saturating_sub(1));
            // A later step is seconds later, as it is after a pause.
            seen(observation(url, self.run, 9 * self.steps.len(), answer));
        }
        self.steps.push((urls, step.probes));
        Ok(summary)
    }

    fn pause(&mut self, time: Duration) -> bool {
        self.pauses.push(time);
        !self.interrupts
    }

    fn find_snapshots(&mut self, pages: &[GonePage]) -> Result<Vec<ArchiveCopy>, Infallible> {
        self.snapshots.push(pages.to_vec());
        Ok(Vec::new())
    }

    fn now(&self) -> String {
        format!("{}:59Z", &self.run[..16])
    }
}

const RUN: &str = "2026-03-01T00:00Z";

fn article(links: &[&str]) -> Article {
    let text: String = links.iter().map(|url| format!("It [rose]({url}) then.\n\n")).collect();
    program::extract(Format::Markdown, &text)
}

/// What a run is asked for, beside what is due.
#[derive(Default)]
struct Wish<'a> {
    added: Option<&'a AddedLinks>,
    all: bool,
    archive: bool,
}

/// Runs a session over these links.
fn run_with(
    links: &[&str],
    table: &mut Table,
    ledger: Ledger,
    wish: &Wish<'_>,
) -> (FinishedRun, Vec<(String, LinkState)>) {
    table.run = RUN;
    let corpus: Corpus = [article(links)].into_iter().collect();
    let (selection, policy) = (Selection::default(), Policy::default());
    let subjects: Vec<CheckTarget<'_>> = subjects(&corpus, &selection);
    let plan = SessionPlan::new(&subjects, &policy, date(2026, 3, 1), RUN);
    let Wish { added, all, archive } = *wish;
    let plan = SessionPlan { added, all, archive, ..plan };
    let Ok(done) = Session::new(plan, ledger).run(table);
    let rows = plan.judge(&done.ledger, Some(RUN));
    (done, rows.into_iter().map(|row| (row.url, row.verdict)).collect())
}

fn run(links: &[&str], table: &mut Table) -> (FinishedRun, Vec<(String, LinkState)>) {
    run_with(links, table, Ledger::default(), &Wish::default())
}

fn urls(urls: &[&str]) -> Vec<String> {
    urls.iter().map(|url| (*url).to_owned()).collect()
}

/// A ledger in which these were seen alive the day before.
fn alive(urls: &[&str]) -> Ledger {
    let mut ledger = Ledger::default();
    urls.iter().for_each(|url| ledger.add(observation(url, "2026-02-28T00:00Z", 0, "200")));
    ledger
}

#[test]
fn where_all_is_well_each_link_is_asked_once() {
    let web = Web::from([("https://a.example/1", &["200"][..]), ("https://b.example/2", &["404"])]);
    let web = web.into_iter().chain([("https://b.example/", &["200"][..])]).collect();
    let mut table = Table { web, ..Table::default() };
    let (done, rows) = run(&["https://a.example/1", "https://b.example/2"], &mut table);
    let steps = [
        (urls(&["https://a.example/1", "https://b.example/2"]), true),
        // The front page tells whether it is the page or its host.
        (urls(&["https://b.example/"]), true),
    ];
    assert_eq!(table.steps, steps);
    assert!(done.distrust.is_none() && done.end.valid && table.pauses.is_empty());
    assert_eq!(done.end.ended, "2026-03-01T00:00:59Z");
    assert_eq!(done.ledger.run_end(RUN), Some(&done.end));
    assert_eq!(rows[0].1, LinkState::Alive);
    assert_eq!(rows[1].1, LinkState::Failing, "one check kills nothing");
}

#[test]
fn a_host_that_was_alive_tells_a_dead_link_from_a_dead_network() {
    for (answer, trusted) in [("200", true), ("refused", false)] {
        let answers: &'static [&'static str] = if trusted { &["200"] } else { &["refused"] };
        let web = Web::from([("https://known.example/", answers)]);
        let mut table = Table { web, ..Table::default() };
        let ledger = alive(&["https://known.example/"]);
        let (done, rows) = run_with(&["https://a.example/1"], &mut table, ledger, &Wish::default());
        assert_eq!(
            table.steps.last(),
            Some(&(urls(&["https://known.example/"]), false)),
            "{answer}"
        );
        assert_eq!((done.distrust.is_none(), done.end.valid), (trusted, trusted), "{answer}");
        let expected = if trusted { LinkState::Failing } else { LinkState::Unknown };
        assert_eq!(rows[0].1, expected, "{answer}");
    }
}

#[test]
fn without_a_history_the_canary_is_asked() {
    let canary = Policy::default().canary;
    let mut table = Table::default();
    let (done, rows) = run(&["https://a.example/1"], &mut table);
    assert_eq!(table.steps.last(), Some(&(urls(&[&canary]), false)));
    let Some(Distrust { failed, asked }) = done.distrust else { panic!("nothing answered") };
    assert!(failed == asked && failed > 0, "{failed} of {asked}");
    assert_eq!(rows[0].1, LinkState::Unknown, "a run without a network blames no link");
    assert!(done.distrust.unwrap().to_string().contains("network of this machine"));
}

#[test]
fn what_a_change_added_and_is_gone_is_asked_again_after_a_pause() {
    let link = "https://a.example/1";
    let web = || Web::from([(link, &["404"][..]), ("https://a.example/", &["200"])]);
    // A file that it does not know is new.
    let added = AddedLinks::default();
    let mut table = Table { web: web(), ..Table::default() };
    let wish = Wish { added: Some(&added), ..Wish::default() };
    let (done, _) = run_with(&[link], &mut table, Ledger::default(), &wish);
    assert_eq!(table.pauses.len(), 1);
    assert!(table.pauses[0] > Duration::from_secs(5));
    assert_eq!(table.steps.last(), Some(&(urls(&[link]), false)));
    assert_eq!(done.ledger.histories()[link].len(), 2);

    let mut table = Table { web: web(), interrupts: true, ..Table::default() };
    let (done, _) = run_with(&[link], &mut table, Ledger::default(), &wish);
    assert!(done.summary.cancelled, "the pause was interrupted");
    assert_eq!(done.ledger.histories()[link].len(), 1);

    let mut nothing = AddedLinks::default();
    nothing.unchanged(&article(&[link]).input);
    let mut table = Table { web: web(), ..Table::default() };
    let wish = Wish { added: Some(&nothing), ..Wish::default() };
    run_with(&[link], &mut table, Ledger::default(), &wish);
    assert!(table.steps.is_empty(), "what a change did not add is not asked: {:?}", table.steps);
}

#[test]
fn a_spent_budget_asks_no_controls_and_leaves_links_due() {
    let links = ["https://a.example/1", "https://b.example/2", "https://c.example/3"];
    let web = Web::from([(links[0], &["404"][..]), (links[1], &["200"]), (links[2], &["200"])]);
    let mut table = Table { web, budget: Some(2), ..Table::default() };
    let (done, rows) = run(&links, &mut table);
    assert_eq!(table.steps.len(), 1, "{:?}", table.steps);
    assert_eq!(done.summary.unreached, 1);
    assert_eq!(done.postponed.keys().map(String::as_str).collect::<Vec<_>>(), [links[2]]);
    assert_eq!(rows[2].1, LinkState::Unknown);
    // What was not asked has no observation.
    assert!(done.ledger.histories().keys().all(|url| *url != links[2]));
    // The next run begins with it.
    let corpus: Corpus = [article(&links)].into_iter().collect();
    let (selection, policy) = (Selection::default(), Policy::default());
    let subjects = subjects(&corpus, &selection);
    let mut next = Table { run: "2026-03-01T09:00Z", ..Table::default() };
    let plan = SessionPlan::new(&subjects, &policy, date(2026, 3, 1), next.run);
    let Ok(_) = Session::new(plan, done.ledger).run(&mut next);
    assert_eq!(next.steps[0].0[0], links[2]);
}

/// A link that was put off keeps its day, and comes before what was asked in its place.
#[test]
fn what_was_put_off_stays_due_and_comes_first() {
    let links = ["https://a.example/1", "https://a.example/2", "https://a.example/3"];
    let web = Web::from([
        (links[0], &["200", "503"][..]),
        (links[1], &["200", "503"]),
        (links[2], &["200", "put-off"]),
    ]);
    let corpus: Corpus = [article(&links)].into_iter().collect();
    let (selection, policy) = (Selection::default(), Policy::default());
    let subjects = subjects(&corpus, &selection);
    let (mut ledger, mut asked) = (Ledger::default(), Vec::new());
    let mut table = Table { web, ..Table::default() };
    for (day, run) in
        [(1, "2026-03-01T08:00Z"), (20, "2026-03-20T08:00Z"), (21, "2026-03-21T08:00Z")]
    {
        table.run = run;
        let plan = SessionPlan::new(&subjects, &policy, date(2026, 3, day), run);
        let before = plan.judge(&ledger, None);
        let Ok(done) = Session::new(plan, ledger).run(&mut table);
        ledger = done.ledger;
        let after =
            SessionPlan::new(&subjects, &policy, date(2026, 3, day), run).judge(&ledger, Some(run));
        if day > 1 {
            assert_eq!(done.postponed.len(), 1, "{run}");
            assert_eq!((&after[2].next, &after[2].verdict), (&before[2].next, &before[2].verdict));
            assert!(!after[2].asked && ledger.histories()[links[2]].len() == 1);
        }
        asked.push(
            table.steps.iter().rev().find(|step| step.0.len() == 3).map(|step| step.0[0].clone()),
        );
    }
    assert_eq!(asked[2].as_deref(), Some(links[2]));
}

#[test]
fn copies_are_looked_for_of_dead_pages_alone() {
    let links = ["https://a.example/1", "https://a.example/2"];
    let mut ledger = alive(&["https://a.example/2"]);
    for day in ["2026-02-10T00:00Z", "2026-02-20T00:00Z"] {
        ledger.add(observation(links[0], day, 0, "410"));
        ledger.add(observation(links[1], day, 0, "200"));
    }
    let web = Web::from([(links[0], &["410"][..]), (links[1], &["200"])]);
    let mut table = Table { web, ..Table::default() };
    let wish = Wish { archive: true, all: true, ..Wish::default() };
    let (_, rows) = run_with(&links, &mut table, ledger, &wish);
    assert_eq!(rows[0].1, LinkState::Dead);
    let [pages] = &table.snapshots[..] else { panic!("{:?}", table.snapshots) };
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(names, [links[0]]);
}

#[test]
fn where_nothing_is_due_there_is_nothing_to_do() {
    let corpus: Corpus = [article(&["https://a.example/1"])].into_iter().collect();
    let (selection, policy) = (Selection::default(), Policy::default());
    let subjects = subjects(&corpus, &selection);
    let plan = SessionPlan::new(&subjects, &policy, date(2026, 3, 1), RUN);
    let session = Session::new(plan, alive(&["https://a.example/1"]));
    assert!(session.is_idle());
    assert_eq!(session.into_ledger().observations().len(), 1);
    assert!(!Session::new(SessionPlan { archive: true, ..plan }, Ledger::default()).is_idle());
}
