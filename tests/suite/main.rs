//! The one integration test binary.

mod architecture;
mod articles;
mod exports;
mod laws;
mod links;
mod measures;
mod oracle;
mod shared;
