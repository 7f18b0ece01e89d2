#!/usr/bin/env python3
"""Writes articles as JSON lines, as `citegraph extract --text` writes them: many, and the same for the same seed.

    benches/scale/make.py --citations 1000000 > articles.jsonl

Every address is cited once before any is cited again; after that the first ones are cited most, as everywhere. Ten
citations an article, 0.4 addresses a citation and 20 addresses a domain, unless other numbers are given.
"""

import argparse
import json
import sys

WORDS = "price river bread night tide gauge office count share report letter bridge water winter market census".split()


class Numbers:
    """SplitMix64: numbers that every version of Python gives alike."""

    def __init__(self, seed):
        self.state = seed & (2**64 - 1)

    def next(self, below):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return ((mixed ^ (mixed >> 31)) * below) >> 64


def address(number, domains):
    """Domain and path of an address. Domains with a low number have most of them."""
    mixed = (number * 2654435761) & 0xFFFFFFFF
    domain = domains * mixed * mixed >> 64
    return f"site{domain}.example", f"/{2000 + number % 26}/{WORDS[number % 16]}-{number}"


def link(ordinal, number, sentence, text, line, domains):
    domain, path = address(number, domains)
    www = "www." if number % 3 == 0 else ""
    written = f"https://{www}{domain}{path}/"
    anchor = f"said the {WORDS[number % 16]} office"
    start = text.index(anchor)
    return {
        "ordinal": ordinal, "syntax": "markdown", "written": written, "resolved": written, "opened": written,
        "key": domain + path, "work": None, "locator": None, "host": www + domain, "domain": domain, "site": domain,
        "via": [], "changes": ["scheme"] + ["www"] * bool(www) + ["trailing-slash"], "place": "body",
        "place_evidence": [], "anchor": anchor, "sentence": text, "sentence_id": sentence,
        "anchor_at": [start, start + len(anchor)], "supports": [sentence], "paragraph": sentence.split(".")[0],
        "rel": None, "span": [line * 90, line * 90 + len(written)], "line": line, "column": 40, "at": [line, 40],
    }


def article(number, targets, options, random):
    citations, sentences = [], []
    for index, target in enumerate(targets):
        paragraph = f"P{index // 2 + 1}"
        for part in range(2):
            position = len(sentences) % 4
            line = 8 + len(sentences)
            text = f"In {1990 + random.next(36)} it cost {random.next(900)} million, "
            cited = part == 0
            text += f"said the {WORDS[target % 16]} office in its {WORDS[random.next(16)]} {WORDS[random.next(16)]}." \
                if cited else f"and nobody has counted the {WORDS[random.next(16)]} of the {WORDS[random.next(16)]} since."
            name = f"{paragraph}.S{position}"
            sentences.append({"id": name, "place": "body", "text": text, "span": [line * 90, line * 90 + len(text)]})
            if cited:
                citations.append(link(index, target, name, text, line, options.domains))
    origin = f"https://paper{number % options.origins}.example/{number}"
    month, day = number % 12 + 1, number % 28 + 1
    return {
        "schema": 1, "input": f"posts/{number % 1000:03}/{number}.md", "part": None, "format": "markdown",
        "dialect": "auto", "origin": origin, "origin_rule": "front-matter",
        "title": f"The {WORDS[number % 16]} of {number}", "published": f"{2010 + number % 16}-{month:02}-{day:02}",
        "authors": [f"Author {number % 997}"], "tags": [WORDS[number % 16]], "language": "en",
        "metadata_rules": {"published": "front-matter", "authors": "front-matter", "language": "text"},
        "citations": citations, "rejects": [], "ignores": [], "warnings": [], "sentences": sentences,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--citations", type=int, required=True)
    parser.add_argument("--articles", type=int, help="default: a tenth of the citations")
    parser.add_argument("--addresses", type=int, help="default: 0.4 of the citations")
    parser.add_argument("--domains", type=int, help="default: a twentieth of the addresses")
    parser.add_argument("--origins", type=int, default=500, help="domains of the articles")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.articles = options.articles or max(1, options.citations // 10)
    options.addresses = options.addresses or max(1, options.citations * 4 // 10)
    options.domains = options.domains or max(1, options.addresses // 20)
    random, cited = Numbers(options.seed), 0
    for number in range(options.articles):
        end = options.citations * (number + 1) // options.articles
        targets = []
        for index in range(cited, end):
            if index < options.addresses:
                targets.append(index)
            else:
                # The third power of an even number: few addresses have most of the rest.
                even = random.next(1 << 32)
                targets.append(options.addresses * even * even * even >> 96)
        cited = end
        json.dump(article(number, targets, options, random), sys.stdout, separators=(",", ":"))
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
