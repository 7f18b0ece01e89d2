//! Suppressions, baselines and fingerprints: what is left out, and that nothing else is.

use citegraph::article::Article;
use citegraph::findings::baseline::Baseline;
use citegraph::findings::{Finding, LintOptions, LintReport, RULES, Suppression};
use proptest::prelude::*;

use crate::findings::rules::{self, article};

const TEXT: &str = "One [grew fast](http://www.firm.example.com/?utm_source=x) there.\n\n\
                    Two [was so](https://bit.ly/3abc) and [it is](http://b.example.com/c.pdf).\n";

fn run(articles: Vec<Article>, options: &LintOptions) -> LintReport {
    rules::run(&articles.into_iter().collect(), options)
}

fn suppressed(rule: &str) -> Suppression {
    Suppression { rule: rule.into(), reason: "known".into(), ..Suppression::default() }
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.name()).collect()
}

#[test]
fn a_comment_holds_for_its_line_and_the_next() {
    let text = format!(
        "<!-- citegraph: ignore shortened-url reason=\"ours\" until=2027-01-01 -->\n{}",
        "Two [was so](https://bit.ly/3abc).\n\nThree [is so](https://bit.ly/3abd).\n"
    );
    let at = |day: &str| {
        let options = LintOptions {
            today: Some(day.into()),
            only: vec!["shortened-url".into()],
            ..LintOptions::default()
        };
        run(vec![article("a.md", &text)], &options)
    };
    let (before, after) = (at("2026-06-01"), at("2027-01-02"));
    // A comment that begins a block of HTML takes the next line into it; the link is plain text there.
    assert_eq!(before.suppressed.len() + before.findings.len(), after.findings.len());
    assert_eq!(after.dead[0].why, "its end date has passed");
    assert_eq!(after.suppressed.len(), 0);
}

#[test]
fn a_comment_in_the_same_line_works() {
    let text = "Two [was so](https://bit.ly/3abc). <!-- citegraph: ignore shortened-url -->\n\nThree [is so](https://bit.ly/3abd).\n";
    let options = LintOptions { only: vec!["shortened-url".into()], ..LintOptions::default() };
    let outcome = run(vec![article("a.md", text)], &options);
    assert_eq!((outcome.findings.len(), outcome.suppressed.len()), (1, 1));
    assert_eq!(outcome.dead, []);
}

#[test]
fn a_suppression_of_the_configuration_needs_a_reason_and_fits_input_and_domain() {
    let with = |one: Suppression| {
        run(
            vec![article("posts/a.md", TEXT)],
            &LintOptions { suppress: vec![one], ..LintOptions::default() },
        )
    };
    let all = suppressed("insecure-http");
    assert_eq!(with(all.clone()).suppressed.len(), 2);
    assert_eq!(
        with(Suppression { input: Some("posts/*".into()), ..all.clone() }).suppressed.len(),
        2
    );
    assert_eq!(
        with(Suppression { input: Some("drafts/*".into()), ..all.clone() }).suppressed.len(),
        0
    );
    let domain = Some("example.com".to_owned());
    assert_eq!(with(Suppression { domain, ..all.clone() }).suppressed.len(), 2);
    let none = with(Suppression { reason: " ".into(), ..all.clone() });
    assert_eq!((none.suppressed.len(), none.dead[0].why), (0, "it has no reason"));
    let unknown = with(suppressed("no-such-rule"));
    assert_eq!(unknown.dead[0].why, "its rule is unknown");
}

#[test]
fn a_baseline_forgets_nothing_and_tells_what_is_gone() {
    let outcome = run(vec![article("a.md", TEXT)], &LintOptions::default());
    let text = Baseline::from_findings(&outcome.findings).text();
    let baseline = Baseline::parse(&text).expect("we wrote it");
    let mut same = outcome.findings.clone();
    assert_eq!(baseline.apply(&mut same), []);
    assert_eq!(same, []);
    let fixed = TEXT.replace("https://bit.ly/3abc", "https://d.example.com/e");
    let mut later = run(vec![article("a.md", &fixed)], &LintOptions::default()).findings;
    let gone = baseline.apply(&mut later);
    assert_eq!(gone.iter().map(|entry| &*entry.rule).collect::<Vec<_>>(), ["shortened-url"]);
    assert_eq!(rules(&later), [""; 0]);
    assert!(Baseline::parse("{\"version\":1,\"findings\":[],\"x\":1}").is_err());
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    #[test]
    fn a_suppression_hides_its_rule_and_no_other(at in any::<prop::sample::Index>()) {
        // Rules about the links of a site run elsewhere, and what is said of them here has no effect here.
        let rules: Vec<_> = RULES.iter().filter(|rule| rule.needs != "site").collect();
        let rule = at.get(&rules).id.name();
        let all = run(vec![article("a.md", TEXT)], &LintOptions::default());
        let options = LintOptions { suppress: vec![suppressed(rule)], ..LintOptions::default() };
        let some = run(vec![article("a.md", TEXT)], &options);
        let expected: Vec<_> = all.findings.iter().filter(|one| one.rule.name() != rule).cloned().collect();
        prop_assert_eq!(&some.findings, &expected);
        prop_assert_eq!(some.findings.len() + some.suppressed.len(), all.findings.len());
        prop_assert_eq!(some.dead.len(), usize::from(some.suppressed.is_empty()));
    }

    #[test]
    fn fingerprints_do_not_move_with_the_lines(above in 0_usize..40, indent in 0_usize..3) {
        let prints = |text: &str| -> Vec<String> {
            let found = run(vec![article("a.md", text)], &LintOptions::default()).findings;
            let mut prints: Vec<String> =
                found.into_iter().map(|one| one.fingerprint.to_string()).collect();
            prints.sort();
            prints
        };
        let moved = format!("{}{}{TEXT}", "\n".repeat(above), " ".repeat(indent));
        prop_assert_eq!(prints(TEXT), prints(&moved));
    }
}
