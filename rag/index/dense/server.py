"""The vector index on Chroma servers, in shards of a million passages each."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from rag.index.damage import Damaged, noticing_damage
from rag.index.dense.rest import Collection, Connection
from rag.index.hit import Hit, best_first

SHARD = 1_000_000  # passage ids per collection; a passage's id says in which shard it is
BATCH = 1000  # passages per call. Adding 1,000 takes a second or two, far below the time limit
SEARCHES = 32  # shards that are searched at the same time, for all questions together
REREAD = 10.0  # seconds after which a reader looks for shards that the owner of the indexes has added

_COLLECTION = re.compile(r"passages-(.+)-(\d+)")


class ChromaServer:
    """A `DenseIndex` on one or more Chroma servers.

    Shard i is the collection ``passages-<name>-<i>``, on server i modulo the number of servers. A shard is created when a
    passage of it or of a later shard is added, so a gap between shards shows that one was lost.
    """

    def __init__(self, urls: Sequence[str], name: str, *, write: bool) -> None:
        """Open the index. If `write` is set, create what is missing.

        Args:
            urls: at least one server. Their order matters: with other servers, the index is incomplete.
            name: the generation's name: letters, digits and hyphens.
            write: whether this process may add and delete passages.

        Raises:
            EngineUnavailable
            Damaged: a collection is missing.
            IndexUnusable: a server is older than Chroma 1.0, or no Chroma server.
        """
        self._name = name
        self._write = write
        self._servers = [Connection(url) for url in urls]
        self._threads = ThreadPoolExecutor(SEARCHES, thread_name_prefix="chroma")
        self._reread_at = 0.0
        self._shards: list[Collection] = []
        self._searched: list[Collection] = []
        try:
            with noticing_damage("Chroma cannot be opened"):
                for server in self._servers:
                    server.check_version()
                self._read_shards()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._threads.shutdown()
        for server in self._servers:
            server.close()

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """See `DenseIndex.search`. All shards are searched at once."""
        with noticing_damage("Chroma cannot be searched"):
            if not self._write and time.monotonic() >= self._reread_at:
                self._read_shards()
            shards = self._searched.copy()
            if len(shards) == 1:
                return best_first(shards[0].nearest(vector, k))
            found = self._threads.map(lambda shard: shard.nearest(vector, k), shards)
            return best_first(chain.from_iterable(found))[:k]

    def ids(self) -> set[int]:
        """See `DenseIndex.ids`."""
        with noticing_damage("Chroma cannot be read"):
            return {passage_id for shard in self._shards for passage_id in shard.ids()}

    def count(self) -> int:
        """See `DenseIndex.count`."""
        with noticing_damage("Chroma cannot be read"):
            return sum(shard.count() for shard in self._shards)

    def put(self, passage_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """See `DenseIndex.put`."""
        with noticing_damage("Chroma cannot be written"):
            for number, rows in _batches(passage_ids):
                while len(self._shards) <= number:
                    self._shards.append(self._missing(len(self._shards)))
                shard = self._shards[number]
                shard.add_new([passage_ids[row] for row in rows], vectors[rows])
                if shard not in self._searched:
                    self._searched.append(shard)

    def drop(self, passage_ids: Sequence[int]) -> None:
        """See `DenseIndex.drop`."""
        with noticing_damage("Chroma cannot be written"):
            for number, rows in _batches(passage_ids):
                if number < len(self._shards):
                    self._shards[number].delete([passage_ids[row] for row in rows])

    def _read_shards(self) -> None:
        """Find all shards, and those to search: Chroma reports damage while it adds the first passages to an empty one."""
        found = {
            shard: Collection(server, collection_id)
            for number, server in enumerate(self._servers)
            for collection, collection_id in server.collections().items()
            if (shard := _shard_in_place(collection, self._name, number, len(self._servers))) is not None
        }
        count = max(found, default=0) + 1
        self._shards = [found[i] if i in found else self._missing(i) for i in range(count)]
        self._searched = [shard for shard in self._shards if shard in self._searched or not shard.is_empty()]
        self._reread_at = time.monotonic() + REREAD

    def _missing(self, shard: int) -> Collection:
        """Create a shard that the servers lack."""
        server, collection = self._servers[shard % len(self._servers)], _collection(self._name, shard)
        if not self._write:
            raise Damaged(f"{server.url} has no collection {collection}")
        return server.create(collection)


def check_servers(urls: Sequence[str]) -> None:
    """Ask each server for its version.

    Raises:
        EngineUnavailable: one does not answer, or is no Chroma server of today.
    """
    with _connected(urls) as servers:
        for server in servers:
            server.check_version()


def delete_other_collections(urls: Sequence[str], keep: str) -> None:
    """Delete the collections of all generations except `keep`, and shards of `keep` that are on a wrong server.

    It deletes those of other archives too, so each archive needs Chroma servers of its own.

    Chroma (1.5) deletes passage ids and vectors from its database, but leaves the files of their graphs in its folder:
    see https://github.com/chroma-core/chroma/issues/5259. They contain vectors and no words.

    Raises:
        EngineUnavailable, Damaged
    """
    with _connected(urls) as servers:
        for number, server in enumerate(servers):
            for collection in server.collections():
                ours = _COLLECTION.fullmatch(collection)
                if ours and _shard_in_place(collection, keep, number, len(servers)) is None:
                    server.delete(collection)


@contextmanager
def _connected(urls: Sequence[str]) -> Iterator[list[Connection]]:
    with ExitStack() as opened, noticing_damage("Chroma cannot be read"):
        yield [opened.enter_context(closing(Connection(url))) for url in urls]


def _collection(name: str, shard: int) -> str:
    return f"passages-{name}-{shard}"


def _shard_in_place(collection: str, name: str, server: int, servers: int) -> int | None:
    """The shard of index `name` that a collection is, or None if it is none, or on the wrong one of the servers."""
    parts = _COLLECTION.fullmatch(collection)
    if parts is None or parts[1] != name or int(parts[2]) % servers != server:
        return None
    return int(parts[2])


def _batches(passage_ids: Sequence[int]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """(Shard, positions in `passage_ids`) of at most `BATCH` passages each."""
    shards = np.asarray(passage_ids, np.int64) // SHARD
    for shard in np.unique(shards):
        rows = np.flatnonzero(shards == shard)
        for start in range(0, len(rows), BATCH):
            yield int(shard), rows[start : start + BATCH]
