#!/usr/bin/env python3
"""Runs networkx and igraph on the files of the doctor's tests, and compares with what data/traps.tsv says of them.

  doctor_claims.py FOLDER      with the folders broken and sound, which the suite writes where CITEGRAPH_DOCTOR says

A trap that a program `refuses` must raise in it, one that does it no harm must not, and sound files are read by both.
"""

import csv
import pathlib
import sys
import warnings

import igraph
import networkx as nx

warnings.simplefilter("ignore")


def refuses(read, path):
    try:
        read(path)
    except Exception:
        return True
    return False


def by_networkx(path):
    return nx.read_gexf(path) if path.suffix == ".gexf" else nx.read_graphml(path)


def by_igraph(path):
    return igraph.Graph.Read_GraphML(str(path))


def claims():
    with open("data/traps.tsv", encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["trap"]: row for row in rows}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root, wrong, count = pathlib.Path(sys.argv[1]), [], 0
    told = claims()
    for path in sorted((root / "broken").iterdir()):
        trap = path.name.split(".")[0]
        for name, read, suffixes in (("networkx", by_networkx, (".gexf", ".graphml")), ("igraph", by_igraph, (".graphml",))):
            if path.suffix not in suffixes:
                continue
            count += 1
            found, says = refuses(read, path), told[trap][name]
            if says == "refuses the file" and not found:
                wrong.append(f"{path.name}: {name} reads it")
            if says == "-" and found:
                wrong.append(f"{path.name}: {name} refuses it")
    for path in sorted((root / "sound").iterdir()):
        if path.suffix in (".gexf", ".graphml") and refuses(by_networkx, path):
            wrong.append(f"{path.name}: networkx refuses a sound file")
        if path.suffix == ".graphml" and refuses(by_igraph, path):
            wrong.append(f"{path.name}: igraph refuses a sound file")
    print(f"{count} claims about networkx and igraph were run")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
