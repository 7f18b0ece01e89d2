#!/usr/bin/env python3
"""Reads the workbooks that citegraph writes with openpyxl and LibreOffice, and what these save with citegraph.

    tests/readers/sheet.py CITEGRAPH ARTICLE… FOLDER

Needs openpyxl (tests/oracle/requirements.txt) and LibreOffice Calc (soffice on the path). Each is required.
"""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys

import openpyxl

FORMULAS = ("=", "+", "-", "@")


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [{name: plain(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def plain(cell):
    """Without the guard before formulas, and with one kind of separator."""
    if cell.startswith("'") and cell.lstrip("'").startswith((*FORMULAS, "\t", "\r", "\n")):
        cell = cell[1:]
    return cell.replace(" | ", "\n")


def text(value):
    return "" if value is None else str(value).replace(" | ", "\n")


def office(folder, source, into):
    """Lets LibreOffice convert a file; a profile of its own keeps that apart from any other."""
    profile = (folder / "office").resolve().as_uri()
    run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", into, "--outdir", folder, source)


def check_openpyxl(path, rows):
    book = openpyxl.load_workbook(path)
    page = book["Claims"]
    assert page.freeze_panes == "F2", page.freeze_panes
    assert page.auto_filter.ref, "there is a filter"
    names = [cell.value for cell in page[1]]
    found = [{name: text(cell.value) for name, cell in zip(names, line)} for line in page.iter_rows(min_row=2)]
    assert found == rows, f"{path}: openpyxl reads other cells than the CSV has"
    [choice] = page.data_validations.dataValidation
    assert "can't verify" in choice.formula1, choice.formula1
    for page in book:
        for line in page.iter_rows():
            for cell in line:
                assert cell.data_type != "f", f"{path}: {page.title}!{cell.coordinate} is a formula"
                if cell.hyperlink:
                    link = cell.hyperlink.target + (f"#{cell.hyperlink.location}" if cell.hyperlink.location else "")
                    assert link.startswith(("http://", "https://")) and link == cell.value, f"{link} {cell.value}"
    assert book.sheetnames[:3] == ["Claims", "Sources", "Findings"] and book.sheetnames[-1] == "About"


def check_office(folder, path, rows):
    office(folder, path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0")
    found = table(path.with_suffix(".csv"))
    assert found == rows, f"{path}: LibreOffice reads other cells than the CSV has"
    office(folder, path, "pdf")
    assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF-"), "a PDF"


def fill(path, into):
    """Fills a workbook in as people do: moved rows, a column of one's own, dates, numbers, awkward text."""
    import datetime

    book = openpyxl.load_workbook(path)
    page = book["Claims"]
    column = {cell.value: cell.column for cell in page[1]}
    page.cell(1, len(column) + 1, "desk")
    last = page.max_row
    page.cell(last, column["status"], "ok")
    page.cell(last, column["checked_on"], datetime.date(2026, 1, 31))
    page.cell(last, column["note"], 27)
    page.cell(last, len(column) + 1, "'quoted' 面包")
    note = page.cell(2, column["correction"])
    note.value, note.data_type = "=not a formula", "s"
    page.move_range(f"A2:{page.cell(2, len(column) + 1).coordinate}", rows=last)
    book.save(into)
    return page.cell(last, column["claim_id"]).value


def check_filled(citegraph, article, folder, path):
    filled = folder / "filled.xlsx"
    claim = fill(path, filled)
    saved = folder / "saved"
    saved.mkdir(exist_ok=True)
    for kind in ("xlsx", "ods"):
        office(saved, filled, kind)
        merged = folder / f"merged-{kind}.json"
        run(citegraph, "--no-config", "-q", "sheet", "merge", saved / f"filled.{kind}", article, "-o", merged)
        sheet = json.loads(merged.read_text(encoding="utf-8"))
        assert sheet["appendix"] == [], sheet["appendix"]
        human = [row["human"] for row in sheet["rows"] if row["claim_id"] == claim and row["human"]["note"]]
        assert [(one["status"], one["checked_on"], one["note"]) for one in human] == [("ok", "2026-01-31", "27")], human
        extra = [value for row in sheet["rows"] for name, value in row["extra"] if name == "desk" and value]
        assert extra == ["'quoted' 面包"], extra
        corrections = [row["human"]["correction"] for row in sheet["rows"] if row["human"]["correction"]]
        assert corrections == ["=not a formula"], corrections


def main():
    citegraph, *articles, folder = sys.argv[1:]
    assert shutil.which("soffice"), "LibreOffice is not installed (Debian: libreoffice-calc-nogui)"
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for number, article in enumerate(articles):
        here = folder / str(number)
        (here / "own").mkdir(parents=True)
        book, own = here / "sheet.xlsx", here / "own" / "sheet.csv"
        run(citegraph, "--no-config", "-q", "sheet", article, "-o", book)
        run(citegraph, "--no-config", "-q", "sheet", article, "-o", own)
        rows = table(own)
        check_openpyxl(book, rows)
        check_office(here, book, rows)
        check_filled(citegraph, article, here, book)
        print(f"{os.path.basename(article)}: {len(rows)} rows, openpyxl and LibreOffice agree")


main()
