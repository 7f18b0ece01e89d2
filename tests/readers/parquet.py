#!/usr/bin/env python3
"""Reads Parquet tables with DuckDB, Polars, pandas (by pyarrow) and Spark, and compares types, counts and values.

    parquet.py PROGRAM FOLDER

PROGRAM is a citegraph with the feature `parquet`. Values are compared with the JSON lines and the CSV tables of the same
documents: the sample, a page of a web archive, and titles that trip readers.
"""

import contextlib
import csv
import datetime
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

EPOCH = datetime.date(1970, 1, 1)

# What stands in a column, by the words of each reader.
TYPES = {
    "text": {"VARCHAR", "String", "string"},
    "whole": {"BIGINT", "Int64", "int64", "bigint"},
    "double": {"DOUBLE", "Float64", "double"},
    "flag": {"BOOLEAN", "Boolean", "bool", "boolean"},
    "date": {"DATE", "Date", "date32[day]", "date"},
    "time": {
        "TIMESTAMP WITH TIME ZONE",
        "Datetime(time_unit='us', time_zone='UTC')",
        "timestamp[us, tz=UTC]",
        "timestamp",
    },
    "list": {"VARCHAR[]", "List(String)", "list<element: string not null>", "list<element: string>", "array<string>"},
}
KINDS = {name: kind for kind, names in TYPES.items() for name in names}


def fail(message):
    sys.exit(f"error: {message}")


def same(found, wanted, what):
    if found == wanted:
        return
    if isinstance(found, list) and isinstance(wanted, list):
        if len(found) != len(wanted):
            fail(f"{what}: {len(found)} rows in place of {len(wanted)}")
        at = next(at for at, pair in enumerate(zip(found, wanted)) if pair[0] != pair[1])
        found, wanted = found[at], wanted[at]
    fail(f"{what}:\n  {found}\nin place of\n  {wanted}")


def plain(value):
    """A value as JSON has it: days and moments as numbers, lists as lists."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.timezone.utc)
        moment = value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        return moment // datetime.timedelta(microseconds=1)
    if isinstance(value, datetime.date):
        return (value - EPOCH).days
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


# --- The readers: a path to the kinds of the columns and to the rows


def read_duckdb(path):
    table = f"read_parquet('{path}')"
    columns = duckdb.sql(f"DESCRIBE SELECT * FROM {table}").fetchall()
    kinds = {name: KINDS[type] for name, type, *_ in columns}
    # Moments with a zone need another package in Python.
    values = ", ".join(f'epoch_us("{name}")' if kind == "time" else f'"{name}"' for name, kind in kinds.items())
    return kinds, duckdb.sql(f"SELECT {values} FROM {table}").fetchall()


def read_polars(path):
    frame = pl.read_parquet(path)
    return {name: KINDS[str(type)] for name, type in frame.schema.items()}, frame.rows()


def read_pyarrow(path):
    table = pq.read_table(path)
    frame = pd.read_parquet(path)
    same(list(frame.columns), table.column_names, f"columns of {path} in pandas")
    same(len(frame), table.num_rows, f"rows of {path} in pandas")
    for name in table.column_names:
        same(int(frame[name].isna().sum()), table.column(name).null_count, f"missing values of {name} in pandas")
    kinds = {field.name: KINDS[str(field.type)] for field in table.schema}
    return kinds, list(zip(*(table.column(name).to_pylist() for name in table.column_names)))


class Spark:
    def __init__(self):
        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.driver.memory", "1g")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        self.session = builder.config("spark.log.level", "ERROR").getOrCreate()

    def read(self, path):
        frame = self.session.read.parquet(str(path))
        kinds = {field.name: KINDS[field.dataType.simpleString()] for field in frame.schema.fields}
        # Moments come in the zone of the machine, which is UTC in tests.
        return kinds, [tuple(row) for row in frame.collect()]


# --- What should be there


def text_of(items):
    return json.dumps(items, ensure_ascii=False, separators=(",", ":")) if items else None


def days(stated):
    """The first day that a date can mean."""
    if not stated:
        return None
    parts = (stated.split("T")[0].split("-") + ["1", "1"])[:3]
    try:
        return (datetime.date(*map(int, parts)) - EPOCH).days
    except ValueError:
        return None


def moment(stated):
    return plain(datetime.datetime.fromisoformat(stated)) if stated else None


def wanted_articles(lines):
    rows = []
    for line in lines:
        rules, first = line.get("metadata_rules", {}), (line.get("captures") or [{}])[0]
        copied = ["input", "part", "format", "dialect", "origin", "origin_rule", "title", "published"]
        row = {name: line[name] for name in copied}
        row |= {"published_date": days(line["published"]), "authors": line["authors"], "tags": line["tags"]}
        row |= {"language": line["language"]}
        row |= {f"{name}_rule": rules.get(name) for name in ["published", "authors", "language"]}
        row |= {name: len(line[name]) for name in ["citations", "rejects"]}
        row["sentences"] = len(line["sentences"]) if "sentences" in line else None
        row |= {"url": first.get("url") or line["origin"], "fetch_time": moment(first.get("date"))}
        row["warc_filename"] = first.get("input")
        row |= {name: text_of(line.get(name)) for name in ["captures", "ignores", "warnings"]}
        rows.append(row)
    return rows


def wanted_citations(lines):
    rows = []
    for number, line in enumerate(lines):
        for link in line["citations"] + line["rejects"]:
            row = {"article": number}
            row |= {name: line[name] for name in ["input", "part", "title", "origin", "published", "language"]}
            copied = ["ordinal", "syntax", "written", "resolved", "key", "work", "locator", "domain", "site", "changes"]
            copied += ["place", "place_evidence", "anchor", "sentence", "sentence_id", "paragraph", "rel", "line", "column"]
            row |= {name: link[name] for name in copied}
            row |= {name: link.get(name) for name in ["reason", "supports"]}
            row |= {"url": link["opened"], "url_host_name": link["host"], "via": text_of(link["via"])}
            row |= dict(zip(["anchor_start", "anchor_end"], link["anchor_at"] or [None, None]))
            row |= dict(zip(["span_start", "span_end"], link["span"] or [None, None]))
            row |= dict(zip(["at_line", "at_column"], link["at"]))
            rows.append(row)
    return rows


def wanted_sentences(lines):
    rows = []
    for number, line in enumerate(lines):
        for sentence in line.get("sentences", []):
            row = {"article": number, "input": line["input"], "sentence_id": sentence["id"]}
            row |= {name: sentence[name] for name in ["place", "text"]}
            row |= dict(zip(["span_start", "span_end"], sentence["span"] or [None, None]))
            row |= dict(zip(["line", "column"], sentence.get("at") or [None, None]))
            rows.append(row)
    return rows


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return header, rows


def compare_graph(found, path, name):
    """A table of a graph with its CSV: the same columns in the same order, whose names may differ."""
    kinds, rows = found
    header, wanted = read_csv(path)
    same(len(kinds), len(header), f"columns of {name}")
    same([column.lower() for column in list(kinds)[:2]], [column.lower() for column in header[:2]], f"columns of {name}")

    def value(cell, kind):
        if cell == "":
            return None
        # What CSV guards against spreadsheets and Gephi.
        return {"whole": int, "double": float}.get(kind, lambda text: text.removeprefix("'").replace("＼", "\\"))(cell)

    wanted = [tuple(value(cell, kind) for cell, kind in zip(row, kinds.values())) for row in wanted]
    same([tuple(row) for row in rows], wanted, name)


# --- Documents, and the comparison

TITLES = ["=1+1", "null", "NaN", "ʻokina “so”", "a\\b", "\U0001f388", "x" * 5000, "0123", "true"]


def documents(folder):
    posts = folder / "posts"
    posts.mkdir(parents=True)
    for post in pathlib.Path("data/sample").glob("*"):
        if post.is_file():
            shutil.copy(post, posts)
    for at, title in enumerate(TITLES):
        head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nfrom: https://s{at}.github.io/{at}\ndate: 20{at + 10}\n---\n"
        links = "".join(f"[{n}](https://d{n}.example/{at}?q={n}) and [own](/x{n}). It rose by {n}%.\n\n" for n in range(at * 9))
        (posts / f"title-{at}.md").write_text(head + links, encoding="utf-8")
    with open(posts / "pages.warc.gz", "wb") as file:
        writer = WARCWriter(file, gzip=True)
        page = "<html lang=en><title>A page</title><article><p>" + "Some words about bread. " * 20
        page += '<a href="https://e.example/x">so</a>.</article>'
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            "https://a.b.example.org/page",
            "response",
            payload=io.BytesIO(page.encode()),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2024-05-06T07:08:09Z"},
        )
        writer.write_record(record)
    return [*sorted(posts.glob("*.md")), posts / "pages.warc.gz"]


def compare(kinds, rows, wanted, what):
    """The columns that JSON lines have, in the order of the table."""
    names = [name for name in kinds if name in wanted[0]]
    same(sorted(names), sorted(wanted[0]), f"{what}: columns")
    at = [list(kinds).index(name) for name in names]
    found = [tuple(plain(row[index]) for index in at) for row in rows]
    same(found, [tuple(row[name] for name in names) for row in wanted], what)


def check(reader, name, report, lines, first):
    tables = {table: reader(report / f"{table}.parquet") for table in ["articles", "citations", "sentences", "nodes", "edges"]}
    for table, wanted in [
        ("articles", wanted_articles(lines)),
        ("citations", wanted_citations(lines)),
        ("sentences", wanted_sentences(lines)),
    ]:
        compare(*tables[table], wanted, f"{table} by {name}")
    for table in ["nodes", "edges"]:
        compare_graph(tables[table], report / f"{table}.csv", f"{table} by {name}")
    kinds, rows = tables["citations"]
    header, table = read_csv(report / "citations.csv")
    reason, counted = list(kinds).index("reason"), list(kinds).index("counted")
    found = [str(row[counted]).lower() for row in rows if row[reason] is None]
    same(found, [row[header.index("counted")] for row in table], f"counted citations by {name}")
    owner = list(kinds).index("source_owner")
    found = [row[owner] or "" for row in rows if row[reason] is None]
    same(found, [row[header.index("owner")] for row in table], f"owners by {name}")
    types = {table: found[0] for table, found in tables.items()}
    if first is not None:
        same(types, first, f"types by {name}")
    print(f"{name}: " + ", ".join(f"{len(found[1])} {table}" for table, found in tables.items()))
    return types


def rewritten(program, report, folder):
    """Tables that pyarrow wrote again, in other row groups, pages and encodings, hold the same articles."""
    folder.mkdir()
    for name in ["articles", "citations", "sentences"]:
        table = pq.read_table(report / f"{name}.parquet")
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=7, data_page_version="2.0", compression="snappy")
    return subprocess.run([program, "extract", folder / "articles.parquet"], check=True, capture_output=True).stdout


def examples(program, folder):
    """The questions of docs/parquet.md have answers."""
    page = pathlib.Path("docs/parquet.md").read_text(encoding="utf-8")
    extract = [program, "--quiet", "extract", "--text", "--format", "parquet", folder / "posts", "-o", folder / "tables"]
    subprocess.run(extract, check=True)
    queries, scripts = (re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL) for language in ["sql", "python"])
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        answers = [duckdb.sql(query).fetchall() for query in queries]
        for script in scripts:
            exec(script, {})
    if len(answers) < 3 or not all(answers) or "d0.example" not in printed.getvalue():
        fail(f"the examples of docs/parquet.md find nothing: {answers}\n{printed.getvalue()}")
    print(f"{len(answers) + len(scripts)} examples of docs/parquet.md have answers")


def main():
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
    shutil.rmtree(folder, ignore_errors=True)
    inputs = documents(folder)
    report = folder / "report"
    subprocess.run([program, "--quiet", "report", *inputs, "--text", "--parquet", "-o", report], check=True)
    text = (report / "citations.jsonl").read_bytes()
    lines = [json.loads(line) for line in text.splitlines()]
    types = None
    for name, reader in [
        ("DuckDB", read_duckdb),
        ("Polars", read_polars),
        ("pandas and pyarrow", read_pyarrow),
        ("Spark", Spark().read),
    ]:
        types = check(reader, name, report, lines, types)
    same(rewritten(program, report, folder / "again"), text, "the lines of tables that pyarrow wrote")
    examples(program, folder)
    print("types, counts and values are those of the JSON lines and the CSV tables")


if __name__ == "__main__":
    main()
