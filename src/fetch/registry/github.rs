//! Pages of GitHub by its API, which knows the private ones that a token may see.

use rustc_hash::FxHashSet;
use serde_json::Value;
use url::Url;

use super::{Registry, RegistryQuery};

/// Requests to the API in a run. A token of a workflow may send a thousand an hour for each repository; pages beyond
/// that are asked themselves.
const MAX_API_REQUESTS: usize = 900;

/// First parts of paths that are no owners, but pages of GitHub itself.
const RESERVED: [&str; 34] = [
    "about",
    "account",
    "advisories",
    "apps",
    "blog",
    "business",
    "collections",
    "contact",
    "customer-stories",
    "dashboard",
    "edu",
    "enterprise",
    "events",
    "explore",
    "features",
    "gist",
    "issues",
    "join",
    "login",
    "marketplace",
    "notifications",
    "orgs",
    "pricing",
    "pulls",
    "readme",
    "resources",
    "search",
    "security",
    "settings",
    "site",
    "solutions",
    "sponsors",
    "topics",
    "trending",
];

/// What the API calls a page, as a path below its root; `None` for pages that it does not know, or not surely.
pub(super) fn resource(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    if !matches!(host, "github.com" | "www.github.com") {
        return None;
    }
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let [owner, repository, rest @ ..] = parts.as_slice() else { return None };
    let is_name = |text: &&str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            && !matches!(*text, "." | "..")
    };
    if RESERVED.contains(owner) || !is_name(owner) || !is_name(repository) {
        return None;
    }
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    let root = format!("repos/{owner}/{repository}");
    match rest {
        [] => Some(root),
        ["issues", number] if is_number(number) => Some(format!("{root}/issues/{number}")),
        ["pull", number] if is_number(number) => Some(format!("{root}/pulls/{number}")),
        ["commit", id] if is_commit(id) => Some(format!("{root}/commits/{id}")),
        ["releases", "tag", tag] => Some(format!("{root}/git/ref/tags/{tag}")),
        // The name of a branch may hold a slash, so where a path begins is known for some names alone.
        ["blob" | "tree", branch, path @ ..] if is_whole_branch(branch) => {
            Some(format!("{root}/contents/{}?ref={branch}", path.join("/")))
        }
        _ => None,
    }
}

/// Drops the questions beyond what a run may ask.
pub(super) fn limit(questions: &mut Vec<RegistryQuery>) {
    let mut asked: FxHashSet<Url> = FxHashSet::default();
    questions.retain(|question| {
        question.registry != Registry::Github
            || asked.contains(&question.ask)
            || (asked.len() < MAX_API_REQUESTS && asked.insert(question.ask.clone()))
    });
}

/// Whether the page is there; `None` where the API does not say so, as at its limit.
pub(super) fn known(status: u16, body: &[u8]) -> Option<bool> {
    match status {
        200 => Some(true),
        404 => {
            let answer: Value = serde_json::from_slice(body).ok()?;
            answer.get("message")?.as_str().map(|_| false)
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_commit(text: &str) -> bool {
    (7..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_whole_branch(text: &str) -> bool {
    matches!(text, "main" | "master" | "HEAD") || (text.len() == 40 && is_commit(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_names_in_the_api() {
        for (path, expected) in [
            ("o/r", Some("repos/o/r")),
            ("o/r.git/", Some("repos/o/r")),
            ("o/r/issues/7", Some("repos/o/r/issues/7")),
            ("o/r/pull/7", Some("repos/o/r/pulls/7")),
            ("o/r/pull/7/files", None),
            ("o/r/commit/0123abc", Some("repos/o/r/commits/0123abc")),
            ("o/r/releases/tag/v1", Some("repos/o/r/git/ref/tags/v1")),
            ("o/r/blob/main/a%20b/c.md?plain=1", Some("repos/o/r/contents/a%20b/c.md?ref=main")),
            ("o/r/blob/feature/x/c.md", None),
            ("o/r/wiki", None),
            ("o", None),
            ("topics/rust", None),
            ("o/r%2F..", None),
        ] {
            let url = Url::parse(&format!("https://github.com/{path}")).unwrap();
            assert_eq!(resource(&url).as_deref(), expected, "{path}");
        }
        assert_eq!(resource(&Url::parse("https://gist.github.com/o/r").unwrap()), None);
    }

    #[test]
    fn only_a_clear_word_counts() {
        assert_eq!(known(200, b""), Some(true));
        assert_eq!(known(404, br#"{"message":"Not Found"}"#), Some(false));
        assert_eq!(known(404, b"<html>"), None);
        assert_eq!(known(403, br#"{"message":"API rate limit exceeded"}"#), None);
        assert_eq!(known(401, br#"{"message":"Bad credentials"}"#), None);
    }

    #[test]
    fn a_run_stays_within_the_limit() {
        let endpoints = super::super::RegistryEndpoints {
            github: Some(Url::parse("https://api.github.com/").unwrap()),
            ..Default::default()
        };
        let urls: Vec<Url> = (0..2000)
            .map(|n| Url::parse(&format!("https://github.com/o/r{}", n / 2)).unwrap())
            .collect();
        let links = urls.iter().map(|url| super::super::RegistryLink { url, work: None });
        let links: Vec<_> = links.collect();
        let questions = super::super::questions(&links, &endpoints);
        assert_eq!(questions.len(), 2 * MAX_API_REQUESTS);
        assert_eq!(questions[0].ask.as_str(), "https://api.github.com/repos/o/r0");
    }
}
