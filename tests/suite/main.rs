//! The one integration test binary.

mod links;
mod shared;
