#!/usr/bin/env python3
"""Makes a large web archive from the HTML pages of a folder.

    benches/scale/make_warc.py PAGES ARCHIVE [BYTES]

The pages of the folder are written again and again, each time with another address and another number in a comment at
the end, until the archive has BYTES (2 GB without a number) on disk. With the suffix `.gz` each record is a gzip member.
Every tenth record is a picture of 20 KB, which readers pass over. The same folder gives the same archive.
"""

import hashlib
import sys
import uuid
import zlib
from pathlib import Path


def record(number, kind, url, content_type, body, seed):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}/{number}")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-05-06T07:08:09Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + len(body)}\r\n\r\n"
    )
    return head.encode() + http + body + b"\r\n\r\n"


def gzip(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def main():
    pages = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.suffix in (".html", ".htm"))
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000_000_000
    pack = gzip if sys.argv[2].endswith(".gz") else bytes
    picture = b"".join(hashlib.sha256(b"%d" % at).digest() for at in range(640))
    texts = [path.read_bytes() for path in pages]
    written = number = read = 0
    with open(sys.argv[2], "wb") as out:
        while written < limit:
            if number % 10 == 9:
                data = record(number, "response", f"http://site{number % 997}.test/{number}.png", b"image/png", picture, "p")
            else:
                body = texts[read % len(texts)] + b"<!-- %d -->" % number
                data = record(number, "response", f"http://site{number % 997}.test/{number}", b"text/html", body, "p")
                read += 1
            number += 1
            written += out.write(pack(data))
    print(f"{number} records, {read} pages, {written} bytes")


main()
