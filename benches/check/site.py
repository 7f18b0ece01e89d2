#!/usr/bin/env python3
"""Checks one generated site by citegraph, hyperlink and linkinator, and compares findings and CPU time.

    benches/check/site.py [--citegraph FILE] [--hyperlink FILE] [--linkinator FOLDER] [--pages N] [--rounds N]

The site has N pages with a menu, a table of contents, images and links to neighbours, and 40 faults at known places. A
checker that is not there is left out, and said to be. FOLDER holds linkinator, as `npm install --prefix FOLDER
linkinator` puts it there. Needs nothing but Python 3.11; no checker asks the network for anything but loopback.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What is planted, in turn: kind, markup, and the address that a report has to show.
KINDS = [
    ("page", '<a href="gone-{n}.html">x</a>', "gone-{n}.html"),
    ("page", '<a href="/gone-{n}/">x</a>', "/gone-{n}/"),
    ("image", '<img src="/img/gone-{n}.png">', "/img/gone-{n}.png"),
    ("image", '<img src="/img/a.png" srcset="/img/gone-{n}.png 2x">', "/img/gone-{n}.png"),
    ("asset", '<script src="/js/gone-{n}.js"></script>', "/js/gone-{n}.js"),
    ("anchor", '<a href="#gone-{n}">x</a>', "#gone-{n}"),
    ("case", '<a href="/Section-0/?n={n}">x</a>', "/Section-0/?n={n}"),
    ("percent", '<a href="/section-0/page%25200.html?n={n}">x</a>', "/section-0/page%25200.html?n={n}"),
]
FAULTS = 40


def generate(folder, pages):
    """Writes the site; the planted faults as (page, kind, address)."""
    planted = []
    for name in ("img/a.png", "js/app.js", "css/main.css"):
        write(folder / name, "x")
    every = max(1, pages // FAULTS)
    # Crawlers see only what is linked: the home page leads to all sections, and each section to its pages.
    sections = range((pages - 1) // 20 + 1)
    write(folder / "index.html", page("home", 0, 0, "".join(f'<a href="/section-{n}/">s{n}</a>' for n in sections)))
    for number in range(1, pages):
        section, post = divmod(number, 20)
        name = f"section-{section}/" + ("index.html" if post == 0 else f"page {post}.html")
        added = "" if post else menu(section, pages)
        if number % every == 1 and len(planted) < FAULTS:
            kind, markup, address = KINDS[len(planted) % len(KINDS)]
            added += markup.format(n=number)
            planted.append((name, kind, address.format(n=number)))
        write(folder / name, page(name, section, post, added))
    write(folder / "section-0/index.html", page("index", 0, 0, menu(0, pages)))
    return planted


def menu(section, pages):
    """Links to the pages of a section."""
    posts = range(1, min(20, pages - section * 20))
    return "".join(f'<a href="/section-{section}/page%20{post}.html">{post}</a>' for post in posts)


def page(title, section, post, added):
    nav = "".join(f'<li><a href="/section-{n}/">s{n}</a></li>' for n in range(1))
    toc = "".join(f'<li><a href="#part-{n}">{n}</a></li>' for n in range(10))
    parts = "".join(
        f'<h2 id="part-{n}">Part {n}</h2><p>{"Words of a page that somebody reads. " * 12}'
        f'<a href="/section-0/?from={n}">index</a> <img src="/img/a.png?{n}" alt=""></p>'
        for n in range(10)
    )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="/css/main.css"><script src="/js/app.js"></script></head>'
        f'<body><nav><ul><li><a href="/">home</a></li>{nav}</ul></nav><ol>{toc}</ol>{parts}{added}'
        f'<p>{section}.{post}</p></body></html>'
    )


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(command, cwd):
    """Output and CPU seconds, those of children included."""
    before = os.times()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, errors="replace")
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return done, cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--citegraph", default=ROOT / "target/dist/citegraph", type=pathlib.Path)
    parser.add_argument("--hyperlink", default=shutil.which("hyperlink"))
    parser.add_argument("--linkinator", help="the folder that npm installed linkinator into")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=11)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        site = pathlib.Path(root) / "site"
        planted = generate(site, args.pages)
        commands = {"citegraph": [args.citegraph, "check", "--internal", "site", "--fragments", "--format", "ndjson"]}
        if args.hyperlink:
            commands["hyperlink"] = [args.hyperlink, "--check-anchors", "site"]
        else:
            print("hyperlink is not there")
        times = {name: [] for name in commands}
        outputs = {}
        for _ in range(args.rounds):
            for name, command in commands.items():
                outputs[name], cpu = run([str(part) for part in command], root)
                times[name].append(cpu * 1000)
        for name, all_times in times.items():
            middle, low, high = statistics.median(all_times), min(all_times), max(all_times)
            print(f"{name}: {middle:.0f} ms CPU ({low:.0f} to {high:.0f}), exit {outputs[name].returncode}")
        if "hyperlink" in times:
            pairs = [ours / theirs for ours, theirs in zip(times["citegraph"], times["hyperlink"])]
            print(f"citegraph/hyperlink in pairs: {statistics.median(pairs):.2f}")
            summary = [line for line in outputs["hyperlink"].stdout.splitlines() if line.startswith(("Found", "Checked"))]
            print("hyperlink: " + "; ".join(summary))
        rows = [json.loads(line) for line in outputs["citegraph"].stdout.splitlines()]
        found = {(row["input"].removeprefix("site/"), row["evidence"]) for row in rows}
        wanted = {(name, address) for name, _, address in planted}
        print(f"citegraph: {len(found & wanted)} of {len(wanted)} faults, {len(found - wanted)} others")
        for row in sorted(wanted - found) + sorted(found - wanted):
            print("  differs:", *row)
        linkinator(args.linkinator, site, planted)
    return 0 if found == wanted else 1


def linkinator(folder, site, planted):
    """What linkinator finds of the faults; it serves the folder itself."""
    program = folder and pathlib.Path(folder) / "node_modules/.bin/linkinator"
    if not program or not program.exists():
        print("linkinator is not there")
        return
    command = [program.resolve(), ".", "--recurse", "--check-fragments", "--format", "json", "--clean-urls"]
    done, cpu = run([str(part) for part in command], site)
    links = json.loads(done.stdout[done.stdout.index("{"):])["links"]
    broken = {re.sub(r"^https?://[^/]+", "", link["url"]) for link in links if link["state"] == "BROKEN"}
    missed = [kind for _, kind, address in planted if not any(address.lstrip("./") in url for url in broken)]
    print(f"linkinator: {len(planted) - len(missed)} of {len(planted)} faults, {cpu * 1000:.0f} ms CPU; missed: {missed}")


if __name__ == "__main__":
    sys.exit(main())
