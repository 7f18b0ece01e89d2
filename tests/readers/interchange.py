#!/usr/bin/env python3
"""Reads a graph in every form of interchange with the programs that these are for, and compares it with node-link JSON.

  interchange.py CITEGRAPH INPUT FOLDER

networkx reads node-link JSON, GML and Pajek, igraph GML and Pajek, ndex2 CX2 where it is there; the tables for Neo4j and
Kùzu are read by their headers. Says what differs and exits with 1.
"""

import csv
import html
import json
import pathlib
import shutil
import subprocess
import sys

import igraph
import networkx as nx

VIEWS = ["bipartite", "source", "cocitation", "coupling", "internal", "tag"]
csv.field_size_limit(1 << 24)


def same(found, wanted, where):
    if found != wanted:
        sys.exit(f"{where}: {str(found)[:300]} is not {str(wanted)[:300]}")


def ends(graph, directed):
    order = tuple if directed else (lambda pair: tuple(sorted(pair)))
    return sorted((order((source, target)), data["weight"]) for source, target, data in graph)


def check(program, source, folder, view):
    def write(form, name):
        path = folder / f"{view}-{name}"
        subprocess.run([program, "--quiet", "graph", source, "--view", view, "--format", form, "-o", path], check=True)
        return path

    raw = json.loads(write("node-link", "graph.json").read_text(encoding="utf-8"))
    graph = nx.node_link_graph(raw, edges="edges")
    same(graph.is_directed(), raw["directed"], "node-link")
    labels = [graph.nodes[f"n{at}"]["label"] for at in range(len(graph))]
    number = {f"n{at}": at for at in range(len(graph))}
    wanted = ends(((number[one], number[two], data) for one, two, data in graph.edges(data=True)), raw["directed"])

    gml = write("gml", "graph.gml")
    read = nx.read_gml(gml, label="id")
    same([read.nodes[at]["label"] for at in range(len(graph))], labels, f"{view} GML by networkx: labels")
    same(ends(read.edges(data=True), raw["directed"]), wanted, f"{view} GML by networkx: edges")
    columns = [set(graph.nodes[f"n{at}"]) - {"start"} for at in range(len(graph))]
    same([set(read.nodes[at]) for at in range(len(graph))], columns, f"{view} GML by networkx: columns")
    for at in range(len(graph)):
        for name, value in read.nodes[at].items():
            same(value, graph.nodes[f"n{at}"][name], f"{view} GML by networkx: n{at} {name}")
    second = igraph.Graph.Read_GML(str(gml))
    found = [html.unescape(label) for label in second.vs["label"]] if labels else []
    same(found, [html.unescape(label) for label in labels], f"{view} GML by igraph: labels")
    found = ((edge.source, edge.target, edge.attributes()) for edge in second.es)
    same(ends(found, raw["directed"]), wanted, f"{view} GML by igraph: edges")

    net = write("pajek", "graph.net")
    read = nx.read_pajek(net)
    same(len(read), len(graph), f"{view} Pajek by networkx: nodes")
    place = {name: int(data["id"]) - 1 for name, data in read.nodes(data=True)}
    found = ((place[one], place[two], data) for one, two, data in read.edges(data=True))
    same(ends(found, raw["directed"]), wanted, f"{view} Pajek by networkx: edges")
    second = igraph.Graph.Read_Pajek(str(net))
    found = ((edge.source, edge.target, edge.attributes()) for edge in second.es)
    same(ends(found, raw["directed"]), wanted, f"{view} Pajek by igraph: edges")

    cx2 = write("cx2", "graph.cx2")
    try:
        from ndex2.cx2 import RawCX2NetworkFactory

        network = RawCX2NetworkFactory().get_cx2network(json.loads(cx2.read_text(encoding="utf-8")))
        nodes, edges = network.get_nodes(), network.get_edges()
        same([nodes[at]["v"]["name"] for at in range(len(graph))], labels, f"{view} CX2 by ndex2: labels")
        found = ((edge["s"], edge["t"], edge["v"]) for edge in edges.values())
        same(ends(found, raw["directed"]), wanted, f"{view} CX2 by ndex2: edges")
    except ImportError:
        print("ndex2 is not here: CX2 is read as JSON alone")

    for form, id_column, start, end, weight in (
        ("neo4j", "id:ID", ":START_ID", ":END_ID", "weight:double"),
        ("kuzu", "id", "from", "to", "weight"),
    ):
        tables = write(form, form)
        with open(tables / "nodes.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        same([row[id_column] for row in rows], list(number), f"{view} {form}: ids")
        with open(tables / "edges.csv", encoding="utf-8", newline="") as file:
            found = [(number[row[start]], number[row[end]], {"weight": float(row[weight])}) for row in csv.DictReader(file)]
        same(ends(found, raw["directed"]), wanted, f"{view} {form}: edges")
    print(f"{view}: {len(graph)} nodes and {graph.number_of_edges()} edges in every form")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, source, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for view in VIEWS:
        check(program, source, folder, view)


if __name__ == "__main__":
    main()
