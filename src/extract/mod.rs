//! Under construction.
mod attrs;
mod bare;
mod charref;
mod name;
mod place;
mod reading;
mod scan;
mod sentence;
mod tree;
