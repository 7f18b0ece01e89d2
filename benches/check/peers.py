#!/usr/bin/env python3
"""Tries link checkers on the catalogue of faults and counts what each gets wrong.

    cargo build --example faults && benches/check/peers.py [--lychee FILE] [--linkinator FOLDER] [--citegraph FILE]

The faults are served on loopback by the example `faults`, which also says what is true of each link. A checker is wrong
where it fails a live page or passes one that is gone; where nobody can tell from outside, a failure is counted apart.
A checker that is not there is left out, and said to be. FOLDER holds linkinator, as `npm install --prefix FOLDER
linkinator` puts it there; where it is empty, npx fetches it. Needs nothing but Python 3.11; each checker asks the network
for loopback addresses alone.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRUTHS = ("alive", "dead", "soft", "unclear")
PASSED, FAILED, NONE = "passed", "failed", "no word"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default=ROOT / "target/debug/examples/faults", help="the example `faults`")
    parser.add_argument("--lychee", default=shutil.which("lychee"), help="the program; else the one on PATH")
    parser.add_argument("--linkinator", help="the folder that npm installed linkinator into")
    parser.add_argument("--citegraph", default=ROOT / "target/dist/citegraph", help="this project's program")
    parser.add_argument("--rows", action="store_true", help="print every wrong row")
    return parser.parse_args()


class Faults:
    """The server, while it runs, and its manifest: (address, truth, role, name)."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, errors="replace"
        )
        self.links = []
        for line in self.process.stdout:
            if not line.strip():
                break
            self.links.append(tuple(line.rstrip("\n").split("\t")))

    def __enter__(self):
        return self.links

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def page(urls, folder):
    """A page with all links, for checkers that read pages."""
    file = pathlib.Path(folder) / "index.html"
    items = "\n".join(f'<li><a href="{url}">{n}</a></li>' for n, url in enumerate(urls))
    file.write_text(f"<!doctype html><title>Links</title><ul>\n{items}\n</ul>\n", encoding="utf-8")
    return file


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=600)
    return done.stdout, done.stderr


def lychee(program, urls, folder):
    """Failed is what is in the maps of errors and of timeouts."""
    file = page(urls, folder)
    command = [pathlib.Path(program).resolve(), "--no-progress", "--format", "json", "--verbose", "--timeout", "5", file.name]
    out, err = run(command, folder)
    try:
        report = json.loads(out)
    except json.JSONDecodeError:
        sys.exit(f"lychee printed no JSON:\n{out[:500]}\n{err[:500]}")
    said = {}
    for key, word in (("success_map", PASSED), ("redirect_map", PASSED), ("error_map", FAILED), ("timeout_map", FAILED)):
        for entries in (report.get(key) or {}).values():
            for entry in entries:
                url = entry.get("url") or entry.get("origin")
                if isinstance(url, str):
                    said[url] = word
    return said


def linkinator(where, urls, folder):
    """Failed is BROKEN; what it skips it says nothing of."""
    where = pathlib.Path(where).resolve()
    program = where / "node_modules/.bin/linkinator"
    command = [program] if program.exists() else ["npx", "--yes", "--prefix", where, "linkinator"]
    page(urls, folder)
    out, err = run([*map(str, command), ".", "--format", "json", "--timeout", "5000"], folder)
    try:
        report = json.loads(out[out.index("{"):])
    except ValueError:
        sys.exit(f"linkinator printed no JSON:\n{out[:500]}\n{err[:500]}")
    words = {"OK": PASSED, "BROKEN": FAILED}
    return {link["url"]: words.get(link["state"], NONE) for link in report["links"]}


def citegraph(program, urls, folder):
    """Failed is a link that is dead or failing; a wall, a doubt or an unknown is no word."""
    file = pathlib.Path(folder) / "urls.txt"
    file.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    command = [pathlib.Path(program).resolve(), "check", "--urls", file.name, "--allow-private", "--format", "ndjson"]
    out, _ = run(list(map(str, command)), folder)
    words = {"alive": PASSED, "moved": PASSED, "dead": FAILED, "failing": FAILED}
    said = {}
    for line in out.splitlines():
        row = json.loads(line)
        verdict = row.get("verdict", row)
        state = verdict.get("state") if isinstance(verdict, dict) else verdict
        if "url" in row and state:
            said[row["url"]] = words.get(state.lower(), NONE)
    return said


def count(name, links, said, rows):
    """Prints one line of the table, and what is wrong."""
    table = {truth: {PASSED: 0, FAILED: 0, NONE: 0} for truth in TRUTHS}
    wrong = []
    for url, truth, role, fault in links:
        if role != "row":
            continue
        word = said.get(url, said.get(url.rstrip("/"), NONE))
        table[truth][word] += 1
        if (truth, word) in {("alive", FAILED), ("dead", PASSED), ("soft", PASSED)}:
            wrong.append(f"    {truth}, {word}: {fault}")
    cells = [
        f"{table['alive'][FAILED]} of {sum(table['alive'].values())}",
        f"{table['dead'][PASSED]} of {sum(table['dead'].values())}",
        f"{table['soft'][PASSED]} of {sum(table['soft'].values())}",
        f"{table['unclear'][FAILED]} of {sum(table['unclear'].values())}",
        str(sum(row[NONE] for row in table.values())),
    ]
    print(f"| {name} | " + " | ".join(cells) + " |")
    return wrong if rows else []


def main():
    options = arguments()
    if not pathlib.Path(options.server).exists():
        sys.exit(f"{options.server} is not there: cargo build --example faults")
    checkers = []
    if options.lychee:
        checkers.append(("lychee", lychee, options.lychee))
    if options.linkinator:
        checkers.append(("linkinator", linkinator, options.linkinator))
    if pathlib.Path(options.citegraph).exists():
        known = subprocess.run([pathlib.Path(options.citegraph).resolve(), "check", "--help"], capture_output=True, check=False)
        if known.returncode == 0:
            checkers.append(("citegraph, first check", citegraph, options.citegraph))
    for name in ("lychee", "linkinator", "citegraph"):
        if not any(checker[0].startswith(name) for checker in checkers):
            print(f"left out, for it is not here: {name}", file=sys.stderr)
    print("| checker | live, failed | gone, passed | gone behind a success, passed | unclear, failed | no word |")
    print("|---|---|---|---|---|---|")
    wrong = []
    for name, ask, program in checkers:
        # A server of its own for each: some faults happen once.
        with Faults(options.server) as links, tempfile.TemporaryDirectory() as folder:
            found = count(name, links, ask(program, [link[0] for link in links], folder), options.rows)
            wrong += [f"{name}:", *found] if found else []
    print("\n".join(wrong))


if __name__ == "__main__":
    main()
