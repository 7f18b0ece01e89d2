#!/usr/bin/env python3
"""How well the label `body` separates an article's own links from the rest of its page.

    place.py PAGES [EXTRACTED.jsonl] [--base URL] [--per-page]

PAGES holds one folder a page with `source.html` and `expected.html`, as the test pages of mozilla/readability do: a
link of expected.html is body, any other link of source.html is not. EXTRACTED.jsonl is what `citegraph extract .`
prints inside PAGES; without it only trafilatura is scored. The other side is trafilatura with `include_links`, in its
three settings, installed from the requirements.txt beside this file:

    python3 -m venv target/place && target/place/bin/pip install -r benches/place/requirements.txt
    (cd PAGES && citegraph extract . >/tmp/place.jsonl)
    target/place/bin/python benches/place/place.py PAGES /tmp/place.jsonl

All sides are scored over one universe: the http(s) links that lxml reads in source.html, as a multiset of URLs a page.
What a side reports beyond the universe is left out and counted. Relative links are resolved against the page's
canonical address and its <base>; a page without a canonical address drops them on every side. With --base all pages
are taken to live at URL (expected.html was made at http://fakehost/test/page.html); extract with `--origin URL` then.

Ours counts as body: the places body, note, caption and byline, of citations and rejects alike.
"""
import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from lxml import etree, html

BODY = {"body", "note", "caption", "byline"}
MADE_AT = "http://fakehost/test/page.html"
SETTINGS = {"": {}, " recall": {"favor_recall": True}, " precision": {"favor_precision": True}}


def plain(url):
    """One spelling for what lxml, trafilatura and a URL parser write differently; None unless http(s)."""
    url = re.sub(r"[\t\n\r]", "", (url or "").strip())
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    path, query, fragment = (quote(unquote(x, "utf-8", "replace"), safe="") for x in parts[2:])
    return urlunsplit((parts.scheme.lower(), host + port, path or quote("/", safe=""), query, fragment))


def absolute(href, base):
    try:
        return plain(urljoin(base, href.strip()) if base else href)
    except ValueError:
        return None


def tree(path):
    # Three of the pages say nothing of their encoding and are UTF-8.
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def links(doc):
    return [x.get("href") for x in doc.iter("a", "area") if x.get("href") is not None]


def bases(doc, given):
    """Where the page lives for us (None: nowhere), and where it did when expected.html was made."""
    base = next((x.get("href") for x in doc.iter("base") if x.get("href")), None)
    canonical = next((x.get("href") for x in doc.iter("link")
                      if "canonical" in (x.get("rel") or "").lower().split()), None)
    here = given or (canonical if plain(canonical) else None)
    join = lambda at: urljoin(at, base.strip()) if at and base else at
    # An absolute <base> needs no address of the page.
    return join(here) or (base if plain(base) else None), join(MADE_AT)


def truth(page, given):
    """(universe, body) as multisets, and the base that relative links are resolved against."""
    doc = tree(page / "source.html")
    here, made_at = bases(doc, given)
    expected = Counter(absolute(h, None) or absolute(h, made_at) for h in links(tree(page / "expected.html")))
    universe, body = Counter(), Counter()
    for href in links(doc):
        url, then = absolute(href, here), absolute(href, made_at)
        taken = then is not None and expected[then] > 0
        expected[then] -= taken
        if url:
            universe[url] += 1
            body[url] += taken
    return universe, +body, here


def theirs(page, base, setting):
    import trafilatura
    # Without `url` it leaves the targets as they are written; it resolves `#x` against the host's root.
    xml = trafilatura.extract((page / "source.html").read_bytes(), include_links=True,
                              include_comments=False, output_format="xml", **setting)
    refs = etree.fromstring(xml.encode()).iter("ref") if xml else []
    return Counter(filter(None, (absolute(r.get("target") or "", base) for r in refs)))


def ours(path):
    out = {}
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        name = article["input"].removeprefix("./")
        if name.endswith("source.html"):
            got = (x for x in article["citations"] + article["rejects"] if x["place"] in BODY)
            # Embeds and bare URLs are links to us and none to the other readings: beyond the universe.
            got = (x for x in got if x["syntax"] != "bare")
            out[Path(name).parent.name] = Counter(filter(None, (plain(x["resolved"]) for x in got)))
    return out


def score(universe, body, got):
    inside = got & universe
    hit = sum((inside & body).values())
    return Counter(hit=hit, extra=sum(inside.values()) - hit, missing=sum(body.values()) - hit,
                   beyond=sum(got.values()) - sum(inside.values()))


def figures(s):
    ratio = lambda a, b: a / b if b else 1.0
    p, r = ratio(s["hit"], s["hit"] + s["extra"]), ratio(s["hit"], s["hit"] + s["missing"])
    return p, r, ratio(2 * p * r, p + r) if p + r else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("extracted", nargs="?")
    parser.add_argument("--base")
    parser.add_argument("--per-page", action="store_true")
    args = parser.parse_args()
    pages = sorted(p.parent for p in args.pages.glob("*/expected.html"))
    if not pages:
        sys.exit(f"no page with expected.html in {args.pages}")
    mine = ours(args.extracted) if args.extracted else None
    sums, all_links, body_links = {}, 0, 0
    for page in pages:
        universe, body, base = truth(page, args.base)
        all_links, body_links = all_links + sum(universe.values()), body_links + sum(body.values())
        sides = {"citegraph": mine.get(page.name, Counter())} if mine is not None else {}
        sides["every link"] = universe
        sides |= {"trafilatura" + k: theirs(page, base, v) for k, v in SETTINGS.items()}
        for name, got in sides.items():
            s = score(universe, body, got)
            sums.setdefault(name, []).append(s)
            if args.per_page:
                p, r, f = figures(s)
                print(f"{page.name:34} {name:22} of {sum(body.values()):4}/{sum(universe.values()):4}  "
                      f"P {p:.4f} R {r:.4f} F1 {f:.4f}  hit {s['hit']} extra {s['extra']} missing {s['missing']} "
                      f"beyond {s['beyond']}")
    print(f"{len(pages)} pages, {all_links} links, {body_links} of them body")
    for name, rows in sums.items():
        p, r, f = figures(sum(rows, Counter()))
        mean = sum(figures(s)[2] for s in rows) / len(rows)
        print(f"{name:22} micro P {p:.4f} R {r:.4f} F1 {f:.4f}   mean F1 of pages {mean:.4f}   "
              f"beyond the universe {sum(s['beyond'] for s in rows)}")
    if mine is not None:
        best = figures(sum(sums["citegraph"], Counter()))[2]
        return 0 if best >= figures(sum(sums["trafilatura"], Counter()))[2] else 1
    return 0


sys.exit(main())
