//! What to do about errors of the library, which knows no flags.

use citegraph::article::SkipReason;
use citegraph::check::store::LedgerError;
use citegraph::fetch::FetchError;
use citegraph::fix::RuleChoiceError;
use citegraph::graph::TooManyPairs;

/// What to do about a projection with too many pairs.
const FEWER_PAIRS: &str = "--max-pairs N allows more pairs. A coarser --level or a shorter period \
                           (--from, --to) makes the graph smaller. --max-list N also makes it \
                           smaller: with --view cocitation, it leaves out articles that cite more \
                           than N items; with --view coupling, it leaves out items cited by more \
                           than N articles";

/// The remedy for an error; `None` where the message says all.
pub(super) fn of(error: &anyhow::Error) -> Option<&'static str> {
    error.chain().find_map(|cause| {
        let ledger = cause.downcast_ref::<LedgerError>().map(of_ledger);
        let fetch = || cause.downcast_ref::<FetchError>().and_then(of_fetch);
        let choice = || cause.downcast_ref::<RuleChoiceError>().and_then(of_choice);
        let pairs = || cause.downcast_ref::<TooManyPairs>().map(|_| FEWER_PAIRS);
        ledger.or_else(fetch).or_else(choice).or_else(pairs)
    })
}

/// The remedy for documents that were skipped; `None` where a flag changes nothing.
pub(super) fn of_skip(reason: SkipReason) -> Option<&'static str> {
    match reason {
        SkipReason::TooLarge => Some("--max-size SIZE allows larger documents"),
        SkipReason::BadParquet => {
            Some("write the tables again with `citegraph extract --format parquet -o DIR`")
        }
        SkipReason::UnknownFormat => Some(
            "citegraph reads Markdown, HTML, .docx, notebooks (.ipynb) and plain text; convert the file, for \
             example with `pandoc -t html`, or set its format with --format-in",
        ),
        _ => None,
    }
}

fn of_ledger(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Locked(_) => {
            "wait for the other run, choose another ledger with --ledger, or use --offline, which only reads the ledger"
        }
        LedgerError::TooLarge(_) => "start another ledger with --ledger, or remove old lines",
        _ => "choose another ledger with --ledger",
    }
}

fn of_fetch(error: &FetchError) -> Option<&'static str> {
    match error {
        FetchError::TooLarge { .. } => Some("--max-size SIZE allows larger pages"),
        FetchError::Resolve(_) => Some("write --resolve example.org:443:192.0.2.7"),
        _ => None,
    }
}

fn of_choice(error: &RuleChoiceError) -> Option<&'static str> {
    match error {
        RuleChoiceError::NotRepairing(_) => {
            Some("--repair applies such fixes; check what they change")
        }
        RuleChoiceError::Nothing => {
            Some("remove --no-rule, or change the rules of [lint] in citegraph.toml")
        }
        RuleChoiceError::NoFix(_) => None,
    }
}
