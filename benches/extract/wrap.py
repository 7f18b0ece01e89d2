#!/usr/bin/env python3
"""wrap.py POSTS HTML: the body of every Markdown post, after its front matter, as an .html file of the same bytes."""
import re
import sys
from pathlib import Path

posts, out = map(Path, sys.argv[1:])
out.mkdir(parents=True, exist_ok=True)
files = sorted(posts.rglob("*.md"))
for n, post in enumerate(files):
    body = re.sub(rb"\A---\r?\n.*?^---[ \t]*\r?\n", b"", post.read_bytes(), count=1, flags=re.S | re.M)
    (out / f"{n:05}.html").write_bytes(b'<!DOCTYPE html><meta charset="utf-8">\n' + body)
print(f"{len(files)} pages")
