//! The diff of a document's fixes, for whoever reads it: a program, a terminal, or the log of a CI job.

use super::sanitizer::{is_command, sanitize};
use crate::edit::{EditConflict, unified_diff};
use crate::fix::FixPlan;

/// Who reads the diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffAudience {
    /// A terminal, which obeys control characters.
    Terminal,
    /// Perhaps the log of a CI job, whose runner obeys commands in it.
    Log,
    /// A program, which needs every byte.
    Program,
}

/// What is written of a document's diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixDiff {
    /// The diff; on a terminal, what can be seen of it.
    Diff(Vec<u8>),
    /// Text for people, which cannot be applied.
    Escaped {
        /// The text.
        text: String,
        /// How many lines of it a CI log would take for commands.
        commands: usize,
    },
    /// Nothing: only new lines are commands, and `git apply` would take their escaped form for the new text.
    Withheld,
}

impl FixDiff {
    /// The diff of a plan.
    ///
    /// # Errors
    /// None for a plan as it was made.
    pub fn from_plan(plan: &FixPlan, audience: DiffAudience) -> Result<Self, EditConflict> {
        let diff = unified_diff(&plan.input, &plan.file, &plan.edits)?;
        Ok(Self::from_diff(diff, audience))
    }

    fn from_diff(diff: Vec<u8>, audience: DiffAudience) -> Self {
        if audience == DiffAudience::Program {
            return Self::Diff(diff);
        }
        let text = String::from_utf8_lossy(&diff);
        let escaped = || sanitize(&text.replace("\r\n", "\n"));
        if audience == DiffAudience::Terminal {
            return Self::Diff(escaped().into_bytes());
        }
        let commands: Vec<&str> =
            text.split(['\n', '\r']).filter(|line| is_command(line)).collect();
        if commands.is_empty() {
            return Self::Diff(diff);
        }
        // `git apply` refuses lines that are not those of the file. It would take new ones as they stand.
        if commands.iter().all(|line| line.starts_with('+')) {
            return Self::Withheld;
        }
        Self::Escaped { text: escaped(), commands: commands.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "-a http://a.example/\r\n+a https://a.example/\r\n";

    fn shown(diff: &str, audience: DiffAudience) -> FixDiff {
        FixDiff::from_diff(diff.as_bytes().to_vec(), audience)
    }

    #[test]
    fn a_program_gets_every_byte() {
        for diff in [PLAIN, "-##[x]\n+\u{1b}[2J\n"] {
            let same = FixDiff::Diff(diff.as_bytes().to_vec());
            assert_eq!(shown(diff, DiffAudience::Program), same);
        }
        assert_eq!(shown(PLAIN, DiffAudience::Log), FixDiff::Diff(PLAIN.as_bytes().to_vec()));
    }

    #[test]
    fn a_terminal_obeys_nothing() {
        let seen = shown("+\u{1b}[2J\r\n", DiffAudience::Terminal);
        assert_eq!(seen, FixDiff::Diff(b"+\\u{1b}[2J\n".to_vec()));
    }

    #[test]
    fn a_log_gets_no_command_and_no_diff_that_would_write_escapes() {
        let FixDiff::Escaped { text, commands } = shown("-##[x]\n+##[y]\n", DiffAudience::Log)
        else {
            panic!("the old line is a command");
        };
        assert_eq!(commands, 2);
        assert!(!text.lines().any(is_command), "{text}");
        assert_eq!(shown("-a\n+##[y]\n", DiffAudience::Log), FixDiff::Withheld);
    }
}
