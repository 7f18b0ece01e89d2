//! The command line of citegraph: parse, run, report the error, set the exit code.

mod cli;

use std::process::ExitCode;

/// Looks at links make and drop many small strings; with the system's allocator they take an eighth more
/// CPU and a sixth more memory (`benches/check/README.md`).
#[cfg(feature = "network")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main().into()
}
