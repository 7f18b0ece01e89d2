//! The page's script, and the policy that lets it and nothing else run.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

/// The scripts in their order: choosing rows, showing them, the map, and what starts them.
const SCRIPTS: [&str; 4] = [
    include_str!("rows.js"),
    include_str!("table.js"),
    include_str!("map.js"),
    include_str!("page.js"),
];

/// A source expression for a text that may run or be applied.
pub(crate) fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Nothing is loaded or sent; only the page's own script runs, and it cannot make markup of text.
pub(super) fn policy() -> String {
    let scripts = SCRIPTS.map(|text| format!("'{}'", hash(text))).join(" ");
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'"
    )
}

pub(super) fn elements() -> Markup {
    html! { @for text in SCRIPTS { script data-citegraph { (PreEscaped(text)) } "
    " } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_browsers_compare() {
        // The empty string's SHA-256, as every table has it.
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn no_script_can_end_its_own_element() {
        for text in SCRIPTS {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
    }
}
