#!/usr/bin/env python3
"""citegraph on a Spark cluster: partials of many inputs, and Parquet tables of their citations.

    spark-submit --files citegraph job.py -o OUT [--files-from LIST] [INPUT...]

Every task runs citegraph once, for a share of the inputs, and puts the partials into OUT/partials. `citegraph merge
OUT/partials` makes the report of them. Then Spark SQL writes OUT/tables/{articles,citations,edges,domains,counts}.
README.md says what the tables hold, when not to use this, and what happens when something fails.

Exit code: 0 fine; 2 an input could not be read, after everything else was done, or wrong usage; 1 the job failed.
"""

import argparse
import contextlib
import errno
import filecmp
import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from pyspark import SparkFiles, StorageLevel, TaskContext
from pyspark.sql import SparkSession

# What a job leaves in OUT. A folder with anything else belongs to somebody.
OUTPUTS = {"partials", "attempts", "tables", "failures.jsonl"}

# How much of the program's messages is kept.
MAX_TAIL_BYTES = 2000

# The places that citegraph counts unless --place names others.
PLACES = "body,note,caption,byline"

# The lines of articles.jsonl, as far as the tables need them. To infer this, Spark would read everything once more, and
# a column that is null in all lines would have no type.
ARTICLE = """
    input STRING, part STRING, format STRING, origin STRING, origin_rule STRING, title STRING, published STRING,
    authors ARRAY<STRING>, tags ARRAY<STRING>, language STRING,
    captures ARRAY<STRUCT<date: STRING, url: STRING, input: STRING, part: STRING, digest: STRING, payload_digest: STRING>>,
    citations ARRAY<STRUCT<
        ordinal: BIGINT, syntax: STRING, place: STRING, place_evidence: ARRAY<STRING>, anchor: STRING, sentence: STRING,
        sentence_id: STRING, anchor_at: ARRAY<BIGINT>, supports: ARRAY<STRING>, paragraph: STRING, written: STRING,
        resolved: STRING, opened: STRING, key: STRING, work: STRING, locator: STRING, host: STRING, domain: STRING,
        site: STRING, via: ARRAY<STRUCT<kind: STRING, host: STRING, timestamp: STRING>>, changes: ARRAY<STRING>,
        rel: STRING, span: ARRAY<BIGINT>, line: BIGINT, `column`: BIGINT, at: ARRAY<BIGINT>>>,
    rejects ARRAY<STRUCT<reason: STRING>>
"""

# One row per article, as `merge` counts them. A line that is there twice is one article. Captures of one page with the
# same text are one article too: the first, with the captures of all.
ARTICLES = """
    WITH pages AS (
        SELECT *, CASE WHEN size(captures) > 0
            THEN sha2(to_json(struct(coalesce(origin, captures[0].url), captures[0].digest)), 256)
            ELSE content END AS page
        FROM lines
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY page ORDER BY input, part, content) AS rank,
            array_sort(array_distinct(flatten(collect_list(captures) OVER (PARTITION BY page)))) AS all_captures
        FROM pages
    )
    SELECT content AS article, * EXCEPT (content, page, rank, captures, all_captures), all_captures AS captures
    FROM ranked WHERE rank = 1
"""

ARTICLE_ROWS = """
    SELECT * EXCEPT (citations, rejects), size(citations) AS citations, size(rejects) AS rejects FROM articles
"""

# The columns of citations.csv, with lists where a cell has them joined.
CITATIONS = """
    SELECT article, input, part, title, origin, published, array_contains(:places, c.place) AS counted,
        c.ordinal, c.syntax, c.place, c.place_evidence, c.anchor, c.sentence, c.sentence_id,
        c.anchor_at[0] AS anchor_start, c.anchor_at[1] AS anchor_end, c.supports, c.paragraph,
        c.written, c.resolved, c.opened, c.key, c.work, c.locator, c.host, c.domain, c.site,
        c.via.kind AS via, c.via.host AS via_hosts, c.via.timestamp AS via_timestamps, c.changes, c.rel,
        c.span[0] AS span_start, c.span[1] AS span_end, c.line, c.column, c.at[0] AS at_line, c.at[1] AS at_column
    FROM (SELECT *, explode(citations) AS c FROM articles)
"""

# Counted citations, with the first and the last day that a date can mean.
COUNTED = """
    SELECT *, count(*) OVER (PARTITION BY article) AS cites,
        try_to_date(rpad(published, 10, '-01')) AS first_day,
        CASE length(published) WHEN 4 THEN try_to_date(published || '-12-31')
            WHEN 7 THEN last_day(try_to_date(published || '-01')) ELSE try_to_date(left(published, 10)) END AS last_day
    FROM citations WHERE counted
"""

DATES = """
    min(CASE WHEN first_day IS NOT NULL THEN struct(first_day, last_day, published) END).published AS first,
    max(CASE WHEN first_day IS NOT NULL THEN struct(last_day, first_day, published) END).published AS last
"""

# The counts of edges.csv, where an edge means that an article cites a domain.
EDGES = f"""
    SELECT article, input, part, domain, count(DISTINCT article) AS articles, count(*) AS citations,
        count(DISTINCT key) AS keys, count(*) / any_value(cites) AS fractional, {DATES}
    FROM counted GROUP BY article, input, part, domain
"""

# The counts of nodes.csv for domains.
DOMAINS = f"""
    SELECT domain, count(*) AS citations, count(DISTINCT article) AS articles, count(DISTINCT key) AS keys,
        count(DISTINCT coalesce(work, key)) AS works, count(DISTINCT host) AS hosts, count(DISTINCT site) AS sites,
        count(*) / (SELECT count(*) FROM counted) AS share, {DATES}
    FROM counted GROUP BY domain
"""

# The totals of report.json.
COUNTS = """
    SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT value) FROM skips) AS skipped,
        (SELECT coalesce(sum(size(citations) + size(rejects)), 0) FROM articles) AS links,
        (SELECT count(*) FROM citations) AS citations, count(*) AS counted, count(DISTINCT key) AS keys,
        count(DISTINCT coalesce(work, key)) AS works, count(DISTINCT host) AS hosts, count(DISTINCT domain) AS domains,
        count(DISTINCT site) AS sites
    FROM counted
"""


class Extraction:
    """What a task needs to know, sent to the workers."""

    def __init__(self, program, options, attempts, partials):
        self.program, self.options = program, options
        self.attempts, self.partials = str(attempts), str(partials)
        # Inputs are named from here, as in a run of citegraph in this folder.
        self.folder = os.getcwd()

    def __call__(self, shares):
        """Writes the partials of shares of the inputs; yields the inputs that failed."""
        for share in shares:
            # Each attempt has its own folder. Two attempts at one share can run at the same time, on machines that do not
            # see each other's locks, and the program can outlive its task. Only complete partials leave the folder.
            attempt = Path(tempfile.mkdtemp(dir=self.attempts))
            yield from self.extract(share, attempt)
            for partial in attempt.iterdir():
                # The program did not complete those with a dot.
                if partial.is_dir() and not partial.name.startswith("."):
                    place(partial, Path(self.partials, partial.name), attempt)
            shutil.rmtree(attempt)

    def extract(self, share, attempt):
        """Extracts a share at once or, if that fails, input by input, so that only the failing inputs are lost."""
        for known in filter(None, (folder for _, folder in share)):
            # The program keeps a partial that is up to date and has not been damaged.
            shutil.copytree(Path(self.partials, known), attempt / known)
        inputs = [name for name, _ in share]
        if self.run(inputs, attempt)[0] == 0:
            return
        for name in inputs:
            code, tail = self.run([name], attempt)
            if code != 0:
                how = f"exit code {code}" if code > 0 else f"signal {-code}"
                yield {"input": name, "ended": how, "message": tail}

    def run(self, inputs, attempt):
        """Runs the program for some inputs; returns its exit code and the end of what it printed."""
        program = SparkFiles.get(self.program)
        if not os.access(program, os.X_OK):
            os.chmod(program, os.stat(program).st_mode | stat.S_IXUSR)
        # The length of a command line is limited.
        names = attempt / ".inputs"
        names.write_bytes(b"\0".join(map(os.fsencode, inputs)) + b"\0")
        threads = str(TaskContext.get().cpus())
        command = [program, "--quiet", "--no-config", "--threads", threads, "extract", "--partial", attempt]
        command += ["--files-from", names, *self.options]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, cwd=self.folder, **pipes) as process:
            # Read at once, because a full pipe would stop the program.
            tail = b""
            while part := process.stderr.read1(1 << 16):
                tail = (tail + part)[-MAX_TAIL_BYTES:]
        return process.returncode, tail.decode(errors="replace").strip()


def place(partial, target, attempt):
    """Moves a partial to its place, unless another attempt has put the same one there."""
    while True:
        try:
            partial.rename(target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        names = [str(path.relative_to(partial)) for path in partial.rglob("*") if path.is_file()]
        if filecmp.cmpfiles(partial, target, names, shallow=False)[0] == names:
            return
        # Of an earlier run, or damaged. Another attempt may have moved it away a moment ago.
        with contextlib.suppress(FileNotFoundError):
            target.rename(attempt / f".old-{uuid.uuid4().hex}")


def divide(inputs, known, count):
    """Divides inputs into shares of similar size. Each input has the folder of its partial, if there is one."""
    size = lambda name: os.path.getsize(name) if os.path.isfile(name) else 0
    largest_first = sorted(inputs, key=lambda name: (-size(name), name))
    return [[(name, known.get(name)) for name in largest_first[start::count]] for start in range(count)]


def known_partials(partials):
    """The folders of partials that are there, by their inputs."""
    known = {}
    for manifest in partials.glob("*/manifest.json"):
        # What is damaged is made again, like what is not there.
        with contextlib.suppress(ValueError, KeyError, TypeError):
            known[json.loads(manifest.read_bytes())["partial"]["input"]] = manifest.parent.name
    return known


def write_tables(spark, partials, tables, places):
    """Writes all tables; returns the counts."""
    # Rows can contain other line ends. Each file is named, because Spark skips folders whose names begin with `_`, such
    # as those of partials of `_posts`.
    read = spark.read.option("lineSep", "\n")
    files = {name: [f"file://{path}" for path in sorted(partials.glob(f"*/{name}.jsonl"))] for name in ("articles", "skipped")}
    parsed = f"from_json(value, '{ARTICLE}', map('mode', 'FAILFAST')) AS a"
    lines = read.text(files["articles"]).selectExpr("sha2(value, 256) AS content", parsed)
    lines.select("content", "a.*").createOrReplaceTempView("lines")
    read.text(files["skipped"]).createOrReplaceTempView("skips")
    articles = spark.sql(ARTICLES).persist(StorageLevel.DISK_ONLY)
    articles.createOrReplaceTempView("articles")

    def write(name, query, **values):
        spark.sql(query, **values).write.mode("overwrite").parquet(f"file://{tables}/{name}")
        return spark.read.parquet(f"file://{tables}/{name}")

    write("articles", ARTICLE_ROWS)
    write("citations", CITATIONS, args={"places": places}).createOrReplaceTempView("citations")
    spark.sql(COUNTED).createOrReplaceTempView("counted")
    write("edges", EDGES)
    write("domains", DOMAINS)
    return write("counts", COUNTS).first().asDict()


def arguments():
    parser = argparse.ArgumentParser(usage="spark-submit --files PROGRAM job.py -o OUT [OPTION]... [INPUT]...")
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="files and folders that all workers see")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="folder that all workers see")
    parser.add_argument("--files-from", metavar="LIST", help="file with one input per line")
    parser.add_argument("--partitions", type=int, default=1000, metavar="N", help="use at most N tasks (default: %(default)s)")
    parser.add_argument("--place", default=PLACES, help="count citations in these places (default: %(default)s)")
    parser.add_argument("--no-tables", action="store_true", help="write partials only")
    parser.add_argument("--options", default="", metavar="TEXT", help="more options of `citegraph extract`, as one text")
    parser.add_argument("--program", default="citegraph", metavar="NAME", help="name of the program in --files")
    args = parser.parse_args()
    if args.files_from:
        args.inputs += filter(None, Path(args.files_from).read_text().split("\n"))
    # Without `./` and double slashes, as the program writes names.
    args.inputs = sorted({str(Path(name)) for name in args.inputs})
    args.output = Path(args.output).resolve()
    if not args.inputs:
        parser.error("nothing to read; give files or folders")
    if any(args.output.is_relative_to(Path(name).resolve()) for name in args.inputs):
        parser.error(f"{args.output} is inside of an input; choose another folder with -o")
    if others := {path.name for path in args.output.glob("*")} - OUTPUTS:
        parser.error(f"{args.output} has other files, such as {min(others)}; choose another folder with -o")
    return args


def main():
    args = arguments()
    attempts, partials = args.output / "attempts", args.output / "partials"
    # What a job that was killed left.
    shutil.rmtree(attempts, ignore_errors=True)
    for folder in (attempts, partials):
        folder.mkdir(parents=True, exist_ok=True)
    spark = SparkSession.builder.appName("citegraph").getOrCreate()
    context = spark.sparkContext
    count = min(args.partitions, len(args.inputs))
    shares = divide(args.inputs, known_partials(partials), count)
    extraction = Extraction(args.program, shlex.split(args.options), attempts, partials)
    failures = context.parallelize(shares, count).mapPartitions(extraction).collect()
    failures.sort(key=lambda failure: failure["input"])
    shutil.rmtree(attempts, ignore_errors=True)
    lines = [json.dumps(failure, ensure_ascii=False) + "\n" for failure in failures]
    (args.output / "failures.jsonl").write_text("".join(lines), encoding="utf-8")
    for failure in failures:
        print("error: {input} failed ({ended}): {message}".format(**failure), file=sys.stderr)
    if not args.no_tables and any(partials.iterdir()):
        print(json.dumps(write_tables(spark, partials, args.output / "tables", args.place.split(","))))
    spark.stop()
    return 2 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
