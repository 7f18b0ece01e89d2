#!/usr/bin/env python3
"""rounds.py PLAN.json: runs commands in turns and compares them within each turn. Standard library only.

PLAN.json: {"rounds": n, "commands": {name: {"argv": [..], "exit": [0]}}, "ratios": [[label, measure, a, b, goal], ..],
"peaks": [[name, goal in MiB], ..], "same_output": [[a, b], ..]}. `measure` is cpu (user and system seconds) or wall.
A first turn warms the file cache and is not counted. The order rotates from turn to turn, so that no command always
runs behind the same neighbour. A ratio is taken between two runs of one turn: what disturbs the machine disturbs both.
"""
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path


def run(name, command, folder):
    out = folder / f"{name.replace(' ', '-')}.out"
    with open(out, "wb") as stdout, open(out.with_suffix(".err"), "wb") as stderr:
        start = time.perf_counter()
        child = subprocess.Popen(command["argv"], stdout=stdout, stderr=stderr, cwd=folder)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    code = child.returncode = os.waitstatus_to_exitcode(status)
    if code not in command.get("exit", [0]):
        sys.exit(f"{name} ended with {code}: see {out.with_suffix('.err')}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "rss": used.ru_maxrss / 1024,
            "out": out.stat().st_size}


def spread(values, digits=3):
    return f"{min(values):.{digits}f} / {statistics.median(values):.{digits}f} / {max(values):.{digits}f}"


def main():
    plan = json.loads(Path(sys.argv[1]).read_text())
    folder, names = Path(sys.argv[1]).resolve().parent, list(plan["commands"])
    rows = {name: [] for name in names}
    for turn in range(plan["rounds"] + 1):
        print(f"turn {turn} of {plan['rounds']}, load {os.getloadavg()[0]:.2f}", file=sys.stderr)
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            row = run(name, plan["commands"][name], folder)
            if turn:
                rows[name].append(row)
    print(f"{'command':24} {'cpu s, min / median / max':29} {'wall s':29} {'peak MiB':>8} {'output B':>12}")
    for name, runs in rows.items():
        print(f"{name:24} {spread([r['cpu'] for r in runs]):29} {spread([r['wall'] for r in runs]):29} "
              f"{max(r['rss'] for r in runs):8.1f} {runs[-1]['out']:12}")
    print(f"\n{'ratio within a turn':46} {'min / median / max':29} goal")
    for label, measure, a, b, goal in plan["ratios"]:
        if a in rows and b in rows:
            ratios = [x[measure] / y[measure] for x, y in zip(rows[a], rows[b])]
            reached = "" if goal is None else f"<= {goal}  " + ("yes" if statistics.median(ratios) <= goal else "NO")
            print(f"{label:46} {spread(ratios):29} {reached}")
    for name, goal in plan["peaks"]:
        if name in rows:
            peak = max(r["rss"] for r in rows[name])
            print(f"{'peak memory of ' + name:46} {peak:.1f} MiB{'':20} <= {goal}  {'yes' if peak <= goal else 'NO'}")
    for a, b in plan["same_output"]:
        same = all((folder / f"{n.replace(' ', '-')}.out").exists() for n in (a, b)) and subprocess.call(
            ["cmp", "-s", *(folder / f"{n.replace(' ', '-')}.out" for n in (a, b))]) == 0
        print(f"{f'output of {a} and {b}':46} {'the same bytes' if same else 'DIFFERS'}")
    print("\nPeak memory includes what the measuring process had at the start of the command: a floor of some 15 MiB.")


main()
