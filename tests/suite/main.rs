//! The one integration test binary.

mod articles;
mod exports;
mod laws;
mod measures;
mod oracle;
