"""The vector index on Chroma servers: shards, outages, and what a server must be."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import numpy as np
import pytest
from chroma_server import ChromaProcess

from rag.index.damage import Damaged, EngineUnavailable, IndexUnusable
from rag.index.dense import ChromaServer, delete_other_collections
from rag.index.dense.rest import SEARCH_LIMIT

NAME = "0a1b2c3d-20261128"
AXES = np.eye(8, dtype=np.float32)


@pytest.fixture
def index(chroma) -> Iterator[ChromaServer]:
    """An index with the passages 1 and 2."""
    with closing(ChromaServer([chroma.url], NAME, write=True)) as index:
        index.put([1, 2], AXES[:2])
        yield index


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that accepts connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(scope="module")
def second() -> Iterator[ChromaProcess]:
    """A second Chroma server."""
    server = ChromaProcess()
    yield server
    server.close()


@pytest.fixture
def small_shards(monkeypatch) -> None:
    monkeypatch.setattr("rag.index.dense.server.SHARD", 10)


@contextmanager
def answering(status, text, seconds=0.0):
    """The address of a server that answers everything with the same text, after some time."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(seconds)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def do_POST(self):
            self.do_GET()

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def collections(server):
    path = f"{server.url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    return {collection["name"] for collection in httpx.get(path).json()}


def found(index, vector, k=1):
    return [hit.passage_id for hit in index.search(vector, k)]


# --- outages ---


def test_a_server_that_is_away_is_said_to_be_away_and_is_searched_again_once_it_is_back(chroma, index):
    chroma.stop()
    with pytest.raises(
        EngineUnavailable, match=f"{chroma.url}/? does not answer .*answered from the archive"
    ):
        index.search(AXES[1], 1)
    chroma.start()
    assert found(index, AXES[1]) == [2]


def test_an_outage_is_never_damage(chroma, index):
    chroma.stop()
    calls = (index.ids, index.count, lambda: index.put([3], AXES[2:3]), lambda: index.drop([1]))
    for call in calls:
        with pytest.raises(EngineUnavailable):
            call()


def test_what_was_added_is_there_after_a_power_failure(chroma, index):
    chroma.stop()
    chroma.start()
    assert index.ids() == {1, 2} and found(index, AXES[1]) == [2]


def test_an_index_cannot_be_opened_while_a_server_is_away(chroma):
    chroma.stop()
    for write in (True, False):
        with pytest.raises(EngineUnavailable):
            ChromaServer([chroma.url], NAME, write=write)


def test_a_server_that_never_answers_is_given_up_in_time(silent):
    started = time.monotonic()
    with pytest.raises(EngineUnavailable, match="no answer in time"):
        ChromaServer([silent], NAME, write=False)
    assert time.monotonic() - started < SEARCH_LIMIT + 1


def test_a_question_does_not_wait_for_a_slow_server_but_all_other_work_does(index, monkeypatch):
    monkeypatch.setattr("rag.index.dense.rest.SEARCH_LIMIT", 0.3)
    with answering(200, '{"ids": ["7"]}', seconds=0.6) as url:
        index._servers[0]._client.base_url = f"{url}/api/v2"
        with pytest.raises(EngineUnavailable, match="no answer in time"):
            index.search(AXES[0], 1)
        assert index.ids() == {7}


def test_one_of_two_servers_that_is_away_makes_the_whole_index_unavailable(chroma, second, small_shards):
    with closing(ChromaServer([chroma.url, second.url], NAME, write=True)) as index:
        index.put([5, 15], AXES[:2])
        second.stop()
        try:
            with pytest.raises(EngineUnavailable, match=second.url):
                index.search(AXES[0], 1)
        finally:
            second.start()


@pytest.mark.parametrize("status", [200, 404, 502, 503])
@pytest.mark.parametrize("call", ["ids", "search"])
def test_a_proxy_whose_server_is_away_is_no_damage(index, status, call):
    with answering(status, "<html>back soon</html>") as url:
        index._servers[0]._client.base_url = f"{url}/api/v2"
        with pytest.raises(EngineUnavailable, match=f"HTTP {status}"):
            index.search(AXES[0], 1) if call == "search" else index.ids()


# --- shards ---


def test_shards_are_spread_over_the_servers(chroma, second, small_shards):
    with closing(ChromaServer([chroma.url, second.url], NAME, write=True)) as index:
        index.put([5, 15, 25], AXES[:3])
        assert collections(chroma) == {f"passages-{NAME}-0", f"passages-{NAME}-2"}
        assert collections(second) == {f"passages-{NAME}-1"}
        assert index.ids() == {5, 15, 25} and found(index, AXES[1] + AXES[2] / 2, 2) == [15, 25]
        index.drop([15])
        assert index.ids() == {5, 25}
    delete_other_collections([chroma.url, second.url], keep="")
    assert not collections(chroma) and not collections(second)


def test_a_reader_sees_what_the_owner_adds_in_new_shards_too(chroma, index, small_shards, monkeypatch):
    monkeypatch.setattr("rag.index.dense.server.REREAD", 0)
    with closing(ChromaServer([chroma.url], NAME, write=False)) as reader:
        assert found(reader, AXES[1]) == [2]
        index.put([3, 33], AXES[2:4])
        assert found(reader, AXES[2]) == [3] and found(reader, AXES[3]) == [33]


def test_a_lost_shard_is_damage_to_a_reader_and_is_filled_again_by_the_owner(chroma, index, small_shards):
    index.put([15, 25], AXES[2:4])
    index._servers[0].delete(f"passages-{NAME}-1")
    with pytest.raises(Damaged, match=f"no collection passages-{NAME}-1"):
        ChromaServer([chroma.url], NAME, write=False)
    with pytest.raises(Damaged):
        index.search(AXES[2], 1)
    with closing(ChromaServer([chroma.url], NAME, write=True)) as owner:
        assert owner.ids() == {1, 2, 25}
        owner.put([15], AXES[2:3])
        assert found(owner, AXES[2]) == [15]


def test_searches_of_many_shards_by_many_threads(chroma, small_shards):
    vectors = np.random.default_rng(3).standard_normal((60, 8), np.float32)
    with closing(ChromaServer([chroma.url], NAME, write=True)) as index, ThreadPoolExecutor(8) as threads:
        index.put(range(60), vectors)
        assert list(threads.map(lambda i: found(index, vectors[i]), range(60))) == [[i] for i in range(60)]


# --- generations ---


def test_a_reader_does_not_create_an_index(chroma):
    with pytest.raises(Damaged, match="has no collection"):
        ChromaServer([chroma.url], NAME, write=False)
    assert not collections(chroma)


def test_the_collections_of_other_generations_are_deleted_and_no_others(chroma, index):
    for name in ("0a1b2c3d-20261127", NAME[:-1]):
        with closing(ChromaServer([chroma.url], name, write=True)) as old:
            old.put([1], AXES[:1])
    index._servers[0].create("somebody-elses")
    delete_other_collections([chroma.url], keep=NAME)
    assert collections(chroma) == {f"passages-{NAME}-0", "somebody-elses"}
    assert found(index, AXES[1]) == [2]
    index._servers[0].delete("somebody-elses")


def test_shards_that_another_number_of_servers_left_behind_are_deleted(chroma, second, small_shards):
    with closing(ChromaServer([chroma.url], NAME, write=True)) as index:
        index.put([5, 15], AXES[:2])
    with closing(ChromaServer([chroma.url, second.url], NAME, write=True)) as index:
        delete_other_collections([chroma.url, second.url], keep=NAME)
        assert index.ids() == {5}
    assert collections(chroma) == {f"passages-{NAME}-0"}


# --- what a server must be ---


@pytest.mark.parametrize(
    ("status", "text", "problem"),
    [
        (200, '"0.6.3"', "its version is 0.6.3"),
        (404, '{"detail":"Not Found"}', "does not tell its version"),
        (200, "<html>It works!</html>", "does not tell its version"),
    ],
)
def test_an_old_chroma_or_another_program_is_refused(status, text, problem):
    refusal = f"not a Chroma server of version 1.0 or later.*{problem}"
    with answering(status, text) as url, pytest.raises(IndexUnusable, match=refusal):
        ChromaServer([url], NAME, write=True)


def test_the_password_in_an_address_is_not_said():
    with answering(401, "who are you?") as url, pytest.raises(EngineUnavailable, match="HTTP 401") as refused:
        ChromaServer([url.replace("//", "//desk:a-secret@")], NAME, write=True)
    assert "a-secret" not in str(refused.value)
