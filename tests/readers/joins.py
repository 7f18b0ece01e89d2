#!/usr/bin/env python3
"""Selections, joins, merged names and slices of a graph, compared with what pandas makes of the same table of citations.

  joins.py CITEGRAPH FOLDER

Writes posts of a seeded generator to FOLDER, reads the citations that `citegraph extract` finds in them, and computes by
groupby and merge what each flag of `citegraph graph` says that it does. Says what differs and exits with 1.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys

import pandas as pd

PLACES = ["body", "note", "caption", "byline"]


def same(found, wanted, where):
    if found != wanted:
        extra, missing = sorted(set(found) - set(wanted))[:3], sorted(set(wanted) - set(found))[:3]
        sys.exit(f"{where}: {extra} are there and {missing} are missing")


def posts(folder, count=120):
    """Posts of twelve sites and three years, one in eight without a date; domains as skewed as in life."""
    chance = random.Random(20261130)
    domains = [f"d{at}.example" for at in range(40)] + ["bbc.co.uk", "nature.com", "alice.github.io"]
    for number in range(count):
        date = f"date: {chance.randint(2019, 2021)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}\n"
        links = "".join(
            f"Bread {at} of [x{at}](https://www.{domains[int(len(domains) * chance.random() ** 3)]}/p{chance.randint(0, 4)}) rose.\n\n"
            for at in range(chance.randint(0, 9))
        )
        head = f"title: T{number}\n{'' if chance.random() < 0.125 else date}canonical_url: https://s{chance.randint(0, 11)}.example/{number}"
        (folder / f"{number:03}.md").write_text(f"---\n{head}\n---\n\n{links}", encoding="utf-8")


def citations(program, folder):
    """One row per citation that counts."""
    out = subprocess.run([program, "--quiet", "extract", folder], check=True, capture_output=True, text=True).stdout
    rows = [
        {
            "article": article["input"],
            "title": article["title"],
            "citing": article["origin"].split("/")[2],
            "date": article["published"],
            "key": link["key"],
            "domain": link["domain"],
        }
        for article in map(json.loads, out.splitlines())
        for link in article["citations"]
        if link["place"] in PLACES
    ]
    frame = pd.DataFrame(rows)
    frame["day"] = pd.to_datetime(frame["date"])
    return frame


class Graphs:
    """Graphs of one folder of posts, as tables."""

    def __init__(self, program, folder):
        self.program, self.folder, self.number = program, folder, 0

    def run(self, *flags, view="source"):
        """The folder that a run writes."""
        self.number += 1
        out = self.folder / f"out-{self.number}"
        command = [self.program, "--quiet", "graph", self.folder / "posts", "--view", view, "--weight", "citations"]
        subprocess.run([*command, "--format", "csv", "-o", out, *flags], check=True)
        return out

    def read(self, out, prefix=""):
        """Nodes, and edges by the names of their ends."""
        nodes = pd.read_csv(out / f"{prefix}nodes.csv", keep_default_na=False).set_index("Id")
        edges = pd.read_csv(out / f"{prefix}edges.csv", keep_default_na=False)
        for end in ["Source", "Target"]:
            edges[end] = edges[end].map(nodes["Label"])
        return nodes, edges

    def edges(self, *flags, view="source"):
        return triples(self.read(self.run(*flags, view=view))[1])


def triples(edges):
    return sorted(edges[["Source", "Target", "Weight"]].itertuples(index=False, name=None))


def grouped(frame, citing="citing"):
    """How often a site, or an article by its title, cites a domain."""
    counts = frame.groupby([citing, "domain"]).size()
    return sorted((source, target, float(weight)) for (source, target), weight in counts.items())


def ends(edges):
    return {end for source, target, _ in edges for end in (source, target)}


def slices(graphs, frame):
    for slice, period in [("year", "Y"), ("quarter", "Q"), ("month", "M")]:
        out = graphs.run("--slices", slice)
        dated = frame.dropna(subset="day")
        wanted = {}
        for time, part in dated.groupby(dated["day"].dt.to_period(period)):
            name = {"Y": f"{time.year}", "Q": f"{time.year}-Q{time.quarter}", "M": f"{time.year}-{time.month:02}"}[period]
            wanted[name] = grouped(part)
        names = {path.name.removesuffix("-edges.csv") for path in out.glob("*-edges.csv")}
        # A slice in which articles cite nothing has a file without edges.
        same({name for name in names if triples(graphs.read(out, f"{name}-")[1])}, set(wanted), f"slices by {slice}")
        for name, edges in wanted.items():
            same(triples(graphs.read(out, f"{name}-")[1]), edges, f"the slice {name}")


def spans(graphs, frame):
    part = frame[(frame["day"] >= "2020-03-01") & (frame["day"] <= "2020-09-30")]
    same(graphs.edges("--from", "2020-03", "--to", "2020-09-30"), grouped(part), "--from and --to")


def joins(graphs, frame):
    domains = sorted(frame["domain"].unique())
    table = pd.DataFrame(
        {
            "domain": [domain.upper() if at % 3 == 0 else domain for at, domain in enumerate(domains[::2])] + ["no.example"],
            "tone": ["calm", "", "loud, they say", "“so”"] * (len(domains) // 8) + ["x"] * (len(domains[::2]) + 1 - len(domains) // 8 * 4),
            "reach": range(len(domains[::2]) + 1),
        }
    )
    path = graphs.folder / "mine.csv"
    table.to_csv(path, index=False)
    nodes, edges = graphs.read(graphs.run("--nodes", path))
    same(triples(edges), grouped(frame), "the edges beside a join")
    wanted = nodes[["Label"]].merge(
        table.assign(domain=table["domain"].str.lower()), left_on="Label", right_on="domain", how="left"
    )
    same(rows(nodes), rows(wanted), "--nodes")

    # Where every site may cite and be cited, both ends have to meet the condition; articles stay that cite a kept node.
    kept = set(wanted.loc[wanted["reach"] >= 5, "Label"])
    same(graphs.edges("--nodes", path, "--filter", "reach>=5"), [], "--filter by a joined column, view source")
    edges = [edge for edge in grouped(frame, "title") if edge[1] in kept]
    found = graphs.edges("--nodes", path, "--filter", "reach>=5", view="bipartite")
    same(found, edges, "--filter by a joined column, view bipartite")


def rows(nodes):
    """The joined cells of each node, in order; an empty cell is one without a value."""
    reach = pd.to_numeric(nodes["reach"]).fillna(-1).astype(int)
    return list(zip(nodes["Label"], nodes["tone"].fillna(""), reach, strict=True))


def aliases(graphs, frame):
    groups = {f"d{at}.example": f"group {at % 3}" for at in range(9)}
    path = graphs.folder / "names.tsv"
    path.write_text("".join(f"{domain}\t{name}\n" for domain, name in groups.items()), encoding="utf-8")
    merged = frame.assign(domain=frame["domain"].map(lambda domain: groups.get(domain, domain)))
    same(graphs.edges("--alias", path), grouped(merged), "--alias")


def selections(graphs, frame):
    edges = grouped(frame)
    heavy = [edge for edge in edges if edge[2] >= 3]
    same(graphs.edges("--min-weight", "3"), heavy, "--min-weight")
    same(graphs.edges("--filter", "edge.weight>=3"), heavy, "--filter by weight")
    near = [edge for edge in edges if "s3.example" in edge[:2]]
    around = ends(near)
    same(graphs.edges("--ego", "s3.example"), [edge for edge in edges if around.issuperset(edge[:2])], "--ego")


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "posts").mkdir(parents=True)
    posts(folder / "posts")
    frame = citations(program, folder / "posts")
    graphs = Graphs(program, folder)
    same(graphs.edges(), grouped(frame), "the whole graph")
    for check in [slices, spans, joins, aliases, selections]:
        check(graphs, frame)
    print(f"{len(frame)} citations: graphs, slices, joins, aliases and selections are those of pandas")


if __name__ == "__main__":
    main()
