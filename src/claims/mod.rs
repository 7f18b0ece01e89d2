//! Claims: the sentences of an article's body, what in them can be checked, and what they rest on.
//!
//! Pure: everything is read off an [`Article`] with its sentences. A sign that does not apply to a
//! script is not looked for there, so Chinese text never meets rules for English words.

pub mod impact;
pub mod relative;
mod script;
mod signal;
pub mod subject;
mod words;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::article::{Article, Link, Sentence};
use crate::corpus::{Facet, Selection};

pub use self::script::Script;
pub use self::signal::{Kind, Signal};

/// One sentence of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Stays the same as long as the sentence's words do: a hash of its normalised text, and how many
    /// equal sentences stand before it (`9a1c…-0`).
    pub id: String,
    /// `P2.S4`.
    pub sentence_id: String,
    /// `P2`.
    pub paragraph: String,
    /// The sentence.
    pub text: String,
    /// `[start, end)` bytes in the file.
    pub span: Option<[u64; 2]>,
    /// Line and column, from 1.
    pub at: Option<[u32; 2]>,
    /// The script of most of its letters.
    pub script: Script,
    /// What in it can be checked, in the order of the text.
    pub signals: Vec<Signal>,
    /// What it rests on.
    pub support: Support,
}

/// What a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Support {
    /// How near the next citation is.
    pub kind: SupportKind,
    /// Ordinals of the counted citations in the sentence.
    pub citations: Vec<u32>,
    /// Distinct works among them.
    pub works: u64,
    /// Distinct owner groups among them; `None` where nobody was asked.
    pub owners: Option<u64>,
}

/// How near a citation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupportKind {
    /// None in the paragraph's sentence before, in the sentence, or in the one after.
    None,
    /// One in the sentence before or after, in the same paragraph.
    Adjacent,
    /// One in the sentence itself.
    Cited,
}

/// Who stands behind a link, where a table of sources is at hand.
pub type Owner<'a> = &'a dyn Fn(&Link) -> String;

/// The claims of an article, in the order of its text. Empty where it came without sentences.
pub fn of(article: &Article, selection: &Selection, owner: Option<Owner<'_>>) -> Vec<Claim> {
    let sentences = article.sentences.iter().flatten();
    let body: Vec<&Sentence> = sentences.filter(|one| one.id.starts_with('P')).collect();
    let mut cited: FxHashMap<&str, Vec<&Link>> = FxHashMap::default();
    for link in selection.of(article) {
        let Some(id) = link.sentence_id.as_deref() else { continue };
        cited.entry(id).or_default().push(link);
    }
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut claims = Vec::with_capacity(body.len());
    for (at, sentence) in body.iter().enumerate() {
        let hash = stable_hash(&normalised(&sentence.text));
        let ordinal = seen.entry(hash).or_insert(0);
        let id = format!("{hash:016x}-{ordinal}");
        *ordinal += 1;
        let links = cited.get(sentence.id.as_str()).map_or(&[][..], Vec::as_slice);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut beside = beside.filter_map(|at| body.get(at)).filter(|other| {
            paragraph(&other.id) == paragraph(&sentence.id) && cited.contains_key(other.id.as_str())
        });
        let support = Support::of(links, beside.next().is_some(), owner);
        claims.push(claim(sentence, id, support));
    }
    claims
}

fn claim(sentence: &Sentence, id: String, support: Support) -> Claim {
    let script = Script::of(&sentence.text);
    Claim {
        id,
        sentence_id: sentence.id.clone(),
        paragraph: paragraph(&sentence.id).to_owned(),
        text: sentence.text.clone(),
        span: sentence.span,
        at: sentence.at,
        script,
        signals: signal::of(&sentence.text, script),
        support,
    }
}

/// `P2` of `P2.S4`.
fn paragraph(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

impl Support {
    fn of(links: &[&Link], beside: bool, owner: Option<Owner<'_>>) -> Self {
        let works: FxHashSet<&str> = links.iter().map(|link| Facet::Work.of(link)).collect();
        let owners = owner.map(|owner| {
            let owners: FxHashSet<String> = links.iter().map(|link| owner(link)).collect();
            owners.len() as u64
        });
        let kind = match (links.is_empty(), beside) {
            (false, _) => SupportKind::Cited,
            (true, true) => SupportKind::Adjacent,
            (true, false) => SupportKind::None,
        };
        let citations = links.iter().map(|link| link.ordinal).collect();
        Self { kind, citations, works: works.len() as u64, owners }
    }
}

impl Claim {
    /// Whether anything of this kind can be checked in it.
    pub fn has(&self, kind: Kind) -> bool {
        self.signals.iter().any(|signal| signal.kind == kind)
    }
}

/// What can be checked in a text, in its order.
pub(crate) fn signals(text: &str) -> Vec<Signal> {
    signal::of(text, Script::of(text))
}

/// Id of a text that stands in no paragraph of the body, such as a caption or a note: by its words and
/// the kind of its block, so that no claim has it. `seen` counts equal ones.
pub(crate) fn id_beside(block: &str, text: &str, seen: &mut FxHashMap<u64, u32>) -> String {
    let hash = stable_hash(&format!("{block}\0{}", normalised(text)));
    let ordinal = seen.entry(hash).or_insert(0);
    *ordinal += 1;
    format!("{hash:016x}-{}", *ordinal - 1)
}

/// Text as it is compared: lower case, straight quotes, plain dashes, one blank between words, no
/// punctuation at either end.
fn normalised(text: &str) -> String {
    let plain = text.chars().flat_map(char::to_lowercase).map(|c| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let plain: String = plain.collect();
    let words = plain.split(' ').filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join(" ");
    joined.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// FNV-1a with 64 bits (offset basis 0xcbf29ce484222325, prime 0x100000001b3): the same on every
/// machine and in every version, which no hasher of the standard library promises.
pub(crate) fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(stable_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(stable_hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn typography_is_no_difference() {
        assert_eq!(normalised("It’s  “done”—now."), normalised("it's \"done\"-now!"));
        assert_ne!(normalised("27 million"), normalised("28 million"));
        assert_eq!(normalised("。这是一句！"), "这是一句");
    }
}
