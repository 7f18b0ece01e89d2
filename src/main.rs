//! The command line of citegraph: parse, run, report the error, set the exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main().into()
}
