#!/usr/bin/env python3
"""Makes articles in every language that has a table in data/signals, for benches/dist/build to run over.

    benches/dist/texts.py FOLDER

The words mean nothing: a third are those of the table, the others are made of its letters. Links go to the domains of
data/sources.toml. The same tables give the same articles.
"""

import random
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARTICLES = 6
PARAGRAPHS = 40
# Languages that write words without blanks.
DENSE = {"ja", "zh"}
NUMBERS = ["7", "27", "1,240", "3.5", "2019", "86 %", "12", "2021", "$40", "4.8", "31.12.2019"]
QUOTES = {"de": "„“", "fr": "«»", "ja": "「」", "ru": "«»", "zh": "“”"}


def texts(table):
    """All texts of a table, wherever they stand in it."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from texts(value)


def words(path):
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [word.strip(" *") for text in texts(table) for word in re.split(r"[,\n]", text)]
    return [word for word in found if word]


class Writer:
    """Writes articles in one language."""

    def __init__(self, code, path, domains):
        self.code, self.domains = code, domains
        self.words = words(path)
        self.letters = sorted({letter for word in self.words for letter in word.lower() if letter.isalpha()})
        self.chance = random.Random(code)

    def word(self):
        kind = self.chance.random()
        if kind < 0.33:
            return self.chance.choice(self.words)
        if kind < 0.38:
            return self.chance.choice(NUMBERS)
        length = self.chance.randint(1, 2) if self.code in DENSE else self.chance.randint(2, 9)
        word = "".join(self.chance.choices(self.letters, k=length))
        return word.capitalize() if self.chance.random() < 0.1 else word

    def phrase(self, least, most):
        blank = "" if self.code in DENSE else " "
        return blank.join(self.word() for _ in range(self.chance.randint(least, most)))

    def sentence(self):
        text = self.phrase(4, 12) + ("，" if self.code in DENSE else ", ") + self.phrase(3, 10)
        kind = self.chance.random()
        if kind < 0.2:
            parts = "/".join(self.phrase(1, 1).replace(" ", "-") for _ in range(self.chance.randint(0, 3)))
            text += f" [{self.phrase(1, 4)}](https://{self.chance.choice(self.domains)}/{parts})"
        elif kind < 0.3:
            first, last = QUOTES.get(self.code, "“”")
            text += f" {first}{self.phrase(3, 9)}{last}"
        return text[:1].upper() + text[1:] + ("。" if self.code in DENSE else ". ")

    def article(self, number):
        # Half of them do not declare their language.
        language = f"lang: {self.code}\n" if number % 2 else ""
        head = f"---\ntitle: {self.phrase(2, 6)!r}\ndate: 2021-05-{number + 10}\n{language}---\n\n"
        paragraphs = ("".join(self.sentence() for _ in range(self.chance.randint(1, 6))) for _ in range(PARAGRAPHS))
        return head + "\n\n".join(paragraphs) + "\n"


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    sources = tomllib.loads((ROOT / "data/sources.toml").read_text(encoding="utf-8"))
    domains = [row["domain"] for row in sources["sources"] if "domain" in row]
    for path in sorted((ROOT / "data/signals").glob("??.toml")):
        writer = Writer(path.stem, path, domains)
        for number in range(ARTICLES):
            (folder / f"{path.stem}-{number}.md").write_text(writer.article(number), encoding="utf-8")


main()
