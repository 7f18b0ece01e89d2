//! A short stand-in for the content of an article.

use std::hash::{Hash as _, Hasher};

use sha2::{Digest as _, Sha256};

use super::Article;

/// Tells articles of one input and part apart, and puts them in an order that depends on their content alone: half of
/// a SHA-256 over all fields but the captures, which [`join_captures`](super::join_captures) adds to. It is the same
/// on every machine, and is never written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 16]);

impl ContentDigest {
    /// The digest of an article.
    pub fn of(article: &Article) -> Self {
        Self::with_size(article).0
    }

    /// The digest of an article, and how many bytes its content has.
    pub fn with_size(article: &Article) -> (Self, u64) {
        let mut fields = HashedFields::default();
        hash_fields(article, &mut fields);
        let hash = fields.hash.finalize();
        (Self(std::array::from_fn(|at| hash[at])), fields.bytes)
    }
}

fn hash_fields(article: &Article, fields: &mut HashedFields) {
    let Article {
        schema,
        input,
        part,
        format,
        dialect,
        origin,
        origin_rule,
        title,
        published,
        authors,
        tags,
        language,
        metadata_rules,
        captures: _,
        citations,
        rejects,
        ignores,
        warnings,
        sentences,
    } = article;
    (schema, input, part, format, dialect, origin, origin_rule).hash(fields);
    (title, published, authors, tags, language, metadata_rules).hash(fields);
    (citations, rejects, ignores, warnings, sentences).hash(fields);
}

/// Hashes fields as bytes that are the same on every machine.
#[derive(Default)]
struct HashedFields {
    hash: Sha256,
    bytes: u64,
}

impl Hasher for HashedFields {
    fn write(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.write(&(number as i64).to_le_bytes());
    }

    /// Unused: the digest is longer.
    fn finish(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Capture, Warning};

    #[test]
    fn every_field_but_the_captures_is_told_apart() {
        let line = r#"{"schema":1,"input":"a","part":null,"format":"text","dialect":null,"origin":null,
            "origin_rule":"none","title":null,"published":null,"authors":[],"tags":[],"language":null,
            "citations":[],"rejects":[],"ignores":[],"warnings":[]}"#;
        let plain: Article = serde_json::from_str(line).unwrap();
        let digest = |change: fn(&mut Article)| {
            let mut article = plain.clone();
            change(&mut article);
            ContentDigest::of(&article)
        };
        let same = ContentDigest::of(&plain);
        assert_eq!(
            same,
            digest(|article| article.captures = vec![Capture {
                date: None,
                url: "https://a.example/".into(),
                input: "a".into(),
                part: "0".into(),
                digest: String::new(),
                payload_digest: None,
            }])
        );
        let changes: [fn(&mut Article); 6] = [
            |article| article.input.push('b'),
            |article| article.title = Some(String::new()),
            |article| article.tags.push("b".into()),
            |article| article.authors.push("b".into()),
            |article| article.warnings.push(Warning::default()),
            |article| article.sentences = Some(Vec::new()),
        ];
        let mut digests: Vec<ContentDigest> = changes.map(digest).into();
        digests.push(same);
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), changes.len() + 1);
    }
}
