"""Chroma's HTTP interface (version 2), with time limits.

`chromadb.HttpClient` waits for ever for a server that accepts a connection and never answers, even while it is created,
and it has no setting for a limit. https://docs.trychroma.com/reference/server/list-collections describes the interface.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from rag.index.damage import Damaged, EngineUnavailable, IndexUnusable
from rag.index.dense.base import GRAPH
from rag.index.hit import Hit

SEARCH_LIMIT = 3.0  # seconds until a question goes on without the server
WRITE_LIMIT = 30.0  # seconds; a call that adds passages also links them into the graph
OLDEST = 1  # older major versions have another interface
_DATABASE = "/tenants/default_tenant/databases/default_database"
_NOT_NOW = {401, 403, 429, 502, 503, 504}  # the server, or a proxy in front of it, refuses or is overloaded


class NoSuchCollection(Damaged):
    """The server does not have the collection."""


class NotChroma(EngineUnavailable):
    """Another program answers at the server's address, like a proxy whose server is away, or a Chroma of old."""


class Connection:
    """One Chroma server. Thread-safe."""

    def __init__(self, url: str) -> None:
        """Does not connect yet.

        Args:
            url: like ``http://chroma:8000``; user and password in it are sent as basic authentication.
        """
        self.url = str(httpx.URL(url).copy_with(userinfo=b""))
        self._client = httpx.Client(base_url=f"{url.rstrip('/')}/api/v2")

    def close(self) -> None:
        self._client.close()

    def check_version(self) -> None:
        """Ask the server for its version.

        Raises:
            EngineUnavailable
            IndexUnusable: it is older than 1.0, or not a Chroma server.
        """
        try:
            version = str(self.call("GET", "/version"))
        except NotChroma:
            version = ""
        major = version.partition(".")[0]
        if not major.isdecimal() or int(major) < OLDEST:
            raise IndexUnusable(
                f"{self.url} is not a Chroma server of version {OLDEST}.0 or later "
                f"({f'it says that its version is {version[:20]}' if version else 'it does not tell its version'}). "
                "Correct the address, or upgrade the server."
            )

    def collections(self) -> dict[str, str]:
        """The ids of all collections by their names.

        Raises:
            EngineUnavailable, Damaged
        """
        return {each["name"]: each["id"] for each in self.call("GET", f"{_DATABASE}/collections")}

    def create(self, name: str) -> Collection:
        """The collection of this name, which is created if it does not exist.

        Raises:
            EngineUnavailable, Damaged
        """
        wanted = {"name": name, "get_or_create": True, "configuration": {"hnsw": dict(GRAPH)}}
        created = self.call("POST", f"{_DATABASE}/collections", wanted, patient=True)
        return Collection(self, created["id"])

    def delete(self, name: str) -> None:
        """Delete a collection. An unknown name is ignored.

        Raises:
            EngineUnavailable, Damaged
        """
        with suppress(NoSuchCollection):
            self.call("DELETE", f"{_DATABASE}/collections/{name}", patient=True)

    def call(self, method: str, path: str, body: object = None, *, patient: bool = False) -> Any:
        """Send a request; returns the decoded JSON of the answer.

        Args:
            patient: wait up to `WRITE_LIMIT` instead of `SEARCH_LIMIT`.

        Raises:
            EngineUnavailable: no answer in time; NotChroma.
            Damaged: Chroma answers with an error; NoSuchCollection.
        """
        limits = httpx.Timeout(WRITE_LIMIT if patient else SEARCH_LIMIT, connect=SEARCH_LIMIT)
        try:
            response = self._client.request(method, path, json=body, timeout=limits)
        except httpx.TimeoutException as error:
            raise self._away("no answer in time") from error
        except httpx.TransportError as error:
            raise self._away(str(error) or type(error).__name__) from error
        answer = _decoded(response)
        if response.status_code in _NOT_NOW:
            raise self._away(f"HTTP {response.status_code}")
        if response.is_success and answer is not None:
            return answer
        if not isinstance(answer, dict) or "error" not in answer:
            raise self._away(
                f"what answers there is no Chroma server: HTTP {response.status_code}", NotChroma
            )
        damage = NoSuchCollection if response.status_code == httpx.codes.NOT_FOUND else Damaged
        raise damage(f"{self.url} answers {answer['error']}: {answer.get('message')}")

    def _away(self, reason: str, kind: type[EngineUnavailable] = EngineUnavailable) -> EngineUnavailable:
        return kind(self.url, reason)


def _decoded(response: httpx.Response) -> Any:
    """The answer's JSON, or None if it is none."""
    try:
        return response.json()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection of a server, by its id. All methods raise `EngineUnavailable` and `Damaged`."""

    server: Connection
    collection_id: str

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` passages with the highest cosine to `vector`."""
        wanted = {"query_embeddings": [vector.tolist()], "n_results": k, "include": ["distances"]}
        found = self._call("query", wanted)
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Hit(int(passage_id), 1.0 - distance) for passage_id, distance in pairs]

    def ids(self) -> list[int]:
        return [int(passage_id) for passage_id in self._call("get", {"include": []}, patient=True)["ids"]]

    def is_empty(self) -> bool:
        """Patient: after the server's start, the first call to a collection reads its graph (0.5 s for 60,000)."""
        return not self._call("get", {"limit": 1, "include": []}, patient=True)["ids"]

    def count(self) -> int:
        return int(
            self.server.call("GET", f"{_DATABASE}/collections/{self.collection_id}/count", patient=True)
        )

    def add_new(self, passage_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add those passages that the collection does not have yet.

        Args:
            vectors: (len(passage_ids), dimensions).
        """
        ids = [str(passage_id) for passage_id in passage_ids]
        present = set(self._call("get", {"ids": ids, "include": []}, patient=True)["ids"])
        new = [row for row, passage_id in enumerate(ids) if passage_id not in present]
        if new:
            rows = vectors[new].astype("<f4")
            added = {
                "ids": [ids[row] for row in new],
                "embeddings": [b64encode(row).decode() for row in rows],
            }
            self._call("add", added, patient=True)

    def delete(self, passage_ids: Sequence[int]) -> None:
        """Delete passages, at least one. Unknown ids are ignored."""
        self._call("delete", {"ids": [str(passage_id) for passage_id in passage_ids]}, patient=True)

    def _call(self, verb: str, body: object, *, patient: bool = False) -> Any:
        path = f"{_DATABASE}/collections/{self.collection_id}/{verb}"
        return self.server.call("POST", path, body, patient=patient)
