//! The date in the name of a post's file, where Jekyll and Eleventy look for it too.

use crate::link;

/// The day with which the name of a file begins, or of its folder where the file is an index: `2021-09-02-buses.md`,
/// `2021-09-02-buses/index.md`. `input` has `/` between folders.
pub(super) fn day_in_name(input: &str) -> Option<String> {
    let mut names = input.rsplit('/');
    let file = names.next()?;
    let is_index = file.split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case("index"));
    let name = if is_index { names.next()? } else { file };
    let mut parts = name.splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, behind) = rest.split_at(digits);
    let is_whole = behind.chars().next().is_none_or(|c| matches!(c, '-' | '_' | '.' | ' '));
    link::full_day(year, month, day).filter(|_| is_whole && year.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_post_begins_with_its_day() {
        for (name, day) in [
            ("_posts/2021-09-02-buses.md", Some("2021-09-02")),
            ("2021-9-2-buses.markdown", Some("2021-09-02")),
            ("posts/2021-09-02-buses/index.md", Some("2021-09-02")),
            ("posts/2021-09-02/index.de.md", Some("2021-09-02")),
            ("2021-09-02.md", Some("2021-09-02")),
            ("2021-09-02 Night Buses.md", Some("2021-09-02")),
            ("2021-09-02-buses/route.md", None),
            ("2021-09-021.md", None),
            ("2021-09-02T10.md", None),
            ("2021-13-02-buses.md", None),
            ("21-09-02-buses.md", None),
            ("buses-2021-09-02.md", None),
            ("2021-09-buses.md", None),
            ("index.md", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(day_in_name(name).as_deref(), day, "{name}");
        }
    }
}
