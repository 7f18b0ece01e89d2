#!/usr/bin/env python3
"""Writes tests/oracle/paths.json: what networkx says of ways by weight, neighbourhoods and sizes of graphs.

The graphs are those of tests/oracle/expected.json.

  make_paths.py           write the file
  make_paths.py --check   compute anew and compare; exit 1 where it differs
"""

import json
import pathlib
import sys

import networkx as nx

HERE = pathlib.Path(__file__).parent


def rounded(value):
    return float(f"{value:.12g}")


def case(name, nodes, edges):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((source, target, {"length": 1 / weight}) for source, target, weight in edges)
    flat = graph.to_undirected()
    between = nx.betweenness_centrality(graph, normalized=False, weight="length")
    close = nx.closeness_centrality(graph, distance="length")
    near = [sorted(nx.ego_graph(flat, 0, radius=depth)) for depth in range(3)] if nodes else []
    return {
        "name": name,
        "weighted_betweenness": [rounded(between[node]) for node in range(nodes)],
        "weighted_closeness": [rounded(close[node]) for node in range(nodes)],
        "density": nx.density(graph) if nodes > 1 else None,
        "isolates": sum(1 for node in flat if set(flat[node]) <= {node}),
        "ego": near,
    }


def main():
    graphs = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))["graphs"]
    cases = [case(one["name"], one["nodes"], one["edges"]) for one in graphs]
    text = json.dumps(cases, indent=None, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n"
    path = HERE / "paths.json"
    if sys.argv[1:] == ["--check"]:
        if path.read_text(encoding="utf-8") != text:
            sys.exit("tests/oracle/paths.json differs; write it anew and look at the difference")
        return print("tests/oracle/paths.json is what networkx says")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
