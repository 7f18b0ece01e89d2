//! `citations.jsonl`: the articles as `citegraph extract` writes them, one a line.
//!
//! URLs stay as they were found, secrets too, since other programs join by them; [`redacted`] is for
//! who wants to pass the file on.

use std::borrow::Cow;
use std::io;

use crate::article::{Article, CitationContext, Link};
use crate::link::redact::{redact_text, redact_url};

/// Writes articles as JSON lines.
///
/// # Errors
/// Where `out` fails.
pub fn write<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for article in articles {
        serde_json::to_writer(&mut *out, article)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The article without secrets in its URLs and texts: `--redact`.
///
/// `written` then differs from the bytes at `span`, and where a sentence had to be changed
/// `anchor_at` is dropped.
#[must_use]
pub fn redacted(article: &Article) -> Article {
    let mut article = article.clone();
    article.origin = article.origin.as_deref().map(|url| redact_url(url).into_owned());
    for capture in &mut article.captures {
        capture.url = redact_url(&capture.url).into_owned();
    }
    let names = article.authors.iter_mut().chain(&mut article.tags).chain(&mut article.title);
    let told = article.warnings.iter_mut().map(|warning| &mut warning.message);
    names.chain(told).for_each(clean);
    article.citations.iter_mut().chain(&mut article.rejects).for_each(redact_link);
    for sentence in article.sentences.iter_mut().flatten() {
        if let Cow::Owned(clean) = redact_text(&sentence.text) {
            sentence.text = clean.into();
        }
    }
    article
}

fn redact_link(link: &mut Link) {
    link.written = redact_url(&link.written).into_owned();
    if let Some(url) = &mut link.resolved {
        *url = redact_url(url).into_owned();
    }
    if let Some(cited) = &mut link.cited {
        cited.opened = redact_url(&cited.opened).into_owned();
        cited.key = redact_url(&cited.key).into_owned();
        cited.locator.iter_mut().chain(&mut cited.work).for_each(clean);
    }
    clean(&mut link.anchor);
    link.place_evidence.iter_mut().for_each(clean);
    if let Some(sentence) = &mut link.sentence {
        let text = sentence.text();
        let clean = redact_text(&text);
        if clean != text {
            link.anchor_at = None;
            *sentence = CitationContext::from(&*clean);
        }
    }
}

fn clean(text: &mut String) {
    *text = redact_text(text).into_owned();
}
