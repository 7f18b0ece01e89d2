//! What is asked: one subject a request URL, with everybody who cites it.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::article::{Article, Link};
use crate::check::observation::canonical_url;
use crate::corpus::{self, Corpus, Selection};

/// A request URL, and who cites it.
#[derive(Debug)]
pub struct CheckTarget<'a> {
    /// The URL as the ledger and every output write it: no fragment, no secrets.
    pub name: String,
    /// What is requested: without fragment, secrets included.
    pub url: Url,
    /// Identities of the cited URLs. They group subjects, and are never requested.
    pub keys: BTreeSet<&'a str>,
    /// The cited work, where the address tells it.
    pub work: Option<&'a str>,
    /// The links that lead to it, in the order of the corpus.
    pub citing: Vec<CitingPlace<'a>>,
    /// For a wrapped link: the name of the subject inside.
    pub opens: Option<String>,
}

impl CheckTarget<'_> {
    /// A request URL that nobody cites yet.
    pub(super) fn uncited(name: String, url: Url) -> Self {
        Self { name, url, keys: BTreeSet::new(), work: None, citing: Vec::new(), opens: None }
    }
}

/// One place that leads to a subject.
#[derive(Debug, Clone, Copy)]
pub struct CitingPlace<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its link.
    pub link: &'a Link,
}

/// The subjects of all citations that count, by name.
pub fn subjects<'a>(corpus: &'a Corpus, selection: &'a Selection) -> Vec<CheckTarget<'a>> {
    let mut subjects: BTreeMap<String, CheckTarget> = BTreeMap::new();
    for article in &corpus.articles {
        for link in selection.counted_links(article) {
            let Some(resolved) = link.resolved.as_deref() else { continue };
            let inside = opened(link).and_then(|url| add(&mut subjects, url, article, link));
            let outside = add(&mut subjects, resolved, article, link);
            let subject = outside.and_then(|name| subjects.get_mut(&name));
            if let (Some(subject), true) = (subject, inside.is_some()) {
                subject.opens = inside;
            }
        }
    }
    subjects.into_values().collect()
}

/// The address inside a wrapped link.
pub(super) fn opened(link: &Link) -> Option<&str> {
    let wrapped = !link.via().is_empty();
    link.opened().filter(|opened| wrapped && link.resolved.as_deref() != Some(*opened))
}

fn add<'a>(
    subjects: &mut BTreeMap<String, CheckTarget<'a>>,
    url: &str,
    article: &'a Article,
    link: &'a Link,
) -> Option<String> {
    let name = canonical_url(url);
    if !subjects.contains_key(&name) {
        let mut url = Url::parse(url).ok()?;
        url.set_fragment(None);
        subjects.insert(name.clone(), CheckTarget::uncited(name.clone(), url));
    }
    let subject = subjects.get_mut(&name)?;
    subject.keys.insert(corpus::key(link));
    subject.work = subject.work.or(link.work());
    subject.citing.push(CitingPlace { article, link });
    Some(name)
}
