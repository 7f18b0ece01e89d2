//! The ledger of `check`, as other verbs read it.

use std::collections::BTreeMap;
use std::path::Path;

use citegraph::article::Article;
use citegraph::audit::{AuditContext, CheckedLinks, Life, lives};
use citegraph::check::ledger::{Ledger, LedgerNotice};
use citegraph::check::store;
use citegraph::corpus::table::CitationTable;
use citegraph::corpus::{ArticleStore, Selection};
use citegraph::fetch::FetchOptions;
use citegraph::report::rot::{ArticleLinks, CitedLinks, LinkRot, RotInputs};
use jiff::civil::Date;
use url::Url;

use super::args::CliContext;
use super::clock::Clock;
use super::output::{eprint_line, visible};

/// The default path of the ledger.
pub(crate) const LEDGER: &str = ".citegraph/ledger.ndjson";

/// Marks pages that are missing and whose owner's pages the configuration names as private.
pub(crate) fn mark_private_owners(ledger: &mut Ledger, options: &FetchOptions) {
    if options.hosts.values().any(|own| !own.private.is_empty()) {
        let is_private =
            |url: &str| Url::parse(url).is_ok_and(|url| options.is_of_private_owner(&url));
        ledger.mark_private_owners(&is_private);
    }
}

/// What a ledger that the user named knows of links on the day of the run.
pub(crate) fn links(path: &Path, env: &CliContext, clock: Clock) -> anyhow::Result<CheckedLinks> {
    let (ledger, _) = known(path, env)?.up_to(clock.today());
    Ok(CheckedLinks::known(&ledger, &env.options.policy, clock.today()))
}

/// What a ledger says about links on a day, their lives included.
pub(crate) struct LedgerView {
    pub(crate) links: CheckedLinks,
    lives: BTreeMap<String, Life>,
    today: Date,
}

impl LedgerView {
    /// Joins it with the citations that count.
    pub(crate) fn rot(
        &self,
        table: &CitationTable,
        store: &mut ArticleStore,
        selection: &Selection,
    ) -> anyhow::Result<LinkRot> {
        let checked = RotInputs { links: &self.links, lives: &self.lives, today: self.today };
        let mut cited = CitedLinks::default();
        let links = |_, article: &Article| ArticleLinks::new(article, selection, checked);
        store.each(table, links, |links| {
            cited.add(links);
            Ok(())
        })?;
        Ok(LinkRot::from_links(&cited, checked))
    }
}

/// The same as [`links`], with how long links were seen to live.
pub(crate) fn links_with_lives(
    path: &Path,
    env: &CliContext,
    clock: Clock,
) -> anyhow::Result<LedgerView> {
    let (ledger, _) = known(path, env)?.up_to(clock.today());
    let (policy, today) = (&env.options.policy, clock.today());
    let links = CheckedLinks::known(&ledger, policy, today);
    let run = AuditContext { ledger: &ledger, policy, today, name: None, added: None };
    let lives = lives(&links, run);
    Ok(LedgerView { links, lives, today })
}

/// Reads a ledger that the user named, or that has to be there.
pub(crate) fn known(path: &Path, env: &CliContext) -> anyhow::Result<Ledger> {
    let shown = visible(&path.display().to_string());
    anyhow::ensure!(path.exists(), "ledger {shown} not found; `citegraph check` creates one");
    let (mut ledger, notes) = store::read(path)?;
    mark_private_owners(&mut ledger, &env.options.check);
    if !env.quiet {
        print_notes(path, &notes);
    }
    Ok(ledger)
}

/// Tells what is odd about a ledger.
pub(crate) fn print_notes(path: &Path, notes: &[LedgerNotice]) {
    for note in notes {
        eprint_line(&format!("warning: {}: {note}", visible(&path.display().to_string())));
    }
}
