//! The tables of an ODS workbook, where one element may stand for a million equal cells.

use std::ops::ControlFlow;

use super::archive::Archive;
use super::xml::{SheetXmlElement, SheetXmlEvent, XmlReader, cut_off};
use super::{CellBudget, GridCell, SheetError, TableBuilder, damaged, plain};
use crate::sheet::limits::{TooLarge, cell_name};

/// Gives every table to `each`, with what is needed of it.
pub(super) fn read(
    archive: &mut Archive<'_>,
    budget: &mut CellBudget,
    each: &mut impl FnMut(&str, TableBuilder),
) -> Result<(), SheetError> {
    let manifest = archive.member("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(damaged("it is encrypted with a password"));
    }
    let text = archive.needed("content.xml")?;
    let mut xml = XmlReader::new(&text);
    loop {
        match xml.next()? {
            SheetXmlEvent::Start(tag) if tag.local() == "table" => {
                let name = tag.attribute("table:name")?.unwrap_or_default();
                each(&name, TableReader { xml: &mut xml, budget: &mut *budget }.table()?);
            }
            SheetXmlEvent::Stop => return Ok(()),
            _ => {}
        }
    }
}

/// A cell with something in it, and how often it stands beside itself.
struct RepeatedCell {
    column: u32,
    times: u32,
    text: String,
}

/// A reader of one table.
struct TableReader<'r, 'a> {
    xml: &'r mut XmlReader<'a>,
    budget: &'r mut CellBudget,
}

impl TableReader<'_, '_> {
    /// The table that has begun.
    fn table(&mut self) -> Result<TableBuilder, SheetError> {
        let mut table = TableBuilder::default();
        let (mut row, mut wanted) = (0_u32, true);
        loop {
            match self.xml.next()? {
                SheetXmlEvent::Start(tag) if tag.local() == "table-row" => {
                    let times = tag.number("table:number-rows-repeated")?.unwrap_or(1);
                    let cells = self.row(row)?;
                    // Rows without content cost nothing, however many there are.
                    let rows = if wanted && !cells.is_empty() { times } else { 0 };
                    wanted = wanted && self.add(&cells, row, rows, &mut table)?.is_continue();
                    row = row.saturating_add(times);
                }
                SheetXmlEvent::End(name) if name == "table" => return Ok(table),
                SheetXmlEvent::Stop => return Err(cut_off()),
                _ => {}
            }
        }
    }

    /// Adds a row as often as it is repeated.
    fn add(
        &mut self,
        cells: &[RepeatedCell],
        row: u32,
        times: u32,
        table: &mut TableBuilder,
    ) -> Result<ControlFlow<()>, SheetError> {
        for row in (0..times).map(|more| row.saturating_add(more)) {
            for cell in cells {
                for column in (0..cell.times).map(|more| cell.column.saturating_add(more)) {
                    let cell = GridCell { row, column, text: cell.text.clone() };
                    if table.push(cell, self.budget)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The cells of the row that has begun; `row` is its number.
    fn row(&mut self, row: u32) -> Result<Vec<RepeatedCell>, SheetError> {
        let (mut cells, mut column) = (Vec::new(), 0_u32);
        loop {
            match self.xml.next()? {
                SheetXmlEvent::Start(tag)
                    if matches!(tag.local(), "table-cell" | "covered-table-cell") =>
                {
                    let times = tag.number("table:number-columns-repeated")?.unwrap_or(1);
                    let text = self.cell(&tag, row, column)?;
                    if !text.is_empty() {
                        cells.push(RepeatedCell { column, times, text });
                    }
                    column = column.saturating_add(times);
                }
                SheetXmlEvent::End(name) if name == "table-row" => return Ok(cells),
                SheetXmlEvent::Stop => return Err(cut_off()),
                _ => {}
            }
        }
    }

    /// The text of the cell that has begun: its value, else what it shows.
    fn cell(
        &mut self,
        tag: &SheetXmlElement<'_>,
        row: u32,
        column: u32,
    ) -> Result<String, SheetError> {
        let end = tag.local().to_owned();
        let value = value(tag)?;
        let shown = self.shown(&end, row, column)?;
        Ok(value.unwrap_or_else(|| plain(&shown)))
    }

    /// What a cell shows: its paragraphs, without the notes that are pinned to it.
    fn shown(&mut self, end: &str, row: u32, column: u32) -> Result<String, SheetError> {
        let most = self.budget.limits().max_bytes;
        let (mut shown, mut paragraphs, mut inside) = (String::new(), 0, 0_u32);
        loop {
            match self.xml.next()? {
                SheetXmlEvent::Start(tag) if tag.local() == "annotation" => {
                    self.xml.text_to("annotation")?;
                }
                SheetXmlEvent::Start(tag) if tag.local() == "p" => {
                    if paragraphs > 0 {
                        shown.push('\n');
                    }
                    (paragraphs, inside) = (paragraphs + 1, inside + 1);
                }
                SheetXmlEvent::End(name) if name == "p" => inside = inside.saturating_sub(1),
                SheetXmlEvent::Start(tag) if tag.local() == "s" => {
                    let blanks = tag.number("text:c")?.unwrap_or(1);
                    if shown.len() as u64 + u64::from(blanks) > most {
                        return Err(
                            TooLarge::Text { cell: cell_name(row, column), limit: most }.into()
                        );
                    }
                    shown.extend(std::iter::repeat_n(' ', blanks as usize));
                }
                SheetXmlEvent::Start(tag) if tag.local() == "tab" => shown.push('\t'),
                SheetXmlEvent::Start(tag) if tag.local() == "line-break" => shown.push('\n'),
                // Outside of paragraphs stands what makes the XML readable.
                SheetXmlEvent::Text(text) if inside > 0 => shown.push_str(&text),
                SheetXmlEvent::End(name) if name == end => return Ok(shown),
                SheetXmlEvent::Stop => return Err(cut_off()),
                _ => {}
            }
        }
    }
}

/// The value that a cell has beside what it shows; `None` where it has none, as text has.
fn value(tag: &SheetXmlElement<'_>) -> Result<Option<String>, SheetError> {
    if let Some(number) = tag.attribute("office:value")? {
        let parsed: Result<f64, _> = number.parse();
        return Ok(Some(parsed.map_or(number, |number| number.to_string())));
    }
    if let Some(moment) = tag.attribute("office:date-value")? {
        return Ok(Some(moment.trim_end_matches("T00:00:00").to_owned()));
    }
    if let Some(span) = tag.attribute("office:time-value")? {
        return Ok(Some(span));
    }
    if let Some(flag) = tag.attribute("office:boolean-value")? {
        return Ok(Some(flag.to_lowercase()));
    }
    let text = tag.attribute("office:string-value")?.filter(|text| !text.is_empty());
    Ok(text.map(|text| plain(&text)))
}
