#!/usr/bin/env python3
"""Takes a web archive through citegraph, FastWARC and warcio in turns: wall and CPU time, peak memory, records a second.

    python3 -m venv FOLDER && FOLDER/bin/pip install -r benches/scale/requirements.txt
    cargo build --profile dist
    python3 benches/scale/make_warc.py PAGES big.warc.gz
    FOLDER/bin/python benches/scale/run.py big.warc.gz [--rounds N] [--citegraph FILE]

Medians of the rounds. By hand, on Linux; not part of the tests.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def run(command):
    """Wall and CPU seconds and the peak memory in MiB of a program, and the last line that it printed."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    last = b""
    for line in process.stdout:
        last = line if len(line) < 200 else b"articles"
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    cpu = usage.ru_utime + usage.ru_stime
    return time.monotonic() - begin, cpu, usage.ru_maxrss / 1024, last.decode().strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive")
    parser.add_argument("--citegraph", default=HERE.parents[1] / "target/dist/citegraph")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    reader = [sys.executable, HERE / "readers.py"]
    programs = {
        "FastWARC, headers only": [*reader, "fastwarc", given.archive],
        "FastWARC and resiliparse": [*reader, "fastwarc-links", given.archive],
        "warcio and selectolax": [*reader, "warcio-links", given.archive],
        # Archives of pages have no notebooks, so all records are read and none is extracted.
        "citegraph, records only": [given.citegraph, "--quiet", "extract", "--mime", "application/x-ipynb+json", given.archive],
        "citegraph extract, 1 thread": ["env", "RAYON_NUM_THREADS=1", given.citegraph, "--quiet", "extract", given.archive],
        "citegraph extract": [given.citegraph, "--quiet", "extract", given.archive],
    }
    rounds = {name: [] for name in programs}
    for _ in range(given.rounds):
        for name, command in programs.items():
            rounds[name].append(run(command))
    print("| program | wall s | CPU s | peak MiB | |\n|---|---|---|---|---|")
    for name, measured in rounds.items():
        wall, cpu, memory = (statistics.median(row[at] for row in measured) for at in range(3))
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {memory:.0f} | {measured[0][3]} |")


main()
