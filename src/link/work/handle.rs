//! Handles of repositories, `hdl:1721.1/12345`: a prefix that is registered worldwide, and a number.

use super::{UrlParts, Work, is_number, is_plain, stem};

/// The prefix that repositories have before they register their own.
const UNREGISTERED: &str = "123456789";

/// Reads the resolver, and the record or its first file in a repository: DSpace's addresses are alike.
pub(super) fn in_page(page: &UrlParts<'_>) -> Option<Work> {
    if page.host == "hdl.handle.net" {
        let [prefix, id, ""] = page.words() else { return None };
        return registered(prefix, id);
    }
    let mut words = page.segments().skip_while(|word| !matches!(*word, "handle" | "bitstream"));
    let kind = words.next()?;
    let words: Vec<&str> = words.collect();
    match (kind, words.as_slice()) {
        ("handle", [prefix, id]) => {
            let is_record = page.asks_only(&["locale", "locale-attribute", "show"]);
            registered(prefix, id).filter(|_| is_record)
        }
        // Older addresses have the number of the file before its name.
        ("bitstream", ["handle", prefix, id, file] | [prefix, id, "1", file]) => {
            let is_first = page.value("sequence").is_none_or(|number| number == "1");
            registered(prefix, id).filter(|_| is_first && stem(file).len() < file.len())
        }
        _ => None,
    }
}

/// A registered prefix and a number; every repository has its own.
fn registered(prefix: &str, id: &str) -> Option<Work> {
    let first = prefix.split('.').next()?;
    let is_prefix = prefix.split('.').all(is_number) && (first.len() >= 4 || first == "20");
    (is_prefix && !prefix.starts_with(UNREGISTERED) && is_plain(id, "-._"))
        .then(|| Work::whole("hdl", &format!("{prefix}/{}", id.to_ascii_lowercase())))?
}
