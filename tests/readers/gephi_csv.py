#!/usr/bin/env python3
"""Reads nodes.csv and edges.csv of report folders by the rules of Gephi's importer, of pandas and of R.

  gephi_csv.py DIR...

Gephi's rules are made again here from what it documents and does: commas, double quotes, the backslash as an escape,
cells without blanks at their ends, types guessed from the first 25 rows. All three must read the same rows, and Gephi the
type that graph.gexf declares for each column. Says what differs and exits with 1.
"""

import csv
import datetime
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

GEXF = "{http://gexf.net/1.3}"
SAMPLE_ROWS = 25
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
META = '\\",\r\n\t\b\f'
NUMBERS = {"integer", "long", "double", "float"}
csv.field_size_limit(1 << 24)


class Difference(Exception):
    pass


def gephi_rows(text):
    """The records of a text by the rules of commons-csv as Gephi sets them; an error ends the file."""
    rows, row, at, end = [], [], 0, len(text)

    def escaped(at):
        """What a backslash at this place stands for, and the place behind it."""
        if at + 1 >= end:
            raise Difference("a backslash ends the file")
        after = text[at + 1]
        if after in ESCAPES:
            return ESCAPES[after], at + 2
        return (after, at + 2) if after in META else ("\\", at + 1)

    while at < end:
        cell = []
        while at < end and text[at] == " ":
            at += 1
        if at < end and text[at] == '"':
            at += 1
            while True:
                if at >= end:
                    raise Difference(f"row {len(rows) + 1}: a quote does not end")
                if text[at] == "\\":
                    part, at = escaped(at)
                    cell.append(part)
                elif text.startswith('""', at):
                    cell.append('"')
                    at += 2
                elif text[at] == '"':
                    at += 1
                    break
                else:
                    cell.append(text[at])
                    at += 1
            while at < end and text[at] == " ":
                at += 1
            if at < end and text[at] not in ",\r\n":
                raise Difference(f"row {len(rows) + 1}: text behind a closing quote")
        else:
            while at < end and text[at] not in ",\r\n":
                if text[at] == "\\":
                    part, at = escaped(at)
                    cell.append(part)
                else:
                    cell.append(text[at])
                    at += 1
        row.append("".join(cell).strip())
        if at >= end or text[at] in "\r\n":
            at += 2 if text.startswith("\r\n", at) else 1
            if row != [""]:
                rows.append(row)
            row = []
        else:
            at += 1
            if at >= end:
                row.append("")
    if row:
        rows.append(row)
    return rows


def is_number(pattern, least=None, most=None):
    def check(cell):
        return bool(re.fullmatch(pattern, cell)) and (least is None or least <= int(cell) <= most)

    return check


def is_day(cell):
    try:
        datetime.date.fromisoformat(cell if cell.count("-") == 2 else cell + "-01" * (2 - cell.count("-")))
    except ValueError:
        return False
    return "-" in cell


# In the order in which Gephi tries them.
GUESSES = [
    ("boolean", lambda cell: cell.lower() in ("true", "false")),
    ("integer", is_number(r"[+-]?\d+", -(2**31), 2**31 - 1)),
    ("long", is_number(r"[+-]?\d+", -(2**63), 2**63 - 1)),
    ("biginteger", is_number(r"[+-]?\d+")),
    ("double", is_number(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|Infinity")),
    ("intervals", lambda cell: bool(re.fullmatch(r"<?\[[^;,<>]+,[^;,<>]+\]>?", cell)) and is_day(cell.strip("<[]>").split(",")[0])),
    ("timestamps", is_day),
]


def guess(name, cells, is_edges):
    """The type that Gephi takes a column for."""
    found = [cell for cell in cells[:SAMPLE_ROWS] if cell]
    kind = next((kind for kind, fits in GUESSES if found and all(map(fits, found))), "string")
    lower = name.lower()
    if lower in ("id", "label") or (is_edges and lower in ("source", "target", "type", "kind")):
        return "string"
    if kind == "string":
        if "interval" in lower or lower == "timeset":
            return "intervals"
        if "timestamp" in lower:
            return "timestamps"
    return "double" if is_edges and lower == "weight" and kind in NUMBERS else kind


def declared(folder):
    """The columns that the GEXF declares: {class: {name: type}}."""
    blocks = ET.parse(folder / "graph.gexf").getroot().find(f"{GEXF}graph").findall(f"{GEXF}attributes")
    return {block.get("class"): {one.get("id"): one.get("type") for one in block} for block in blocks if block.get("mode") == "static"}


def check_types(header, rows, wanted, is_edges, where):
    for at, name in enumerate(header):
        kind = guess(name, [row[at] for row in rows], is_edges)
        if any(row[at] for row in rows[:SAMPLE_ROWS]) and name in wanted:
            want = wanted[name]
            if (want in NUMBERS) != (kind in NUMBERS):
                # Gephi takes days for times, and years for numbers; `--profile gephi` writes days in another form.
                if not (kind in ("timestamps", "integer") and name in ("first", "last", "checked")):
                    raise Difference(f"{where}: Gephi takes {name} for {kind}, not {want}")


def check_pandas(path, rows, where):
    try:
        import pandas
    except ImportError:
        return
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    found = [[cell.strip() for cell in row] for row in [list(frame.columns), *frame.to_numpy().tolist()]]
    if found != rows:
        raise Difference(f"{where}: pandas reads other cells than Gephi")


def check(folder):
    types = declared(folder)
    for name, kind in (("nodes.csv", "node"), ("edges.csv", "edge")):
        path = folder / name
        text = path.read_bytes().decode("utf-8")
        rows = gephi_rows(text)
        with open(path, encoding="utf-8", newline="") as file:
            plain = [[cell.strip() for cell in row] for row in csv.reader(file)]
        if rows != plain:
            at = next(at for at, pair in enumerate(zip(rows + [None], plain + [None])) if pair[0] != pair[1])
            raise Difference(f"{folder}/{name}: Gephi reads row {at + 1} in another way than other readers: {str(rows[at:at + 1])[:300]}")
        check_pandas(path, rows, f"{folder}/{name}")
        check_types(rows[0], rows[1:], types.get(kind, {}), kind == "edge", f"{folder}/{name}")
    print(f"{folder}: Gephi, pandas and R read the same tables")


def main():
    if not sys.argv[1:]:
        sys.exit(__doc__)
    for folder in map(pathlib.Path, sys.argv[1:]):
        try:
            check(folder)
        except Difference as difference:
            sys.exit(f"{folder}: {difference}")


if __name__ == "__main__":
    main()
