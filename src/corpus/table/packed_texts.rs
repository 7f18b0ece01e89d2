//! The texts of an article in one piece of memory.

/// Texts and lists of texts, one behind the other in the order in which they were packed.
///
/// A text stands behind its length and one, and a text that is missing is 0; a list of texts stands behind its length.
#[derive(Debug, Clone)]
pub(super) struct PackedTexts(Box<str>);

/// Bits of a number that a digit holds. All digits are ASCII, so they may stand in a text.
const DIGIT_BITS: u32 = 6;
/// Marks a digit that is not the last one.
const CONTINUED: u8 = 1 << DIGIT_BITS;

impl PackedTexts {
    /// Packs single texts, and lists of texts behind them.
    pub(super) fn new(texts: &[Option<&str>], lists: &[&[String]]) -> Self {
        let mut packed = String::new();
        texts.iter().for_each(|text| push(&mut packed, *text));
        for list in lists {
            push_number(&mut packed, list.len());
            list.iter().for_each(|text| push(&mut packed, Some(text)));
        }
        Self(packed.into())
    }

    /// The text at a position among the single texts.
    pub(super) fn text(&self, position: usize) -> Option<&str> {
        let mut rest = PackedRest(&self.0);
        (0..position).for_each(|_| _ = rest.text());
        rest.text()
    }

    /// The list at a position among the lists; `texts` is how many single texts there are.
    pub(super) fn list(&self, texts: usize, position: usize) -> impl Iterator<Item = &str> {
        let mut rest = PackedRest(&self.0);
        (0..texts).for_each(|_| _ = rest.text());
        for _ in 0..position {
            (0..rest.number()).for_each(|_| _ = rest.text());
        }
        (0..rest.number()).filter_map(move |_| rest.text())
    }
}

fn push(packed: &mut String, text: Option<&str>) {
    push_number(packed, text.map_or(0, |text| text.len() + 1));
    packed.push_str(text.unwrap_or_default());
}

/// The lowest digit comes first.
fn push_number(packed: &mut String, mut number: usize) {
    while number >> DIGIT_BITS > 0 {
        packed.push(char::from(CONTINUED | (number as u8 & (CONTINUED - 1))));
        number >>= DIGIT_BITS;
    }
    packed.push(char::from(number as u8));
}

/// What was not read yet.
struct PackedRest<'a>(&'a str);

impl<'a> PackedRest<'a> {
    fn number(&mut self) -> usize {
        let (mut number, mut length) = (0, 0);
        for digit in self.0.bytes() {
            number |= usize::from(digit & (CONTINUED - 1)) << (DIGIT_BITS * length as u32);
            length += 1;
            if digit & CONTINUED == 0 {
                break;
            }
        }
        self.0 = &self.0[length..];
        number
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number().checked_sub(1)?;
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_they_were_packed() {
        let long = "é".repeat(70_000);
        let texts = [Some("a"), None, Some(""), Some(&long), Some("\u{10FFFF}\0")];
        let lists = [vec![], vec![long.clone(), String::new()], vec!["z".to_owned()]];
        let packed = PackedTexts::new(&texts, &lists.each_ref().map(Vec::as_slice));
        for (position, text) in texts.into_iter().enumerate() {
            assert_eq!(packed.text(position), text);
        }
        for (position, list) in lists.iter().enumerate() {
            assert!(packed.list(texts.len(), position).eq(list.iter()), "{position}");
        }
    }

    #[test]
    fn lengths_around_a_digit_are_read_back() {
        for length in (0..200).chain([4094, 4095, 4096, 262_143, 262_144]) {
            let text = "x".repeat(length);
            let packed = PackedTexts::new(&[Some(&text), Some("end")], &[]);
            assert_eq!((packed.text(0), packed.text(1)), (Some(&*text), Some("end")), "{length}");
        }
    }
}
