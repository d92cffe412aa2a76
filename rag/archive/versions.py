"""Writes articles and their versions, withdraws or embargoes articles, and publishes them again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select, update

from rag.archive.archive import State
from rag.archive.copies import record_copies
from rag.archive.corrections import record_corrections
from rag.archive.identity import CONTENT_FIELDS
from rag.archive.passages import insert_passages, retire_passages
from rag.archive.prepared import PreparedArticle
from rag.archive.source_file import SourceFile
from rag.archive.tables import articles, passages, sources, versions
from rag.schema import Jump, Paragraph, Version

_ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_LENGTH = 8


def add_article(connection: Connection, source: str, source_id: str) -> str:
    """Add a live article without a version; returns its new id."""
    article_id = _new_id(connection)
    connection.execute(
        articles.insert().values(
            article_id=article_id, source=source, source_id=source_id, state="live", version=0
        )
    )
    return article_id


def write_version(
    connection: Connection,
    article_id: str,
    number: int,
    source_sha256: str,
    item: PreparedArticle,
    *,
    live: bool,
) -> None:
    """Write the newest version of an article, with its passages, its copies, and the reports that it corrects.

    Args:
        source_sha256: of the file that it was read from.
        live: answers may use the passages.
    """
    draft = item.draft
    retire_passages(connection, article_id)
    connection.execute(
        versions.insert().values(
            article_id=article_id,
            version=number,
            source_sha256=source_sha256,
            paragraphs=_places_json(draft.paragraphs),
            jumps=_jumps_json(draft.jumps),
            added_at=_now(),
            **{name: getattr(draft, name) for name in CONTENT_FIELDS},
        )
    )
    connection.execute(update(articles).where(articles.c.article_id == article_id).values(version=number))
    insert_passages(connection, article_id, number, item, live=live)
    record_copies(connection, article_id, item.wording, item.bands)
    record_corrections(connection, article_id, draft.headline, draft.text, draft.date)


def replace_places(connection: Connection, version: Version, paragraphs: Sequence[Paragraph]) -> None:
    """Replace where a version was printed, after another reading of the same file."""
    connection.execute(
        update(versions)
        .where(versions.c.article_id == version.article_id, versions.c.version == version.version)
        .values(paragraphs=_places_json(paragraphs))
    )


def replace_jumps(connection: Connection, version: Version, jumps: Sequence[Jump]) -> None:
    """Replace the marks that lead to a version's parts on other pages, after another reading."""
    connection.execute(
        update(versions)
        .where(versions.c.article_id == version.article_id, versions.c.version == version.version)
        .values(jumps=_jumps_json(jumps))
    )


def _jumps_json(jumps: Sequence[Jump]) -> str:
    return json.dumps([[jump.direction, jump.page, jump.on] for jump in jumps])


def _places_json(paragraphs: Sequence[Paragraph]) -> str:
    return json.dumps([[p.field, p.start, p.end, p.raw_start, p.raw_end] for p in paragraphs])


def record_source(connection: Connection, file: SourceFile) -> bool:
    """Store the name and encoding of a source file, if the archive does not have the file already.

    Returns:
        False if a takedown has replaced the file by a redacted copy.
    """
    connection.execute(
        sources.insert()
        .prefix_with("OR IGNORE")
        .values(sha256=file.sha256, name=Path(file.name).name, encoding=file.encoding, added_at=_now())
    )
    replaced_by = select(sources.c.replaced_by).where(sources.c.sha256 == file.sha256)
    return connection.execute(replaced_by).scalar_one() is None


def withdraw(connection: Connection, article_id: str, state: State) -> None:
    """Stop using an article for answers.

    Args:
        state: "superseded" (a later reading of its page no longer contains it) or "removed" (by staff, or by its sender).
    """
    _set_state(connection, article_id, state, None)
    connection.execute(update(passages).where(passages.c.article_id == article_id).values(live=False))


def publish(connection: Connection, article_id: str) -> None:
    """Use a withdrawn or embargoed article for answers. The passages of its newest version were not deleted."""
    _set_state(connection, article_id, "live", None)
    newest = select(articles.c.version).where(articles.c.article_id == article_id).scalar_subquery()
    connection.execute(
        update(passages)
        .where(passages.c.article_id == article_id, passages.c.version == newest)
        .values(live=True)
    )


def embargo(connection: Connection, article_id: str, until: datetime) -> None:
    """Keep an article from being used before a moment, which has a time zone."""
    _set_state(connection, article_id, "embargoed", until.astimezone(UTC).replace(tzinfo=None))
    connection.execute(update(passages).where(passages.c.article_id == article_id).values(live=False))


def restrict_to_quotes(connection: Connection, article_id: str, quote_only: bool) -> None:
    """Set whether residents may see no more than quotations of an article."""
    connection.execute(
        update(articles).where(articles.c.article_id == article_id).values(quote_only=quote_only)
    )


def _set_state(connection: Connection, article_id: str, state: State, until: datetime | None) -> None:
    connection.execute(
        update(articles).where(articles.c.article_id == article_id).values(state=state, embargo_until=until)
    )


def _new_id(connection: Connection) -> str:
    while True:
        article_id = "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))
        existing = connection.execute(select(articles).where(articles.c.article_id == article_id)).first()
        if existing is None:
            return article_id


def _now() -> datetime:
    """The current time in UTC without a time zone, as SQLite stores it."""
    return datetime.now(UTC).replace(tzinfo=None)
