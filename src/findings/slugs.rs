//! Pages of one site whose addresses share their words.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use crate::article::Link;

/// Words of a slug that make a chance meeting improbable.
const MIN_SLUG_WORDS: usize = 4;

/// Words of a slug that is looked for in others: every word of the others begins a comparison of as many.
const MAX_SLUG_WORDS: usize = 32;

/// Pages of one site where the last words of one address stand together in another.
pub(super) fn related(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let mut slugs: BTreeMap<(&str, String), Vec<&Link>> = BTreeMap::new();
    for target in &context.links {
        let Some(slug) = slug(target) else { continue };
        let domain = target.link.domain().unwrap_or_default();
        slugs.entry((domain, slug)).or_default().push(target.link);
    }
    let index = SlugTrie::new(slugs.keys().map(|(_, slug)| slug.as_str()));
    let mut longer: BTreeMap<(&str, &str), Vec<&Link>> = BTreeMap::new();
    for ((domain, other), links) in &slugs {
        let inner = index.contained(other).into_iter().filter(|slug| *slug != other.as_str());
        for slug in inner.filter(|slug| slugs.contains_key(&(*domain, (*slug).to_owned()))) {
            longer.entry((*domain, slug)).or_default().extend(links);
        }
    }
    let mut drafts = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for ((domain, slug), others) in longer {
        if index.contained(slug).iter().any(|known| seen.contains(known)) {
            continue;
        }
        seen.insert(slug);
        let mut all = others;
        all.extend(&slugs[&(domain, slug.to_owned())]);
        all.sort_by_key(|link| link.ordinal);
        let message = format!(
            "{domain}: the addresses of several pages contain `{slug}`; they may be parts \
                               of one investigation"
        );
        let draft = FindingDraft::links(&all, message).guess().subject(format!("{domain}/{slug}"));
        drafts.push(draft);
    }
    drafts
}

/// The last segment that is several words, in lower case, without its suffix.
fn slug(target: &ParsedLink<'_>) -> Option<String> {
    let segments = target.segments();
    let last = segments.last()?;
    let last = last.split('.').next()?.to_ascii_lowercase();
    (last.split('-').filter(|word| !word.is_empty()).count() >= MIN_SLUG_WORDS).then_some(last)
}

/// Slugs as a tree of their words, so that those inside a text are found without comparing it with each.
#[derive(Default)]
struct SlugTrie<'a> {
    /// From a node by a word to the next. Node 0 is the root.
    edges: FxHashMap<(usize, &'a str), usize>,
    /// The slug that ends at each node.
    ends: Vec<Option<&'a str>>,
}

impl<'a> SlugTrie<'a> {
    fn new(slugs: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self { ends: vec![None], ..Self::default() };
        for slug in slugs.filter(|slug| slug.split('-').count() <= MAX_SLUG_WORDS) {
            let mut node = 0;
            for word in slug.split('-') {
                let next = index.ends.len();
                node = *index.edges.entry((node, word)).or_insert(next);
                if node == next {
                    index.ends.push(None);
                }
            }
            index.ends[node] = Some(slug);
        }
        index
    }

    /// The slugs whose words stand together in a text, the text itself included, each once.
    fn contained(&self, text: &str) -> Vec<&'a str> {
        let words: Vec<&str> = text.split('-').collect();
        let mut found: Vec<&str> =
            (0..words.len()).flat_map(|start| self.along(&words[start..])).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The slugs that are the first of some words.
    fn along(&self, words: &[&str]) -> impl Iterator<Item = &'a str> {
        let mut node = 0;
        let nodes = words.iter().map_while(move |word| {
            node = *self.edges.get(&(node, *word))?;
            Some(node)
        });
        nodes.filter_map(|node| self.ends[node])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_found_by_whole_words() {
        let index = SlugTrie::new(["a-b-c-d", "b-c-d-e", "x-a-b-c-d-e", "b-c"].into_iter());
        assert_eq!(index.contained("x-a-b-c-d-e"), ["a-b-c-d", "b-c", "b-c-d-e", "x-a-b-c-d-e"]);
        assert_eq!(index.contained("a-b-c-dd"), ["b-c"]);
        assert!(index.contained("xa-b").is_empty());
    }

    #[test]
    fn a_text_is_compared_with_no_more_slugs_than_it_holds() {
        let work = |count: usize| {
            let slugs: Vec<String> =
                (0..count).map(|n| format!("one-two-three-four-{n}")).collect();
            let index = SlugTrie::new(slugs.iter().map(String::as_str));
            let steps = slugs.iter().map(|slug| {
                let words: Vec<&str> = slug.split('-').collect();
                let along = |start: usize| {
                    let mut node = 0;
                    let steps = words[start..].iter().take_while(|word| {
                        index.edges.get(&(node, **word)).inspect(|next| node = **next).is_some()
                    });
                    steps.count()
                };
                (0..words.len()).map(along).sum::<usize>()
            });
            steps.sum::<usize>()
        };
        assert_eq!(work(4000), 4 * work(1000));
    }
}
