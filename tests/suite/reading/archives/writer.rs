//! A small writer of web archives, right and wrong.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A page that cites one address, with words enough to be an article.
pub(crate) fn page(cited: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>About {cited}</title></head><body><p>These are some words of an \
         article, and one of its sentences cites <a href=\"https://{cited}.example/a\">a source</a>.</p></body></html>"
    )
}

/// A message of HTTP.
pub(crate) fn http(fields: &[&str], body: &[u8]) -> Vec<u8> {
    let mut message = b"HTTP/1.1 200 OK\r\n".to_vec();
    for field in fields {
        message.extend(field.as_bytes());
        message.extend(b"\r\n");
    }
    message.extend(b"\r\n");
    message.extend(body);
    message
}

/// A page as servers send it.
pub(crate) fn response(cited: &str) -> Vec<u8> {
    http(&["Content-Type: text/html; charset=utf-8"], page(cited).as_bytes())
}

/// The fields of a record about `http://NAME.test/`, without its length.
pub(crate) fn fields(name: &str) -> Vec<String> {
    [
        "WARC-Type: response".to_owned(),
        format!("WARC-Record-ID: <urn:test:{name}>"),
        format!("WARC-Target-URI: http://{name}.test/"),
        "WARC-Date: 2024-05-06T07:08:09Z".to_owned(),
        "Content-Type: application/http; msgtype=response".to_owned(),
    ]
    .into()
}

/// A record with these lines in its header and `end` behind its content.
pub(crate) fn lines(fields: &[String], content: &[u8], end: &str) -> Vec<u8> {
    let mut record = format!("WARC/1.0\r\n{}\r\n\r\n", fields.join("\r\n")).into_bytes();
    record.extend(content);
    record.extend(end.as_bytes());
    record
}

/// A whole record with these fields, of which some may be replaced.
pub(crate) fn record(name: &str, changes: &[&str], content: &[u8]) -> Vec<u8> {
    let mut all = fields(name);
    all.push(format!("Content-Length: {}", content.len()));
    for change in changes {
        let (key, value) = change.split_once(':').expect("a field");
        all.retain(|field| !field.starts_with(&format!("{key}:")));
        if !value.is_empty() {
            all.push((*change).to_owned());
        }
    }
    lines(&all, content, "\r\n\r\n")
}

/// A record of a page that cites `NAME.example`.
pub(crate) fn good(name: &str) -> Vec<u8> {
    record(name, &[], &response(name))
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

/// The records, each as a gzip member.
pub(crate) fn members(records: &[Vec<u8>]) -> Vec<u8> {
    records.iter().flat_map(|record| gzip(record)).collect()
}

/// A ZIP archive of these files.
pub(crate) fn wacz(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a member");
        writer.write_all(bytes).expect("memory takes everything");
    }
    writer.finish().expect("an archive").into_inner()
}
