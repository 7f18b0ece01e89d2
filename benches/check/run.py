#!/usr/bin/env python3
"""Times `citegraph check` against lychee and curl over many hosts on loopback, in turns.

    cargo build --profile dist && cargo build --profile dist --example pages
    benches/check/run.py [--lychee FILE] [--rounds N] [--hosts N] [--pages N]

Raw: no pace at all (lychee without its limiter and cache, 128 requests under way at once). Polite: ours at its defaults,
against the bound that the pace alone sets: (pages of a host - 1) times the spacing. CPU is user and system time of the
checker's process; peak memory its largest resident set. By hand, on a quiet machine; not part of the tests.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RAW = "[check]\nconcurrency = 128\nhost-concurrency = 32\nhost-spacing-ms = 0\nprobe-below = 0\n"
SPACING = 0.25


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--citegraph", default=ROOT / "target/dist/citegraph")
    parser.add_argument("--server", default=ROOT / "target/dist/examples/pages")
    parser.add_argument("--lychee", default=shutil.which("lychee"), help="the program; else the one on PATH")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=50)
    return parser.parse_args()


class Pages:
    def __init__(self, program, hosts, pages):
        self.process = subprocess.Popen(
            [program, str(hosts), str(pages)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.urls = []
        for line in self.process.stdout:
            if not line.strip():
                break
            self.urls.append(line.strip())

    def seen(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def timed(command, folder):
    """Wall time, CPU time and peak memory (KiB) of one process."""
    start = time.monotonic()
    with open(folder / "printed", "wb") as printed:
        process = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=subprocess.STDOUT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        printed = (folder / "printed").read_text(errors="replace")
        sys.exit(f"{command[0]} ended with {process.returncode}: {printed[-1000:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    args = arguments()
    server = Pages(args.server, args.hosts, args.pages)
    count = len(server.urls)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "urls.txt").write_text("\n".join(server.urls) + "\n")
        (folder / "urls.md").write_text("\n".join(f"<{url}>" for url in server.urls) + "\n")
        lines = "".join(f'url = "{url}"\noutput = /dev/null\n' for url in server.urls)
        (folder / "curl.txt").write_text(lines)
        (folder / "raw.toml").write_text(RAW)
        ours = [args.citegraph, "check", "--urls", "urls.txt", "--allow-private", "--recheck", "--no-canary"]
        ours += ["--quiet", "--format", "ndjson"]
        programs = {"citegraph": [*ours, "--config", "raw.toml", "--ledger", "raw.ndjson"]}
        if args.lychee:
            programs["lychee"] = [
                args.lychee, "--no-progress", "--max-concurrency", "128", "--host-concurrency", "128",
                "--host-request-interval", "0ms", "--max-retries", "0", "urls.md",
            ]
        else:
            print("lychee is left out: it is not on PATH, and --lychee names none")
        if shutil.which("curl"):
            programs["curl"] = ["curl", "--silent", "--parallel", "--parallel-max", "128", "--config", "curl.txt"]
        results = {name: [] for name in programs}
        for _ in range(args.rounds):
            for name, command in programs.items():
                (folder / "raw.ndjson").unlink(missing_ok=True)
                server.seen()
                results[name].append((*timed(command, folder), server.seen()))
        print(f"{count} links, {args.hosts} hosts, {args.rounds} rounds; median (least to most)")
        print("| checker | links/s | CPU a link, µs | peak memory, MiB | connections | requests a link |")
        print("|---|---|---|---|---|---|")
        for name, rounds in results.items():
            rate = [count / wall for wall, *_ in rounds]
            cpu = [1e6 * cpu / count for _, cpu, *_ in rounds]
            memory = [peak / 1024 for _, _, peak, _ in rounds]
            seen = rounds[-1][3]
            spread = lambda all: f"{statistics.median(all):.0f} ({min(all):.0f} to {max(all):.0f})"
            print(
                f"| {name} | {spread(rate)} | {spread(cpu)} | {spread(memory)} | {seen['connections']} "
                f"| {seen['requests'] / count:.2f} |"
            )
        for name in (name for name in results if name != "citegraph"):
            pairs = list(zip(results["citegraph"], results[name]))
            cpu = statistics.median(one[1] / two[1] for one, two in pairs)
            memory = statistics.median(one[2] / two[2] for one, two in pairs)
            rate = statistics.median(two[0] / one[0] for one, two in pairs)
            print(f"citegraph / {name}: CPU {cpu:.2f}, memory {memory:.2f}, links/s {rate:.2f}")
        polite(args, server, ours, folder)


def polite(args, server, ours, folder):
    server.seen()
    per_host = min(args.pages, 20)
    chosen = [url for n, url in enumerate(server.urls) if n % args.pages < per_host]
    (folder / "urls.txt").write_text("\n".join(chosen) + "\n")
    # Probes for soft 404 come after all links; they are no part of this measure.
    (folder / "polite.toml").write_text("[check]\nprobe-below = 0\n")
    wall, *_ = timed([*ours, "--config", "polite.toml", "--ledger", "polite.ndjson"], folder)
    bound = (per_host - 1) * SPACING
    seen = server.seen()
    print(f"polite: {len(chosen)} links in {wall:.2f} s, bound {bound:.2f} s ({wall / bound - 1:+.1%}); {seen}")


if __name__ == "__main__":
    # A checker that reuses no connection leaves thousands behind for a moment.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    main()
