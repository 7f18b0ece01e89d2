//! What the terminal can show: its width, and colours. Chosen once, before anything is printed.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::sync::OnceLock;

use citegraph::report::style::{Paint, TextStyle, USUAL_WIDTH};
use clap::ValueEnum;

/// Longer lines of help are hard to read, however wide the terminal is.
const MAX_HELP_WIDTH: usize = 100;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorChoice {
    /// In a terminal, unless NO_COLOR is set; everywhere if CLICOLOR_FORCE is set
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// How results and messages are printed.
#[derive(Debug, Clone, Copy)]
struct Terminal {
    stdout: TextStyle,
    /// The style of files: the usual width unless another is asked for.
    file: TextStyle,
    stderr_has_color: bool,
}

static TERMINAL: OnceLock<Terminal> = OnceLock::new();

/// Looks at the terminal and the environment. `color` and `width` are what the command line asks for.
pub(crate) fn choose(color: ColorChoice, width: Option<usize>) {
    TERMINAL.get_or_init(|| {
        let stdout = io::stdout();
        let own = terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0));
        let own = own.filter(|width| *width > 0 && stdout.is_terminal());
        let base = TextStyle::new(width.or(own).unwrap_or(USUAL_WIDTH));
        Terminal {
            stdout: if has_color(color, stdout.is_terminal()) { base.colored() } else { base },
            file: TextStyle::new(width.unwrap_or(USUAL_WIDTH)),
            stderr_has_color: has_color(color, io::stderr().is_terminal()),
        }
    });
}

fn chosen() -> Terminal {
    let usual = TextStyle::default();
    TERMINAL.get().copied().unwrap_or(Terminal {
        stdout: usual,
        file: usual,
        stderr_has_color: false,
    })
}

/// The style of standard output.
pub(crate) fn stdout_style() -> TextStyle {
    chosen().stdout
}

/// The style of a file.
pub(crate) fn file_style() -> TextStyle {
    chosen().file
}

/// Whether messages have colours.
pub(crate) fn stderr_has_color() -> bool {
    chosen().stderr_has_color
}

/// The command line's own text, as wide as everything else.
pub(crate) fn fit(command: clap::Command) -> clap::Command {
    command.term_width(stdout_style().width().min(MAX_HELP_WIDTH))
}

/// Whether there are colours: as asked for, else as the environment says, else in a terminal. See
/// <https://no-color.org> and <https://bixense.com/clicolors>.
fn has_color(choice: ColorChoice, is_terminal: bool) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|there| there == *value);
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if is_set("NO_COLOR") => false,
        ColorChoice::Auto if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") => true,
        ColorChoice::Auto => is_terminal && !is("CLICOLOR", "0") && !is("TERM", "dumb"),
    }
}

/// What `--color` and `--width` are in arguments that are not parsed yet: their own errors, and help, are fitted too.
pub(crate) fn asked(args: &[OsString]) -> (ColorChoice, Option<usize>) {
    let args = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--");
    let args: Vec<_> = args.collect();
    let value = |flag: &str| {
        let long = format!("{flag}=");
        let joined = |(at, arg): (usize, &std::borrow::Cow<'_, str>)| {
            let next = || args.get(at + 1).map(ToString::to_string);
            arg.strip_prefix(&long).map(str::to_owned).or_else(|| (**arg == *flag).then(next)?)
        };
        args.iter().enumerate().filter_map(joined).next_back()
    };
    let color = value("--color").and_then(|word| ColorChoice::from_str(&word, false).ok());
    let width = value("--width").and_then(|number| number.parse().ok());
    (color.unwrap_or_default(), width)
}

/// A message with its first word in colour, where messages have colours: `error:`, `warning:`, `note:`, `help:`.
pub(crate) fn painted(message: &str) -> String {
    let style = TextStyle::default().colored();
    let heads = [
        ("error:", Paint::Error),
        ("internal error:", Paint::Error),
        ("warning:", Paint::Warning),
        ("note:", Paint::Notice),
        ("help:", Paint::Notice),
    ];
    let lines = message.split('\n').map(|line| {
        let head = heads.iter().find(|(head, _)| line.starts_with(head));
        match head {
            Some((head, paint)) => style.paint(*paint, head) + &line[head.len()..],
            None => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_found_before_they_are_parsed() {
        let asked = |args: &[&str]| asked(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked(&["lint", "--color", "always"]), (ColorChoice::Always, None));
        assert_eq!(asked(&["--color=never", "--width=40"]), (ColorChoice::Never, Some(40)));
        assert_eq!(asked(&["--color"]), (ColorChoice::Auto, None));
        assert_eq!(asked(&["--", "--color", "always"]), (ColorChoice::Auto, None));
    }

    #[test]
    fn only_the_first_word_of_a_line_has_a_colour() {
        let shown = painted("error: a\nhelp: b error: c");
        assert_eq!(
            shown,
            "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m a\n\u{1b}[1m\u{1b}[36mhelp:\u{1b}[0m b error: c"
        );
    }
}
