//! Text that no terminal obeys, and how wide it is.

use super::control::ControlChar;

/// Text that no terminal obeys: control characters, and what turns or hides the text behind it,
/// become visible.
///
/// ```
/// use citegraph::report::text::escape;
/// assert_eq!(escape("a\u{1b}[2J\u{202e}b\n"), r"a\u{1b}[2J\u{202e}b\u{a}");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match ControlChar::from_char(c) {
            None => escaped.push(c),
            Some(_) => escaped.extend(c.escape_unicode()),
        }
    }
    escaped
}

/// Columns on a terminal: two for the scripts of East Asia and for emoji. Close enough for bars.
pub(super) fn columns(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}');
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_terminal_is_steered() {
        assert_eq!(escape("\u{9b}31m\u{7}\u{7f}"), r"\u{9b}31m\u{7}\u{7f}");
        assert_eq!(escape("\u{2066}\u{200b}\u{e0001}"), r"\u{2066}\u{200b}\u{e0001}");
        assert_eq!(escape("Brötchen 面包 🎈"), "Brötchen 面包 🎈");
    }
}
