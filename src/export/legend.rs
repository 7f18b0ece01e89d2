//! The legend of a picture.

/// One line of a legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    /// What has the colour.
    pub name: String,
    /// How many nodes have it.
    pub nodes: usize,
    /// Red, green, blue.
    pub colour: [u8; 3],
}
