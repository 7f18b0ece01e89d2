#!/usr/bin/env python3
"""One graph library over one list of edges: what each step costs, as one JSON object a line. `run.py` drives it.

    peers.py igraph|networkit|networkx LIST [RANKS] [PHASE…]
"""

import json
import resource
import sys
import time


def told(**fields):
    print(json.dumps(fields), flush=True)


def timed(phase, work):
    try:
        with open("/proc/self/clear_refs", "w") as refs:
            refs.write("5")
    except OSError:
        pass
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    made = work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    told(phase=phase, wall=round(wall, 4), cpu=round(cpu, 2), peak=peak)
    return made


def with_igraph(path, ranks, phases):
    import igraph

    graph = timed("load", lambda: igraph.Graph.Read_Edgelist(path))
    if "pagerank" in phases:
        values = timed("pagerank", lambda: graph.pagerank(damping=0.85))
        save(values, ranks)
    if "components" in phases:
        timed("components", lambda: graph.connected_components(mode="weak"))
    if "betweenness" in phases:
        sources = list(range(0, graph.vcount(), graph.vcount() // 64))[:64]
        timed("betweenness", lambda: graph.betweenness(sources=sources))
    if not {"leiden", "coreness"} & set(phases):
        return

    def undirected():
        plain = graph.as_undirected(mode="each")
        plain.es["weight"] = [1] * plain.ecount()
        plain.simplify(loops=False, combine_edges="sum")
        return plain

    plain = timed("undirected", undirected)
    if "coreness" in phases:
        timed("coreness", lambda: plain.coreness())
    if "leiden" in phases:
        found = timed(
            "leiden", lambda: plain.community_leiden(objective_function="modularity", weights="weight")
        )
        told(modularity=plain.modularity(found, weights="weight"))


def with_networkit(path, ranks, phases):
    import networkit as nk

    nk.setNumberOfThreads(2)
    graph = timed("load", lambda: nk.graphio.EdgeListReader(" ", 0, directed=True).read(path))
    if "pagerank" in phases:
        # The same stop as ours: the sum of all changes in a round below 1e-12.
        sinks = nk.centrality.SinkHandling.DistributeSinks
        rank = nk.centrality.PageRank(graph, damp=0.85, tol=1e-12, distributeSinks=sinks)
        rank.norm = nk.centrality.Norm.L1_NORM
        timed("pagerank", rank.run)
        told(rounds=rank.numberOfIterations())
        save(rank.scores(), ranks)
    if "components" in phases:
        timed("components", nk.components.WeaklyConnectedComponents(graph).run)
    if "betweenness" in phases:
        timed("betweenness", nk.centrality.EstimateBetweenness(graph, 64, parallel=True).run)
    if not {"leiden", "coreness"} & set(phases):
        return
    plain = timed("undirected", lambda: nk.graphtools.toUndirected(graph))
    if "leiden" in phases:
        louvain = nk.community.PLM(plain)
        timed("leiden", louvain.run)
        told(modularity=nk.community.Modularity().getQuality(louvain.getPartition(), plain))
    if "coreness" in phases:
        plain.removeSelfLoops()
        plain.removeMultiEdges()
        timed("coreness", nk.centrality.CoreDecomposition(plain).run)


def with_networkx(path, ranks, phases):
    import networkx

    graph = timed("load", lambda: networkx.read_edgelist(path, create_using=networkx.DiGraph, nodetype=int))
    timed("gexf", lambda: networkx.write_gexf(graph, "/dev/null"))


def save(values, path):
    if path:
        import array

        with open(path, "wb") as file:
            array.array("d", values).tofile(file)


if __name__ == "__main__":
    name, path, ranks, *phases = sys.argv[1:]
    {"igraph": with_igraph, "networkit": with_networkit, "networkx": with_networkx}[name](path, ranks, phases)
