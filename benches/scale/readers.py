#!/usr/bin/env python3
"""Reads an archive with another reader and counts its links: `readers.py READER ARCHIVE`.

READER is `fastwarc` (records and their headers only), `fastwarc-links` (with the links of resiliparse's parser) or
`warcio-links` (warcio with selectolax).
"""

import sys

HTML = "text/html"


def fastwarc(path, count_links):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    if count_links:
        from resiliparse.parse.html import HTMLTree
    records = links = 0
    for record in ArchiveIterator(open(path, "rb"), record_types=WarcRecordType.response, parse_http=True):
        records += 1
        if count_links and (record.http_content_type or "") == HTML:
            tree = HTMLTree.parse_from_bytes(record.reader.read())
            links += len(tree.document.query_selector_all("a[href]"))
    return records, links


def warcio(path):
    from selectolax.lexbor import LexborHTMLParser
    from warcio.archiveiterator import ArchiveIterator

    records = links = 0
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            records += 1
            if (record.http_headers.get_header("Content-Type") or "").startswith(HTML):
                links += len(LexborHTMLParser(record.content_stream().read()).css("a[href]"))
    return records, links


def main():
    reader, path = sys.argv[1:]
    records, links = warcio(path) if reader == "warcio-links" else fastwarc(path, reader == "fastwarc-links")
    print(f"{records} records, {links} links")


main()
