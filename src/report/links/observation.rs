//! One check of a link, as a line.

use std::io::{self, Write};

use crate::check::observation::Observation;
use crate::check::outcome::classify_observation;
use crate::report::style::TextStyle;

/// Writes when the check was, what it showed, and the address with those that it led to, behind a word.
///
/// # Errors
/// Where `out` fails.
pub fn write(
    seen: &Observation,
    word: &str,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let status = seen.hops.last().map_or("-".to_owned(), |hop| hop.status.to_string());
    let code = classify_observation(seen).code();
    let mut line = style.text().indented(0, 4).plain(&format!("{word}{}  ", seen.started));
    line = line.plain(&format!("{code:22} {status:3} ")).whole(None, &seen.url);
    for hop in seen.hops.iter().skip(1) {
        line = line.plain(" -> ").whole(None, &hop.url);
    }
    line.write(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_with_the_addresses_that_it_led_to() {
        let seen: Observation = serde_json::from_str(
            r#"{"schema":1,"url":"https://a.example/b","started":"2026-03-01T10:00:00Z","run":"r","method":"get",
                "hops":[{"url":"https://a.example/b","status":301},{"url":"https://c.example/\u001b","status":404}],
                "end":"answered"}"#,
        )
        .expect("an observation");
        let mut out = Vec::new();
        write(&seen, "", TextStyle::new(1000), &mut out).expect("memory takes it");
        let line = String::from_utf8(out).expect("text");
        let code = format!("{:22}", "gone.404");
        let addresses = "https://a.example/b -> https://c.example/\\u{1b}\n";
        assert_eq!(line, format!("2026-03-01T10:00:00Z  {code} 404 {addresses}"));
    }
}
