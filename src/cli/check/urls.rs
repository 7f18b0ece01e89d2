//! The list of addresses that `--urls` names.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use citegraph::article::Article;
use citegraph::extract::list;
use citegraph::input;
use citegraph::link::redact::redact_text;
use citegraph::report::plural;

use super::super::output::{eprint_line, visible};

/// The largest list that is read, in bytes.
const MAX_LIST_BYTES: u64 = 1 << 30;

/// Lines that are shown of those that are not addresses.
const MAX_SHOWN_LINES: usize = 10;

/// Characters that are shown of one.
const MAX_SHOWN_CHARS: usize = 80;

/// Reads the list, in whatever encoding, and warns of lines that are not addresses.
pub(super) fn read(path: &Path, quiet: bool) -> anyhow::Result<Article> {
    let name = path.to_string_lossy().replace('\\', "/");
    let bytes = if name == "-" {
        bounded(std::io::stdin().lock())
    } else {
        std::fs::File::open(path).map_err(Into::into).and_then(bounded)
    };
    let bytes = bytes.with_context(|| format!("cannot read {name}, the list of --urls"))?;
    // Spans count the bytes of the file, which a text that is decoded has not any more.
    let text = String::from_utf8(bytes).unwrap_or_else(|e| input::decode(e.into_bytes()).text);
    let list = list::read(&name, &text);
    if !quiet {
        warn(&list);
    }
    if is_unread(&list) {
        let shown = visible(&list.input);
        eprint_line(&format!(
            "error: no line of {shown} is an http(s) address; write one address per line"
        ));
    }
    Ok(list)
}

/// Whether no line of a list could be read.
pub(super) fn is_unread(list: &Article) -> bool {
    list.citations.is_empty() && !list.rejects.is_empty()
}

fn bounded(from: impl std::io::Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_LIST_BYTES,
        "it has more than {MAX_LIST_BYTES} bytes"
    );
    Ok(bytes)
}

fn warn(list: &Article) {
    for link in list.rejects.iter().take(MAX_SHOWN_LINES) {
        let word: String = redact_text(&link.written).chars().take(MAX_SHOWN_CHARS).collect();
        eprint_line(&format!(
            "warning: {}:{}: {word} is not an http(s) address",
            list.input, link.line
        ));
    }
    let more = list.rejects.len().saturating_sub(MAX_SHOWN_LINES);
    if more > 0 {
        eprint_line(&format!(
            "warning: {}: {} not http(s) addresses",
            list.input,
            plural(more as u64, "more line is", "more lines are")
        ));
    }
}
