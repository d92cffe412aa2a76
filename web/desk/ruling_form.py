"""Reads the form in which an editor decides about an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.archive import Archive
from rag.cite import Support
from rag.desk import Excluded, RuledStatement, RulingContent
from rag.newsroom.editing import Editing, quote_of
from rag.schema import FIELDS

LINE, NEVER, SIMILAR = "line-", "never-", "similar-"
"""How the names of check boxes begin; each box has a number of its own, and its value says what is chosen."""


@dataclass(frozen=True, slots=True)
class RulingForm:
    """What the editor has chosen and typed.

    Attributes:
        lines, never: values of check boxes, see `place_of`; in `never` an article's id stands for the whole article.
        similar: ids of answers.
        sentences: the editor's own words.
    """

    lines: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    own_words: str = ""
    reason: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> RulingForm:
        def chosen(prefix: str) -> tuple[str, ...]:
            return tuple(value for name, value in fields.items() if name.startswith(prefix))

        return cls(
            chosen(LINE),
            chosen(NEVER),
            chosen(SIMILAR),
            fields.get("own_words", "").strip(),
            fields.get("reason", "").strip(),
        )

    def decision(self, editing: Editing, archive: Archive) -> RulingContent:
        """
        Raises:
            RulingRefused: the chosen lines do not support a sentence.
            Archive.NotFound, ValueError: a place is none.
        """
        lines = [support_at(place, archive) for place in self.lines]
        sentences = [line.strip() for line in self.own_words.splitlines() if line.strip()]
        return RulingContent(
            statements=tuple(
                editing.in_own_words(sentences, lines)
                if sentences
                else (RuledStatement(quotes=(quote_of(line),)) for line in lines)
            ),
            excluded=tuple(_excluded(self.never, archive)),
        )


def place_of(support: Support) -> str:
    """Where words are printed, as the value of a check box: `ARTICLE:VERSION:FIELD:START:END`."""
    version = support.version
    return f"{version.article_id}:{version.version}:{support.field}:{support.start}:{support.end}"


def support_at(place: str, archive: Archive) -> Support:
    """The words at a place.

    Raises:
        Archive.NotFound: there is no such article or version.
        ValueError: it is no place.
    """
    article_id, version, name, start, end = place.split(":")
    field = next((known for known in FIELDS if known == name), None)
    if field is None:
        raise ValueError(f"{name!r} is no field of an article")
    return Support(archive.version(article_id, int(version)), field, int(start), int(end))


def _excluded(never: Sequence[str], archive: Archive) -> list[Excluded]:
    return [
        Excluded(article_id=one.partition(":")[0], quote=quote_of(support_at(one, archive)))
        if ":" in one
        else Excluded(article_id=one)
        for one in never
    ]
