#!/usr/bin/env python3
"""Reads the graph files of a report folder with the programs that people open them with.

  read_exports.py DIR...

Reads graph.gexf (networkx), graph.graphml (networkx and igraph), nodes.csv and edges.csv, and
compares node sets, edge sets, weights and every attribute, value and type, with one another, and
with report.json where it is there. Says what differs and exits with 1.
"""

import csv
import json
import math
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

import igraph
import networkx as nx

GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
# GEXF's word, GraphML's word, the Python type that a reader makes of it.
TYPES = {
    "string": ("string", str),
    "integer": ("int", int),
    "long": ("long", int),
    "double": ("double", float),
}
# Names that one reader or another keeps for itself.
RESERVED = set("label weight kind color size x y z id source target start end interval timeset type r g b".split())
FORMULA = tuple("=+-@\t\r\n")
# A label may have a megabyte.
csv.field_size_limit(1 << 24)


class Difference(Exception):
    pass


def same(found, wanted, where):
    """Equal in value and in type."""
    if type(found) is not type(wanted) or found != wanted:
        raise Difference(f"{where}: {found!r} is not {wanted!r}")


def unguarded(text):
    """The text of a cell without what keeps spreadsheets and Gephi from acting on it."""
    text = text.replace("\uff3c", "\\")
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def columns(folder):
    """The columns that GEXF declares, checked against GraphML's: {class: {name: type}}."""
    graph = ET.parse(folder / "graph.gexf").getroot().find(f"{GEXF}graph")
    same([child.tag for child in graph], [GEXF + tag for tag in ("attributes", "attributes", "nodes", "edges")], "gexf order")
    declared = {}
    for block in graph.findall(f"{GEXF}attributes"):
        for attribute in block:
            same(attribute.get("title"), attribute.get("id"), "gexf title")
            if attribute.get("id").lower() in RESERVED:
                raise Difference(f"gexf column {attribute.get('id')} is reserved")
            declared.setdefault(block.get("class"), {})[attribute.get("id")] = attribute.get("type")
    keys = {"node": {"label": "string"}, "edge": {"weight": "double"}}
    for kind, names in declared.items():
        keys[kind].update({name: TYPES[word][0] for name, word in names.items()})
    found = {"node": {}, "edge": {}}
    for key in ET.parse(folder / "graph.graphml").getroot().findall(f"{GRAPHML}key"):
        found[key.get("for")][key.get("attr.name")] = key.get("attr.type")
    same(found, keys, "graphml keys")
    return declared


def table(folder, name, own, names):
    """Rows of a CSV file as {id: (fixed cells, {column: value})}; empty cells are absent."""
    with open(folder / name, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    same(header, own + list(names), f"{name} header")
    read = {}
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        values = {column: TYPES[word][1](unguarded(cells[column])) for column, word in names.items() if cells[column]}
        for column, word in names.items():
            if word == "double" and cells[column] and not re.fullmatch(r"\d+\.\d+", cells[column]):
                raise Difference(f"{name} {column}: {cells[column]} has no decimals")
        read[cells["Id"]] = ({column: unguarded(cells[column]) for column in own}, values)
    same(list(read), [f"{name[0]}{at}" for at in range(len(rows))], f"{name} ids")
    return read


def completed(date):
    return date + "-01" * (2 - date.count("-"))


def is_directed(edges, default):
    """What the column Type says; the default where there is no edge."""
    kinds = {own["Type"] for own, _ in edges.values()} or {default}
    same(len(kinds), 1, "number of types of edges")
    return kinds == {"Directed"}


def check_networkx(graph, nodes, edges, where):
    directed = is_directed(edges, "Directed" if graph.is_directed() else "Undirected")
    same(graph.is_directed(), directed, f"{where} directed")
    same(graph.is_multigraph(), False, f"{where} multigraph")
    same(set(graph.nodes), set(nodes), f"{where} nodes")
    for node, (own, values) in nodes.items():
        found = {name: value for name, value in graph.nodes[node].items() if name not in ("viz", "start")}
        wanted = {"label": own["Label"], **values}
        same(found.keys(), wanted.keys(), f"{where} {node} columns")
        for name, value in wanted.items():
            same(found[name], value, f"{where} {node} {name}")
    ends = tuple if directed else frozenset
    wanted = {ends((own["Source"], own["Target"])) for own, _ in edges.values()}
    same(set(map(ends, graph.edges)), wanted, f"{where} edges")
    for edge, (own, values) in edges.items():
        found = dict(graph.edges[own["Source"], own["Target"]])
        start = found.pop("start", None)
        if start is not None:
            same(start, completed(values["first"]), f"{where} {edge} start")
        wanted = {"id": edge, "weight": float(own["Weight"]), **values}
        same(found.keys(), wanted.keys(), f"{where} {edge} columns")
        for name, value in wanted.items():
            same(found[name], value, f"{where} {edge} {name}")


def check_gexf(graph, text):
    sizes = [data["viz"]["size"] for _, data in graph.nodes(data=True)]
    if sizes and len(set(sizes)) > 1:
        same((min(sizes), max(sizes)), (4.0, 100.0), "gexf sizes")
    same(any(size != 4.0 for size in sizes) and len(set(sizes)) == 1, False, "gexf equal sizes")
    same(re.findall(r"<viz:size (?!value=)", text), [], "gexf size value first")
    for node, data in graph.nodes(data=True):
        both = list(graph.in_edges(node, True)) + list(graph.out_edges(node, True)) if graph.is_directed() else graph.edges(node, True)
        starts = [edge["start"] for *_, edge in both if "start" in edge]
        if starts and not data["start"] <= min(starts):
            raise Difference(f"gexf {node} starts after its edges")
    starts = {data["start"] for *_, data in list(graph.nodes(data=True)) + list(graph.edges(data=True)) if "start" in data}
    same(bool(starts), 'mode="dynamic"' in text, "gexf dynamic")
    same(len(starts) == 1, False, "gexf time of one day")


def check_igraph(graph, nodes, edges, names):
    """igraph reads every number as double, an absent one as NaN, absent text as empty."""

    def value(number, column, kind):
        if column is None:
            return "" if kind == "string" else math.nan
        return column if kind == "string" else float(column)

    def equal(found, wanted, where):
        if not (isinstance(wanted, float) and math.isnan(wanted) and math.isnan(found)):
            same(found, wanted, where)

    directed = is_directed(edges, "Directed" if graph.is_directed() else "Undirected")
    same(graph.is_directed(), directed, "igraph directed")
    same(graph.vs["id"] if len(nodes) else [], list(nodes), "igraph nodes")
    for vertex, (node, (own, values)) in zip(graph.vs, nodes.items(), strict=True):
        same(vertex["label"], own["Label"], f"igraph {node} label")
        for at, (name, kind) in enumerate(names["node"].items()):
            equal(vertex[name], value(at, values.get(name), kind), f"igraph {node} {name}")
    for edge, (name_of_edge, (own, values)) in zip(graph.es, edges.items(), strict=True):
        order = tuple if directed else frozenset
        ends = order((f"n{edge.source}", f"n{edge.target}"))
        same(ends, order((own["Source"], own["Target"])), f"igraph {name_of_edge}")
        same(edge["weight"], float(own["Weight"]), f"igraph {name_of_edge} weight")
        for at, (name, kind) in enumerate(names["edge"].items()):
            equal(edge[name], value(at, values.get(name), kind), f"igraph {name_of_edge} {name}")


def check_report(report, nodes, edges):
    same(sum(values["citations"] for _, values in edges.values()), report["totals"]["counted"], "sum of citations")
    weight = report["options"]["weight"]
    for edge, (own, values) in edges.items():
        same(float(own["Weight"]), float(values[weight]), f"weight of {edge}")
    articles = [own for own, values in nodes.values() if values["node_class"] == "article"]
    same(len(articles) in (0, report["totals"]["articles"]), True, "number of article nodes")
    cited = {own["Label"]: values for own, values in nodes.values() if values["node_class"] in ("cited", "both")}
    same(set(cited), {row["domain"] for row in report["domains"]}, "cited domains")
    for row in report["domains"]:
        values = cited[row["domain"]]
        for name in ("citations", "articles", "keys", "works", "hosts", "sites", "share", "first", "last"):
            same(values.get(name), row[name], f"report {row['domain']} {name}")
        if not articles:
            same(values["pageranks"], row["pagerank"], f"report {row['domain']} pagerank")


def check(folder):
    names = columns(folder)
    nodes = table(folder, "nodes.csv", ["Id", "Label"], names["node"])
    edges = table(folder, "edges.csv", ["Source", "Target", "Type", "Id", "Weight"], names["edge"])
    gexf = nx.read_gexf(folder / "graph.gexf")
    check_networkx(gexf, nodes, edges, "gexf")
    check_gexf(gexf, (folder / "graph.gexf").read_text(encoding="utf-8"))
    check_networkx(nx.read_graphml(folder / "graph.graphml"), nodes, edges, "graphml")
    check_igraph(igraph.Graph.Read_GraphML(str(folder / "graph.graphml")), nodes, edges, names)
    if (folder / "report.json").exists():
        check_report(json.loads((folder / "report.json").read_text(encoding="utf-8")), nodes, edges)
    print(f"{folder}: {len(nodes)} nodes and {len(edges)} edges read alike")


def main():
    if not sys.argv[1:]:
        sys.exit(__doc__)
    for folder in map(pathlib.Path, sys.argv[1:]):
        try:
            check(folder)
        except Difference as difference:
            sys.exit(f"{folder}: {difference}")


if __name__ == "__main__":
    main()
