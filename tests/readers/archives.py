#!/usr/bin/env python3
"""Web archives written by warcio, GNU wget and wpull hold the same pages for citegraph as for warcio.

    tests/readers/archives.py CITEGRAPH FOLDER

Writes archives into FOLDER: by warcio, plain and as gzip, and from a server on loopback by `wget --warc-file` and by wpull's
HTTP client and recorder, with and without compression. Of each the pages are read by both, in order: address, date, payload
digest and the hash of the page. Revisits are compared by their number. Exit 0 if all are the same.
"""

import gzip
import hashlib
import http.server
import io
import json
import shutil
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import wpull_client
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = ["text/html", "application/xhtml+xml"]


def page(name):
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{name}</title></head><body><p>Some words about {name}, "
        f'and <a href="https://{name}.example/a">a source</a> for them – enough for a sentence.</p></body></html>'
    ).encode()


def chunks(body):
    parts = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


# By path: status, fields, body.
ANSWERS = {
    "/plain": ("200 OK", [("Content-Type", "text/html; charset=utf-8")], page("plain")),
    "/again": ("200 OK", [("Content-Type", "text/html; charset=utf-8")], page("plain")),
    "/chunked": ("200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], chunks(page("chunked"))),
    "/gzip": ("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], gzip.compress(page("gzip"), mtime=0)),
    "/deflate": ("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "deflate")], zlib.compress(page("deflate"))),
    "/both": (
        "200 OK",
        [("Content-Type", "application/xhtml+xml"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
        chunks(gzip.compress(page("both"), mtime=0)),
    ),
    "/latin": ("200 OK", [("Content-Type", "text/html; charset=iso-8859-1")], "<p>café <a href=https://latin.example/>é</a>".encode("latin1")),
    "/image": ("200 OK", [("Content-Type", "image/png")], b"\x89PNG\r\n"),
    "/missing": ("404 Not Found", [("Content-Type", "text/html")], page("missing")),
    "/moved": ("301 Moved Permanently", [("Location", "/plain"), ("Content-Type", "text/html")], b"<p>moved"),
    "/empty": ("200 OK", [("Content-Type", "text/html")], b""),
}


def write(path, compress):
    with open(path, "wb") as out:
        writer = WARCWriter(out, gzip=compress)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "tests"}))
        for name, (status, fields, body) in ANSWERS.items():
            headers = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
            url = f"http://pages.test{name}"
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            request = writer.create_warc_record(
                url, "request", payload=io.BytesIO(b""), http_headers=StatusAndHeaders(f"GET {name} HTTP/1.1", [], is_http_request=True)
            )
            writer.write_request_response_pair(request, record)
        seen = ("http://pages.test/plain", "2024-05-06T07:08:09Z")
        writer.write_record(writer.create_revisit_record(seen[0], "sha1:AAAA", *seen))
        resource = writer.create_warc_record(
            "http://pages.test/resource", "resource", payload=io.BytesIO(page("resource")), warc_content_type="text/html"
        )
        writer.write_record(resource)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, fields, body = ANSWERS.get(self.path, ANSWERS["/missing"])
        code, reason = status.split(" ", 1)
        self.send_response(int(code), reason)
        for name, value in fields:
            self.send_header(name, value)
        if not any(name == "Transfer-Encoding" for name, _ in fields):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def fetch(folder):
    """Has wget and wpull fetch every page, into an archive of each form."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    urls = [f"http://127.0.0.1:{server.server_port}{path}" for path in ANSWERS]
    forms = [("wget-gzip", []), ("wget-plain", ["--no-warc-compression"])]
    for name, flags in forms:
        command = ["wget", "--quiet", "--no-proxy", f"--warc-file={folder / name}", *flags, "-O", "/dev/null", *urls]
        # 8: the server answered with an error, as it should.
        code = subprocess.run(command).returncode
        assert code in (0, 8), f"wget ends with {code}"
    archives = [next(folder.glob(f"{name}.warc*")) for name, _ in forms]
    for name, compress in [("wpull.warc.gz", True), ("wpull.warc", False)]:
        wpull_client.record(folder / "wpull", urls, compress)
        archives.append(folder / name)
    server.shutdown()
    return archives


def by_warcio(path):
    """The pages of an archive, and its revisits."""
    pages, revisits = [], 0
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream):
            revisits += record.rec_type == "revisit"
            if record.rec_type not in ("response", "resource"):
                continue
            head = record.http_headers
            stated = (head or record.rec_headers).get_header("Content-Type") or ""
            status = int(head.get_statuscode()) if head else 200
            if stated.split(";")[0].strip().lower() not in HTML or not 200 <= status < 300:
                continue
            body = record.content_stream().read()
            field = record.rec_headers.get_header
            pages.append({
                "url": field("WARC-Target-URI"),
                "date": field("WARC-Date"),
                "part": field("WARC-Record-ID").strip("<>"),
                "payload_digest": field("WARC-Payload-Digest"),
                "digest": "sha256:" + hashlib.sha256(body).hexdigest(),
            })
    return pages, revisits


def by_citegraph(citegraph, path):
    skipped = path.with_suffix(".skipped.jsonl")
    skipped.unlink(missing_ok=True)
    command = [citegraph, "--quiet", "extract", path.name, "--skipped", skipped.name]
    done = subprocess.run(command, cwd=path.parent, stdout=subprocess.PIPE, check=True)
    pages = []
    for line in done.stdout.splitlines():
        [capture] = json.loads(line)["captures"]
        assert capture.pop("input") == path.name
        pages.append({"payload_digest": None, **capture})
    reasons = [json.loads(line)["reason"] for line in skipped.read_text().splitlines()]
    assert set(reasons) <= {"revisit", "other-records"}, reasons
    return pages, reasons.count("revisit")


def main():
    citegraph, folder = sys.argv[1], Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archives = [folder / "warcio.warc", folder / "warcio.warc.gz"]
    for path in archives:
        write(path, path.suffix == ".gz")
    wrong = 0
    for path in archives + fetch(folder):
        theirs, ours = by_warcio(path), by_citegraph(citegraph, path)
        print(f"{path.name}: {len(theirs[0])} pages, {theirs[1]} revisits")
        assert len(theirs[0]) + theirs[1] >= 8, "an archive without pages compares nothing"
        if theirs != ours:
            wrong += 1
            print(f"  by warcio:    {theirs}\n  by citegraph: {ours}")
    sys.exit(wrong > 0)


main()
