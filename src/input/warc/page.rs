//! From a record to a document: what is a page, and what it holds without the codings of HTTP.

use std::borrow::Cow;

use memchr::memmem;
use sha2::{Digest as _, Sha256};

use super::chunked::{Unchunked, unchunk};
use super::content_coding;
use super::header::{HeaderBlock, header_end};
use super::record::{RecordFault, WarcRecord, address, shortened};
use crate::article::{Capture, Format, SkipReason, Skipped};
use crate::fetch::ContentType;
use crate::input::encoding::decode_as;
use crate::input::media_type::MediaType;
use crate::input::{
    Document, InputOptions, Loaded, SkipCause, docx, notebook, own_output, own_output_cause, sniff,
};

/// The most transfer codings that are undone, one in the other.
const MAX_TRANSFER_CODINGS: usize = 4;

/// The longest address of a page. Servers take none that is longer.
const MAX_URL_BYTES: usize = 1 << 13;

/// What a record is.
#[derive(Debug)]
pub(super) enum SortedRecord {
    Page(CapturedPage),
    /// A document that should be read and cannot be, or the note that one has not changed.
    Skipped(RecordFault),
    /// A capture of something else, in words that several captures share.
    Other(String),
    /// No capture: it tells about the archive, or how something was requested.
    About,
}

/// A page as it stands in its record.
#[derive(Debug)]
pub(super) struct CapturedPage {
    pub(super) part: String,
    url: String,
    date: Option<String>,
    payload_digest: Option<String>,
    /// The header of the HTTP message; empty for a resource.
    http: HeaderBlock,
    /// `None` where nothing states it.
    kind: Option<MediaType>,
    charset: Option<String>,
    content: Vec<u8>,
    /// Where the body begins in `content`.
    body: usize,
}

impl CapturedPage {
    pub(super) fn size(&self) -> usize {
        self.content.len()
    }
}

/// Finds out what a record is.
pub(super) fn sort(record: WarcRecord, options: &InputOptions) -> SortedRecord {
    let part = record.part();
    let kind = record.header.get("WARC-Type").map(str::to_ascii_lowercase);
    let sorted = match kind.as_deref() {
        Some("response" | "resource") => capture(record, options),
        Some("revisit") => Err((SkipReason::Revisit, revisit(&record.header))),
        Some("warcinfo" | "request" | "metadata") => Ok(SortedRecord::About),
        Some("continuation") => Err(segment()),
        Some(other) => Ok(SortedRecord::Other(format!("type {}", shortened(other)))),
        None => Err(bad("it has no WARC-Type")),
    };
    sorted.unwrap_or_else(|(reason, detail)| {
        SortedRecord::Skipped(RecordFault { part, reason, detail })
    })
}

fn bad(why: &str) -> SkipCause {
    (SkipReason::BadRecord, why.into())
}

fn segment() -> SkipCause {
    bad("a segment of a larger record; segments are not joined")
}

/// Of what a revisit is the repetition.
fn revisit(header: &HeaderBlock) -> String {
    let field = |name| header.get(name).map(|value| shortened(address(value)));
    let date = field("WARC-Date").map_or_else(String::new, |date| format!(" on {date}"));
    let since = field("WARC-Refers-To-Date");
    let since = since.map_or_else(String::new, |date| format!(" since {date}"));
    let digest = field("WARC-Payload-Digest");
    let digest = digest.map_or_else(String::new, |digest| format!(", {digest}"));
    let url = field("WARC-Target-URI").unwrap_or("a page");
    format!("captured again{date}, unchanged{since}{digest}: {url}")
}

/// A response or a resource.
fn capture(record: WarcRecord, options: &InputOptions) -> Result<SortedRecord, SkipCause> {
    let header = &record.header;
    let url = header.get("WARC-Target-URI").map(address).unwrap_or_default();
    if url.is_empty() {
        return Err(bad("it has no WARC-Target-URI"));
    }
    let is_response =
        header.get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
    let is_web = ["http:", "https:"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let (http, body) = match is_response {
        true if record.content.starts_with(b"HTTP/") => http_header(&record.content)?,
        true if is_web => return Err(bad("its content does not begin with a status line of HTTP")),
        _ => (HeaderBlock::default(), 0),
    };
    if let Some(other) = other_status(&http)? {
        return Ok(SortedRecord::Other(other));
    }
    let stated = if body > 0 { http.get("Content-Type") } else { header.get("Content-Type") };
    let stated = ContentType::parse(stated.unwrap_or_default());
    let kind = MediaType::parse(&stated.name);
    let is_read = match kind {
        Some(kind) => options.mime.contains(kind),
        None => stated.name.is_empty() && options.mime.contains(MediaType::Html),
    };
    if !is_read {
        let name = if stated.name.is_empty() { "no stated type" } else { shortened(&stated.name) };
        return Ok(SortedRecord::Other(name.to_owned()));
    }
    if url.len() > MAX_URL_BYTES {
        return Err(bad(&format!("its address has more than {MAX_URL_BYTES} bytes")));
    }
    if let Some(why) = header.get("WARC-Truncated") {
        return Err(bad(&format!("the crawler truncated it: {}", shortened(why))));
    }
    if header.get("WARC-Segment-Number").is_some() {
        return Err(segment());
    }
    if record.is_excerpt {
        return Err((SkipReason::TooLarge, format!("more than {} bytes", options.max_size)));
    }
    Ok(SortedRecord::Page(CapturedPage {
        part: record.part(),
        url: url.to_owned(),
        date: header.get("WARC-Date").filter(|date| is_date(date)).map(str::to_owned),
        payload_digest: header.get("WARC-Payload-Digest").map(|text| shortened(text).to_owned()),
        http,
        kind,
        charset: stated.charset,
        content: record.content,
        body,
    }))
}

/// The header of an HTTP message, and where its body begins. Interim responses before it are passed over.
fn http_header(content: &[u8]) -> Result<(HeaderBlock, usize), SkipCause> {
    let mut start = 0;
    loop {
        let message = &content[start..];
        let head = &message[..message.len().min(super::header::MAX_HEADER_BYTES)];
        let (end, body) = match header_end(head, 0) {
            Some(found) => found,
            // Without a body the blank line is often missing too.
            None if head.len() == message.len() => (head.len(), head.len()),
            None => return Err(bad("its HTTP header is too long")),
        };
        if memmem::find(&head[..end], b"\n<").is_some() {
            return Err(bad("no blank line stands between its HTTP header and its body"));
        }
        let header = HeaderBlock::parse(&head[..end]);
        start += body;
        let is_interim = matches!(status(&header), Some(100 | 102..=199));
        if !is_interim || !content[start..].starts_with(b"HTTP/") {
            return Ok((header, start));
        }
    }
}

/// The status in a status line of HTTP.
fn status(http: &HeaderBlock) -> Option<u16> {
    let word = http.first.split_ascii_whitespace().nth(1)?;
    word.parse().ok().filter(|_| word.len() == 3)
}

/// Describes the status of a response that has no page; `None` if it may have one. Fails if the status is not a number.
fn other_status(http: &HeaderBlock) -> Result<Option<String>, SkipCause> {
    if http.first.is_empty() {
        return Ok(None);
    }
    match status(http) {
        // 204 and 205 have no content, 206 has a part of it.
        Some(200..=203 | 207..=299) => Ok(None),
        Some(status @ 100..=999) => Ok(Some(format!("status {status}"))),
        _ => Err(bad("its status line has no status")),
    }
}

/// Whether a text is a date as archives write them (W3CDTF): `2024`, `2024-05-06`, `2024-05-06T07:08:09Z`.
fn is_date(text: &str) -> bool {
    let (day, time) = text.split_once('T').unwrap_or((text, "Z"));
    let is_number = |word: &str| word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let day: Vec<&str> = day.split('-').collect();
    let Some(time) = time.strip_suffix('Z') else { return false };
    let mut time = time.split([':', '.']).filter(|word| !word.is_empty());
    text.len() <= 40
        && (1..=3).contains(&day.len())
        && day[0].len() == 4
        && day.iter().all(|word| is_number(word))
        && time.all(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reads a page. `input` is the name of the archive.
pub(super) fn load(page: CapturedPage, input: &str, options: &InputOptions) -> Loaded {
    let part = page.part.clone();
    match document(page, input, options) {
        Ok(document) => Loaded::Document(Box::new(document)),
        Err((reason, detail)) => {
            Loaded::Skipped(Skipped { input: input.to_owned(), part: Some(part), reason, detail })
        }
    }
}

fn document(
    page: CapturedPage,
    input: &str,
    options: &InputOptions,
) -> Result<Document, SkipCause> {
    let CapturedPage { part, url, date, payload_digest, http, kind, charset, content, body } = page;
    let bytes = decoded_body(&content[body..], &http, options.max_size)?;
    if bytes.len() as u64 > options.max_size {
        return Err((SkipReason::TooLarge, format!("more than {} bytes", options.max_size)));
    }
    let capture = Capture {
        date,
        url,
        input: input.to_owned(),
        part: part.clone(),
        digest: format!("sha256:{}", hex(&Sha256::digest(&bytes))),
        payload_digest,
    };
    let format = options.format.or(kind.map(MediaType::format));
    if format == Some(Format::Docx) {
        let (decoded, _) = docx::read(bytes.into_owned(), options.max_size)?;
        let (input, format) = (input.to_owned(), Format::Docx);
        return Ok(Document { input, part: Some(part), format, decoded, capture: Some(capture) });
    }
    let decoded = decode_as(bytes, charset.as_deref());
    if own_output::is(decoded.text.as_bytes()) {
        return Err(own_output_cause());
    }
    let format = match format {
        Some(format) => format,
        None => sniff::by_content(&decoded.text, sniff::FileKind::Page)?,
    };
    if format == Format::Html && sniff::is_feed(&decoded.text) {
        return Err((SkipReason::Feed, "a list of articles, not an article".into()));
    }
    let decoded = if format == Format::Notebook { notebook::read(decoded)? } else { decoded };
    let input = input.to_owned();
    Ok(Document { input, part: Some(part), format, decoded, capture: Some(capture) })
}

/// The body without the codings of its transfer and its content.
fn decoded_body<'a>(
    body: &'a [u8],
    http: &HeaderBlock,
    limit: u64,
) -> Result<Cow<'a, [u8]>, SkipCause> {
    let transfer = http.words("Transfer-Encoding");
    let (chunked, compressed): (Vec<&String>, Vec<&String>) =
        transfer.iter().partition(|word| *word == "chunked");
    let mut body = Cow::Borrowed(body);
    for _ in chunked.iter().take(MAX_TRANSFER_CODINGS) {
        match unchunk(&body) {
            Unchunked::Whole => break,
            Unchunked::Joined(joined) => body = joined.into(),
            Unchunked::Broken => return Err(bad("its chunks are incomplete or damaged")),
        }
    }
    let mut codings = http.words("Content-Encoding");
    codings.extend(compressed.into_iter().cloned());
    content_coding::decode(body, &codings, limit)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_archives() {
        for date in
            ["2024", "2024-05", "2024-05-06", "2024-05-06T07:08:09Z", "2024-05-06T07:08:09.123456Z"]
        {
            assert!(is_date(date), "{date}");
        }
        for other in [
            "",
            "yesterday",
            "20240506070809",
            "2024-5-6",
            "2024-05-06T07:08:09+01:00",
            "2024-05-06Tx:yZ",
        ] {
            assert!(!is_date(other), "{other}");
        }
    }
}
