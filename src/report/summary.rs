//! The report in a few sentences. Text, Markdown and page print the same ones.

use super::format::{count, count_noun, percent, skip_reasons, tally_in_words};
use super::{Report, narrative, words};
use crate::corpus::Totals;
use crate::link::redact::redact_url;

/// The report in a few sentences, the most important one first.
pub(super) fn sentences(report: &Report) -> Vec<String> {
    let told = narrative::sentences(&report.spread);
    let own = super::own_site_warning(&report.own_sites);
    let rest = [own, cited(&report.totals), left_out(report), skipped(report)];
    std::iter::once(headline(report)).chain(told).chain(rest.into_iter().flatten()).collect()
}

fn headline(report: &Report) -> String {
    let totals = &report.totals;
    let articles = count_noun(totals.articles, "article");
    if totals.links == 0 {
        return format!("No link was found in {articles}.");
    }
    let links = count_noun(totals.links, "link");
    if totals.counted == 0 {
        return match totals.links {
            1 => format!("The only link in {articles} does not count as a citation."),
            _ => format!("None of {links} in {articles} counts as a citation."),
        };
    }
    let works = count_noun(totals.works, "work");
    let domains = count_noun(totals.domains, "domain");
    let largest = largest(report).map_or_else(String::new, |largest| format!("; {largest}"));
    let which = match totals.links {
        1 => format!("The only link in {articles}"),
        _ => format!("{} of {links} in {articles}", count(totals.citations)),
    };
    let what = match (totals.counted, totals.citations) {
        (1, 1) => "is a citation of".to_owned(),
        (counted, all) if counted == all => "are citations of".to_owned(),
        (1, _) => "are citations; 1 of them counts. It leads to".to_owned(),
        (counted, _) => {
            format!("are citations; {} of them count. These lead to", count(counted))
        }
    };
    format!("{which} {what} {works} on {domains}{largest}.")
}

fn largest(report: &Report) -> Option<String> {
    let first = report.domains.first()?;
    let name = redact_url(&first.domain);
    let share = percent(first.share);
    let equal = report.domains.iter().filter(|row| row.citations == first.citations).count() as u64;
    Some(match equal {
        1 => format!("the most cited domain, {name}, receives {share} of the citations"),
        _ => format!(
            "the most cited domains, {name} and {} more, receive {share} of the citations each",
            count(equal - 1)
        ),
    })
}

fn cited(totals: &Totals) -> Option<String> {
    let (all, cited) = (totals.sentences?, totals.cited_sentences?);
    let verb = if cited == 1 { "has" } else { "have" };
    match (cited, all) {
        (_, 0) => None,
        (0, 1) => Some("The only sentence of the text has no citation.".to_owned()),
        (_, 1) => Some("The only sentence of the text has a citation.".to_owned()),
        _ => {
            let (cited, all) = (count(cited), count_noun(all, "sentence"));
            Some(format!("{cited} of {all} of the text {verb} a citation."))
        }
    }
}

fn left_out(report: &Report) -> Option<String> {
    let places = report.excluded.iter().map(|(place, n)| (words::in_place(*place), *n));
    let syntaxes = report.excluded_syntax.iter().map(|(one, n)| (words::in_syntax(*one), *n));
    let rows = tally_in_words(places.chain(syntaxes));
    (!rows.is_empty()).then(|| format!("Not counted, because of their place in the article or the way they are written: {rows}."))
}

fn skipped(report: &Report) -> Option<String> {
    let number = report.totals.skipped;
    let verb = if number == 1 { "was" } else { "were" };
    let reasons = skip_reasons(report).into_iter();
    let reasons = tally_in_words(reasons.map(|(reason, n)| (words::skipped(reason), n)));
    (number > 0).then(|| format!("{} {verb} skipped: {reasons}.", count_noun(number, "file")))
}
