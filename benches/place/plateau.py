#!/usr/bin/env python3
"""How the label `body` changes with each threshold of the content region (decision 54).

    cargo build --release --example places
    plateau.py target/release/examples/places FOLDER [NAME...]

FOLDER holds pages/ and truth.jsonl, a page a line: `set`, `file`, `url`, `hrefs` (of every a and area, in order), and
indices into them: `body` (links in the article's own text, by hand-made text), `outbound` (to other domains), `no_text`
(without truth). Scored are outbound links with text; a page with more than ten true ones counts as if it had ten.
Pages of the set `daniel` say no address and get one from their host. Prints a table for each NAME, else for all.
"""
import collections
import difflib
import html
import json
import subprocess
import sys
import tempfile

VALUES = {
    "prose": [8, 12, 15, 18, 20, 25],
    "linked_percent": [40, 50, 60, 70, 80],
    "link_cost": [1, 2, 3, 4, 6, 8],
    "step_cost": [0, 2, 4, 6, 8, 12],
    "least": [0, 20, 30, 40, 50, 60],
    "home_percent": [0, 5, 10, 20, 30, 50],
    "crumb": [1, 3, 5, 7, 10, 15],
    "depth": [0, 1, 2, 3, 99],
    "digest_percent": [25, 50, 75, 100, 200, 100000],
}
MOST = 10


def places(program, folder, rows, setting):
    """The places of the links of each page, in the order of `hrefs`; None where one has no partner."""
    found = collections.defaultdict(list)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as origins:
        for row in rows:
            origin = f"http://{row['url']}/page.html" if row["set"] == "daniel" else ""
            print(row["file"], origin, sep="\t", file=origins)
        origins.flush()
        command = [program, *setting, f"{folder}/pages", origins.name]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in lines.splitlines():
        page, href, place = line.split("\t")
        found[page].append((html.unescape(href).strip(), place))
    for row in rows:
        ours = found[row["file"]]
        result = [None] * len(row["hrefs"])
        pairs = difflib.SequenceMatcher(None, row["hrefs"], [href for href, _ in ours], autojunk=False)
        for start, other, length in pairs.get_matching_blocks():
            for offset in range(length):
                result[start + offset] = ours[other + offset][1]
        yield row, result


def scores(program, folder, rows, setting):
    """Precision, recall and F1 for each set."""
    sums = collections.defaultdict(collections.Counter)
    for row, labels in places(program, folder, rows, setting):
        judged = set(row["outbound"]) - set(row["no_text"])
        true = judged & set(row["body"])
        said = {index for index in judged if labels[index] == "body"}
        weight = min(1, MOST / max(1, len(true)))
        for key, part in (("hit", said & true), ("said", said), ("true", true)):
            sums[row["set"]][key] += weight * len(part)
    for name in sorted(sums):
        count = sums[name]
        precision, recall = count["hit"] / max(1, count["said"]), count["hit"] / max(1, count["true"])
        yield name, precision, recall, 2 * count["hit"] / max(1, count["said"] + count["true"])


def main():
    program, folder, *names = sys.argv[1:]
    with open(f"{folder}/truth.jsonl", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for name in names or VALUES:
        for value in VALUES[name]:
            parts = [f"{set_} P {p:.3f} R {r:.3f} F1 {f1:.3f}"
                     for set_, p, r, f1 in scores(program, folder, rows, [f"{name}={value}"])]
            print(f"{name} {value}:", ", ".join(parts), flush=True)


if __name__ == "__main__":
    main()
