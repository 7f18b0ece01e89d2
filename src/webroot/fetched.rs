//! Names behind `#`, held against a page that was fetched.

use super::anchor::Anchors;
use super::reference::{self, Wanted};
use crate::input::decode;

/// Beginnings of pages that a script fills in: their names come later.
const SHELLS: [&str; 4] = ["id=\"root\"", "id=\"app\"", "id=\"__next\"", "id=root"];

/// The most tags with an id that a page has which a script fills in.
const MAX_SHELL_IDS: usize = 4;

/// Which of some names no part of the page has; `None` where nobody can tell, as of what is no page, and of a page
/// that a script fills in. GitHub's names of lines and of headings are those of its scripts.
pub fn missing_fragments(body: Vec<u8>, names: &[String]) -> Option<Vec<String>> {
    let text = decode(body).text;
    let head = text.trim_start().get(..1)?;
    if head != "<" {
        return None;
    }
    let markup = reference::read(&text, Wanted::Anchors);
    let is_shell =
        markup.ids.len() <= MAX_SHELL_IDS && SHELLS.iter().any(|mark| text.contains(mark));
    if is_shell {
        return None;
    }
    let names_of_page = markup.ids.iter().map(|id| id.to_string()).collect();
    let anchors = Anchors { names: names_of_page, is_source: false };
    let is_missing = |name: &&String| {
        let by_script = anchors.hold(&format!("user-content-{name}")) || is_line(name);
        !anchors.hold(name) && !by_script
    };
    Some(names.iter().filter(is_missing).cloned().collect())
}

/// `L10`, `L10-L20`, `L10C3`: lines of a file, which forges find by script.
fn is_line(name: &str) -> bool {
    let mut parts = name.split('-');
    parts.all(|part| {
        let rest = part.strip_prefix('L').unwrap_or_default();
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'C')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_with_names_of_their_own_are_judged() {
        let missing = |page: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            missing_fragments(page.as_bytes().to_vec(), &names)
        };
        let page = "<!doctype html><p id=a><a name=b></a><h2 id=user-content-c>c</h2>";
        assert_eq!(
            missing(page, &["a", "b", "c", "d", "L10-L20", ":~:text=x"]),
            Some(vec!["d".to_owned()])
        );
        assert_eq!(missing("<div id=\"root\"></div>", &["a"]), None);
        assert_eq!(missing("%PDF-1.7", &["page=3"]), None);
        assert_eq!(missing("", &["a"]), None);
    }
}
