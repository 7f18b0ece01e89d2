#!/usr/bin/env python3
"""Writes tests/oracle/expected.json: what networkx, igraph, scipy and scikit-bio say.

The suite compares the library with this file (tests/suite/graph/oracle.rs).

  make_expected.py           write the file
  make_expected.py --check   compute anew and compare; exit 1 where it differs
"""

import collections
import fractions
import json
import math
import pathlib
import random
import sys
import warnings

import igraph
import networkx as nx
import numpy as np
import scipy.special
import scipy.stats
import skbio.diversity.alpha as alpha

EXPECTED = pathlib.Path(__file__).with_name("expected.json")


def graphs():
    """Name -> (number of nodes, {(from, to): weight}). Awkward ones first."""
    yield "empty", 0, {}
    yield "lonely", 1, {}
    yield "loop", 1, {(0, 0): 3}
    yield "no edges", 5, {}
    yield "star out", 6, {(0, node): node for node in range(1, 6)}
    yield "star in", 6, {(node, 0): 1 for node in range(1, 6)}
    yield "cycle", 4, {(node, (node + 1) % 4): 1 for node in range(4)}
    yield "path", 40, {(node, node + 1): 1 + node % 3 for node in range(39)}
    yield "two components and a loop", 7, {(0, 1): 2, (1, 0): 1, (3, 2): 5, (3, 3): 1, (4, 2): 1}
    yield "heavy and light", 4, {(0, 1): 1_000_000_000, (0, 2): 1, (1, 0): 1, (2, 3): 7}
    for seed, nodes, edges in [(1, 30, 60), (2, 100, 80), (3, 200, 1500)]:
        chance = random.Random(seed)
        weights = {}
        for _ in range(edges):
            # Squaring prefers low numbers: a few nodes are cited by many.
            ends = chance.randrange(nodes), int(chance.random() ** 2 * nodes)
            weights[ends] = weights.get(ends, 0) + chance.randrange(1, 10)
        yield f"random {seed}", nodes, weights
    yield "planted", 120, planted(random.Random(4), 120, 6)
    yield "r-mat", 128, rmat(random.Random(5), 7, 700)


def planted(chance, nodes, groups):
    """Nodes of one group cite each other more often; groups are remainders."""
    weights = {}
    for _ in range(6 * nodes):
        source = chance.randrange(nodes)
        inside = chance.random() < 0.75
        target = (chance.randrange(nodes // groups) * groups + source % groups) if inside else chance.randrange(nodes)
        weights[source, target] = weights.get((source, target), 0) + 1
    return weights


def rmat(chance, bits, edges):
    """R-MAT: every bit of an edge's ends falls into one of four quarters."""
    weights = {}
    for _ in range(edges):
        source = target = 0
        for _ in range(bits):
            quarter = chance.choices(range(4), [57, 19, 19, 5])[0]
            source, target = 2 * source + quarter // 2, 2 * target + quarter % 2
        weights[source, target] = weights.get((source, target), 0) + 1
    return weights


def graph_case(name, nodes, weights):
    edges = [[source, target, weight] for (source, target), weight in sorted(weights.items())]
    graph = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(edges)
    ranks = [0.0] * nodes
    if nodes:
        found = nx.pagerank(graph, alpha=0.85, tol=1e-13 / nodes, max_iter=100_000)
        ranks = [found[node] for node in range(nodes)]
        second = igraph.Graph(n=nodes, edges=[edge[:2] for edge in edges], directed=True)
        other = second.pagerank(damping=0.85, weights=[edge[2] for edge in edges])
        assert np.abs(np.array(ranks) - np.array(other)).max() < 1e-9, (name, "networkx is not igraph")
    components = sorted(map(sorted, nx.weakly_connected_components(graph)), key=lambda c: (-len(c), c[0]))
    component = {node: number for number, members in enumerate(components) for node in members}
    second = igraph.Graph(n=nodes, edges=[edge[:2] for edge in edges], directed=True)
    second.es["weight"] = [edge[2] for edge in edges]
    return {
        "name": name,
        "nodes": nodes,
        "edges": edges,
        "pagerank": [rounded(rank) for rank in ranks],
        "components": [component[node] for node in range(nodes)],
        "in_degree": [degree for _, degree in graph.in_degree()],
        "out_degree": [degree for _, degree in graph.out_degree()],
        "in_strength": [degree for _, degree in graph.in_degree(weight="weight")],
        "out_strength": [degree for _, degree in graph.out_degree(weight="weight")],
        **analytics(name, graph, second),
    }


def analytics(name, graph, second):
    """What both libraries say, where both say it; groups of the EI index are remainders by three, without 6, 13 …"""
    nodes = graph.number_of_nodes()
    plain = nx.Graph(graph.to_undirected(as_view=False))
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    simple = second.as_undirected(mode="collapse", combine_edges="sum")
    simple.simplify(combine_edges="sum")
    between = in_order(nx.betweenness_centrality(graph, normalized=False), nodes)
    agree(name, between, second.betweenness())
    harmonic = in_order(nx.harmonic_centrality(graph), nodes)
    if nodes > 1:
        agree(name, harmonic, [(nodes - 1) * value for value in second.harmonic_centrality(mode="in")])
    cores = in_order(nx.core_number(plain), nodes)
    agree(name, cores, simple.coreness())
    strong = sorted(map(sorted, nx.strongly_connected_components(graph)), key=lambda c: (-len(c), c[0]))
    strong_of = {node: number for number, members in enumerate(strong) for node in members}
    jump = [node + 1 for node in range(nodes)]
    weights = second.es["weight"] if second.ecount() else None
    return {
        "personalised": [rounded(rank) for rank in second.personalized_pagerank(
            damping=0.85, weights=weights, reset=jump)] if nodes else [],
        **hits(graph),
        "betweenness": [rounded(value) for value in between],
        "harmonic": [rounded(value) for value in harmonic],
        "coreness": cores,
        "strong": [strong_of[node] for node in range(nodes)],
        "bow_tie": bow_tie(graph, strong),
        "reciprocity": finite(second.reciprocity(ignore_loops=True)),
        "assortativity": finite(second.assortativity_degree(directed=True)) if second.ecount() else None,
        "ei": ei(graph),
        "disparity": [disparity(graph, source, target) for source, target in sorted(graph.edges)],
        "leiden_modularity": communities(simple, "modularity", 1.0),
        "leiden_cpm": communities(simple, "CPM", 0.5),
    }


def in_order(values, nodes):
    return [values[node] for node in range(nodes)]


def agree(name, left, right):
    assert np.allclose(left, right, rtol=1e-10, atol=1e-10), (name, "networkx is not igraph")


def finite(value):
    return None if value is None or not math.isfinite(value) else rounded(value)


def hits(graph):
    """The eigenvectors by numpy; None where the largest eigenvalue is not well apart from the next."""
    nodes = graph.number_of_nodes()
    if nodes < 2:
        return {"authorities": None, "hubs": None}
    matrix = nx.to_numpy_array(graph, nodelist=range(nodes), weight="weight")
    values, vectors = np.linalg.eigh(matrix.T @ matrix)
    if values[-2] >= 0.95 * values[-1]:
        return {"authorities": None, "hubs": None}
    authorities = np.abs(vectors[:, -1])
    hubs = matrix @ authorities
    share = lambda vector: [0.0 if value < 1e-12 else rounded(value) for value in vector / vector.sum()]
    return {"authorities": share(authorities), "hubs": share(hubs)}


def bow_tie(graph, strong):
    if not strong or len(strong[0]) < 2:
        return None
    core = set(strong[0])
    reach = lambda view, start: start.union(*(nx.descendants(view, node) for node in start))
    below, above = reach(graph, core) - core, reach(graph.reverse(), core) - core
    from_in, to_out = reach(graph, above), reach(graph.reverse(), below)
    home = nx.node_connected_component(graph.to_undirected(), strong[0][0])

    def part(node):
        for word, members in [("core", core), ("in", above), ("out", below), ("tube", from_in & to_out),
                              ("tendril", home)]:
            if node in members:
                return word
        return "disconnected"

    return [part(node) for node in range(graph.number_of_nodes())]


def ei(graph):
    """External and internal weight."""
    group = lambda node: None if node % 7 == 6 else node % 3
    ties = [0, 0]
    for source, target, weight in graph.edges(data="weight"):
        if source != target and None not in (group(source), group(target)):
            ties[group(source) == group(target)] += weight
    return ties


def disparity(graph, source, target):
    """Serrano, Boguñá and Vespignani's chance of an edge, the smaller one of its two ends; 1 at an end with one edge."""
    weight = graph.edges[source, target]["weight"]

    def chance(edges):
        weights = [weight for *_, weight in edges]
        return 1.0 if len(weights) < 2 else (1 - weight / sum(weights)) ** (len(weights) - 1)

    out, into = graph.out_edges(source, data="weight"), graph.in_edges(target, data="weight")
    return rounded(min(chance(out), chance(into)))


def lists():
    """Articles as lists of (thing, page): what is cited, and which of its pages."""
    yield "none", []
    yield "one article", [[(0, 0), (1, 0), (1, 1), (2, 0), (1, 1)]]
    yield "nothing shared", [[(0, 0)], [(1, 0)], []]
    yield "a triangle and a tail", [[(0, 0), (1, 0)], [(1, 0), (2, 0)], [(2, 0), (0, 0)], [(2, 1), (3, 0)]]
    for seed, articles, things, longest in [(1, 12, 9, 5), (2, 40, 15, 8), (3, 25, 60, 20)]:
        chance = random.Random(seed)
        yield f"random {seed}", [
            [(int(chance.random() ** 2 * things), chance.randrange(3)) for _ in range(chance.randrange(longest))]
            for _ in range(articles)
        ]


def projection_case(name, articles):
    things = sorted({thing for article in articles for thing, _ in article})
    graph = nx.Graph()
    graph.add_nodes_from(("article", at) for at in range(len(articles)))
    graph.add_nodes_from(("thing", thing) for thing in things)
    graph.add_edges_from((("article", at), ("thing", thing)) for at, article in enumerate(articles) for thing, _ in article)
    counts, pages = np.zeros((2, len(articles), len(things)))
    for at, article in enumerate(articles):
        for thing, page in article:
            counts[at, things.index(thing)] += 1
        for thing, page in set(article):
            pages[at, things.index(thing)] += 1
    return {
        "name": name,
        "articles": [[list(pair) for pair in article] for article in articles],
        "cocitation": projection(graph, [("thing", thing) for thing in things], counts, pages),
        "coupling": projection(graph, [("article", at) for at in range(len(articles))], counts.T, pages.T),
    }


def projection(graph, nodes, counts, pages):
    """What networkx makes of one side of the graph; products of counts and cosines by numpy."""
    if not nodes:
        return {"edges": [], "pagerank": [], "betweenness": []}
    of = nx.bipartite
    shared, newman = of.weighted_projected_graph(graph, nodes), of.collaboration_weighted_projected_graph(graph, nodes)
    jaccard = of.overlap_weighted_projected_graph(graph, nodes, jaccard=True)
    citations, keys = counts.T @ counts, pages.T @ pages
    edges = []
    for left, right in sorted(tuple(sorted((nodes.index(one), nodes.index(two)))) for one, two in shared.edges):
        ends = nodes[left], nodes[right]
        both = shared.edges[ends]["weight"]
        edges.append([
            left, right, both, int(citations[left, right]), int(keys[left, right]), rounded(newman.edges[ends]["weight"]),
            rounded(jaccard.edges[ends]["weight"]), rounded(both / math.sqrt(graph.degree(ends[0]) * graph.degree(ends[1]))),
        ])
    ranks = nx.pagerank(shared, alpha=0.85, tol=1e-13 / max(1, len(nodes)), max_iter=100_000)
    between = nx.betweenness_centrality(shared, normalized=False)
    return {
        "edges": edges,
        "pagerank": [rounded(ranks[node]) for node in nodes],
        "betweenness": [rounded(between[node]) for node in nodes],
    }


def communities(simple, objective, resolution):
    """Mean quality of igraph's Leiden over ten seeds, each until nothing changes."""
    if simple.ecount() == 0:
        return None
    found = []
    for seed in range(10):
        random.seed(seed)
        clusters = simple.community_leiden(objective, weights="weight", resolution=resolution, n_iterations=-1)
        if objective == "modularity":
            found.append(simple.modularity(clusters.membership, weights="weight"))
        else:
            inside = sum(edge["weight"] for edge in simple.es if len({clusters.membership[end] for end in edge.tuple}) == 1)
            found.append(inside - resolution * sum(size * (size - 1) / 2 for size in clusters.sizes()))
    return rounded(sum(found) / len(found))


def count_vectors():
    yield [1]
    yield [2]
    yield [1, 1]
    yield [7]
    yield [1] * 12
    yield [5, 5, 5, 5]
    yield [1000] + [1] * 20
    yield [3, 2, 2, 1, 1, 1, 1]
    yield [4, 4, 3, 3]
    yield [2, 2, 1]
    yield [10**9, 10**9 - 1, 3, 1]
    chance = random.Random(7)
    for classes in (5, 40, 300):
        yield sorted((int(chance.paretovariate(1.1)) for _ in range(classes)), reverse=True)


def chao_jost(counts):
    """iNEXT 3.0's Chat.Ind at the reference sample, written out from its R source."""
    n, f1, f2 = sum(counts), counts.count(1), counts.count(2)
    unseen = (n - 1) / n * f1 * (f1 - 1) / 2 if f2 == 0 else (n - 1) / n * f1**2 / 2 / f2
    part = n * unseen / (n * unseen + f1) if f1 > 0 else 1
    return 1 - f1 / n * part


def measures_case(counts):
    n, classes = sum(counts), len(counts)
    entropy = float(scipy.stats.entropy(counts))
    assert math.isclose(entropy, float(alpha.shannon(counts)), abs_tol=1e-12)
    several = classes > 1
    values = {
        "shannon": entropy,
        "hill1": float(alpha.hill(counts, order=1)),
        "hill2": float(alpha.inv_simpson(counts)),
        "hillinf": n / max(counts),
        "gini_simpson": float(alpha.simpson(counts)),
        "gini_simpson_unbiased": float(alpha.simpson(counts, finite=True)) if n > 1 else None,
        "hhi": float(alpha.dominance(counts)),
        "pielou": float(alpha.pielou_e(counts)) if several else None,
        "heip": float(alpha.heip_e(counts)) if several else None,
        "berger_parker": float(alpha.berger_parker_d(counts)),
        "gini": float(alpha.gini_index(counts, method="trapezoids")),
        "cr4": sum(sorted(counts, reverse=True)[:4]) / n,
        "coverage": chao_jost(counts) if n > 1 else None,
        "good": float(alpha.goods_coverage(counts)),
    }
    values = {name: None if value is None else rounded(value) for name, value in values.items()}
    return {"counts": counts, "n": n, "richness": int(alpha.sobs(counts)), **values}


def communities_of_counts():
    yield [5, 4, 4, 4, 3] + [2] * 5 + [1] * 33
    yield [11, 5, 5, 5, 4, 3, 2, 2, 2] + [1] * 24
    yield [38, 14, 7, 1, 1, 1, 1]
    yield [9, 4, 4, 2, 1, 1, 1]
    yield [1] * 12
    yield [6, 6, 6]
    chance = random.Random(9)
    yield sorted((int(chance.paretovariate(1.1)) for _ in range(120)), reverse=True)


def community(counts):
    """iNEXT's EstiBootComm.Ind, written anew from Chao et al. 2014: shares of the cited classes, then of the others."""
    n, f1, f2 = sum(counts), counts.count(1), counts.count(2)
    unseen = (n - 1) / n * (f1 * (f1 - 1) / 2 if f2 == 0 else f1**2 / 2 / f2)
    missing = f1 / n * n * unseen / (n * unseen + f1) if f1 else 0.0
    left = sum(x / n * (1 - x / n) ** n for x in counts)
    weight = missing / left if unseen else 0.0
    others = math.ceil(unseen)
    return [x / n * (1 - weight * (1 - x / n) ** n) for x in counts] + [missing / others for _ in range(others)]


def intervals_case(counts):
    """Each measure ± 1.96 standard deviations over 4000 samples of the community; no bounds."""
    shares, n = community(counts), sum(counts)
    assert math.isclose(sum(shares), 1) and min(shares) >= 0
    chance, drawn = random.Random(20140201), []
    for _ in range(4000):
        sample = collections.Counter(chance.choices(range(len(shares)), shares, k=n)).values()
        drawn.append(plain_measures(list(sample)))
    around = {}
    for name, value in plain_measures(counts).items():
        values = [measures[name] for measures in drawn]
        reach = scipy.stats.norm.ppf(0.975) * float(np.std(values, ddof=1))
        around[name] = [rounded(value - reach), rounded(value + reach)]
    return {"counts": counts, "intervals": around}


def plain_measures(counts):
    """The measures that have no undefined cases, written out; measures_case has the libraries' word on each."""
    shares = [count / sum(counts) for count in counts]
    shannon = -math.fsum(share * math.log(share) for share in shares)
    hhi = math.fsum(share**2 for share in shares)
    ranked = sum(rank * count for rank, count in enumerate(sorted(counts), 1))
    return {
        "richness": len(counts), "shannon": shannon, "hill1": math.exp(shannon), "hill2": 1 / hhi,
        "hillinf": 1 / max(shares), "gini_simpson": 1 - hhi, "hhi": hhi, "berger_parker": max(shares),
        "gini": 2 * ranked / (len(counts) * sum(counts)) - (len(counts) + 1) / len(counts),
        "cr4": sum(sorted(shares)[-4:]), "coverage": chao_jost(counts), "good": 1 - counts.count(1) / sum(counts),
    }


# Spiders of two plots of a forest (Ellison et al. 2010), the worked example of Chao et al. 2014 and of iNEXT, with what
# iNEXT prints of them: coverage, richness, exponential of entropy and inverse of concentration of all there are.
SPIDERS = {
    "girdled": ([46, 22, 17, 15, 15, 9, 8, 6, 6, 4] + [2] * 4 + [1] * 12, [0.9289, 43.893, 13.826, 8.175]),
    "logged": ([88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, 4, 4, 4, 3, 3, 3, 3] + [2] * 4 + [1] * 14,
               [0.9446, 61.403, 16.337, 6.920]),
}


def samples():
    yield from (counts for counts, _ in SPIDERS.values())
    yield [5, 4, 4, 4, 3] + [2] * 5 + [1] * 33
    yield [9, 4, 3, 1, 1, 1]
    yield [6, 6, 6]
    chance = random.Random(10)
    yield sorted((int(chance.paretovariate(1.2)) for _ in range(60)), reverse=True)


def sample_case(counts):
    """Chao & Jost 2012 and Chao et al. 2014, written out in whole numbers as far as they go."""
    n, f1, f2 = sum(counts), counts.count(1), counts.count(2)
    unseen = (n - 1) / n * (f1 * (f1 - 1) / 2 if f2 == 0 else f1**2 / 2 / f2)
    fading = n * unseen / (n * unseen + f1) if f1 else 0.0
    pairs = sum(x * (x - 1) for x in counts) / (n * (n - 1))
    entropy = math.fsum(x / n * (scipy.special.digamma(n) - scipy.special.digamma(x)) for x in counts)
    if f1 and fading > 0:
        series = math.fsum(fading**r / r for r in range(1, n))
        entropy += f1 / n * fading ** (1 - n) * (-math.log(1 - fading) - series)
    end = [len(counts) + unseen, math.exp(entropy), 1 / pairs]

    def rarefied(size):
        choose = fractions.Fraction(1, math.comb(n, size))
        means = [float(choose * sum(math.comb(x, k) * math.comb(n - x, size - k)
                                    for x in counts if k <= x and n - x >= size - k)) for k in range(1, size + 1)]
        shares = [k / size for k in range(1, size + 1)]
        return [math.fsum(means), math.exp(-math.fsum(f * p * math.log(p) for f, p in zip(means, shares)))]

    def at(size):
        second = 1 / (1 / size + (size - 1) / size * pairs)
        if size <= n:
            missed = fractions.Fraction(sum(x * math.comb(n - x, size) for x in counts), n * math.comb(n - 1, size)) \
                if size < n else fractions.Fraction(0)
            covered = 1 - float(missed) if size < n else 1 - f1 / n * fading
            return [covered, *rarefied(size), second]
        more = size - n
        before, now = rarefied(n - 1)[1], rarefied(n)[1]
        beta = (now - before) / (end[1] - before) if end[1] > now else 0.0
        classes = len(counts) + (unseen * (1 - (1 - f1 / (n * unseen + f1)) ** more) if unseen else 0.0)
        return [1 - f1 / n * fading ** (more + 1), classes, now + (end[1] - now) * (1 - (1 - beta) ** more), second]

    sizes = sorted({1, n // 4, n // 2, n - 1, n, n + n // 2, 2 * n} - {0})
    return {
        "counts": counts,
        "asymptotes": [rounded(value) for value in end],
        "sizes": [[size, *map(rounded, at(size))] for size in sizes],
        "chao1": [rounded(float(alpha.chao1(counts))), rounded(float(alpha.chao1(counts, bias_corrected=False))),
                  rounded(end[0])],
    }


def published():
    """Fails where these formulas do not give what iNEXT prints of the spiders."""
    for name, (counts, wanted) in SPIDERS.items():
        case = sample_case(counts)
        covered = next(row[1] for row in case["sizes"] if row[0] == sum(counts))
        for found, value, digits in zip([covered, *case["asymptotes"]], wanted, [4, 3, 3, 3]):
            assert round(found, digits) == value, (name, found, value)


def shares():
    yield from [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 29), (487, 1000), (7, 10**9)]


def wilson_case(k, n):
    interval = scipy.stats.binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")
    return {"k": k, "n": n, "low": rounded(interval.low), "high": rounded(interval.high)}


def lives():
    """Pairs of a time and whether the end came then. Awkward ones first."""
    yield [(2.0, True)]
    yield [(2.0, False)]
    yield [(1.0, True), (1.0, False), (1.0, True)]
    yield [(1.0, True), (2.0, False), (3.0, True), (4.0, False)]
    yield [(3.0, False), (3.0, True), (2.0, True), (2.0, True), (9.0, True)]
    chance = random.Random(8)
    for size in (40, 400):
        # Whole days make ties, of ends and of watches that stop.
        pairs = [(chance.expovariate(1 / 300), chance.uniform(50, 500)) for _ in range(size)]
        yield [(float(int(min(pair))), pair[0] <= pair[1]) for pair in pairs]


def survival_case(lives):
    ended = [time for time, end in lives if end]
    sample = scipy.stats.CensoredData(uncensored=ended, right=[time for time, end in lives if not end])
    curve = scipy.stats.ecdf(sample).sf
    with warnings.catch_warnings():
        # It is undefined before the first end, and where nothing lasts longer.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = curve.confidence_interval(confidence_level=0.95, method="log-log") if ended else None
    steps = []
    for at, time in enumerate(curve.quantiles):
        events = ended.count(time)
        if events == 0:
            continue
        last = curve.probabilities[at] == 0
        steps.append({
            "time": float(time),
            "at_risk": sum(bool(other >= time) for other, _ in lives),
            "events": events,
            "survival": rounded(curve.probabilities[at]),
            "low": None if last else rounded(interval.low.probabilities[at]),
            "high": None if last else rounded(interval.high.probabilities[at]),
        })
    return {"lives": [list(life) for life in lives], "steps": steps}


def rounded(value):
    """13 digits: below that, releases and machines differ."""
    return float(f"{value:.13g}") + 0.0


def close(left, right):
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(close(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(close, left, right))
    if isinstance(left, float) or isinstance(right, float):
        return None not in (left, right) and math.isclose(left, right, rel_tol=1e-10, abs_tol=1e-12)
    return left == right


def main():
    published()
    expected = {
        "graphs": [graph_case(*case) for case in graphs()],
        "measures": [measures_case(counts) for counts in count_vectors()],
        "intervals": [intervals_case(counts) for counts in communities_of_counts()],
        "samples": [sample_case(counts) for counts in samples()],
        "projections": [projection_case(*case) for case in lists()],
        "shares": [wilson_case(*case) for case in shares()],
        "survival": [survival_case(case) for case in lives()],
    }
    if "--check" in sys.argv[1:]:
        if not close(expected, json.loads(EXPECTED.read_text())):
            sys.exit(f"{EXPECTED} is not what this script computes")
        return
    lines = [f"  {json.dumps(key)}: [\n    " + ",\n    ".join(map(json.dumps, rows)) + "\n  ]"
             for key, rows in expected.items()]
    EXPECTED.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
