#!/usr/bin/env python3
"""Times citegraph over lists of edges against python-igraph, networkit and networkx, in turns.

    python3 -m venv FOLDER && FOLDER/bin/pip install -r benches/graph/requirements.txt
    cargo build --profile dist --bin citegraph --example phases
    FOLDER/bin/python benches/graph/run.py [--rounds N] [--slow] [--data FOLDER]

Two lists are made: 10 million edges of R-MAT for all but networkx, and 200,000 for networkx's GEXF. Every step runs in each
program in turn, so that what else the machine does falls on all; wall and CPU time are medians. `--slow` adds igraph's
Leiden and the sampled betweenness. By hand, on Linux; not part of the tests.
"""

import argparse
import collections
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
QUICK = ["pagerank", "components", "coreness", "leiden"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--citegraph", default=ROOT / "target/dist/citegraph")
    parser.add_argument("--phases", default=ROOT / "target/dist/examples/phases")
    parser.add_argument("--data", help="where lists are kept; else they are made anew and deleted")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=int, default=21)
    parser.add_argument("--edges", type=int, default=10_000_000)
    parser.add_argument("--slow", action="store_true")
    return parser.parse_args()


def made(given, folder, name, scale, edges):
    path = pathlib.Path(folder) / name
    if not path.exists():
        with open(path, "wb") as out:
            subprocess.run([given.phases, "rmat", str(scale), str(edges), "1"], stdout=out, check=True)
    return path


def lines(command):
    """What a program measured: by phase its time, and what else it said."""
    environment = dict(os.environ, OMP_NUM_THREADS="2", RAYON_NUM_THREADS="2")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found, last = {}, None
    for line in done.stdout.splitlines():
        fields = json.loads(line)
        if "phase" in fields:
            last = fields["phase"]
            found[last] = fields
        else:
            found.setdefault(last, {}).update(fields)
    return found


def whole(command):
    """Peak memory in bytes of a whole run of the program."""
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return usage.ru_maxrss * 1024


def distance(one, two):
    import numpy

    return float(abs(numpy.fromfile(one) - numpy.fromfile(two)).sum())


def reference(path, out):
    """Ranks until no round changes them by more than 1e-15 in sum, by scipy alone."""
    import numpy
    import scipy.sparse

    ends = numpy.fromfile(path, sep=" ", dtype=numpy.int64).reshape(-1, 2)
    nodes = int(ends.max()) + 1
    links = scipy.sparse.csr_matrix((numpy.ones(len(ends)), (ends[:, 1], ends[:, 0])), shape=(nodes, nodes))
    leaving = numpy.bincount(ends[:, 0], minlength=nodes)
    shares = numpy.divide(1.0, leaving, out=numpy.zeros(nodes), where=leaving > 0)
    ranks = numpy.full(nodes, 1 / nodes)
    for _ in range(500):
        new = 0.85 * (links @ (ranks * shares)) + (0.15 + 0.85 * ranks[leaving == 0].sum()) / nodes
        new /= new.sum()
        change, ranks = abs(new - ranks).sum(), new
        if change < 1e-15:
            break
    ranks.tofile(out)


def main():
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or folder
        big = made(given, data, f"rmat-{given.scale}-{given.edges}.txt", given.scale, given.edges)
        small = made(given, data, "rmat-16-200000.txt", 16, 200_000)
        phases = QUICK + (["betweenness"] if given.slow else [])
        peers = [name for name in phases if given.slow or name != "leiden"]
        ranks = {name: str(pathlib.Path(folder) / name) for name in ["citegraph", "igraph", "networkit", "exact"]}
        python, program = sys.executable, HERE / "peers.py"
        ours = ["undirected"] + [f"pagerank={ranks['citegraph']}" if one == "pagerank" else one for one in phases]
        commands = {
            "citegraph": [given.phases, "run", big, *ours],
            "networkit": [python, program, "networkit", big, ranks["networkit"], *phases],
            "igraph": [python, program, "igraph", big, ranks["igraph"], *peers],
        }
        runs = collections.defaultdict(list)
        for _ in range(given.rounds):
            for name, command in commands.items():
                runs[name].append(lines(command))
                print(name, json.dumps(runs[name][-1]), file=sys.stderr, flush=True)
            runs["citegraph gexf"].append(lines([given.phases, "run", small, "gexf"]))
            runs["networkx"].append(lines([python, program, "networkx", small, "", "gexf"]))
        # Before numpy is here: a child's peak begins with that of its parent.
        memory(given, big, (folder, runs["citegraph"][0]["load"]["nodes"]))
        reference(big, ranks["exact"])
        report(given, runs, ranks)
        print("load average", os.getloadavg())


def report(given, runs, ranks):
    print("| step | citegraph | networkit | igraph |\n|---|---|---|---|")
    for phase in ["load", "undirected", *QUICK, "betweenness"]:
        cells = []
        for name in ["citegraph", "networkit", "igraph"]:
            seen = [run[phase] for run in runs[name] if phase in run]
            if not seen:
                cells.append("")
                continue
            wall, cpu = (statistics.median(one[what] for one in seen) for what in ["wall", "cpu"])
            quality = f", Q {seen[0]['modularity']:.4f}" if "modularity" in seen[0] else ""
            cells.append(f"{wall:.2f} s, CPU {cpu:.2f}{quality}")
        print(f"| {phase} |", " | ".join(cells), "|")
    for name in ["citegraph", "networkit", "igraph"]:
        print(f"{name}: ranks differ from the reference by {distance(ranks[name], ranks['exact']):.1e} in sum")
    for phase, peer in [("load", "igraph"), ("pagerank", "networkit"), ("leiden", "networkit")]:
        for what in ["wall", "cpu"]:
            pairs = zip(runs["citegraph"], runs[peer])
            ratios = [ours[phase][what] / theirs[phase][what] for ours, theirs in pairs]
            print(f"{phase}, {what}, of {peer}'s, pair by pair: {statistics.median(ratios):.3f}", ratios)
    for what in ["wall", "cpu"]:
        pairs = zip(runs["citegraph gexf"], runs["networkx"])
        ratios = [ours["gexf"][what] / theirs["gexf"][what] for ours, theirs in pairs]
        print(f"gexf, {what}, of networkx's, pair by pair: {statistics.median(ratios):.4f}")


def memory(given, big, where):
    """Bytes an edge of a whole run of the program, beside the labels: a number of 8 bytes for every node."""
    folder, nodes = where
    labels = 8 * nodes
    for metric in ["pagerank", "leiden"]:
        out = pathlib.Path(folder) / metric
        peak = whole([given.citegraph, "graph", "--edges", big, "--metrics", metric, "--format", "csv", "-o", out])
        each = (peak - labels) / given.edges
        print(f"{metric}: {peak / 2**20:.0f} MiB, {each:.1f} bytes an edge beside labels")


if __name__ == "__main__":
    main()
