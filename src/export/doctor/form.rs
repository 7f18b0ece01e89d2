//! What a file is, by its content.

use super::GraphFileFormat;

/// Bytes that tell whether a text is a table.
const MAX_HEAD_BYTES: usize = 1 << 16;

/// Column names that only tables of nodes or edges have.
const KEYS: [&str; 4] = ["id", "source", "target", "timeset"];

/// What text begins with that is notation: JSON, Markdown, front matter, tags.
const NOTATION: [&str; 9] = ["{", "[", "<", "#", "---", "|", ">", "@", "%"];

/// Most words of a cell, where nothing but its shape tells that a text is a table.
const MAX_CELL_WORDS: usize = 5;

/// The form of a file; `None` where it is not a graph file.
pub(super) fn detect(text: &str) -> Option<GraphFileFormat> {
    match text.trim_start().starts_with('<') {
        true => markup(text),
        false => is_table(text).then_some(GraphFileFormat::Csv),
    }
}

/// By the outermost element.
fn markup(text: &str) -> Option<GraphFileFormat> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        let end = match rest.get(1..2)? {
            "?" => "?>",
            "!" if rest.starts_with("<!--") => "-->",
            "!" => ">",
            _ => break,
        };
        rest = &rest[rest.find(end)? + end.len()..];
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '>');
    let name = rest[1..].split(ends).next()?;
    match name.rsplit(':').next()? {
        "gexf" => Some(GraphFileFormat::Gexf),
        "graphml" => Some(GraphFileFormat::Graphml),
        _ => None,
    }
}

/// What separates the cells of a table: what its first line has most of.
pub(super) fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|it| *it == mark).count();
    let most = [b';', b'\t', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    let has_key = |mark: char| {
        let is_key = |cell: &str| KEYS.iter().any(|key| cell.trim().eq_ignore_ascii_case(key));
        !first.starts_with(mark) && first.split(mark).any(is_key)
    };
    match most {
        most if count(most) > 0 => most,
        _ if count(b'|') > 0 && has_key('|') => b'|',
        _ if count(b' ') > 0 && has_key(' ') => b' ',
        _ => b',',
    }
}

/// Whether a text is a table of nodes or edges: a header says so, or every line has cells that read as names
/// and numbers rather than as sentences or code.
fn is_table(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(MAX_HEAD_BYTES)).unwrap_or_default();
    // The last line may be cut off.
    let head =
        if head.len() < text.len() { head.rsplit_once('\n').map_or(head, |it| it.0) } else { head };
    let table: String = head.chars().filter(|c| !matches!(c, '\0' | '\u{fffd}')).collect();
    let above: usize = table.split_inclusive('\n').take(comment_lines(&table)).map(str::len).sum();
    let table = &table[above..];
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(table))
        .from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().flatten().collect();
    let Some(header) = rows.first() else { return false };
    let is_key = |cell: &str| KEYS.iter().any(|key| cell.trim().eq_ignore_ascii_case(key));
    header.iter().any(is_key) || is_tabular(table, &rows)
}

/// How many lines above the header are none of the table: remarks, and the line by which Excel is told the mark.
pub(super) fn comment_lines(text: &str) -> usize {
    let mut rest = text;
    let mut lines = 0;
    while let Some((first, after)) = rest.split_once('\n') {
        let is_excel = first.trim_end().len() == 5 && first.to_lowercase().starts_with("sep=");
        let is_remark = first.starts_with('#') || first.starts_with("//");
        let has_key = |word: &str| KEYS.iter().any(|key| word.trim().eq_ignore_ascii_case(key));
        // A remark above a table; Markdown has a blank line below its title.
        let next = after.lines().next().unwrap_or_default();
        let is_above = next.starts_with('#') || next.split([',', ';', '\t', '|']).any(has_key);
        if !(is_excel || (is_remark && is_above)) {
            break;
        }
        lines += 1;
        rest = after;
    }
    lines
}

/// Whether the shape of the rows alone is that of a table.
fn is_tabular(text: &str, rows: &[csv::StringRecord]) -> bool {
    let is_notation = NOTATION.iter().any(|mark| text.starts_with(mark));
    let has_gaps = text.trim_end().lines().any(|line| line.trim().is_empty());
    if is_notation || has_gaps || rows.iter().any(|row| row.len() < 2) {
        return false;
    }
    let mut cells = rows.iter().flat_map(csv::StringRecord::iter);
    let is_even = rows.len() > 1 && rows.iter().all(|row| row.len() == rows[0].len());
    cells.all(|cell| is_name(cell) && (is_even || !cell.starts_with(char::is_whitespace)))
}

/// Whether a cell reads as a name or a number. Brackets that open and do not close are code that was cut at
/// its commas.
fn is_name(cell: &str) -> bool {
    let count = |mark: char| cell.matches(mark).count();
    let is_closed = [('(', ')'), ('[', ']'), ('{', '}')]
        .into_iter()
        .all(|(open, close)| count(open) == count(close));
    is_closed && cell.split_whitespace().count() <= MAX_CELL_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_element_names_the_form() {
        for (text, form) in [
            ("<gexf/>", Some(GraphFileFormat::Gexf)),
            (
                " <?xml version=\"1.0\"?>\n<!-- <graphml> -->\n<gexf version=\"1\">",
                Some(GraphFileFormat::Gexf),
            ),
            ("<!DOCTYPE x [<!ENTITY a \"b\">]><g:graphml>", Some(GraphFileFormat::Graphml)),
            ("<!DOCTYPE html>\n<html><body>&lt;gexf&gt;</body>", None),
            ("<svg xmlns=\"x\"/>", None),
            ("<?xml version", None),
            ("<", None),
        ] {
            assert_eq!(detect(text), form, "{text}");
        }
    }

    #[test]
    fn tables_of_nodes_and_edges_are_known_from_other_texts() {
        for text in [
            "Id,Label\n",
            "Id\na\n",
            " Source , Target ,Weight\na,b,2\n",
            "Source;Target\na;b\n",
            "Id\tLabel\tn\na\tA, x\t1\n",
            "# made by x\nId,Label\na,A\n",
            "\u{feff}id,x\n",
            "a,b,c\nb,c\n",
            "a,b\n",
            "Name,Label\na,b\n",
            "name, age\nAda Lovelace, 36\n",
            "Id,Label,q\na,\"A\nA\",1\n",
            "Id,Label\na,A\0x\n",
        ] {
            assert_eq!(detect(text), Some(GraphFileFormat::Csv), "{text:?}");
        }
        for text in [
            "",
            "\n\n",
            "word",
            "# Title\n\nSome text, and more of it, with [a](https://a.example).\n",
            "---\ntitle: a, b\n---\n\nText, and more.\n",
            "Roses are red, violets are blue,\nSugar is sweet, and so are you.\n",
            "One sentence with a comma, then more of the same words.\n",
            "{\"id\": 1, \"label\": 2}\n",
            "[1,2]\n",
            "{\n  \"nodes\": [],\n  \"edges\": []\n}\n",
            "import os, sys\n\nprint(os, sys)\n",
            "x = f(a,b)\ny = f(c,d)\n",
            "def f(a,b):\n    return g(a,b)\n",
            "digraph x { a -> b; }\n",
            "@article{a,\n  title = {b},\n}\n",
            "1 2\n2 3\n",
            "%PDF-1.7\n",
        ] {
            assert_eq!(detect(text), None, "{text:?}");
        }
    }
}
