"""The word index as a Tantivy folder in this process. It stores passage ids and words, and no texts."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import tantivy

from rag.index.damage import Damaged, noticing_damage
from rag.index.hit import Hit, best_first
from rag.index.lexical.base import PassageWords
from rag.text.words import index_terms, words

HEAP_BYTES = 64_000_000
SEGMENT_FILES = ("idx", "pos", "term", "store", "fast", "fieldnorm")
FOOTER_MAGIC = 1337


class TantivyFolder:
    """One Tantivy folder. One process writes to it; any process may read it and sees each commit."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open the index at `path`. If `write` is set, create it if it does not exist.

        Raises:
            Damaged
        """
        self._path = path
        self._writer: Any = None
        with noticing_damage("Tantivy cannot be opened"):
            if write:
                path.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(path))
                self._writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
            else:
                self._index = tantivy.Index.open(str(path))
            self._index.config_reader("manual")
            self._schema = self._index.schema

    def close(self) -> None:
        """Close the folder. Changes that are not committed are lost."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with noticing_damage("Tantivy cannot be closed"):
                writer.wait_merging_threads()

    # --- reading ---

    def reload(self) -> None:
        """Make other processes' commits visible here.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            self._index.reload()

    def search(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 score for the words of `text`. A passage need not contain all of them.

        Raises:
            Damaged
        """
        terms = dict.fromkeys(words(text))
        if not terms:
            return []
        with noticing_damage("Tantivy cannot be searched"):
            return self._run(self._any_of(terms), k)

    def containing_all(self, query_words: Sequence[str]) -> list[int]:
        """Ids of all passages that contain all the words, in their own text or in their article's head, ascending.

        Raises:
            Damaged
        """
        terms = dict.fromkeys(term for word in query_words for term in index_terms(word))
        if not terms:
            return []
        with noticing_damage("Tantivy cannot be searched"):
            must = [(tantivy.Occur.Must, self._any_of([term])) for term in terms]
            hits = self._run(tantivy.Query.boolean_query(must), max(1, self.count()))
        return sorted(hit.passage_id for hit in hits)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """The number of passages whose own text contains each word.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            searcher = self._index.searcher()
            return {word: int(searcher.doc_freq("body", word)) for word in terms}

    def printed(self, terms: Iterable[str]) -> dict[str, int]:
        """The number of passages with each index term, in their own text or, if in none of them, in their article's head.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            count = self._index.searcher().doc_freq
            return {term: int(count("body", term) or count("head", term)) for term in terms}

    def count(self) -> int:
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[int]:
        """Ids of all passages, as of the last `reload`.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            hits = self._run(tantivy.Query.all_query(), max(1, self.count()))
        return {hit.passage_id for hit in hits}

    def finds(self, passage: PassageWords, *, rarest: int = 8) -> bool:
        """Whether a search for the rarest words of a passage finds it.

        Args:
            rarest: number of words to search for in each field.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be searched"):
            searcher = self._index.searcher()
            must = [self._term("id", passage.passage_id)]
            for field, field_words in (("head", passage.head), ("body", passage.body)):
                by_rarity = sorted(set(field_words), key=lambda word: searcher.doc_freq(field, word))
                must += [self._term(field, word) for word in by_rarity[:rarest]]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])
            return [hit.passage_id for hit in self._run(query, 2)] == [passage.passage_id]

    # --- writing ---

    def put(self, passages: Sequence[PassageWords]) -> None:
        """Add passages; replace those that the index already has. Visible after `commit`.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be written"):
            self._delete([passage.passage_id for passage in passages])
            for passage in passages:
                document = tantivy.Document()
                document.add_unsigned("id", passage.passage_id)
                document.add_text("head", " ".join(passage.head))
                document.add_text("body", " ".join(passage.body))
                self._writer.add_document(document)

    def drop(self, passage_ids: Sequence[int]) -> None:
        """Delete passages. Unknown ids are ignored. Visible after `commit`.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be written"):
            self._delete(passage_ids)

    def _delete(self, passage_ids: Sequence[int]) -> None:
        # Not `delete_documents_by_term`: tantivy 0.27 turns an int into a signed term there, which matches nothing.
        if passage_ids:
            query = tantivy.Query.term_set_query(self._schema, "id", list(passage_ids))
            self._writer.delete_documents_by_query(query)

    def commit(self) -> None:
        """Make all changes since the last commit visible, or none of them.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be written"):
            self._writer.commit()
            self._index.reload()

    # --- queries are built from terms: a question is never parsed as Tantivy's query language ---

    def _term(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, index_option="freq")

    def _any_of(self, terms: Iterable[str]) -> tantivy.Query:
        fields = ("head", "body")
        parts = [(tantivy.Occur.Should, self._term(field, term)) for term in terms for field in fields]
        return tantivy.Query.boolean_query(parts)

    def _run(self, query: tantivy.Query, k: int) -> list[Hit]:
        searcher = self._index.searcher()
        found = searcher.search(query, limit=k, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in found])
        return best_first(Hit(int(i or 0), score) for i, (score, _) in zip(ids, found, strict=True))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for field in ("head", "body"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Checksums:
    """Compares a Tantivy folder's segment files with the checksums in their footers. Tantivy writes these but never checks them.

    A file that was right is read again only once its size or its time of modification has changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._right: dict[Path, tuple[int, int]] = {}

    def verify(self) -> None:
        """
        Raises:
            Damaged: a file is missing, or its content has changed.
        """
        meta = self._path / "meta.json"
        if not meta.exists():
            return  # the index does not exist yet; if only this file is missing, opening the index fails
        with noticing_damage("Tantivy cannot be read"):
            self._right = {file: self._verified(file) for file in _segment_files(meta)}

    def _verified(self, file: Path) -> tuple[int, int]:
        stat = file.stat()
        state = (stat.st_size, stat.st_mtime_ns)
        if self._right.get(file) != state:
            _verify_checksum(file)
        return state


def _segment_files(meta: Path) -> Iterator[Path]:
    for segment in json.loads(meta.read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        for kind in SEGMENT_FILES:
            yield meta.with_name(f"{name}.{kind}")
        if deletes := segment["deletes"]:
            yield meta.with_name(f"{name}.{deletes['opstamp']}.del")


def _verify_checksum(file: Path) -> None:
    """Check one file. Its footer is JSON with the CRC-32 of everything before it, then the JSON's length and a magic number."""
    content = file.read_bytes()
    length, magic = struct.unpack("<II", content[-8:])
    if magic != FOOTER_MAGIC:
        raise Damaged(f"the end of Tantivy's file {file.name} is missing")
    body, footer = content[: -8 - length], json.loads(content[-8 - length : -8])
    if zlib.crc32(body) != footer["crc"]:
        raise Damaged(f"Tantivy's file {file.name} has changed since it was written")
