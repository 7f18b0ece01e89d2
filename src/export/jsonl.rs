//! `citations.jsonl`: the articles as `citegraph extract` writes them, one a line.
//!
//! URLs stay as they were found, secrets too, since other programs join by them; [`redacted`] is for
//! who wants to pass the file on.

use std::borrow::Cow;
use std::io::{self, Write as _};

use sonic_rs::writer::BufferedWriter;

use crate::article::{Article, CitationContext, Link};
use crate::link::redact::{redact_text, redact_url};

/// How many bytes a link takes in nine of ten lines, or fewer.
const USUAL_ROW_BYTES: usize = 1024;

/// Writes articles as JSON lines.
///
/// # Errors
/// Where `out` fails.
pub fn write<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut out = BufferedWriter::new(out);
    for article in articles {
        sonic_rs::to_writer(&mut out, article)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The line of one article.
///
/// # Errors
/// If the article cannot be serialized; writing to memory itself does not fail.
pub fn line(article: &Article) -> io::Result<Vec<u8>> {
    let rows = article.citations.len() + article.rejects.len();
    let mut line = Vec::with_capacity(8192 + rows * USUAL_ROW_BYTES);
    sonic_rs::to_writer(&mut line, article)?;
    line.push(b'\n');
    Ok(line)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Format;
    use crate::extract::{ExtractOptions, Extractor};
    use crate::input::Document;

    proptest! {
        #![proptest_config(crate::properties::cases(500))]

        /// Every reader of lines uses `serde_json`, and so did their writer.
        #[test]
        fn lines_are_those_of_serde_json(words in prop::collection::vec("\\PC{0,40}|[\"\\\\/\u{0}-\u{1f}\u{7f}\u{2028}😀]{0,40}", 0..12)) {
            let text = words.join(" [a](https://a.example/b \"c\"). ");
            let document = Document::new("a\u{1}\"b.md", Format::Markdown, &text);
            let options = ExtractOptions { text: true, ..ExtractOptions::default() };
            let article = Extractor::default().extract(&document, &options);
            let mut expected = serde_json::to_vec(&article).unwrap();
            expected.push(b'\n');
            prop_assert_eq!(line(&article).unwrap(), &*expected);
            let mut written = Vec::new();
            write([&article], &mut written).unwrap();
            prop_assert_eq!(written, expected);
        }
    }
}
