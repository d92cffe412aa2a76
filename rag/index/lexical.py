"""The index of words: Tantivy, scored by BM25, with ids and words and no text.

Two fields: `body` has a passage's own words, `head` those of its article's headlines, column and byline, which
every passage of the article carries. Apart, they neither lengthen the passages nor make the headline's words
common; hit@1 on cmrc2018-dev and drcd-dev is 0.985 and 0.943 (0.980 and 0.948 as one field), without a boost.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from rag.index.damage import Damaged, noticing_damage
from rag.index.hit import Hit, best_first
from rag.schema import Passage
from rag.text.words import index_terms, words

HEAP_BYTES = 64_000_000
SEGMENT_FILES = ("idx", "pos", "term", "store", "fast", "fieldnorm")
FOOTER_MAGIC = 1337


@dataclass(frozen=True, slots=True)
class PassageWords:
    """What is counted of one passage: `head`, the words of its article's headline and byline; and its own."""

    passage_id: int
    head: tuple[str, ...]
    body: tuple[str, ...]


def words_of(passage: Passage) -> PassageWords:
    """The words of a passage. Each passage carries its article's head, so that a headline or a name finds it."""
    version = passage.version
    head = "\n".join((version.headline, version.subheadline, version.column, version.byline))
    return PassageWords(passage.passage_id, tuple(words(head)), tuple(words(passage.text)))


class LexicalIndex:
    """One Tantivy folder. One process writes it; any process may read it and sees each commit."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open the index at `path`; a writer makes it where absent.

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
        """Drop what is not committed, and let go of the folder."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with noticing_damage("Tantivy cannot be closed"):
                writer.wait_merging_threads()

    # --- reading ---

    def reload(self) -> None:
        """See what has been committed.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            self._index.reload()

    def search(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 for the words of `text`, any of which may be missing.

        Raises:
            Damaged
        """
        asked = dict.fromkeys(words(text))
        if not asked:
            return []
        with noticing_damage("Tantivy cannot be searched"):
            return self._run(self._any_of(asked), k)

    def containing_all(self, asked: Sequence[str]) -> list[int]:
        """The ids of all passages that have each of the words, in their own text or in their article's head.

        Raises:
            Damaged
        """
        wanted = dict.fromkeys(held for word in asked for held in index_terms(word))
        if not wanted:
            return []
        with noticing_damage("Tantivy cannot be searched"):
            must = [(tantivy.Occur.Must, self._any_of([word])) for word in wanted]
            hits = self._run(tantivy.Query.boolean_query(must), max(1, self.count()))
        return sorted(hit.passage_id for hit in hits)

    def frequencies(self, asked: Iterable[str]) -> dict[str, int]:
        """In how many passages' own text each of the words stands.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            searcher = self._index.searcher()
            return {word: int(searcher.doc_freq("body", word)) for word in asked}

    def count(self) -> int:
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[int]:
        """All passages of the last commit that was looked at.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be read"):
            hits = self._run(tantivy.Query.all_query(), max(1, self.count()))
        return {hit.passage_id for hit in hits}

    def finds(self, entry: PassageWords, *, rarest: int = 8) -> bool:
        """Whether a passage comes back for the rarest of its own words.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be searched"):
            searcher = self._index.searcher()
            must = [self._is("id", entry.passage_id)]
            for field, held in (("head", entry.head), ("body", entry.body)):
                by_rarity = sorted(set(held), key=lambda word: searcher.doc_freq(field, word))
                must += [self._is(field, word) for word in by_rarity[:rarest]]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])
            return [hit.passage_id for hit in self._run(query, 2)] == [entry.passage_id]

    # --- writing ---

    def put(self, entries: Sequence[PassageWords]) -> None:
        """Add passages, or replace them where they are there; seen after `commit`.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be written"):
            self._delete([entry.passage_id for entry in entries])
            for entry in entries:
                document = tantivy.Document()
                document.add_unsigned("id", entry.passage_id)
                document.add_text("head", " ".join(entry.head))
                document.add_text("body", " ".join(entry.body))
                self._writer.add_document(document)

    def drop(self, passage_ids: Sequence[int]) -> None:
        """Let passages go; unknown ones are no error. Seen after `commit`.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be written"):
            self._delete(passage_ids)

    def _delete(self, passage_ids: Sequence[int]) -> None:
        # By query: `delete_documents_by_term` makes a signed term of an int, and deletes nothing here (0.27).
        if passage_ids:
            those = tantivy.Query.term_set_query(self._schema, "id", list(passage_ids))
            self._writer.delete_documents_by_query(those)

    def commit(self) -> None:
        """Make what was put and dropped seen, all of it or nothing.

        Raises:
            Damaged
        """
        with noticing_damage("Tantivy cannot be written"):
            self._writer.commit()
            self._index.reload()

    # --- queries, made of terms: a question's text is never read as a query language ---

    def _is(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, index_option="freq")

    def _any_of(self, asked: Iterable[str]) -> tantivy.Query:
        fields = ("head", "body")
        parts = [(tantivy.Occur.Should, self._is(field, word)) for word in asked for field in fields]
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


def check_sums(path: Path) -> None:
    """Compare each segment file with the checksum that Tantivy wrote at its end and never looks at again.

    Raises:
        Damaged: a file is missing, or not what was written.
    """
    meta = path / "meta.json"
    if not meta.exists():
        return  # nothing was made yet, or opening will tell
    with noticing_damage("Tantivy cannot be read"):
        for segment in json.loads(meta.read_bytes())["segments"]:
            name = segment["segment_id"].replace("-", "")
            for kind in SEGMENT_FILES:
                _check_sum(path / f"{name}.{kind}")
            if deletes := segment["deletes"]:
                _check_sum(path / f"{name}.{deletes['opstamp']}.del")


def _check_sum(file: Path) -> None:
    """A Tantivy file ends in its footer: JSON with the CRC-32 of what precedes it, its length, a magic number."""
    content = file.read_bytes()
    length, magic = struct.unpack("<II", content[-8:])
    if magic != FOOTER_MAGIC:
        raise Damaged(f"Tantivy's file {file.name} has lost its end")
    body, footer = content[: -8 - length], json.loads(content[-8 - length : -8])
    if zlib.crc32(body) != footer["crc"]:
        raise Damaged(f"Tantivy's file {file.name} is not what was written")
