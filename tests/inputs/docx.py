#!/usr/bin/env python3
"""A .docx written by LibreOffice from a sample article gives the same citations as the Markdown it came from.

    tests/inputs/docx.py CITEGRAPH FOLDER

Renders articles of data/sample with markdown-it (not our own renderer), has LibreOffice write them as .docx into
FOLDER, and compares place, URL, anchor and sentence of every citation, in order. Exit 0 if all are the same.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
# Between them: reference links, autolinks, tables, code, lists, a footnote, and letters beyond ASCII.
ARTICLES = ["street-trees.md", "Brötchen und Brot.md", "mirrored-tide-gauges.md"]
# Both sides are told the origin: a word processor keeps no place for it.
ORIGIN = "https://www.example.org/"


def page(source: str) -> str:
    """The article as a page that LibreOffice reads, footnotes in the form in which it writes them itself."""
    body = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.S)
    # CommonMark knows no task lists.
    body = re.sub(r"^- \[[ x]\] ", "- ", body, flags=re.M)
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
    html = markdown.render(body)
    html = re.sub(
        r'<sup class="footnote-ref"><a href="#fn(\d+)"[^>]*>\[\d+\]</a></sup>',
        r'<a class="sdfootnoteanc" name="sdfootnote\1anc" href="#sdfootnote\1sym"><sup>\1</sup></a>',
        html,
    )
    html = re.sub(r' <a href="#fnref\d+"[^>]*>[^<]*</a>', "", html)
    html = re.sub(
        r'<li id="fn(\d+)" class="footnote-item"><p>(.*?)</p>\s*</li>',
        r'<div id="sdfootnote\1"><p class="sdfootnote">'
        r'<a class="sdfootnotesym" name="sdfootnote\1sym" href="#sdfootnote\1anc">\1</a>\2</p></div>',
        html,
        flags=re.S,
    )
    html = re.sub(r'<hr class="footnotes-sep"[^>]*>|</?section[^>]*>|</?ol class="footnotes-list">', "", html)
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>An article</title><body>{html}</body></html>'


def convert(html: Path) -> Path:
    profile = (html.parent / "profile").resolve().as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--infilter=HTML (StarWriter)"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(html.parent), str(html)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
    return html.with_suffix(".docx")


def citations(citegraph: str, document: Path) -> list[tuple]:
    command = [citegraph, "--no-config", "extract", "--origin", ORIGIN, str(document)]
    article = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [tuple(link[key] for key in ("place", "resolved", "anchor", "sentence")) for link in article["citations"]]


def main() -> int:
    citegraph, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for number, name in enumerate(ARTICLES):
        html = folder / f"{number}.html"
        html.write_text(page((SAMPLE / name).read_text("utf-8")), "utf-8")
        ours, theirs = citations(citegraph, SAMPLE / name), citations(citegraph, convert(html))
        notes = sum(place == "note" for place, *_ in ours)
        same = ours == theirs and len(ours) > 0
        print(f"{name}: {len(ours)} citations ({notes} in notes), {'the same' if same else 'NOT the same'} in the .docx")
        if not same:
            wrong += 1
            for row in (row for row in ours if row not in theirs):
                print("  only in the Markdown:", row)
            for row in (row for row in theirs if row not in ours):
                print("  only in the .docx:   ", row)
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
