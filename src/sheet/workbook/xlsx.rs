//! The tables of an XLSX workbook.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::archive::Archive;
use super::number::{DateSystem, NumberFormat};
use super::xml::{SheetXmlElement, SheetXmlEvent, XmlReader, cut_off};
use super::{CellBudget, GridCell, SheetError, TableBuilder, damaged, plain};
use crate::sheet::limits::{MAX_CELLS, TooLarge};

/// Rows and columns of a table, as far as spreadsheets go.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// Gives every table to `each`, with what is needed of it.
pub(super) fn read(
    archive: &mut Archive<'_>,
    budget: &mut CellBudget,
    each: &mut impl FnMut(&str, TableBuilder),
) -> Result<(), SheetError> {
    let package = XlsxPackage::of(archive)?;
    let strings = strings(archive, &package)?;
    let formats = formats(archive, &package)?;
    let (tables, epoch) = tables(archive, &package)?;
    let book = WorkbookContext { strings, formats, epoch };
    for (name, member) in tables {
        if let Some(text) = archive.member(&member)? {
            each(&name, book.table(&text, budget)?);
        }
    }
    Ok(())
}

/// Where the parts of a workbook are in its archive.
struct XlsxPackage {
    /// The workbook's member, and the folder that it lies in, with its `/`.
    workbook: String,
    folder: String,
}

impl XlsxPackage {
    fn of(archive: &mut Archive<'_>) -> Result<Self, SheetError> {
        let relations = XlsxRelationships::read(&archive.needed("_rels/.rels")?, "")?;
        let workbook = relations.of_kind("officeDocument");
        let workbook = workbook.ok_or_else(|| damaged("it does not list a workbook"))?.to_owned();
        let folder =
            workbook.rsplit_once('/').map_or_else(String::new, |(dir, _)| format!("{dir}/"));
        Ok(Self { workbook, folder })
    }

    fn relations(&self, archive: &mut Archive<'_>) -> Result<XlsxRelationships, SheetError> {
        let name = &self.workbook[self.folder.len()..];
        let text = archive.needed(&format!("{}_rels/{name}.rels", self.folder))?;
        XlsxRelationships::read(&text, &self.folder)
    }
}

/// What a member refers to: kind and member by id.
struct XlsxRelationships(FxHashMap<String, (String, String)>);

impl XlsxRelationships {
    fn read(text: &str, folder: &str) -> Result<Self, SheetError> {
        let mut relations = FxHashMap::default();
        let mut xml = XmlReader::new(text);
        loop {
            match xml.next()? {
                SheetXmlEvent::Start(tag) if tag.local() == "Relationship" => {
                    let Some(target) = tag.attribute("Target")? else { continue };
                    let kind = tag.attribute("Type")?.unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let member = match target.strip_prefix('/') {
                        Some(member) => member.to_owned(),
                        None => format!("{folder}{target}"),
                    };
                    relations.insert(tag.attribute("Id")?.unwrap_or_default(), (kind, member));
                }
                SheetXmlEvent::Stop => return Ok(Self(relations)),
                _ => {}
            }
        }
    }

    /// The member of a kind, the one with the first id.
    fn of_kind(&self, kind: &str) -> Option<&str> {
        let all = self.0.iter().filter(|(_, (own, _))| own == kind);
        all.min_by_key(|(id, _)| id.as_str()).map(|(_, (_, member))| member.as_str())
    }
}

/// The names of the tables, in their order, with their members; and how days are counted.
type TableMembers = (Vec<(String, String)>, DateSystem);

fn tables(archive: &mut Archive<'_>, package: &XlsxPackage) -> Result<TableMembers, SheetError> {
    let relations = package.relations(archive)?;
    let text = archive.needed(&package.workbook)?;
    let (mut tables, mut epoch) = (Vec::new(), DateSystem::default());
    let mut xml = XmlReader::new(&text);
    loop {
        match xml.next()? {
            SheetXmlEvent::Start(tag) if tag.local() == "sheet" => {
                let id = tag.attribute_local("id")?.unwrap_or_default();
                // Charts have a sheet of their own, and no cells.
                let found = relations.0.get(&id).filter(|(kind, _)| kind == "worksheet");
                if let Some((_, member)) = found {
                    tables.push((tag.attribute("name")?.unwrap_or_default(), member.clone()));
                }
            }
            SheetXmlEvent::Start(tag) if tag.local() == "workbookPr" => {
                let from_1904 = tag.attribute("date1904")?;
                if from_1904.is_some_and(|flag| ["1", "true"].contains(&flag.as_str())) {
                    epoch = DateSystem::Of1904;
                }
            }
            SheetXmlEvent::Stop => return Ok((tables, epoch)),
            _ => {}
        }
    }
}

/// The strings that cells share, by their numbers.
fn strings(archive: &mut Archive<'_>, package: &XlsxPackage) -> Result<Vec<String>, SheetError> {
    let text = archive.member(&format!("{}sharedStrings.xml", package.folder))?;
    let text = text.unwrap_or_default();
    let mut xml = XmlReader::new(&text);
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            SheetXmlEvent::Start(tag) if tag.local() == "si" => {
                if strings.len() as u64 >= MAX_CELLS {
                    let cell = format!("text number {}", strings.len());
                    return Err(TooLarge::Cells { cell }.into());
                }
                strings.push(rich_text(&mut xml, "si")?);
            }
            SheetXmlEvent::Stop => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of a string: its runs without what only says how to pronounce it.
fn rich_text(xml: &mut XmlReader<'_>, end: &str) -> Result<String, SheetError> {
    let mut text = String::new();
    let mut phonetic = false;
    loop {
        match xml.next()? {
            SheetXmlEvent::Start(tag) if tag.local() == "rPh" => phonetic = true,
            SheetXmlEvent::End(name) if name == "rPh" => phonetic = false,
            SheetXmlEvent::Start(tag) if tag.local() == "t" && !phonetic => {
                let kept = tag.attribute("xml:space")?.as_deref() == Some("preserve");
                let run = xml.text_to("t")?;
                let blanks = [' ', '\t', '\r', '\n'];
                text.push_str(&unescaped(if kept { &run } else { run.trim_matches(blanks) }));
            }
            SheetXmlEvent::End(name) if name == end => return Ok(text),
            SheetXmlEvent::Stop => return Err(cut_off()),
            _ => {}
        }
    }
}

/// Text with `_x000D_` and the like as the characters they stand for: units of UTF-16.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = &rest[7..];
        } else {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            rest = &rest[c.len_utf8()..];
        }
    }
    String::from_utf16_lossy(&units)
}

/// The unit that an escape at the start of a text stands for.
fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let closed = text.as_bytes().get(6) == Some(&b'_');
    let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| closed && all)
}

/// What the styles of cells make of numbers, by their numbers.
fn formats(
    archive: &mut Archive<'_>,
    package: &XlsxPackage,
) -> Result<Vec<NumberFormat>, SheetError> {
    let text = archive.member(&format!("{}styles.xml", package.folder))?.unwrap_or_default();
    let mut xml = XmlReader::new(&text);
    let (mut own, mut formats) = (FxHashMap::default(), Vec::new());
    let (mut in_formats, mut in_styles) = (false, false);
    loop {
        match xml.next()? {
            SheetXmlEvent::Start(tag) if tag.local() == "numFmts" => in_formats = true,
            SheetXmlEvent::End(name) if name == "numFmts" => in_formats = false,
            SheetXmlEvent::Start(tag) if tag.local() == "cellXfs" => in_styles = true,
            SheetXmlEvent::End(name) if name == "cellXfs" => in_styles = false,
            SheetXmlEvent::Start(tag) if in_formats && tag.local() == "numFmt" => {
                let code = tag.attribute("formatCode")?.unwrap_or_default();
                own.insert(
                    tag.attribute("numFmtId")?.unwrap_or_default(),
                    NumberFormat::of_code(&code),
                );
            }
            SheetXmlEvent::Start(tag) if in_styles && tag.local() == "xf" => {
                let id = tag.attribute("numFmtId")?.unwrap_or_default();
                let format = own.get(&id).copied();
                formats.push(format.unwrap_or_else(|| NumberFormat::built_in(&id)));
            }
            SheetXmlEvent::Stop => return Ok(formats),
            _ => {}
        }
    }
}

/// What cells refer to.
struct WorkbookContext {
    strings: Vec<String>,
    formats: Vec<NumberFormat>,
    epoch: DateSystem,
}

impl WorkbookContext {
    fn table(&self, text: &str, budget: &mut CellBudget) -> Result<TableBuilder, SheetError> {
        let mut xml = XmlReader::new(text);
        let mut table = TableBuilder::default();
        let (mut row, mut column) = (0, 0);
        loop {
            match xml.next()? {
                SheetXmlEvent::Start(tag) if tag.local() == "row" => {
                    if let Some(number) = tag.number("r")? {
                        row = index(number, MAX_ROWS).ok_or_else(|| misplaced(number))?;
                    }
                }
                SheetXmlEvent::End(name) if name == "row" => (row, column) = (row + 1, 0),
                SheetXmlEvent::Start(tag) if tag.local() == "c" => {
                    if let Some(place) = tag.attribute("r")? {
                        (row, column) = place_of(&place).ok_or_else(|| misplaced(&place))?;
                    }
                    let text = self.cell(&tag, &mut xml)?;
                    let cell = GridCell { row, column, text };
                    if !cell.text.is_empty() && table.push(cell, budget)? == ControlFlow::Break(())
                    {
                        return Ok(table);
                    }
                    column += 1;
                }
                SheetXmlEvent::End(name) if name == "sheetData" => return Ok(table),
                // A sheet of another kind has none.
                SheetXmlEvent::Stop => return Ok(table),
                _ => {}
            }
        }
    }

    /// The text of a cell that has begun.
    fn cell(
        &self,
        tag: &SheetXmlElement<'_>,
        xml: &mut XmlReader<'_>,
    ) -> Result<String, SheetError> {
        let kind = tag.attribute("t")?.unwrap_or_default();
        let style = tag.attribute("s")?;
        let mut text = String::new();
        loop {
            match xml.next()? {
                SheetXmlEvent::Start(inside) if inside.local() == "is" => {
                    text = plain(&rich_text(xml, "is")?);
                }
                // Beside a string of its own the value says nothing new.
                SheetXmlEvent::Start(inside) if inside.local() == "v" && kind != "inlineStr" => {
                    text = self.value(&xml.text_to("v")?, &kind, style.as_deref())?;
                }
                SheetXmlEvent::Start(inside) if inside.local() == "f" => drop(xml.text_to("f")?),
                SheetXmlEvent::End(name) if name == "c" => return Ok(text),
                SheetXmlEvent::Stop => return Err(cut_off()),
                _ => {}
            }
        }
    }

    fn value(&self, value: &str, kind: &str, style: Option<&str>) -> Result<String, SheetError> {
        match kind {
            _ if value.is_empty() => Ok(String::new()),
            "s" => {
                let string = value.trim().parse().ok().and_then(|at: usize| self.strings.get(at));
                let lost = || damaged(format!("it has no shared string {value:.20}"));
                string.map(|string| plain(string)).ok_or_else(lost)
            }
            "b" => {
                Ok(if matches!(value.trim(), "1" | "true") { "true" } else { "false" }.to_owned())
            }
            "d" => Ok(value.trim_end_matches("T00:00:00").to_owned()),
            "" | "n" => {
                let style = style.and_then(|style| style.trim().parse::<usize>().ok());
                let format = style.and_then(|style| self.formats.get(style)).copied();
                let format = format.unwrap_or_default();
                let number: Result<f64, _> = value.trim().parse();
                Ok(number.map_or_else(|_| plain(value), |number| format.text(number, self.epoch)))
            }
            _ => Ok(plain(&unescaped(value))),
        }
    }
}

/// An index from a number from 1, if there are so many.
fn index(number: u32, most: u32) -> Option<u32> {
    number.checked_sub(1).filter(|index| *index < most)
}

/// Row and column of a cell by its name, such as `AB12`.
fn place_of(name: &str) -> Option<(u32, u32)> {
    let letters = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = name.split_at(letters);
    let mut column = 0_u32;
    for letter in letters.bytes().take(4) {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    Some((index(digits.parse().ok()?, MAX_ROWS)?, index(column, MAX_COLUMNS)?))
}

fn misplaced(place: impl std::fmt::Display) -> SheetError {
    damaged(format!("a cell or row has the position {place:.20}, which no spreadsheet can have"))
}
