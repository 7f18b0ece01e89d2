//! Which build this is: the version, the commit where one is known, and the features.

use std::sync::LazyLock;

/// The commit with its day, or nothing; the build script writes it.
const COMMIT: &str = env!("CITEGRAPH_COMMIT");

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let commit = if COMMIT.is_empty() { String::new() } else { format!(" ({COMMIT})") };
    let network = if cfg!(feature = "network") { "+network" } else { "-network" };
    let parquet = if cfg!(feature = "parquet") { "+parquet" } else { "-parquet" };
    format!("{}{commit}\nfeatures: {network} {parquet}", env!("CARGO_PKG_VERSION"))
});

/// What `--version` prints behind the name.
pub(super) fn text() -> &'static str {
    &TEXT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_first_and_features_are_named() {
        let text = text();
        assert!(text.starts_with(env!("CARGO_PKG_VERSION")), "{text}");
        assert!(
            text.contains("network ") && text.ends_with("parquet") && text.lines().count() == 2,
            "{text}"
        );
    }
}
