//! Panics of the format's library, which hostile files can bring about.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::errors::Result;

use crate::article::SkipReason;
use crate::input::SkipCause;

thread_local! {
    static DECODES: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is one that the reader of Parquet files contains: it is not a bug of the program, and
/// nothing has to be said of it.
pub fn contains_panics() -> bool {
    DECODES.get()
}

/// Lets the library decode something. What it leaves half done after a panic is not used again.
pub(super) fn contained<T>(
    decode: impl FnOnce() -> Result<T>,
) -> std::result::Result<T, SkipCause> {
    DECODES.set(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode));
    DECODES.set(false);
    match decoded {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(damaged(&error.to_string())),
        Err(_) => Err(damaged("a part of it cannot be decoded")),
    }
}

/// The file is not what it says.
pub(super) fn damaged(why: &str) -> SkipCause {
    (SkipReason::BadParquet, format!("the Parquet file is damaged or incomplete: {why}"))
}
