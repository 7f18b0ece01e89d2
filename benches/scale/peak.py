#!/usr/bin/env python3
"""Runs a command and prints the peak of its resident memory and its CPU time: benches/scale/peak.py COMMAND…"""

import resource
import subprocess
import sys

ran = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# Linux counts in KiB.
print(f"{used.ru_maxrss / 1024:.0f} MiB, {used.ru_utime + used.ru_stime:.1f} s CPU: {' '.join(sys.argv[1:])}")
sys.exit(ran.returncode)
