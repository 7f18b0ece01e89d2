//! Which links a run is about: patterns that leave some out, addresses that are asked elsewhere, links that somebody
//! accepted; and what of it has no effect.

use std::collections::BTreeMap;

use citegraph::article::Link;
use citegraph::audit::{CheckRow, CheckTarget};
use citegraph::corpus::Corpus;
use citegraph::fetch::FetchOptions;
use citegraph::findings::LintReport;
use citegraph::link::{UrlFilter, UrlPattern, UrlRemap};
use url::Url;

use super::super::configuration::Config;
use super::super::output::{eprint_line, visible};

/// Which links are asked.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Which links")]
pub(super) struct ScopeArgs {
    /// Do not check links that match this pattern: a host (example.org, *.example.org, example.org:8080) or an address
    /// with * for any characters (https://example.org/drafts/*)
    #[arg(long, value_name = "PATTERN", value_parser = UrlPattern::parse)]
    exclude: Vec<UrlPattern>,
    /// Without --exclude, check only links that match this pattern. With --exclude, check these links even if --exclude
    /// matches them
    #[arg(long, value_name = "PATTERN", value_parser = UrlPattern::parse)]
    include: Vec<UrlPattern>,
    /// Replace FROM at the beginning of addresses with TO and check the new addresses, for example those of a copy of
    /// the site that is not published yet
    #[arg(long, value_name = "FROM TO", value_parser = UrlRemap::parse)]
    remap: Vec<UrlRemap>,
}

impl ScopeArgs {
    /// Applies the patterns onto the options.
    pub(super) fn apply(&self, options: &mut Config) {
        options.check.exclude.extend(self.exclude.iter().cloned());
        options.check.include.extend(self.include.iter().cloned());
    }

    /// Changes the addresses that are asked.
    pub(super) fn remap(&self, corpus: &mut Corpus, quiet: bool) {
        let mut used = vec![false; self.remap.len()];
        let mut change = |address: &mut String| {
            let to = |remap: &UrlRemap| remap.apply(address);
            let found = self.remap.iter().enumerate().find_map(|(at, one)| Some((at, to(one)?)));
            if let Some((at, to)) = found {
                used[at] = true;
                *address = to;
            }
        };
        for Link { resolved, cited, .. } in
            corpus.articles.iter_mut().flat_map(|article| &mut article.citations)
        {
            resolved.as_mut().into_iter().for_each(&mut change);
            cited.as_mut().into_iter().for_each(|cited| change(&mut cited.opened));
        }
        for (remap, _) in self.remap.iter().zip(&used).filter(|(_, used)| !**used && !quiet) {
            let remap = visible(&remap.to_string());
            eprint_line(&format!(
                "warning: no link begins with the first address of --remap {remap:?}"
            ));
        }
    }
}

/// The addresses of all citations.
pub(super) fn urls(corpus: &Corpus) -> Vec<Url> {
    let resolved = corpus.citations().filter_map(|link| link.resolved.as_deref());
    resolved.filter_map(|url| Url::parse(url).ok()).collect()
}

/// Drops the links that the patterns leave out; how many places that are.
pub(super) fn exclude(
    subjects: &mut Vec<CheckTarget<'_>>,
    options: &FetchOptions,
    quiet: bool,
) -> u64 {
    let mut filter = UrlFilter::new(options.exclude.clone(), options.include.clone());
    let mut excluded = 0;
    subjects.retain(|subject| {
        let is_excluded = filter.excludes(&subject.url);
        excluded += if is_excluded { subject.citing.len() as u64 } else { 0 };
        !is_excluded
    });
    for pattern in filter.unused().filter(|_| !quiet) {
        let pattern = visible(pattern.as_str());
        eprint_line(&format!("warning: the pattern {pattern} matches no link"));
    }
    excluded
}

/// Reports keys of the table of hosts that fit no link and no address that a link led to.
pub(super) fn print_unused_hosts(options: &FetchOptions, rows: &[CheckRow]) {
    if options.hosts.is_empty() {
        return;
    }
    let hops = rows.iter().flat_map(|row| row.hops.iter().map(|hop| hop.url.as_str()));
    let urls = rows.iter().map(|row| row.url.as_str()).chain(hops);
    let urls: Vec<Url> = urls.filter_map(|url| Url::parse(url).ok()).collect();
    for key in options.unused_hosts(urls.iter()) {
        let key = visible(key);
        eprint_line(&format!("warning: [check.hosts.\"{key}\"] matches no link"));
    }
}

/// Marks links that somebody accepted at all of their places.
pub(super) fn accept(rows: &mut [CheckRow], report: &LintReport) {
    let place = |input: &str, line: u32, column: u32| (input.to_owned(), line, column);
    let accepted: BTreeMap<_, &str> = report
        .suppressed
        .iter()
        .filter_map(|one| {
            let (line, column) = (one.finding.line?, one.finding.column?);
            Some((place(&one.finding.input, line, column), one.reason.as_str()))
        })
        .collect();
    if accepted.is_empty() {
        return;
    }
    for row in rows.iter_mut() {
        let reasons =
            row.cited_by.iter().map(|at| accepted.get(&place(&at.input, at.line, at.column)));
        let reasons: Option<Vec<&&str>> = reasons.collect();
        row.accepted = reasons.and_then(|all| all.first().map(|reason| (**reason).to_owned()));
    }
}
