#!/usr/bin/env python3
"""A Word document with the comments of a sheet opens in LibreOffice, which shows each at its sentence.

    tests/readers/draft.py CITEGRAPH ARTICLE… FOLDER

Has LibreOffice write each article (Markdown, by way of a page) as .docx, has citegraph write a copy with comments,
and has LibreOffice save that as .odt, in whose XML a comment names its beginning and its end. Needs LibreOffice Writer
and markdown-it-py.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

from markdown_it import MarkdownIt

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def office(folder, source, into, *more):
    profile = (folder / "office").resolve().as_uri()
    run("soffice", f"-env:UserInstallation={profile}", "--headless", *more, "--convert-to", into, "--outdir", folder, source)


def draft(article, folder):
    """The article as LibreOffice writes it for Word."""
    body = re.sub(r"\A---\n.*?\n---\n", "", article.read_text(encoding="utf-8"), flags=re.S)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    page = folder / "draft.html"
    page.write_text(f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><body>{html}</body></html>', encoding="utf-8")
    office(folder, page, "docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)")
    return folder / "draft.docx"


def comments(path):
    """Each comment of a document of LibreOffice: its text, and the text that it is about."""
    with zipfile.ZipFile(path) as archive:
        root = tree.fromstring(archive.read("content.xml"))
    notes, about = {}, {}
    open_names = set()

    def walk(node):
        if node.tag == OFFICE + "annotation":
            name = node.get(OFFICE + "name")
            notes[name] = " ".join("".join(part.itertext()) for part in node.iter(TEXT + "p"))
            about[name] = ""
            open_names.add(name)
        else:
            if node.tag == OFFICE + "annotation-end":
                open_names.discard(node.get(OFFICE + "name"))
            words = {TEXT + "s": " ", TEXT + "tab": " ", TEXT + "line-break": " "}.get(node.tag, "") + (node.text or "")
            for name in open_names:
                about[name] += words
            for child in node:
                walk(child)
        for name in open_names:
            about[name] += node.tail or ""

    walk(root)
    return notes, about


def bare(text):
    return re.sub(r"\s+", "", text)


def main():
    citegraph, *articles, folder = sys.argv[1:]
    assert shutil.which("soffice"), "LibreOffice is not installed (Debian: libreoffice-writer-nogui)"
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for number, article in enumerate(articles):
        here = folder / str(number)
        here.mkdir(parents=True)
        original = draft(pathlib.Path(article), here)
        before = original.read_bytes()
        copy = here / "checked.docx"
        run(citegraph, "--no-config", "-q", "sheet", original, "--to", copy, "-o", here / "sheet.json")
        assert original.read_bytes() == before, "the draft itself was written"
        office(here, copy, "odt")
        notes, about = comments(here / "checked.odt")
        sheet = json.loads((here / "sheet.json").read_text(encoding="utf-8"))
        sentences = {bare(passage["text"]) for passage in sheet["passages"]}
        assert notes, "no comment is shown"
        for name, note in notes.items():
            assert bare(about[name]) in sentences, f"{article}: a comment is about {about[name]!r}: {note}"
        wanted = [row for row in sheet["rows"] if row["signals"] and row["human"]["status"] == "open"]
        texts = {passage["id"]: bare(passage["text"]) for passage in sheet["passages"]}
        shown = {bare(text) for text in about.values()}
        for row in wanted:
            assert texts[row["sentence"]] in shown, f"{article}: no comment at {row['sentence']}"
        print(f"{pathlib.Path(article).name}: {len(notes)} comments at their sentences")


main()
