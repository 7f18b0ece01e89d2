//! Files for other programs: Gephi, Gephi Lite, networkx, igraph, Cytoscape, spreadsheets.
//!
//! The graph files all write one [`Network`], so ids, columns and values are the same in each. Text
//! is cleaned and redacted there, once; `citations.jsonl` alone keeps everything as it was found.

pub mod bibtex;
mod change_rows;
mod changed;
mod citing_sentences;
pub mod column_list;
pub mod columns;
pub mod csl;
pub mod csv;
pub mod cx2;
pub mod doctor;
pub mod dot;
mod drawing;
mod edge_list_network;
mod edge_list_rows;
mod escape;
pub mod gexf;
pub mod gml;
mod graph_nodes;
pub mod graph_page;
mod graph_rows;
pub mod graphml;
pub mod graphology;
mod health;
pub mod impact;
mod int64_columns;
mod issued;
pub mod jsonl;
pub mod junit;
pub mod junit_links;
mod layout;
mod legend;
mod metrics;
mod network;
mod network_citations;
pub mod node_link;
mod node_measures;
pub mod node_table;
mod paired;
pub mod pajek;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod property_graph;
mod row;
pub mod sarif;
pub mod selection;
pub mod stats;
mod style;
pub mod svg;
mod work_publisher;
pub mod works;
pub mod xml;

pub use columns::{Column, ColumnNaming, ColumnType};
pub use csv::TableForm;
pub use escape::BACKSLASH;
pub use layout::Colouring;
pub use legend::LegendEntry;
pub use network::Network;
pub use row::{CellValue, EdgeRow, NodeRow};

/// A number as every reader takes it: shortest digits that read back the same, always with a point
/// and never with an exponent; 0 has no sign. Gephi guesses a CSV column's type from such digits.
pub(crate) fn decimal(number: f64) -> String {
    debug_assert!(number.is_finite(), "no reader parses {number}");
    let digits = unsigned_zero(number).to_string();
    if digits.contains('.') { digits } else { digits + ".0" }
}

/// The same number, but for -0, which is 0.
pub(crate) fn unsigned_zero(number: f64) -> f64 {
    number + 0.0
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_have_a_point_and_zero_no_sign() {
        for (number, digits) in [
            (0.0, "0.0"),
            (-0.0, "0.0"),
            (-1.5, "-1.5"),
            (1e20, "100000000000000000000.0"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(decimal(number), digits);
        }
    }
}
