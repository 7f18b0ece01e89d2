//! Characters that steer a reader's screen instead of standing on it, and what becomes of them.

/// What a character does besides being text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ControlChar {
    /// Breaks a line or moves along it.
    Line,
    /// C0, C1, noncharacters: terminals obey some, parsers stumble over others.
    Command,
    /// Turns the direction of what follows, so that it reads as something else.
    Direction,
    /// Cannot be seen and changes nothing that can; tags that spell hidden text are among these.
    Unseen,
}

impl ControlChar {
    /// `None` for text. The joiners U+200C and U+200D are text: Persian and emoji need them.
    pub(super) fn from_char(c: char) -> Option<Self> {
        Some(match c {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Self::Line,
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Self::Command,
            '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' => Self::Command,
            _ if u32::from(c) & 0xfffe == 0xfffe => Self::Command,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Self::Direction,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => Self::Unseen,
            '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' => Self::Unseen,
            '\u{e0000}'..='\u{e007f}' => Self::Unseen,
            _ => return None,
        })
    }
}

/// The character as a page can show it: a line end is a blank, what steers is U+FFFD, and `None` is
/// what no reader would miss.
pub(crate) fn sanitize_char(c: char) -> Option<char> {
    match ControlChar::from_char(c) {
        None => Some(c),
        Some(ControlChar::Line) => Some(' '),
        Some(ControlChar::Command | ControlChar::Direction) => Some('\u{fffd}'),
        Some(ControlChar::Unseen) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_shows_and_what_is_unseen_goes() {
        let shown = |text: &str| text.chars().filter_map(sanitize_char).collect::<String>();
        assert_eq!(shown("a\u{202e}b\u{2066}c\u{1b}[2J"), "a\u{fffd}b\u{fffd}c\u{fffd}[2J");
        assert_eq!(shown("a\r\n\u{2028}b\u{200b}\u{e0041}\u{feff}"), "a   b");
        assert_eq!(shown("\u{ffff}\u{1fffe}\u{9b}"), "\u{fffd}\u{fffd}\u{fffd}");
        let text = "می\u{200c}خواهم 👩\u{200d}🔬 ❤\u{fe0f} \u{a0}é\u{301}";
        assert_eq!(shown(text), text);
    }
}
