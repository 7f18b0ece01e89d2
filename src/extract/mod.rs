//! Under construction.
mod attrs;
mod charref;
mod name;
mod scan;
