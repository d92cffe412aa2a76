"""The words of a passage as a PostgreSQL tsvector, and single words as queries of it.

A lexeme is a field (`h` for the head, `b` for the body) followed by a word. It has as many positions as the word has
occurrences. A word with `OFTEN` or more has a second lexeme, with a number before the field: `3b桥`. It lets the index tell
frequent words from rare ones, because the index (GIN) stores lexemes without their positions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from rag.index.lexical.base import PassageWords

HEAD, BODY = "h", "b"
OFTEN = 3
MOST_POSITIONS = 255  # of a lexeme, in PostgreSQL; more hardly change a BM25 score
LONGEST = 255  # bytes of a word; PostgreSQL takes lexemes of up to 2,046 bytes
MOST_BYTES = 900_000  # of the lexemes of a passage; PostgreSQL takes 1 MiB
OVERHEAD = 8  # bytes of a lexeme beside its text and positions, rounded up


def lexeme(field: str, word: str) -> str:
    """The lexeme of a word. A very long word is represented by its hash; NUL, which PostgreSQL cannot store, by U+FFFD."""
    content = word.replace("\0", "\ufffd").encode("utf-8", "replace")
    if len(content) > LONGEST:
        return field.upper() + sha256(content).hexdigest()
    return field + content.decode()


def often(of_word: str) -> str:
    """The lexeme that a word has in addition if it occurs `OFTEN` times or more."""
    return f"{OFTEN}{of_word}"


def lexemes_of(passage: PassageWords) -> dict[str, int]:
    """How often each lexeme occurs in a passage, head first. What exceeds the largest tsvector is left out."""
    counted: dict[str, int] = {}
    room = MOST_BYTES
    for field, words in ((HEAD, passage.head), (BODY, passage.body)):
        for term, count in Counter(lexeme(field, word) for word in words).items():
            room -= 2 * (len(term.encode()) + OVERHEAD) + 2 * min(count, MOST_POSITIONS)
            if room < 0:
                return counted
            counted[term] = count
    return counted


def tsvector(counted: dict[str, int]) -> str:
    """The text form of a tsvector with these lexemes and, for frequent ones, their second lexemes."""
    parts = []
    for term, count in counted.items():
        parts.append(f"{quoted(term)}:{_POSITIONS[min(count, MOST_POSITIONS)]}")
        if count >= OFTEN:
            parts.append(quoted(often(term)))
    return " ".join(parts)


def quoted(term: str) -> str:
    """A lexeme as PostgreSQL reads it in the text form of a tsvector or tsquery."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def all_of(terms: Iterable[str]) -> str:
    """The text form of a tsquery for passages with all of these lexemes."""
    return " & ".join(map(quoted, terms))


_POSITIONS = [",".join(map(str, range(1, count + 1))) for count in range(MOST_POSITIONS + 1)]
