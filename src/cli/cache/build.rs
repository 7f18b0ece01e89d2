//! Which build of the program runs: another one may extract something else.

use std::fs;
use std::io;
use std::time::{Duration, SystemTime};

use super::super::partials::{Sha256Hex, file_digest, program};

/// Package stores and some builders of images give all files one time in 1970 or 1980, which tells no builds apart.
const UNIFORM_TIMES: Duration = Duration::from_secs(11 * 365 * 24 * 60 * 60);

/// The hash of what tells this build from others: version, commit, and path, size and time of the program. The commit is
/// not enough, for people also run what they have not committed. To hash the whole program would take longer than a
/// small run that finds everything in the cache.
pub(super) fn build_digest() -> io::Result<Sha256Hex> {
    let path = std::env::current_exe()?;
    // The file that runs, also where another one has its name by now.
    let running = if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { path.clone() };
    let there = fs::metadata(&running)?;
    let modified = there.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let bytes = match modified < UNIFORM_TIMES {
        true => file_digest(&running)?.1.as_str().to_owned(),
        false => format!("{} {modified:?}", there.len()),
    };
    let facts = format!("{}\n{}\n{bytes}", program(), path.display());
    Ok(Sha256Hex::from_bytes(facts.as_bytes()))
}
