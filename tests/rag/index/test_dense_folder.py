"""The vector index in a folder: what Chroma writes there."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from rag.index.dense import ChromaFolder


@pytest.mark.parametrize("when", ["on opening", "on adding"])
def test_memory_that_chroma_wrote_without_clearing_it_is_overwritten(tmp_path, when):
    vectors = np.eye(8, dtype=np.float32)
    with closing(ChromaFolder(tmp_path)) as index:
        index.put([1, 2], vectors[:2])
    files = [*tmp_path.glob("*/data_level0.bin"), *tmp_path.glob("*/length.bin")]
    assert len(files) == 2 and all(file.stat().st_size for file in files)

    def spoil() -> None:
        for file in files:
            size = file.stat().st_size
            file.write_bytes(("魏闻笛".encode() * size)[:size])

    if when == "on opening":
        spoil()
    with closing(ChromaFolder(tmp_path)) as index:
        if when == "on adding":
            spoil()
            index.put([3], vectors[2:3])
        assert not any(any(file.read_bytes()) for file in files)
        assert index.search(vectors[1], 1)[0].passage_id == 2


def test_a_graph_that_has_vectors_is_left_as_it_is(tmp_path):
    vectors = np.random.default_rng(1).standard_normal((1200, 8), np.float32)
    with closing(ChromaFolder(tmp_path)) as index:
        index.put(range(1200), vectors)
        [file] = tmp_path.glob("*/data_level0.bin")
        written = file.read_bytes()
        index.put([1200], vectors[:1])
        assert any(written) and file.read_bytes() == written
    with closing(ChromaFolder(tmp_path)) as index:
        assert index.search(vectors[7], 1)[0].passage_id == 7
