//! Ctrl-C, and the system's wish that this process end.

use std::sync::{Mutex, PoisonError};

use super::{Exit, output};

/// How a verb wants to be ended.
type StopHandler = Box<dyn Fn() + Send>;

static STOP: Mutex<Option<StopHandler>> = Mutex::new(None);

/// From now on an interrupted run leaves no incomplete files behind.
pub(crate) fn watch() -> anyhow::Result<()> {
    Ok(ctrlc::set_handler(|| {
        if let Some(stop) = STOP.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return stop();
        }
        let _nothing_new = output::abandon();
        end();
    })?)
}

/// From now on the verb ends the run itself, soon after `stop` was called.
pub(crate) fn on_interrupt(stop: impl Fn() + Send + 'static) {
    *STOP.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(stop));
}

#[expect(clippy::exit, reason = "the other threads are in the middle of their work")]
fn end() {
    std::process::exit(i32::from(Exit::Untrusted as u8));
}
