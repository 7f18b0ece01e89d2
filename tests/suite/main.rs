//! The one integration test binary.

mod architecture;
mod links;
mod shared;
