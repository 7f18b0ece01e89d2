//! A condition on a column: `type=newspaper`, `edge.weight>=2`, `label~china`.

use std::fmt;

use super::near::near_name;
use super::suggestion;
use crate::export::columns::{Column, ColumnType};
use crate::export::network::Network;
use crate::export::row::{CellValue, EdgeRow, NodeRow};

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnComparison {
    /// `=`: the same number, or the same text in any case.
    Equal,
    /// `!=`: the opposite of `=`; also a cell without a value.
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `~`: the text is a part of it, in any case.
    Contains,
}

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionSide {
    /// Nodes.
    Node,
    /// Edges.
    Edge,
}

/// A condition on a column of nodes or edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Whose column; `None` for nodes, and for edges where nodes do not have it.
    pub side: Option<ConditionSide>,
    /// The column, by either of its names, or `label` of a node, or `weight` of an edge.
    pub column: String,
    /// How its values are compared.
    pub comparison: ColumnComparison,
    /// With what.
    pub value: String,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// It is not a condition.
    #[error(
        "“{0}” is not a condition; write COLUMN OPERATOR VALUE, such as type=newspaper; the operators are \
         = != < <= > >= ~"
    )]
    Syntax(String),
    /// There is no such column.
    #[error("unknown column {column}{}; the columns are {known}", suggestion(near))]
    NoColumn {
        /// The column.
        column: String,
        /// One with a name like it.
        near: Option<String>,
        /// All of them.
        known: String,
    },
    /// The column holds numbers.
    #[error("{column} contains numbers, but “{value}” is not a number")]
    NotNumber {
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
}

/// The signs, those of two characters before those that they begin with.
const SIGNS: [(&str, ColumnComparison); 7] = [
    ("!=", ColumnComparison::NotEqual),
    ("<=", ColumnComparison::AtMost),
    (">=", ColumnComparison::AtLeast),
    ("=", ColumnComparison::Equal),
    ("<", ColumnComparison::Less),
    (">", ColumnComparison::More),
    ("~", ColumnComparison::Contains),
];

impl Condition {
    /// Reads a condition.
    ///
    /// ```
    /// use citegraph::export::selection::{ColumnComparison, Condition, ConditionSide};
    /// let condition = Condition::parse("edge.weight >= 2").unwrap();
    /// assert_eq!(condition.side, Some(ConditionSide::Edge));
    /// assert_eq!((condition.column.as_str(), condition.comparison), ("weight", ColumnComparison::AtLeast));
    /// assert!(Condition::parse("newspapers").is_err());
    /// ```
    ///
    /// # Errors
    /// Where it has no column or no sign.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let fault = || ConditionError::Syntax(text.to_owned());
        let at = text.find(['=', '!', '<', '>', '~']).ok_or_else(fault)?;
        let (sign, comparison) =
            SIGNS.into_iter().find(|(sign, _)| text[at..].starts_with(sign)).ok_or_else(fault)?;
        let (column, value) = (text[..at].trim(), text[at + sign.len()..].trim());
        if column.is_empty() {
            return Err(fault());
        }
        let (side, column) = match column.split_once('.') {
            Some(("node", column)) => (Some(ConditionSide::Node), column),
            Some(("edge", column)) => (Some(ConditionSide::Edge), column),
            _ => (None, column),
        };
        Ok(Self { side, column: column.to_owned(), comparison, value: value.to_owned() })
    }

    /// The condition as it is tested on a network.
    pub(super) fn resolve(&self, network: &Network) -> Result<ConditionTest<'_>, ConditionError> {
        let place = |columns: &[Column], own: &str| {
            let is = |name: &str| name.eq_ignore_ascii_case(&self.column);
            let by_name = columns.iter().position(|one| is(&one.name));
            let found = by_name.or_else(|| columns.iter().position(|one| is(&one.plain)));
            found.map(CellPlace::Column).or_else(|| is(own).then_some(CellPlace::Own))
        };
        let of_node = || {
            let place = place(&network.node_columns, "label")?;
            Some((ConditionSide::Node, place, kind(place, &network.node_columns, ColumnType::Text)))
        };
        let of_edge = || {
            let place = place(&network.edge_columns, "weight")?;
            Some((
                ConditionSide::Edge,
                place,
                kind(place, &network.edge_columns, ColumnType::Double),
            ))
        };
        let found = match self.side {
            Some(ConditionSide::Node) => of_node(),
            Some(ConditionSide::Edge) => of_edge(),
            None => of_node().or_else(of_edge),
        };
        let Some((side, place, values)) = found else { return Err(self.no_column(network)) };
        let is_number = values != ColumnType::Text && self.comparison != ColumnComparison::Contains;
        let number = if is_number { Some(self.number()?) } else { None };
        Ok(ConditionTest { condition: self, side, place, number })
    }

    fn number(&self) -> Result<f64, ConditionError> {
        let number = self.value.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| ConditionError::NotNumber {
            column: self.column.clone(),
            value: self.value.clone(),
        })
    }

    fn no_column(&self, network: &Network) -> ConditionError {
        let nodes = network.node_columns.iter().map(|column| &*column.plain);
        let edges = network.edge_columns.iter().map(|column| &*column.plain);
        let nodes: Vec<&str> = ["label"].into_iter().chain(nodes).collect();
        let edges: Vec<&str> = ["weight"].into_iter().chain(edges).collect();
        let known = match self.side {
            Some(ConditionSide::Node) => nodes,
            Some(ConditionSide::Edge) => edges,
            None => {
                let mut both = nodes;
                both.extend(edges);
                both.sort_unstable();
                both.dedup();
                both
            }
        };
        let near = near_name(&self.column, known.iter().copied());
        ConditionError::NoColumn { column: self.column.clone(), near, known: known.join(", ") }
    }
}

/// What stands in a place of a row.
fn kind(place: CellPlace, columns: &[Column], own: ColumnType) -> ColumnType {
    match place {
        CellPlace::Column(at) => columns[at].values,
        CellPlace::Own => own,
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Some(ConditionSide::Node) => "node.",
            Some(ConditionSide::Edge) => "edge.",
            None => "",
        };
        let sign = SIGNS.iter().find(|(_, comparison)| *comparison == self.comparison);
        write!(out, "{side}{}{}{}", self.column, sign.map_or("", |(sign, _)| sign), self.value)
    }
}

/// Where a value stands in a row.
#[derive(Debug, Clone, Copy)]
enum CellPlace {
    /// In a column.
    Column(usize),
    /// It is the label of a node or the weight of an edge.
    Own,
}

/// A condition whose column was found.
pub(super) struct ConditionTest<'a> {
    condition: &'a Condition,
    pub(super) side: ConditionSide,
    place: CellPlace,
    /// What numbers are compared with.
    number: Option<f64>,
}

impl ConditionTest<'_> {
    pub(super) fn node(&self, row: &NodeRow) -> bool {
        match self.place {
            CellPlace::Column(at) => self.cell(row.cells[at].as_ref()),
            CellPlace::Own => self.cell(Some(&CellValue::Text(row.label.clone()))),
        }
    }

    pub(super) fn edge(&self, row: &EdgeRow) -> bool {
        match self.place {
            CellPlace::Column(at) => self.cell(row.cells[at].as_ref()),
            CellPlace::Own => self.cell(Some(&CellValue::Double(row.weight))),
        }
    }

    /// Whether a node has a value at all.
    pub(super) fn has_value(&self, row: &NodeRow) -> bool {
        match self.place {
            CellPlace::Column(at) => row.cells[at].is_some(),
            CellPlace::Own => true,
        }
    }

    fn cell(&self, cell: Option<&CellValue>) -> bool {
        let Some(cell) = cell else {
            return self.condition.comparison == ColumnComparison::NotEqual;
        };
        let order = match (cell, self.number) {
            (CellValue::Whole(number), Some(other)) => (*number as f64).total_cmp(&other),
            (CellValue::Double(number), Some(other)) => number.total_cmp(&other),
            (cell, _) => cell.text().to_lowercase().cmp(&self.condition.value.to_lowercase()),
        };
        match self.condition.comparison {
            ColumnComparison::Equal => order.is_eq(),
            ColumnComparison::NotEqual => order.is_ne(),
            ColumnComparison::Less => order.is_lt(),
            ColumnComparison::AtMost => order.is_le(),
            ColumnComparison::More => order.is_gt(),
            ColumnComparison::AtLeast => order.is_ge(),
            ColumnComparison::Contains => {
                cell.text().to_lowercase().contains(&self.condition.value.to_lowercase())
            }
        }
    }
}
