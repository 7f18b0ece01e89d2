//! Under construction.
mod attrs;
mod bare;
mod charref;
mod name;
mod reading;
mod scan;
mod tree;
