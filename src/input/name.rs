//! Names of inputs: paths with `/` on every system, reversible where they are not Unicode.

use std::path::Path;

/// Begins the name of a path that is not Unicode.
const ESCAPED: &str = "%bytes:";

/// The name of a path: its text with `/`, without a leading `./`. A path that is not Unicode is
/// `%bytes:` and its bytes, those that are no text and `%` itself as `%HH`.
pub(crate) fn from_path(whole: &Path) -> String {
    let path = whole.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty());
    let path = path.unwrap_or(whole);
    let name = match path.to_str() {
        Some(text) if !text.starts_with(ESCAPED) => text.to_owned(),
        _ => escape(path.as_os_str().as_encoded_bytes()),
    };
    match std::path::MAIN_SEPARATOR {
        '/' => name,
        separator => name.replace(separator, "/"),
    }
}

fn escape(bytes: &[u8]) -> String {
    let mut name = ESCAPED.to_owned();
    for chunk in bytes.utf8_chunks() {
        name.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay() {
        assert_eq!(from_path(Path::new("./a b/ü%20.md")), "a b/ü%20.md");
        assert_eq!(from_path(Path::new(".")), ".");
        assert_eq!(from_path(Path::new("%bytes:x%")), "%bytes:%25bytes:x%25");
        assert_eq!(from_path(Path::new("./%bytes:x")), "%bytes:%25bytes:x");
    }

    #[cfg(unix)]
    #[test]
    fn other_names_can_be_led_back() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"a\xff%b"));
        assert_eq!(from_path(path), "%bytes:a%FF%25b");
        let path = Path::new(std::ffi::OsStr::from_bytes(b"./a\xff"));
        assert_eq!(from_path(path), "%bytes:a%FF");
    }
}
