//! Whether a part of a page has the name behind `#` (WHATWG HTML 7.4.6.3).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;

/// The names of a page's parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    pub(super) names: FxHashSet<String>,
    /// Whether the page is a source, whose footnotes get ids that depend on the generator.
    pub(super) is_source: bool,
}

impl Anchors {
    /// Whether a browser finds the part; also where nobody can tell.
    pub(super) fn hold(&self, fragment: &str) -> bool {
        let Some(name) = name_of(fragment) else { return true };
        if self.names.contains(name) {
            return true;
        }
        let decoded: Cow<'_, str> = percent_decode_str(name).decode_utf8_lossy();
        self.names.contains(&*decoded)
            || decoded.eq_ignore_ascii_case("top")
            || (self.is_source && is_note(&decoded))
    }
}

/// The name that a fragment asks for; `None` where it asks for none, or a script reads it.
pub(super) fn name_of(fragment: &str) -> Option<&str> {
    let name = fragment.split_once(":~:").map_or(fragment, |(name, _)| name);
    (!name.is_empty() && !name.starts_with(['/', '!'])).then_some(name)
}

/// `fn:1`, `fnref1`, `user-content-fn-1`.
fn is_note(name: &str) -> bool {
    let name = name.strip_prefix("user-content-").unwrap_or(name);
    let rest = name.strip_prefix("fnref").or_else(|| name.strip_prefix("fn"));
    rest.is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_names_routes_or_texts() {
        let names = ["a", "ü b", "c%20d"].map(str::to_owned).into_iter().collect();
        let anchors = Anchors { names, is_source: false };
        for good in [
            "a",
            "",
            "top",
            "TOP",
            "%C3%BC%20b",
            "ü%20b",
            "c%20d",
            "/route",
            "!x",
            ":~:text=y",
            "a:~:text=y",
        ] {
            assert!(anchors.hold(good), "{good}");
        }
        for bad in ["A", "b", "x:~:text=y", "fn:1", "ü"] {
            assert!(!anchors.hold(bad), "{bad}");
        }
        let source = Anchors { is_source: true, ..anchors };
        assert!(source.hold("fn:1") && source.hold("fnref2") && !source.hold("fn"));
    }
}
