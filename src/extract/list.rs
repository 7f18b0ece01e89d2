//! A list of addresses as an article, so that it goes the way of all links.

use rayon::prelude::*;
use url::Url;

use crate::article::{Article, Format, Link, OriginRule, Place, Reason, SCHEMA, Syntax};
use crate::link::{ResolvedHref, cite, resolve_href};

/// What editors on Windows write in front of a text.
const BOM: char = '\u{feff}';

/// Reads a list: one address a line, a blank and what follows it left out; blank lines and those that
/// begin with `#` say nothing, nor does a byte order mark. `input` is its name in every output. What is no
/// http(s) URL is a reject.
pub fn read(input: &str, text: &str) -> Article {
    let lines = text.strip_prefix(BOM).unwrap_or(text).lines().enumerate();
    let named = lines.filter_map(|(at, line)| Some((at, line.split_whitespace().next()?)));
    let links = named.filter(|(_, word)| !word.starts_with('#'));
    let links: Vec<_> = links.enumerate().collect();
    let links = links.into_par_iter().map(|(ordinal, (at, word))| link(ordinal, at, word, text));
    let (citations, rejects) = links.partition(|link| link.reason.is_none());
    Article {
        schema: SCHEMA,
        input: input.to_owned(),
        part: None,
        format: Format::Text,
        dialect: None,
        origin: None,
        origin_rule: OriginRule::None,
        title: None,
        published: None,
        authors: Vec::new(),
        tags: Vec::new(),
        language: None,
        citations,
        rejects,
        ignores: Vec::new(),
        warnings: Vec::new(),
        sentences: None,
    }
}

fn link(ordinal: usize, line: usize, word: &str, text: &str) -> Link {
    // A word is a part of the text.
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let (line, column) =
        (line as u32 + 1, text[begin..start].trim_start_matches(BOM).chars().count() as u32 + 1);
    let resolved = match resolve_href(word, None) {
        ResolvedHref::Web(url) => Ok(url),
        ResolvedHref::Scheme(_) => Err(Reason::Scheme),
        ResolvedHref::Empty | ResolvedHref::Fragment => Err(Reason::Empty),
        ResolvedHref::Template => Err(Reason::Template),
        ResolvedHref::Invalid | ResolvedHref::Unresolved => Err(Reason::Invalid),
    };
    Link {
        ordinal: ordinal as u32,
        syntax: Syntax::Bare,
        written: word.to_owned(),
        resolved: resolved.as_ref().ok().map(Url::to_string),
        cited: resolved.as_ref().ok().map(cite),
        place: Place::Body,
        place_evidence: Vec::new(),
        anchor: String::new(),
        sentence: None,
        sentence_id: None,
        anchor_at: None,
        supports: Some(Vec::new()),
        paragraph: None,
        rel: None,
        span: Some([start as u64, (start + word.len()) as u64]),
        line,
        column,
        at: [line, column],
        reason: resolved.as_ref().err().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_a_line() {
        let text = "# sources\nhttps://a.example/x).\n\n  http://b.example/ seen in May\r\nftp://c.example/\nnonsense\n";
        let article = read("urls.txt", text);
        let urls: Vec<_> =
            article.citations.iter().map(|c| c.resolved.as_deref().unwrap()).collect();
        assert_eq!(urls, ["https://a.example/x).", "http://b.example/"]);
        let second = &article.citations[1];
        let [start, end] = second.span.unwrap();
        assert_eq!(&text[start as usize..end as usize], "http://b.example/");
        assert_eq!((second.line, second.column), (4, 3));
        let marked = read("urls.txt", &format!("{BOM}http://a.example/\n"));
        let first = &marked.citations[0];
        assert_eq!((first.line, first.column, first.span), (1, 1, Some([3, 20])));
        let reasons: Vec<_> = article.rejects.iter().filter_map(|reject| reject.reason).collect();
        assert_eq!(reasons, [Reason::Scheme, Reason::Invalid]);
    }
}
