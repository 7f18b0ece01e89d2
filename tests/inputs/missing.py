#!/usr/bin/env python3
"""Writes a ledger in which every link was looked at three times and missing each time.

`citegraph extract INPUT | missing.py > ledger.ndjson`
"""

import json
import sys

urls = set()
for line in sys.stdin:
    for link in json.loads(line)["citations"]:
        urls.add(link["resolved"].split("#")[0])
for url in sorted(urls):
    for day in (1, 3, 8):
        at = f"2026-03-{day:02}T06:00:00Z"
        hop = {"url": url, "status": 404}
        look = {"schema": 1, "url": url, "started": at, "run": at, "method": "get", "hops": [hop], "end": "answered"}
        print(json.dumps(look, ensure_ascii=False))
