//! The first rows of the table, which are there without a script.

use maud::{Markup, html};

use super::payload::Payload;
use crate::export::columns::{Column, ColumnType};
use crate::export::network::Network;
use crate::export::row::{CellValue, NodeRow};
use crate::report::fixed;
use crate::report::format::{count, truncate};
use crate::report::html::escape::escape_html;

/// Rows without a script.
pub(super) const MAX_ROWS: usize = 500;

/// Characters of a label and of a value.
const MAX_CELL_CHARS: usize = 120;

/// The box of the table. The script fills its body anew, and makes its heads buttons.
pub(super) fn table(network: &Network, payload: &Payload) -> Markup {
    let columns = filled(network);
    html! {
        div class="scroll" id="table-box" tabindex="0" role="region" aria-label="Nodes as a table" { "\n"
            table { "\n"
                thead { tr {
                    th scope="col" data-column="label" { "node" }
                    @for (_, column) in &columns {
                        th scope="col" class=(class(column)) data-column=(escape_html(&column.name)) {
                            (escape_html(&column.name))
                        }
                    }
                } } "\n"
                tbody { "\n"
                    @for (_, row) in rows(network, payload) { (line(row, &columns)) }
                } "\n"
            } "\n"
        } "\n"
    }
}

/// The nodes of the page by their size, with their positions.
fn rows<'a>(network: &'a Network, payload: &Payload) -> Vec<(usize, &'a NodeRow)> {
    let kept = network.nodes.iter().enumerate().filter(|(at, _)| payload.has_node[*at]);
    let mut rows: Vec<(usize, &NodeRow)> = kept.collect();
    rows.sort_by(|(one, first), (two, second)| {
        second.size.total_cmp(&first.size).then(one.cmp(two))
    });
    rows.truncate(MAX_ROWS);
    rows
}

fn line(row: &NodeRow, columns: &[(usize, &Column)]) -> Markup {
    html! {
        tr {
            th scope="row" { bdi { (escape_html(&truncate(&row.label, MAX_CELL_CHARS))) } }
            @for (at, column) in columns { td class=(class(column)) { (cell(row.cells[*at].as_ref())) } }
        } "\n"
    }
}

fn cell(cell: Option<&CellValue>) -> Markup {
    html! {
        @match cell {
            None => {}
            Some(CellValue::Text(text)) => bdi { (escape_html(&truncate(text, MAX_CELL_CHARS))) }
            Some(CellValue::Whole(number)) => (count(*number))
            Some(CellValue::Double(number)) => (fixed(*number, 4))
        }
    }
}

fn class(column: &Column) -> &'static str {
    if column.values == ColumnType::Text { "" } else { "n" }
}

/// The columns in which some node has a value.
fn filled(network: &Network) -> Vec<(usize, &Column)> {
    let has_value = |at: usize| network.nodes.iter().any(|row| row.cells[at].is_some());
    let columns = network.node_columns.iter().enumerate();
    columns.filter(|(at, _)| has_value(*at)).collect()
}
