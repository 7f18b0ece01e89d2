//! What an input and the folder of its partial are called.

use std::path::Path;

use citegraph::fetch;
use citegraph::input::InputSource;
use citegraph::link::redact::redact_url;

use super::super::output::visible;
use super::Sha256Hex;

/// Characters of an input's name that are in the name of its folder.
const MAX_NAME_CHARS: usize = 60;

/// Digits of the hash there.
const NAME_DIGITS: usize = 12;

/// The names of one partial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartialName {
    /// The input, as outputs name it.
    pub(crate) input: String,
    /// The folder: the end of that name as far as every system can have it, and a hash.
    pub(crate) folder: String,
}

impl PartialName {
    /// The names for an argument. `posts`, `posts/` and `./posts` are one input.
    ///
    /// # Errors
    /// Where it has no name, or can be read only once.
    pub(crate) fn new(argument: &Path) -> anyhow::Result<Self> {
        anyhow::ensure!(
            argument != Path::new("-"),
            "standard input has no name for its partial; save it to a file, and give the file"
        );
        if let Some(url) = argument.to_str().filter(|text| fetch::is_address(text)) {
            // Two addresses can be the same but for a secret, which only the hash keeps apart.
            let input = redact_url(url).into_owned();
            let folder = folder_name(&input, url);
            return Ok(Self { input, folder });
        }
        let is_stream = argument.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
        anyhow::ensure!(
            !is_stream,
            "{} can be read only once; save it to a file, and give the file",
            visible(&argument.display().to_string())
        );
        let path = argument.components().collect();
        let input = InputSource::File { path, named: true }.name();
        let folder = folder_name(&input, &input);
        Ok(Self { input, folder })
    }
}

fn folder_name(name: &str, hashed: &str) -> String {
    let mut plain = String::new();
    for character in name.chars().map(|c| c.to_ascii_lowercase()) {
        match character {
            'a'..='z' | '0'..='9' | '.' | '_' => plain.push(character),
            _ if plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    let end = &plain[plain.len().saturating_sub(MAX_NAME_CHARS)..];
    let hash = Sha256Hex::from_bytes(hashed.as_bytes());
    let digits = &hash.as_str()[..NAME_DIGITS];
    match end.trim_matches(['-', '.']) {
        "" => digits.to_owned(),
        end => format!("{end}-{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(argument: &str) -> PartialName {
        PartialName::new(Path::new(argument)).unwrap()
    }

    #[test]
    fn folders_have_names_for_every_system() {
        let folder = |argument: &str| name(argument).folder;
        assert_eq!(folder("posts/2026/A b.md"), "posts-2026-a-b.md-fe8db03a1036");
        assert_eq!(folder("面包"), "b4bf241cd10e");
        assert!(folder(&"x/".repeat(200)).len() <= MAX_NAME_CHARS + NAME_DIGITS + 1);
        assert_ne!(folder("a/b"), folder("a-b"));
    }

    #[test]
    fn one_input_has_one_name_and_no_secret() {
        assert_eq!(name("./posts/"), name("posts"));
        let page = |token: &str| name(&format!("https://a.example/x?access_token={token}"));
        let (one, two) = (page("abcdef0123456789abcdef"), page("0123456789abcdefabcdef"));
        assert_eq!(one.input, two.input);
        assert_ne!(one.folder, two.folder);
        assert!(!one.input.contains("abcdef"), "{one:?}");
        assert!(PartialName::new(Path::new("-")).is_err());
    }
}
