#!/usr/bin/env python3
"""Reads a bibliography with the programs that it is written for.

`read_works.py FOLDER…`: each holds works.json (CSL-JSON) and works.bib (BibTeX) of the same works.
Types and variables are held against the schema of the Citation Style Language that citeproc-py
carries, every item is loaded by citeproc-py, and pybtex reads the BibTeX in its strict mode.
"""

import datetime
import json
import re
import sys
import warnings
from pathlib import Path

import citeproc
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.errors import set_strict_mode

SCHEMA = Path(citeproc.__file__).parent / "data/schema/schemas/styles"
# Fields of CSL-JSON that are no variables of styles.
OWN = {"id", "type"}
# The variables that are dates.
DATES = {"issued"}


def words(name):
    """The quoted words of one file of the schema."""
    found = set(re.findall(r'"([\w-]+)"', (SCHEMA / name).read_text()))
    assert len(found) > 40, f"{name} is not the list that it was: {found}"
    return found


def check_csl(items, where):
    types, variables = words("csl-types.rnc"), words("csl-variables.rnc")
    for item in items:
        assert item["type"] in types, f"{where}: {item['id']}: no type {item['type']}"
        unknown = set(item) - variables - OWN
        assert not unknown, f"{where}: {item['id']}: no variables {unknown}"
        for name, value in item.items():
            is_right = is_date(value) if name in DATES else isinstance(value, str) and value
            assert is_right, f"{where}: {item['id']}: {name} is {value!r}"
    assert len({item["id"] for item in items}) == len(items), f"{where}: an id stands twice"
    with warnings.catch_warnings():
        # Types and variables that are newer than its own lists; those of the schema count.
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
    assert set(source) == {item["id"] for item in items}, f"{where}: citeproc-py lost an item"


def is_date(value):
    """Whether a value is a date of CSL-JSON: a year, or with its month, or with its day too."""
    parts = value.get("date-parts") if set(value) == {"date-parts"} else None
    if not isinstance(parts, list) or len(parts) != 1 or not 1 <= len(parts[0]) <= 3:
        return False
    datetime.date(*(parts[0] + [1, 1])[:3])
    return all(isinstance(part, int) for part in parts[0])


def plain(text):
    """A text of BibTeX as a person reads it."""
    names = {"braceleft": "{", "braceright": "}", "backslash": "\\", "asciitilde": "~", "asciicircum": "^"}
    text = re.sub(r"\\([%&_#$])", r"\1", text)
    return re.sub(r"\{\\text(\w+)\}", lambda found: names[found[1]], text)


def check_bibtex(text, items, where):
    set_strict_mode(True)
    entries = parse_string(text, "bibtex").entries
    assert list(entries) == [item["id"] for item in items], f"{where}: other keys"
    for item in items:
        fields = entries[item["id"]].fields
        for ours, theirs in [("note", "annote"), ("title", "title"), ("publisher", "publisher"), ("number", "number")]:
            wanted, found = item.get(ours), fields.get(theirs)
            # BibTeX takes any white space for one blank.
            wanted = wanted and re.sub(r"\s+", " ", wanted).strip()
            found = found and re.sub(r"\s+", " ", plain(found)).strip()
            assert found == wanted, f"{where}: {item['id']}: {theirs} is {found!r}, not {wanted!r}"
        for ours, theirs in [("DOI", "doi"), ("ISBN", "isbn"), ("PMID", "pmid"), ("PMCID", "pmcid")]:
            assert fields.get(theirs) == item.get(ours), f"{where}: {item['id']}: {theirs}"
        assert fields.get("url", "").startswith("http"), f"{where}: {item['id']}: no URL"


def main(folders):
    assert folders, "name a folder with works.json and works.bib"
    for folder in map(Path, folders):
        items = json.loads((folder / "works.json").read_text(encoding="utf-8"))
        assert items, f"{folder}: no work"
        check_csl(items, folder)
        check_bibtex((folder / "works.bib").read_text(encoding="utf-8"), items, folder)
        print(f"{folder}: {len(items)} works")


if __name__ == "__main__":
    main(sys.argv[1:])
