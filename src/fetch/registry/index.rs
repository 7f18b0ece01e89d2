//! Answers of a web archive's index, in both forms that the Wayback Machine documents: rows of its CDX
//! server and the object of its availability API. And what an archive's addresses say.

use jiff::civil::{Date, DateTime};
use serde_json::Value;
use url::{Position, Url};

/// A capture that an index lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fetch) struct Capture {
    /// When it was made: 14 digits.
    pub(in crate::fetch) timestamp: String,
    /// The address that was captured.
    pub(in crate::fetch) original: String,
    /// The status that was captured; empty where the index does not say.
    pub(in crate::fetch) status: String,
}

/// What an index says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fetch) enum CaptureListing {
    /// These captures.
    Rows(Vec<Capture>),
    /// There is none.
    Nothing,
    /// Nothing is accessible now, which may be for another reason than that there is none.
    Unavailable,
}

/// Reads an index's answer; `None` for what is none.
pub(in crate::fetch) fn parse(body: &str) -> Option<CaptureListing> {
    match serde_json::from_str(body).ok()? {
        Value::Array(lines) => rows(&lines),
        Value::Object(object) => available(object.get("archived_snapshots")?),
        _ => None,
    }
}

/// A list of lists of words; the first names the columns. Nothing found is an empty list.
fn rows(lines: &[Value]) -> Option<CaptureListing> {
    let Some((head, rows)) = lines.split_first() else { return Some(CaptureListing::Nothing) };
    let head = head.as_array()?;
    let column = |name: &str| head.iter().position(|word| word.as_str() == Some(name));
    let (time, original, status) =
        (column("timestamp")?, column("original")?, column("statuscode"));
    let row = |line: &Value| {
        let word = |at: usize| Some(line.get(at)?.as_str()?.to_owned());
        let status = status.and_then(word).unwrap_or_default();
        let row = Capture { timestamp: word(time)?, original: word(original)?, status };
        moment(&row.timestamp).map(|_| row)
    };
    let rows: Option<Vec<Capture>> = rows.iter().map(row).collect();
    rows.map(
        |rows| if rows.is_empty() { CaptureListing::Nothing } else { CaptureListing::Rows(rows) },
    )
}

/// `{"closest": {"available": true, "url": …, "timestamp": …, "status": …}}`, or `{}`.
fn available(snapshots: &Value) -> Option<CaptureListing> {
    let Some(closest) = snapshots.as_object()?.get("closest") else {
        return Some(CaptureListing::Unavailable);
    };
    if !closest.get("available")?.as_bool()? {
        return Some(CaptureListing::Unavailable);
    }
    let word = |name: &str| Some(closest.get(name)?.as_str()?.to_owned());
    let (_, original) = snapshot(&Url::parse(&word("url")?).ok()?)?;
    let row = Capture {
        timestamp: word("timestamp")?,
        original: original.into(),
        status: word("status")?,
    };
    moment(&row.timestamp).map(|_| CaptureListing::Rows(vec![row]))
}

/// Time and archived address of `…/web/20200101000000if_/http://…`, on whatever host, the time in up
/// to 14 digits.
pub(in crate::fetch) fn snapshot(url: &Url) -> Option<(String, Url)> {
    let (_, rest) = url[Position::BeforePath..Position::AfterQuery].split_once("/web/")?;
    let (time, target) = rest.split_once('/')?;
    let digits = time.trim_end_matches(|letter: char| letter.is_ascii_lowercase() || letter == '_');
    let is_time = (4..=14).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let lower = target.to_ascii_lowercase();
    let target = match lower.starts_with("http:/") || lower.starts_with("https:/") {
        true => Url::parse(target).ok()?,
        false => Url::parse(&format!("http://{target}")).ok()?,
    };
    (is_time && target.has_host()).then(|| (digits.to_owned(), target))
}

/// The day of a timestamp; months and days that it leaves out are the first ones.
pub(in crate::fetch) fn date(timestamp: &str) -> Option<Date> {
    let part = |from: usize, to: usize| match timestamp.get(from..to) {
        Some(digits) => digits.parse().ok(),
        None => Some(1),
    };
    Date::new(timestamp.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()
}

/// The moment of a timestamp of 14 digits, in UTC.
pub(in crate::fetch) fn moment(timestamp: &str) -> Option<DateTime> {
    let all = timestamp.len() == 14 && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize| timestamp.get(from..from + 2)?.parse().ok();
    let day = date(timestamp).filter(|_| all)?;
    DateTime::new(day.year(), day.month(), day.day(), part(8)?, part(10)?, part(12)?, 0).ok()
}

/// Whether two addresses are one to an archive, which tells neither http from https nor `www.` from
/// the bare host, and leaves out usual ports and a slash at the end.
pub(in crate::fetch) fn is_same(one: &str, other: &str) -> bool {
    matches!((archived(one), archived(other)), (Some(one), Some(other)) if one == other)
}

fn archived(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().filter(|port| !matches!(port, 80 | 443));
    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
    let query = url.query().unwrap_or_default().to_ascii_lowercase();
    Some(format!("{host}:{}{path}?{query}", port.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms() {
        let cdx = r#"[["timestamp","original","statuscode"],["20190102030405","http://a.example:80/","200"]]"#;
        let row = Capture {
            timestamp: "20190102030405".into(),
            original: "http://a.example:80/".into(),
            status: "200".into(),
        };
        assert_eq!(parse(cdx), Some(CaptureListing::Rows(vec![row.clone()])));
        let object = r#"{"url":"a.example","archived_snapshots":{"closest":{"status":"200","available":true,"url":"http://web.archive.org/web/20190102030405/http://a.example:80/","timestamp":"20190102030405"}}}"#;
        let Some(CaptureListing::Rows(rows)) = parse(object) else { panic!("rows") };
        assert!(is_same(&rows[0].original, &row.original) && rows[0].status == "200");
        assert_eq!(parse("[]"), Some(CaptureListing::Nothing));
        assert_eq!(parse(r#"[["timestamp","original"]]"#), Some(CaptureListing::Nothing));
        assert_eq!(parse(r#"{"archived_snapshots":{}}"#), Some(CaptureListing::Unavailable));
        for odd in
            ["", "{}", "null", "<p>x", "[1]", "[[]]", r#"[["timestamp","original"],["2019","x"]]"#]
        {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn addresses_of_snapshots() {
        let of = |url: &str| {
            snapshot(&Url::parse(url).unwrap()).map(|(time, url)| (time, url.to_string()))
        };
        let some = |time: &str, url: &str| Some((time.to_owned(), url.to_owned()));
        let base = "https://web.archive.org/web";
        assert_eq!(
            of(&format!("{base}/2019/http://a.example/?x=/web/1#f")),
            some("2019", "http://a.example/?x=/web/1")
        );
        assert_eq!(
            of(&format!("{base}/20190102030405id_/a.example/b")),
            some("20190102030405", "http://a.example/b")
        );
        assert_eq!(
            of(&format!("{base}/2019/https:/a.example/b")),
            some("2019", "https://a.example/b")
        );
        assert_eq!(of(&format!("{base}/*/http://a.example/")), None);
        assert_eq!(of("https://web.archive.org/"), None);
        assert_eq!(date("2019"), Some(Date::constant(2019, 1, 1)));
        assert_eq!(date("20191399"), None);
        assert_eq!(date("2019é1"), None);
        assert_eq!(moment("20190102236059"), None);
    }

    #[test]
    fn addresses_that_are_one() {
        assert!(is_same("http://www.a.example:80/B/?x", "https://a.example/b?X#f"));
        assert!(!is_same("http://a.example/b", "http://a.example/c"));
        assert!(!is_same("http://a.example:81/", "http://a.example/"));
        assert!(!is_same("x", "x"));
    }
}
