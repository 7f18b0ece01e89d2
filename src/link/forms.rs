//! Other forms of one page's address: editions, AMP pages, short forms and viewers of large sites.
//!
//! Only what `data/page-forms.tsv` lists is brought to the usual form, and only for comparing: what is
//! opened keeps its form. `data/page-works.tsv` lists addresses whose number is the work. Every row holds a
//! case and a near miss, which the tests read.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use url::Url;

use super::key::plain_host;
use super::strip;
use crate::domain::{registrable, table_rows};

/// The text of the table.
const TABLE: &str = include_str!("../../data/page-forms.tsv");

/// The text of the table of works.
const WORK_TABLE: &str = include_str!("../../data/page-works.tsv");

/// How many rows are applied one after another: a mobile host first, then the form of its path.
const MAX_STEPS: usize = 5;

/// What a captured piece may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    /// Anything but a slash.
    Any,
    /// Digits.
    Number,
    /// Two lower-case letters, as of a country or language.
    Country,
    /// Letters, digits, `-` and `_`.
    Id,
    /// Anything; the page has it in lower case.
    Caseless,
    /// Ten or more hexadecimal digits, at least one of which is no letter.
    Hex,
    /// A UUID.
    Uuid,
    /// The number of a post on Weibo.
    WeiboPost,
}

/// The fewest digits of a number in hexadecimal: shorter ones can be words.
const MIN_HEX_DIGITS: usize = 10;

impl PieceKind {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "" => Some(Self::Any),
            "n" => Some(Self::Number),
            "cc" => Some(Self::Country),
            "id" => Some(Self::Id),
            "lower" => Some(Self::Caseless),
            "hex" => Some(Self::Hex),
            "uuid" => Some(Self::Uuid),
            "mid" => Some(Self::WeiboPost),
            _ => None,
        }
    }

    fn fits(self, text: &str) -> bool {
        let all = |is: fn(&u8) -> bool| text.as_bytes().iter().all(is);
        let any = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
        !text.is_empty()
            && match self {
                Self::Hex => {
                    text.len() >= MIN_HEX_DIGITS
                        && all(u8::is_ascii_hexdigit)
                        && any(u8::is_ascii_digit)
                }
                Self::Uuid => {
                    let parts: Vec<usize> = text.split('-').map(str::len).collect();
                    parts == [8, 4, 4, 4, 12]
                        && all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
                }
                Self::WeiboPost => {
                    let drawn = any(u8::is_ascii_digit) || any(u8::is_ascii_uppercase);
                    text.len() == 9 && all(u8::is_ascii_alphanumeric) && drawn
                }
                Self::Any | Self::Caseless => true,
                Self::Number => text.bytes().all(|byte| byte.is_ascii_digit()),
                Self::Country => {
                    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
                }
                Self::Id => text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')),
            }
    }

    fn page_text(self, text: &str) -> String {
        match self {
            Self::Caseless => text.to_ascii_lowercase(),
            _ => text.to_owned(),
        }
    }
}

/// One segment of a path, label of a host or value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// `**`: all segments that are left to the rest of the form.
    Rest,
    /// One of these words.
    Word(Vec<&'static str>),
    /// `before{name:kind}behind`.
    Capture { before: &'static str, name: &'static str, kind: PieceKind, behind: &'static str },
}

impl Piece {
    fn parse(text: &'static str) -> Option<Self> {
        if text == "**" {
            return Some(Self::Rest);
        }
        let Some((before, rest)) = text.split_once('{') else {
            return Some(Self::Word(text.split('|').collect()));
        };
        let (inside, behind) = rest.split_once('}')?;
        let (name, kind) = inside.split_once(':').unwrap_or((inside, ""));
        Some(Self::Capture { before, name, kind: PieceKind::parse(kind)?, behind })
    }

    fn read(&self, text: &str, found: &mut Captures) -> bool {
        match self {
            Self::Rest => false,
            Self::Word(words) => words.contains(&text),
            Self::Capture { before, name, kind, behind } => {
                let inner = inside(text, before, behind).filter(|inner| kind.fits(inner));
                found.extend(inner.map(|inner| (*name, kind.page_text(inner))));
                inner.is_some()
            }
        }
    }
}

/// What stands between two texts. A star outside of them is any text: as much as can be before the first,
/// as much as is left behind the second.
fn inside<'a>(text: &'a str, before: &str, behind: &str) -> Option<&'a str> {
    let (text, is_cut) = match behind.strip_suffix('*') {
        Some(_) => (text, false),
        None => (text.strip_suffix(behind)?, true),
    };
    let text = match before.strip_prefix('*') {
        Some(mark) => text.rsplit_once(mark)?.1,
        None => text.strip_prefix(before)?,
    };
    if is_cut {
        return Some(text);
    }
    text.split_once(behind.trim_end_matches('*')).map(|(inner, _)| inner)
}

/// Captured texts by name; the rest of a path is `**`.
type Captures = Vec<(&'static str, String)>;

/// One row of the table.
#[derive(Debug)]
struct PageForm {
    host: Piece,
    path: Vec<Piece>,
    /// Parameters that the form needs.
    query: Vec<(&'static str, Piece)>,
    /// Whether all other parameters go.
    drops_others: bool,
    page: &'static str,
}

impl PageForm {
    fn parse(host: &'static str, form: &'static str, page: &'static str) -> Option<Self> {
        let (path, query) = form.split_once('?').unwrap_or((form, ""));
        let path = path.strip_prefix('/')?;
        let path = path.split('/').filter(|_| !path.is_empty()).map(Piece::parse);
        let pairs = query.split('&').filter(|pair| !pair.is_empty() && *pair != "*");
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=')?;
            Some((name, Piece::parse(value)?))
        });
        Some(Self {
            host: Piece::parse(host)?,
            path: path.collect::<Option<_>>()?,
            query: pairs.collect::<Option<_>>()?,
            drops_others: query.split('&').any(|pair| pair == "*"),
            page,
        })
    }

    /// The page's usual address; `None` where the address has not this form.
    fn page(&self, url: &Url, host: &str) -> Option<Url> {
        let (found, others) = self.read(url, host)?;
        self.filled_page(url, &found, &others)
    }

    /// What the form captures in an address, and the parameters that it leaves.
    fn read(&self, url: &Url, host: &str) -> Option<(Captures, String)> {
        let mut found = Captures::new();
        let path = url.path().strip_prefix('/')?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let is_host = matches!(&self.host, Piece::Rest) || self.host.read(host, &mut found);
        is_host.then_some(())?;
        let segments: Vec<&str> =
            if path.is_empty() { Vec::new() } else { path.split('/').collect() };
        read_path(&self.path, &segments, &mut found).then_some(())?;
        let others = self.read_query(url.query().unwrap_or_default(), &mut found)?;
        Some((found, others))
    }

    fn filled_page(&self, url: &Url, found: &Captures, others: &str) -> Option<Url> {
        let page = filled(self.page, found)?;
        let (host, rest) = page.split_once('/')?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query = [query, others].into_iter().filter(|part| !part.is_empty());
        let query = query.collect::<Vec<_>>().join("&");
        let mut page = url.clone();
        if !host.is_empty() {
            page.set_host(Some(host)).ok()?;
        }
        page.set_path(path);
        page.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        Some(page)
    }

    /// Reads the parameters of the form; the others, as they stand. `None` where one is missing.
    fn read_query(&self, query: &str, found: &mut Captures) -> Option<String> {
        let mut missing: Vec<&(&str, Piece)> = self.query.iter().collect();
        let mut others = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match missing.iter().position(|(wanted, _)| *wanted == name) {
                Some(at) if missing[at].1.read(value, found) => {
                    missing.remove(at);
                }
                Some(_) => return None,
                None => others.push(pair),
            }
        }
        if !missing.is_empty() {
            return None;
        }
        Some(if self.drops_others { String::new() } else { others.join("&") })
    }
}

/// Reads a path; its rest stands at one place at most.
fn read_path(form: &[Piece], segments: &[&str], found: &mut Captures) -> bool {
    let rest = form.iter().position(|piece| *piece == Piece::Rest);
    let (before, behind) = match rest {
        Some(at) => (&form[..at], &form[at + 1..]),
        None => (form, &form[form.len()..]),
    };
    let Some(open) = segments.len().checked_sub(before.len() + behind.len()) else { return false };
    if rest.is_none() && open > 0 {
        return false;
    }
    let (head, tail) = segments.split_at(before.len());
    let (middle, tail) = tail.split_at(open);
    found.push(("**", middle.join("/")));
    let mut pairs = before.iter().zip(head).chain(behind.iter().zip(tail));
    pairs.all(|(piece, segment)| piece.read(segment, found))
}

/// The usual address with what was captured.
fn filled(page: &'static str, found: &Captures) -> Option<String> {
    let value = |name: &str| found.iter().find(|(known, _)| *known == name);
    let mut filled = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(['{', '*']) {
        filled.push_str(&rest[..at]);
        let name = if rest[at..].starts_with('{') {
            let name = rest[at + 1..].split('}').next()?;
            rest = &rest[at + name.len() + 2..];
            name
        } else {
            rest = rest.get(at + 2..)?;
            "**"
        };
        filled.push_str(&value(name)?.1);
    }
    Some(filled + rest)
}

/// The rows by the registrable domain of their host; those for any host under an empty one.
static FORMS: LazyLock<FormTable> = LazyLock::new(|| by_domain(TABLE));

/// The rows of works in the same way.
static WORKS: LazyLock<FormTable> = LazyLock::new(|| by_domain(WORK_TABLE));

type FormTable = FxHashMap<&'static str, Vec<PageForm>>;

fn by_domain(table: &'static str) -> FormTable {
    let mut forms = FormTable::default();
    for [host, form, page, ..] in table_rows::<7>(table) {
        forms.entry(row_domain(host)).or_default().extend(PageForm::parse(host, form, page));
    }
    forms
}

/// The registrable domain of a row's host; empty for any host.
fn row_domain(host: &'static str) -> &'static str {
    match host.rsplit_once("}.") {
        Some((_, domain)) => registrable(domain),
        None => Some(host).filter(|host| *host != "**").map_or("", registrable),
    }
}

/// Words of which one stands in every form that any host can have.
const ANYWHERE: [&str; 2] = ["/statuses/", "/web/"];

/// The address in its page's usual form; `None` where it has that already, or none is known.
pub(super) fn usual_page(url: &Url, domain: &str) -> Option<Url> {
    let mut page = step(url, domain)?;
    for _ in 1..MAX_STEPS {
        match step(&page, registrable(page.host_str().unwrap_or_default())) {
            Some(next) => page = next,
            None => break,
        }
    }
    Some(page)
}

/// The work that a page in its usual form is numbered as, `scheme:id`. Parameters that no table knows may
/// name another page.
pub(super) fn numbered_work(url: &Url, host: &str, domain: &str) -> Option<String> {
    let rows = WORKS.get(domain)?;
    let host = plain_host(host, domain);
    rows.iter().find_map(|form| {
        let (found, others) = form.read(url, &host)?;
        let mut others = others.split('&').filter(|pair| !pair.is_empty());
        let known = others.all(|pair| strip::classify(pair, &host).is_some());
        known.then(|| filled(form.page, &found))?
    })
}

/// Applies the first row that changes something.
fn step(url: &Url, domain: &str) -> Option<Url> {
    let host = url.host_str().filter(|_| url.port().is_none())?;
    let anywhere = ANYWHERE.iter().any(|word| url.path().contains(word));
    let anywhere = anywhere.then(|| FORMS.get("")).flatten();
    let rows = FORMS.get(domain).into_iter().chain(anywhere).flatten();
    let mut rows = rows.peekable();
    rows.peek()?;
    let host = plain_host(host, domain);
    rows.find_map(|form| form.page(url, &host).filter(|page| differs(page, url)))
}

/// Whether two addresses differ by more than a slash at the end.
fn differs(page: &Url, url: &Url) -> bool {
    let path = |url: &Url| url.path().strip_suffix('/').unwrap_or(url.path()).to_owned();
    page.host_str() != url.host_str() || page.query() != url.query() || path(page) != path(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::cite;

    /// The key of an address of the table, which is written without its scheme.
    fn key(address: &str) -> String {
        cite(&Url::parse(&format!("https://{address}")).unwrap()).key
    }

    #[test]
    fn every_row_has_its_case_and_its_near_miss() {
        for row in table_rows::<7>(TABLE) {
            let [host, form, page, example, same, near, why] = row;
            let parsed = PageForm::parse(host, form, page);
            let parsed = parsed.unwrap_or_else(|| panic!("{host} {form} {page}"));
            let url = Url::parse(&format!("https://{example}")).unwrap();
            let own = url.host_str().unwrap();
            let own = plain_host(own, registrable(own)).into_owned();
            assert!(parsed.page(&url, &own).is_some(), "{host} {form}: {example}");
            assert_eq!(key(example), key(same), "{host} {form}");
            assert_ne!(key(example), key(near), "{host} {form}");
            assert!(!why.is_empty(), "{host} {form}");
            let known = host == "**" || row_domain(host) == registrable(&own);
            assert!(known, "{host} {form}: {example}");
        }
    }

    #[test]
    fn every_numbered_work_has_its_case_and_its_near_miss() {
        let work = |address: &str| cite(&Url::parse(&format!("https://{address}")).unwrap()).work;
        let rows: Vec<[&str; 7]> = table_rows(WORK_TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| a[0] <= b[0]), "sorted by host");
        for [host, form, page, case, same, near, why] in rows {
            assert!(PageForm::parse(host, form, page).is_some(), "{host} {form} {page}");
            let scheme = page.split(':').next().unwrap();
            let found = work(case).unwrap_or_else(|| panic!("{host} {form}: {case}"));
            assert!(found.starts_with(&format!("{scheme}:")) && !why.is_empty(), "{found}");
            assert_eq!(work(same).as_ref(), Some(&found), "{host} {form}: {same}");
            assert_ne!(work(near).as_ref(), Some(&found), "{host} {form}: {near}");
            assert!(case != same && same != near, "{host} {form}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_ends_in_usual_forms() {
        let rows: Vec<[&str; 7]> = table_rows(TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| a[0] <= b[0]), "sorted by host");
        for [host, form, _, example, ..] in rows {
            let url = Url::parse(&format!("https://{example}")).unwrap();
            let own = |url: &Url| registrable(url.host_str().unwrap()).to_owned();
            if let Some(page) = usual_page(&url, &own(&url)) {
                assert_eq!(step(&page, &own(&page)), None, "{host} {form}: {page}");
            }
            let again = format!("https://{}", key(example));
            assert_eq!(cite(&Url::parse(&again).unwrap()).key, key(example), "{host} {form}");
        }
    }

    #[test]
    fn a_rest_matches_whole_segments() {
        let form = PageForm::parse("a.com", "/x/**/amp", "/x/**").unwrap();
        let page = |path: &str| {
            let url = Url::parse(&format!("https://a.com{path}")).unwrap();
            form.page(&url, "a.com").map(String::from)
        };
        assert_eq!(page("/x/b/c/amp/").as_deref(), Some("https://a.com/x/b/c"));
        assert_eq!(page("/x/b/c/ramp"), None);
        assert_eq!(page("/x"), None);
    }
}
