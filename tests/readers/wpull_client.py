"""wpull's HTTP client and its writer of web archives, on a Python for which wpull was not made.

`wpull` itself does not start: it was written for Python 3.4. What it lacks is put back before its modules are imported:
coroutines that are generators, locks in `with (yield from lock)`, names of `collections` and one of Tornado.
"""

import asyncio
import collections.abc
import ssl
import types

import tornado.netutil


def task(loop, started, **named):
    """A task of a generator too: since Python 3.12, a task takes only what `async def` makes."""

    async def run():
        return await started

    return asyncio.Task(run(), loop=loop, **named)


class Held:
    """A lock that is released at the end of a `with`."""

    def __init__(self, lock):
        self.lock = lock

    def __enter__(self):
        pass

    def __exit__(self, *error):
        self.lock.release()


@types.coroutine
def acquire(lock):
    yield from lock.acquire().__await__()
    return Held(lock)


asyncio.coroutine = types.coroutine
for lock in (asyncio.Lock, asyncio.Condition, asyncio.Semaphore):
    lock.__iter__ = acquire
for name in ("Callable", "Hashable", "Mapping", "MutableMapping"):
    setattr(collections, name, getattr(collections.abc, name))
tornado.netutil.SSLCertificateError = ssl.SSLCertVerificationError

from wpull.network.pool import ConnectionPool  # noqa: E402
from wpull.protocol.http.client import Client  # noqa: E402
from wpull.protocol.http.request import Request  # noqa: E402
from wpull.warc.recorder import WARCRecorder, WARCRecorderParams  # noqa: E402


class Seen:
    """The pages that were recorded before. The second one of a text is a revisit of the first."""

    def __init__(self):
        self.digests = set()

    def get_revisit_id(self, url, digest):
        if digest in self.digests:
            return "<urn:uuid:00000000-0000-4000-8000-000000000000>"
        self.digests.add(digest)
        return None


async def fetch(recorder, urls):
    asyncio.get_running_loop().set_task_factory(task)
    client = Client(connection_pool=ConnectionPool())
    recorder.listen_to_http_client(client)
    for url in urls:
        with client.session() as session:
            await session.start(Request(url))
            await session.download()
        # The connection is given back by a task of its own.
        await asyncio.sleep(0.05)
    client.close()


def record(prefix, urls, compress):
    """Fetches every page into the archive PREFIX.warc or PREFIX.warc.gz."""
    params = WARCRecorderParams(compress=compress, temp_dir=str(prefix.parent), log=False, url_table=Seen())
    recorder = WARCRecorder(str(prefix), params)
    asyncio.run(fetch(recorder, urls))
    recorder.close()
