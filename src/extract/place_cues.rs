//! What elements, attributes and addresses say about a place: one piece of evidence each.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::article::Place;
use crate::html::name::{self, ElementName};

/// Words of class and id attributes, with the place they speak for.
static WORDS: LazyLock<CueTable<Place>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/places.tsv"));
    CueTable::new(rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, place_named(cells.next()?)?))
    }))
});

/// A table of words of classes in lower case, which knows of most others at a glance that they are not in it.
struct CueTable<T> {
    words: FxHashMap<&'static str, T>,
    /// The lengths of its words by their first byte, one bit each.
    lengths: [u32; 256],
    /// The last bytes of its words by their first byte: one bit for all bytes with the same last five bits.
    ends: [u32; 256],
}

impl<T> CueTable<T> {
    fn new(rows: impl Iterator<Item = (&'static str, T)>) -> Self {
        let words: FxHashMap<_, _> = rows.collect();
        let (mut lengths, mut ends) = ([0; 256], [0; 256]);
        for word in words.keys().map(|word| word.as_bytes()) {
            lengths[word[0] as usize] |= 1 << word.len();
            ends[word[0] as usize] |= end_bit(word);
        }
        Self { words, lengths, ends }
    }

    /// The entry of a word, found without case, with the word as the table has it.
    fn get(&self, word: &[u8]) -> Option<(&'static str, &T)> {
        let first = word.first()?.to_ascii_lowercase();
        let lengths = self.lengths[first as usize];
        let fits = lengths.checked_shr(word.len() as u32).unwrap_or_default() & 1 != 0;
        if !fits || self.ends[first as usize] & end_bit(word) == 0 {
            return None;
        }
        let mut lower = [0; u32::BITS as usize];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        let (word, entry) = self.words.get_key_value(std::str::from_utf8(lower).ok()?)?;
        Some((word, entry))
    }
}

/// A bit for the last byte of a word; both cases of a letter have the same.
fn end_bit(word: &[u8]) -> u32 {
    word.last().map_or(0, |byte| 1 << (byte & 31))
}

/// The place that a table names.
pub(crate) fn place_named(name: &str) -> Option<Place> {
    Place::ALL.into_iter().find(|known| known.name() == name)
}

/// The rows of a table: its lines but for comments.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// What an element says about its content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PlaceCues {
    /// Places that its name or role speaks for, one bit each.
    pub(crate) elements: u8,
    /// Places that its class or id speaks for.
    pub(crate) names: u8,
    /// How many elements in a row are named for comments.
    pub(crate) comments: u8,
    /// Whether the comment was written by the author of the page (Drupal).
    pub(crate) authored: bool,
    /// Whether a picture is near.
    pub(crate) pictured: bool,
    /// Whether it is beside the text by element or role, which is more than being navigation.
    pub(crate) aside: bool,
}

impl PlaceCues {
    /// These signs, and those of an element inside.
    pub(crate) fn with(self, inner: Self) -> Self {
        Self {
            elements: self.elements | inner.elements,
            names: self.names | inner.names,
            comments: self.comments.saturating_add(inner.comments),
            authored: self.authored || inner.authored,
            pictured: self.pictured || inner.pictured,
            aside: self.aside || inner.aside,
        }
    }

    pub(crate) fn has_caption(self) -> bool {
        (self.elements | self.names) & place_bit(Place::Caption) != 0
    }
}

// Each place has a bit of its own in a mask of eight.
const _: () = assert!(Place::ALL.len() <= u8::BITS as usize);

/// The bit that stands for a place in a mask.
pub(crate) fn place_bit(place: Place) -> u8 {
    1 << place as u8
}

/// What an element's name or role says.
pub(crate) fn element_cue(name: ElementName, role: &str) -> Option<(Place, &'static str)> {
    let by_role = match role {
        "navigation" => Some((Place::Navigation, "role=navigation")),
        "banner" => Some((Place::Navigation, "role=banner")),
        "contentinfo" => Some((Place::Navigation, "role=contentinfo")),
        "complementary" => Some((Place::Navigation, "role=complementary")),
        "search" | "menu" | "menubar" | "toolbar" => Some((Place::Navigation, "role=menu")),
        "doc-footnote" | "doc-endnote" | "doc-endnotes" => Some((Place::Note, "role=doc-footnote")),
        _ => None,
    };
    by_role.or(match name {
        name::NAV => Some((Place::Navigation, "nav")),
        name::ASIDE => Some((Place::Navigation, "aside")),
        name::FOOTER => Some((Place::Navigation, "footer")),
        name::HEADER => Some((Place::Navigation, "header")),
        name::MENU => Some((Place::Navigation, "menu")),
        name::FORM => Some((Place::Navigation, "form")),
        name::FIGCAPTION => Some((Place::Caption, "figcaption")),
        name::ADDRESS => Some((Place::Byline, "address")),
        _ => None,
    })
}

/// What a word of `rel` says.
pub(crate) fn rel_cue(word: &str) -> Option<Place> {
    match word {
        "tag" | "category" | "next" | "prev" | "home" | "bookmark" => Some(Place::Navigation),
        "author" => Some(Place::Byline),
        _ => None,
    }
}

/// The lengths of words that some rule looks for.
const MIN_WORD_BYTES: usize = 2;
const MAX_WORD_BYTES: usize = 16;

/// Calls `each` with the words of a class or id, lower-cased.
pub(crate) fn split_words(value: &[u8], each: &mut impl FnMut(&str)) {
    split(value, &mut |word| {
        if word.len() < MIN_WORD_BYTES {
            return;
        }
        let mut lower = [0; MAX_WORD_BYTES];
        if let Some(lower) = lower.get_mut(..word.len()) {
            lower.copy_from_slice(word);
            lower.make_ascii_lowercase();
            each(std::str::from_utf8(lower).unwrap_or_default());
        }
    });
}

/// Calls `each` with the words of a class or id that speak for a place, lower-cased.
pub(crate) fn place_words(value: &[u8], each: &mut impl FnMut(&'static str, Place)) {
    split(value, &mut |word| {
        if let Some((word, place)) = WORDS.get(word) {
            each(word, *place);
        }
    });
}

/// Splits `post-tags relatedLinks` into `post tags related Links`.
fn split(value: &[u8], each: &mut impl FnMut(&[u8])) {
    let mut start = 0;
    let mut is_after_small = false;
    for (at, byte) in value.iter().enumerate() {
        // Most bytes are small letters, which end no word.
        if byte.is_ascii_lowercase() {
            is_after_small = true;
            continue;
        }
        let is_word = byte.is_ascii_alphanumeric();
        let is_hump = is_after_small && byte.is_ascii_uppercase();
        if !is_word || is_hump {
            each(&value[start..at]);
            start = if is_word { at } else { at + 1 };
        }
        is_after_small = false;
    }
    each(&value[start..]);
}

/// The beginnings of sharing addresses, by host.
static SHARING: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut sharing: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for row in rows(include_str!("../../data/share-addresses.tsv")) {
        let mut cells = row.split('\t');
        if let (Some(host), Some(path)) = (cells.next(), cells.next()) {
            sharing.entry(host).or_default().push(path);
        }
    }
    sharing
});

/// Whether an absolute URL is an address whose only purpose is to share another page.
pub(crate) fn is_share_url(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = ["www.", "m.", "mobile."].iter().find_map(|w| host.strip_prefix(w)).unwrap_or(host);
    let begins =
        |start: &&str| path.get(..start.len()).is_some_and(|path| path.eq_ignore_ascii_case(start));
    SHARING.get(host).is_some_and(|starts| starts.iter().any(begins))
}

/// Classes of embedded posts.
static EMBEDS: LazyLock<CueTable<()>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/embeds.tsv"));
    CueTable::new(rows.filter_map(|row| Some((row.split('\t').next()?, ()))))
});

/// The class of an embedded post among the classes of an element.
pub(crate) fn embed_class(classes: &[u8]) -> Option<&'static str> {
    // Most classes are looked at once: each of the table has a hyphen.
    memchr::memchr(b'-', classes)?;
    let mut classes = classes.split(u8::is_ascii_whitespace);
    classes.find_map(|class| EMBEDS.get(class).map(|(class, ())| class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_unique_and_explained() {
        for (table, keys) in [
            (include_str!("../../data/places.tsv"), 1),
            (include_str!("../../data/share-addresses.tsv"), 2),
        ] {
            let cells: Vec<Vec<&str>> = rows(table).map(|row| row.split('\t').collect()).collect();
            assert!(cells.windows(2).all(|pair| pair[0][..keys] < pair[1][..keys]));
            assert!(cells.iter().all(|row| row.len() == 3 && row[2].len() > 3));
        }
        for table in [
            include_str!("../../data/source-headings.tsv"),
            include_str!("../../data/leads.tsv"),
            include_str!("../../data/embeds.tsv"),
        ] {
            let cells: Vec<Vec<&str>> = rows(table).map(|row| row.split('\t').collect()).collect();
            assert!(cells.windows(2).all(|pair| pair[0][0] < pair[1][0]));
            for row in cells {
                assert_eq!(row[0], row[0].to_lowercase());
                assert!(row.iter().all(|cell| cell.len() > 1), "{row:?}");
            }
        }
        let embeds = &EMBEDS.words;
        assert!(embeds.keys().all(|class| class.len() < 32 && class.contains('-')));
        let lengths = MIN_WORD_BYTES..=MAX_WORD_BYTES;
        assert!(WORDS.words.keys().all(|word| lengths.contains(&word.len())));
        let places = include_str!("../../data/places.tsv");
        assert_eq!(WORDS.words.len(), rows(places).count(), "every place is known");
        for word in rows(places).filter_map(|row| row.split('\t').next()) {
            let found = WORDS.get(word.to_uppercase().as_bytes());
            assert_eq!(found.map(|(found, _)| found), Some(word));
        }
    }

    #[test]
    fn sharing_addresses() {
        for url in [
            "https://www.facebook.com/sharer/sharer.php?u=x",
            "http://twitter.com/intent/tweet?text=x",
            "https://www.linkedin.com/shareArticle?mini=true",
            "https://wa.me/?text=x",
        ] {
            assert!(is_share_url(url), "{url}");
        }
        for url in ["https://twitter.com/x/status/1", "https://wa.me/491", "https://facebook.com/a"]
        {
            assert!(!is_share_url(url), "{url}");
        }
    }

    #[test]
    fn words_are_split() {
        let mut words = Vec::new();
        split_words(b"post-tags relatedLinks x_YY--ab", &mut |word| words.push(word.to_owned()));
        assert_eq!(words, ["post", "tags", "related", "links", "yy", "ab"]);
    }

    #[test]
    fn words_for_places_are_found_without_case() {
        let mut words = Vec::new();
        place_words(b"xNAV-Comments nav2 \xc3 relatedness", &mut |word, place| {
            words.push((word, place));
        });
        assert_eq!(words, [("nav", Place::Navigation), ("comments", Place::Comment)]);
        assert_eq!(embed_class(b"a-b Twitter-Tweet"), Some("twitter-tweet"));
        assert_eq!(embed_class(b"twitter-tweet-x a-twitter"), None);
    }
}
