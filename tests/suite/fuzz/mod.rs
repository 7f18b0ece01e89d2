//! The fuzz targets, run over their seeds.

use crate::reading::dom;

pub(crate) mod bodies;
pub(crate) mod seeds;
