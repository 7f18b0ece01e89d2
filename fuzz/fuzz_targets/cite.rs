#![no_main]

#[path = "../../tests/suite/checks.rs"]
mod checks;
#[path = "../../tests/suite/dom.rs"]
mod dom;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::cite(bytes));
