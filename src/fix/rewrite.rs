//! From a wanted address to the bytes that have to change, as few as can be found.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use url::Url;

use super::address::TargetAddress;
use super::notation::{DecodedChars, Notation};
use crate::article::{Format, Link};
use crate::edit::Edit;
use crate::input::Document;
use crate::link::{ResolvedHref, cuts, resolve_href, without};

/// A change of what is written: bytes of [`Link::written`], and what comes instead.
pub(super) type Replacement = (Range<usize>, String);

/// The changes that make a link lead to the wanted address: bytes left out where that does it, else the
/// stretch in which the addresses differ, else the whole address anew.
pub(super) fn changes(
    link: &Link,
    format: Format,
    wanted: &TargetAddress,
) -> Result<Vec<Replacement>, &'static str> {
    let notation = Notation::for_syntax(link.syntax, format);
    let read = reading(link, notation).unwrap_or(notation);
    let letters = read.read(&link.written);
    let left_out = (!wanted.cuts.is_empty()).then(|| left_out(link, &letters, wanted)).flatten();
    if let Some(changes) = left_out {
        return Ok(changes);
    }
    let whole = letters.text.len() - letters.text.trim_start_matches(is_blank).len()
        ..letters.text.trim_end_matches(is_blank).len();
    let begins_at_host = letters.text[whole.clone()].starts_with("//");
    if link.resolved.is_some() && !is_absolute(&letters.text) && !begins_at_host {
        return Err("it is a relative address");
    }
    let is_as_resolved = link.resolved.as_deref() == letters.text.get(whole.clone());
    let differs = is_as_resolved.then(|| differing(&letters.text, &whole, &wanted.address));
    let stretches = differs.into_iter().chain([(whole, wanted.address.as_str())]);
    let mut changes = stretches.filter_map(|(text, new)| {
        rewrite_range(link, notation, letters.written(text)?, new, &wanted.address)
    });
    changes
        .next()
        .map(|change| vec![change])
        .ok_or("the new address cannot be written in this notation")
}

/// The notation in which what is written is what was resolved; `None` where it is relative.
fn reading(link: &Link, notation: Notation) -> Option<Notation> {
    let resolved = link.resolved.as_deref()?;
    notation.first().find(|notation| leads_to(&notation.read(&link.written).text, resolved))
}

fn leads_to(text: &str, address: &str) -> bool {
    matches!(resolve_href(text, None), ResolvedHref::Web(url) if url.as_str() == address)
}

fn is_blank(c: char) -> bool {
    c <= ' '
}

/// Whether an address needs no page to be read.
fn is_absolute(text: &str) -> bool {
    // Two slashes take the scheme of their page.
    let has_scheme = !text.trim_start().starts_with(['/', '\\']);
    has_scheme && matches!(resolve_href(text, None), ResolvedHref::Web(_))
}

/// Only bytes left out, if that does it.
fn left_out(
    link: &Link,
    letters: &DecodedChars,
    wanted: &TargetAddress,
) -> Option<Vec<Replacement>> {
    let url = Url::parse(link.resolved.as_deref()?).ok()?;
    let cuts = cuts(&letters.text, url.host_str()?, &wanted.cuts);
    let left = without(&letters.text, &cuts);
    let does_it = leads_to(&left, &wanted.address) || !is_absolute(&letters.text);
    if cuts.is_empty() || left.trim().is_empty() || !does_it {
        return None;
    }
    cuts.into_iter().map(|cut| Some((letters.written(cut)?, String::new()))).collect()
}

/// The stretch in which two addresses differ, and what stands there in the new one.
fn differing<'a>(text: &str, whole: &Range<usize>, new: &'a str) -> (Range<usize>, &'a str) {
    let old = &text[whole.clone()];
    let same = |(left, right): &(u8, u8)| left == right;
    let start = old.bytes().zip(new.bytes()).take_while(same).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(rest).take_while(same).count();
    (whole.start + start..whole.end - end, &new[start..new.len() - end])
}

/// A stretch written anew, in the first way that is read as the wanted address.
fn rewrite_range(
    link: &Link,
    notation: Notation,
    place: Range<usize>,
    new: &str,
    address: &str,
) -> Option<Replacement> {
    let (before, after) = (&link.written[..place.start], &link.written[place.end..]);
    let fits = |way: &String| {
        let written = [before, way, after].concat();
        notation.balances(&written) && leads_to(&notation.read(&written).text, address)
    };
    let way = notation.spellings(new, &link.written).into_iter().find(fits)?;
    Some((place, way))
}

/// The changes as edits of the file, in its encoding.
pub(super) fn on_disk(
    file: &[u8],
    place: Range<usize>,
    document: &Document,
    link: &Link,
    changes: &[Replacement],
) -> Result<Vec<Edit>, &'static str> {
    const OTHER: &str = "the new address cannot be written in the encoding of the file";
    let encode = |text: &str| encoded(document.decoded.encoding, text).ok_or(OTHER);
    let there = file.get(place.clone()).ok_or(OTHER)?;
    if encode(&link.written)? != there {
        return Err(OTHER);
    }
    let edit = |(range, new): &Replacement| {
        let start = place.start + encode(&link.written[..range.start])?.len();
        let expected = encode(&link.written[range.clone()])?;
        Ok(Edit { start, expected, replacement: encode(new)? })
    };
    changes.iter().map(edit).collect()
}

/// A text in an encoding; `None` where it has no bytes for some character.
fn encoded(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    if encoding == UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_differ() {
        for (old, new, stretch, piece) in [
            ("https://a/x?b", "https://a/y?b", 10..11, "y"),
            ("https://a/xx", "https://a/x", 11..12, ""),
            ("https://a/x", "https://a/xx", 11..11, "x"),
            ("https://a/", "https://a/", 10..10, ""),
        ] {
            assert_eq!(differing(old, &(0..old.len()), new), (stretch, piece), "{old}");
        }
    }

    #[test]
    fn encodings() {
        assert_eq!(encoded(UTF_16LE, "a").unwrap(), b"a\0");
        assert_eq!(encoded(UTF_16BE, "a").unwrap(), b"\0a");
        assert_eq!(encoded(encoding_rs::GBK, "中").unwrap(), b"\xd6\xd0");
        assert_eq!(encoded(encoding_rs::WINDOWS_1252, "中"), None);
    }
}
