"""`Engines`: where the indexes are. Each of the two is a folder of this computer, or on servers that the settings name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import Engine, make_url

from rag.config import Settings
from rag.database import DatabaseUnusable, connect
from rag.index.dense import ChromaFolder, ChromaServer, DenseIndex, check_servers, delete_other_collections
from rag.index.lexical import LexicalIndex, TantivyFolder
from rag.index.local_files import LocalFiles

WAIT_SECONDS = 30  # for another process that writes words
CONNECTIONS = 4  # of one process to the database of the words
_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}")


class Engines:
    """Opens the indexes of any generation, and deletes those that are not needed any more."""

    def __init__(self, settings: Settings) -> None:
        self.root = settings.data_dir / "index"
        self._vectors: Sequence[str] = settings.vectors.split()
        self._words_url = settings.words.get_secret_value()

    @property
    def vectors_are_shared(self) -> bool:
        """Whether several processes can search the vectors: Chroma lets only one of them open a folder."""
        return bool(self._vectors)

    def files(self, name: str) -> LocalFiles:
        return LocalFiles(self.root / name)

    def dense(self, name: str, *, write: bool) -> DenseIndex:
        """The vector index of a generation.

        Raises:
            Damaged, EngineUnavailable
        """
        if self._vectors:
            return ChromaServer(self._vectors, name, write=write)
        return ChromaFolder(self.files(name).chroma)

    def lexical(self, name: str, *, write: bool) -> LexicalIndex:
        """The word index of a generation.

        Raises:
            Damaged, EngineUnavailable
        """
        if self._words_url:
            engine = self._words
            from rag.index.lexical.postgresql import PostgresWords  # needs psycopg, an extra

            return PostgresWords(engine, name, write=write)
        return TantivyFolder(self.files(name).tantivy, write=write)

    def delete_others(self, keep: str) -> None:
        """Delete the indexes of all generations except `keep`, where there are any. Only their owner may call this.

        Raises:
            EngineUnavailable
        """
        if self.root.exists():
            for folder in self.root.iterdir():
                if folder.is_dir() and _NAME.fullmatch(folder.name) and folder.name != keep:
                    shutil.rmtree(folder, ignore_errors=True)
        if self._vectors:
            delete_other_collections(self._vectors, keep)
        if self._words_url:
            engine = self._words
            from rag.index.lexical.postgresql import delete_other_generations

            delete_other_generations(engine, keep)

    def check_servers(self) -> list[str]:
        """Ask every server once; what was asked, each with its setting. Empty if all indexes are in the data folder.

        Raises:
            EngineUnavailable: one does not answer.
        """
        asked = []
        if self._vectors:
            check_servers(self._vectors)
            asked.append(f"vectors (WENDA_VECTORS): {len(self._vectors)} Chroma")
        if self._words_url:
            engine = self._words
            from rag.index.lexical.postgresql import check_server

            check_server(engine)
            asked.append("words (WENDA_WORDS): PostgreSQL")
        return asked

    def have_room(self, name: str) -> bool:
        """Whether this computer's disk has room for another generation as large as this one.

        A full disk is no reason to give up an intact one.
        """
        files = (file for file in self.files(name).path.rglob("*") if file.is_file())
        size = sum(file.stat().st_size for file in files)
        return shutil.disk_usage(self.root).free > size

    def close(self) -> None:
        if self._words_url:
            self._words.dispose()

    @cached_property
    def _words(self) -> Engine:
        """Connections to the database of the words.

        Raises:
            WendaError: its driver is missing.
        """
        return connect(
            make_url(self._words_url),
            error_class=_WordsUnusable,
            wait_seconds=WAIT_SECONDS,
            connections=CONNECTIONS,
        )


class _WordsUnusable(DatabaseUnusable):
    database = "words"
