#!/usr/bin/env python3
"""scale/spark/job.py on a standalone cluster on loopback gives what one process gives, whatever happens on the way.

    tests/readers/spark.py CITEGRAPH FOLDER

Starts a master and two workers, and runs the job over the sample and two web archives: with one worker, with two, with one
of two killed while it runs a task, and with inputs that cannot be read. Each time `citegraph merge` must make the same bytes
of the partials as one `citegraph report`. The tables are read by DuckDB and compared with the files of that report.
Every wait has a limit, and every process that was started is ended. Exit 0 if all is the same.
"""

import csv
import ctypes
import filecmp
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyspark
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).resolve().parents[2]
SPARK = Path(pyspark.__file__).parent
JOB = ROOT / "scale/spark/job.py"

# No wait is longer; a job takes some ten seconds.
LIMIT_SECONDS = 300

# Few rows and a short life: neither compiling queries nor optimizing machine code pays.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": JAVA,
    "spark.ui.enabled": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}

# Runs in place of the program: the first run waits until it is released. It outlives the worker.
WAITING = """\
import os, signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_IGN)
try:
    os.close(os.open({started!r}, os.O_CREAT | os.O_EXCL))
    with open({started!r} + ".pid", "w") as out:
        out.write(str(os.getpid()) + "\\n")
    end = time.monotonic() + {limit}
    while not os.path.exists({release!r}) and time.monotonic() < end:
        time.sleep(0.05)
except FileExistsError:
    pass
os.execv({program!r}, [{program!r}, *sys.argv[1:]])
"""

# The same with an input at which it prints more than a pipe holds and is killed.
CRASHING = """\
import os, signal, sys
with open(sys.argv[sys.argv.index("--files-from") + 1], "rb") as names:
    if b"crash.md" in names.read().split(b"\\0"):
        os.write(2, b"noise\\n" * 200_000 + b"the last words\\n")
        os.kill(os.getpid(), signal.SIGKILL)
os.execv({program!r}, [{program!r}, *sys.argv[1:]])
"""


def wait_for(what, ready, failed=lambda: False):
    """What `ready` returns, as soon as that is something."""
    end = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < end and not failed():
        if found := ready():
            return found
        time.sleep(0.05)
    raise SystemExit(f"waited in vain for {what}")


def end_with_parent():
    """Has the kernel end a process that we start where we are killed ourselves."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class Cluster:
    """A master and workers on loopback, and jobs on it."""

    def __init__(self, folder):
        self.logs, self.processes = folder / "logs", {}
        self.logs.mkdir()
        (folder / "conf").mkdir()
        env = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_", "HADOOP_"))}
        # Processes that we started, and only these, have the mark in their environment.
        self.mark = f"CITEGRAPH_SPARK_TEST={uuid.uuid4().hex}"
        self.env = env | dict([self.mark.split("=")]) | {
            "SPARK_HOME": str(SPARK),
            "SPARK_CONF_DIR": str(folder / "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_HOSTNAME": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_DAEMON_MEMORY": "256m",
            # The server for applications of other kinds has a fixed port.
            "SPARK_DAEMON_JAVA_OPTS": f"{JAVA} -Dspark.master.rest.enabled=false",
            "PYSPARK_PYTHON": sys.executable,
        }
        self.folder = folder

    def start_master(self):
        self.start("master", "org.apache.spark.deploy.master.Master")
        self.url = self.logged("master", "Starting Spark master at ").split()[0]

    def start(self, name, main_class, *args):
        """Starts a master or a worker; the system chooses its ports."""
        command = [SPARK / "bin/spark-class", main_class, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *args]
        with open(self.logs / f"{name}.log", "w") as log:
            how = {"env": self.env, "stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "start_new_session": True}
            self.processes[name] = subprocess.Popen(command, preexec_fn=end_with_parent, **how)

    def start_worker(self, name):
        args = ["--cores", "1", "--memory", "1g", "--work-dir", self.folder / name, self.url]
        self.start(name, "org.apache.spark.deploy.worker.Worker", *args)
        self.logged(name, "Successfully registered with master")

    def logged(self, name, text):
        """The rest of the first line with a text in a log."""

        def rest():
            lines = (self.logs / f"{name}.log").read_text(errors="replace").splitlines()
            return next((line.split(text)[1] + " " for line in lines if text in line), None)

        return wait_for(f"{text!r} in the log of the {name}", rest, lambda: self.processes[name].poll() is not None)

    def submit(self, name, program, out, args):
        """Starts a job in the folder of the inputs."""
        settings = [f"--conf={key}={value}" for key, value in SETTINGS.items()]
        command = [SPARK / "bin/spark-submit", "--master", self.url, *settings, "--files", program, JOB, "-o", out, *args]
        with open(self.logs / f"{name}.out", "w") as stdout, open(self.logs / f"{name}.log", "w") as stderr:
            how = {"env": self.env, "stdin": subprocess.DEVNULL, "stdout": stdout, "stderr": stderr, "start_new_session": True}
            job = subprocess.Popen(command, cwd=self.folder / "input", preexec_fn=end_with_parent, **how)
        self.processes[name] = job
        return job

    def finish(self, name, code=0):
        """Waits for a job; returns what it printed and its messages."""
        found = self.processes[name].wait(LIMIT_SECONDS)
        texts = [(self.logs / f"{name}.{kind}").read_text(errors="replace") for kind in ("out", "log")]
        assert found == code, f"the job {name} ended with {found}:\n{texts[1][-5000:]}"
        return texts

    def stop(self):
        """Ends every process that we started, and those that they started."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

        def is_empty():
            pids = list(marked(self.mark))
            for pid in pids:
                kill(pid)
            return not pids

        wait_for("the end of all processes", is_empty)


def marked(mark):
    """Processes with this mark in their environment."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes().split(b"\0"):
                yield int(path.parent.name)
        except OSError:
            # Ended meanwhile, or somebody else's.
            pass


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def parents(pid):
    """The processes above one, the nearest first."""
    while pid > 1:
        status = Path(f"/proc/{pid}/stat").read_text()
        pid = int(status.rpartition(")")[2].split()[1])
        yield pid


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def write_inputs(folder):
    """The sample below a name that Spark would overlook, a folder, and archives with captures that belong together."""
    shutil.copytree(ROOT / "data/sample", folder / "_posts")
    (folder / "more").mkdir()
    (folder / "more/year.md").write_text("---\npublished: 2021\n---\n\nA [year](https://doi.org/10.1000/1) is coarse.\n")
    (folder / "more/month.md").write_text("---\npublished: 2021-05\n---\n\nA [month](https://doi.org/10.1000/2) is finer.\n")
    pages = [("same", "kept"), ("new", "first"), ("new", "second"), ("same", "kept")]
    for number, name in enumerate(["a.warc.gz", "b.warc"]):
        with open(folder / name, "wb") as out:
            writer = WARCWriter(out, gzip=name.endswith(".gz"))
            for page, text in pages[number::2] + pages[:1]:
                links = f'<a href="https://{text}.example/a">a</a> and <a href="https://{text}.example/b">a source</a>'
                body = f"<title>{page}</title><p>Some words about {text}, and {links}, enough for a sentence.</p>".encode()
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                record = writer.create_warc_record(
                    f"http://pages.test/{page}", "response", payload=io.BytesIO(body), http_headers=headers,
                    warc_headers_dict={"WARC-Date": f"2024-05-0{number + 1}T00:00:00Z"},
                )
                writer.write_record(record)
    (folder / "bad.docx").write_bytes(b"PK\3\4 and no more")
    (folder / "crash.md").write_text("[A](https://crash.example/) link.\n")
    return sorted(str(path.relative_to(folder)) for path in (folder / "_posts").glob("[!.]*")) + ["a.warc.gz", "b.warc", "more/"]


def write_program(path, text, **values):
    path.parent.mkdir()
    path.write_text(f"#!{sys.executable}\n{text.format(**values)}")
    path.chmod(0o755)
    return path


def run(program, *args, folder, code=0):
    done = subprocess.run([program, "--quiet", "--no-config", *args], cwd=folder, timeout=LIMIT_SECONDS)
    assert done.returncode == code, f"{args} ended with {done.returncode}"


def same_folders(one, other):
    """Fails unless two folders have the same files with the same bytes."""
    files = [sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()) for folder in (one, other)]
    assert files[0] == files[1], f"{other} has other files than {one}: {files}"
    _, differ, errors = filecmp.cmpfiles(one, other, map(str, files[0]), shallow=False)
    assert not differ + errors, f"{other} differs from {one}: {differ + errors}"


def damage(partials):
    """Damages one partial of `more`; returns the identities of the folders of all others."""
    [damaged] = partials.glob("more-*")
    (damaged / "articles.jsonl").write_text("{}\n")
    return {path: path.stat().st_ino for path in partials.iterdir() if path != damaged}


def by_one_worker(test):
    test.cluster.start_worker("worker-1")
    test.cluster.submit("one", test.program, test.folder / "one", ["--no-tables", *test.inputs])
    test.cluster.finish("one")
    test.compare("one", test.report)


def by_two_workers(test):
    test.cluster.start_worker("worker-2")
    test.cluster.submit("two", test.program, test.folder / "two", test.inputs)
    printed, _ = test.cluster.finish("two")
    merged = test.compare("two", test.report)
    compare_tables(merged, test.folder / "two/tables", json.loads(printed))


def with_a_killed_worker(test):
    started, release = test.folder / "started", test.folder / "release"
    values = {"started": str(started), "release": str(release), "program": test.program, "limit": LIMIT_SECONDS}
    program = write_program(test.folder / "waiting/citegraph", WAITING, **values)
    # Each worker has two tasks or more.
    job = test.cluster.submit("killed", program, test.folder / "three", ["--no-tables", "--partitions", "6", *test.inputs])
    pid_file = Path(f"{started}.pid")
    ready = lambda: pid_file.exists() and pid_file.read_text().endswith("\n") and int(pid_file.read_text())
    pid = wait_for("the first task", ready, lambda: job.poll() is not None)
    above = list(parents(pid))
    names = [name for name in ("worker-1", "worker-2") if test.cluster.processes[name].pid in above]
    assert len(names) == 1, f"{pid} runs below {above}, which is no worker"
    worker = test.cluster.processes[names[0]].pid
    # The worker, its executor, and what runs tasks for it.
    for each in [worker, *above[: above.index(worker)]]:
        kill(each)
    _, messages = test.cluster.finish("killed")
    assert "Lost executor" in messages, "no task was lost"
    assert is_running(pid), "the program of the lost task has ended, so it cannot disturb anything"
    test.compare("three", test.report)
    # The lost program goes on, and what it does concerns nobody.
    before = snapshot(test.folder / "three/partials")
    release.touch()
    wait_for("the end of the lost program", lambda: not is_running(pid))
    assert snapshot(test.folder / "three/partials") == before, "a program that lost its task changed a partial"


def with_poisoned_inputs(test):
    program = write_program(test.folder / "crashing/citegraph", CRASHING, program=test.program)
    kept = damage(test.folder / "three/partials")
    inputs = [*test.inputs, "bad.docx", "crash.md"]
    test.cluster.submit("poisoned", program, test.folder / "three", ["--no-tables", "--partitions", "3", *inputs])
    printed, _ = test.cluster.finish("poisoned", code=2)
    failures = [json.loads(line) for line in (test.folder / "three/failures.jsonl").read_text().splitlines()]
    assert [(each["input"], each["ended"]) for each in failures] == [("bad.docx", "exit code 2"), ("crash.md", "signal 9")]
    assert "cannot read bad.docx" in failures[0]["message"]
    assert failures[1]["message"].endswith("the last words") and len(failures[1]["message"]) <= 2000
    assert all(f"error: {name} failed" in printed for name in ("bad.docx", "crash.md"))
    again = {path: path.stat().st_ino for path in kept}
    assert again == kept, "a partial that was up to date was replaced"
    run(test.program, "report", *test.inputs, "bad.docx", "-o", "../poisoned", folder=test.folder / "input", code=2)
    test.compare("three", test.folder / "poisoned", code=2)
    # The one without a partial is missed where it is asked for.
    (test.folder / "list").write_text("crash.md\n")
    args = ["merge", test.folder / "three/partials", "--files-from", test.folder / "list", "-o", test.folder / "missed"]
    run(test.program, *args, folder=test.folder, code=2)


def attempts_at_once(test):
    """Several attempts put the same partial where an older one is: afterwards theirs is there, complete."""
    sys.path.insert(0, str(JOB.parent))
    from job import place

    [newer] = (test.folder / "one/partials").glob("a.warc.gz-*")
    [older] = (test.folder / "one/partials").glob("b.warc-*")
    for number in range(50):
        target, attempts = test.folder / f"places/{number}", []
        shutil.copytree(older, target)
        for attempt in range(4):
            folder = test.folder / f"places/{number}-{attempt}"
            attempts.append((shutil.copytree(newer, folder / newer.name), target, folder))
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda attempt: place(*attempt), attempts))
        same_folders(newer, target)


def snapshot(folder):
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*")}


def compare_tables(report, tables, counts):
    """The tables of a job have what the files of the report have."""
    totals = json.loads((report / "report.json").read_text())["totals"]
    same_rows([counts], [{name: totals[name] for name in counts}], "the counts that were printed")
    same_rows(read_table(tables, "counts"), [counts], "counts")
    nodes = {row["Id"]: row for row in read_csv(report / "nodes.csv")}
    domains = [{"domain": row["Label"], **row} for row in nodes.values() if row["node_class"] != "article"]
    same_rows(read_table(tables, "domains"), domains, "domains")
    ends = lambda row: {"input": nodes[row["Source"]]["input"], "domain": nodes[row["Target"]]["Label"]}
    edges = [{**row, **ends(row)} for row in read_csv(report / "edges.csv")]
    # A node has no column for the record of an archive.
    same_rows(read_table(tables, "edges"), edges, "edges", without={"article", "part"})
    compare_citations(read_table(tables, "citations"), read_csv(report / "citations.csv"))
    articles = sorted((row["input"], row["part"] or "", row["citations"], row["captures"]) for row in read_table(tables, "articles"))
    lines = map(json.loads, (report / "citations.jsonl").read_text().splitlines())
    wanted = [(one["input"], one["part"] or "", len(one["citations"]), captures_of(one)) for one in lines]
    assert articles == sorted(wanted), f"the articles are {articles}, and in the report {sorted(wanted)}"
    assert max(len(row[3]) for row in articles) == 4, "no captures were joined"


def captures_of(article):
    names = ("date", "url", "input", "part", "digest", "payload_digest")
    return [{name: capture.get(name) for name in names} for capture in article.get("captures", [])]


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_table(tables, name):
    table = duckdb.sql(f"SELECT * FROM '{tables}/{name}/*.parquet'")
    return [dict(zip(table.columns, row)) for row in table.fetchall()]


def cell(value):
    """A value as CSV has it."""
    if isinstance(value, list):
        return " | ".join(map(cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def same_rows(found, wanted, name, without=frozenset()):
    """Compares rows in any order, by the columns of the table; numbers of both by their values."""
    columns = sorted(set(found[0]) - without)
    numbers = {column for column in columns if isinstance(found[0][column], (int, float))}
    # Sums of parts differ in the last digit by how they are added.
    values = lambda row: [round(float(row[column]), 12) if column in numbers else cell(row[column]) for column in columns]
    found, wanted = sorted(map(values, found)), sorted(map(values, wanted))
    both = zip(found, wanted)
    assert found == wanted, f"{name}: {next(pair for pair in both if pair[0] != pair[1])} ({columns})"


def compare_citations(found, wanted):
    """The columns of citations.csv, but for what a spreadsheet or a reader of the file must not get."""
    places = lambda row: (row["input"], row["part"] or "", int(row["ordinal"]))
    found = {places(row): row for row in found}
    assert len(found) == len(wanted) and set(found) == set(map(places, wanted)), "other citations"
    missing = set(wanted[0]) - set(next(iter(found.values())))
    assert missing == {"owner", "owner_group", "type", "country", "language", "platform", "evidence", "checked"}, missing
    for row in wanted:
        ours = found[places(row)]
        for column in set(row) - missing:
            shown = "".join(char for char in cell(ours[column]) if char in "\t\n" or char >= " " and char != "\ufffe")
            text = row[column].removeprefix("'") if shown[:1] in tuple("=+-@") else row[column]
            redacted = text.partition("REDACTED")
            same = shown.startswith(redacted[0]) if redacted[1] else shown == text
            assert same, f"{column} of {places(row)} is {shown!r} and in citations.csv {text!r}"


def query_of_the_page(test):
    """The query that the page shows for one machine, over the report of one process."""
    page = (ROOT / "scale/spark/README.md").read_text()
    query = page.split("```sql\n")[1].split("```")[0].replace("'out/", f"'{test.report}/")
    found = [dict(zip(["domain", "articles", "citations"], row)) for row in duckdb.sql(query).fetchall()]
    nodes = [{"domain": row["Label"], **row} for row in read_csv(test.report / "nodes.csv") if row["node_class"] != "article"]
    same_rows(found, nodes, "the query of the page")


class Test:
    """The inputs, the report of one process, and the cluster."""

    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        (folder / "input").mkdir(parents=True)
        self.inputs = write_inputs(folder / "input")
        self.report = folder / "report"
        run(self.program, "report", *self.inputs, "-o", "../report", folder=folder / "input")
        self.cluster = Cluster(folder)

    def compare(self, out, report, code=0):
        """Merges the partials of a job, and compares with a report; returns the folder of the merged one."""
        merged = self.folder / f"merged-{report.name}-{out}"
        run(self.program, "merge", self.folder / out / "partials", "-o", merged, folder=self.folder, code=code)
        same_folders(report, merged)
        assert not list((self.folder / out).glob("attempts/*")), "attempts were left"
        return merged


def main():
    folder = Path(sys.argv[2]).absolute()
    shutil.rmtree(folder, ignore_errors=True)
    # The clean-up below is for this ending too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    test = Test(sys.argv[1], folder)
    try:
        test.cluster.start_master()
        for part in (by_one_worker, by_two_workers, attempts_at_once, with_a_killed_worker, with_poisoned_inputs, query_of_the_page):
            began = time.monotonic()
            part(test)
            print(f"{part.__name__.replace('_', ' ')}: the same ({time.monotonic() - began:.0f} s)", flush=True)
    finally:
        test.cluster.stop()


main()
