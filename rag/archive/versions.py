"""Writes articles and their versions, withdraws or embargoes articles, and publishes them again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select, update

from rag.archive.archive import State
from rag.archive.copies import forget_copies, record_copies
from rag.archive.corrections import forget_corrections, record_corrections
from rag.archive.identity import CONTENT_FIELDS
from rag.archive.passages import NewVersion, insert_passages, retire_passages
from rag.archive.prepared import PreparedArticle
from rag.archive.rights import Rights
from rag.archive.source_file import SourceFile
from rag.archive.tables import articles, passages, sources, versions
from rag.database import insert_or_ignore
from rag.schema import Jump, Paragraph, Version

_ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_LENGTH = 8


def add_articles(
    connection: Connection,
    source: str,
    file: SourceFile,
    items: Sequence[PreparedArticle],
    rights: Rights,
) -> list[str]:
    """Add new articles with their first versions; returns their new ids."""
    if not items:
        return []
    ids = _new_ids(connection, len(items))
    until = rights.until.astimezone(UTC).replace(tzinfo=None) if rights.until else None
    rows = [
        {
            "article_id": article_id,
            "source": source,
            "source_id": item.draft.source_id,
            "state": "embargoed" if until else "live",
            "version": 1,
            "embargo_until": until,
            "quote_only": rights.quote_only,
        }
        for article_id, item in zip(ids, items, strict=True)
    ]
    connection.execute(articles.insert(), rows)
    _insert_versions(
        connection,
        [
            NewVersion(article_id, 1, file.sha256, item, live=until is None)
            for article_id, item in zip(ids, items, strict=True)
        ],
    )
    return ids


def write_version(connection: Connection, new: NewVersion) -> None:
    """Replace an article's newest version."""
    retire_passages(connection, [new.article_id])
    connection.execute(
        update(articles).where(articles.c.article_id == new.article_id).values(version=new.number)
    )
    forget_copies(connection, new.article_id)
    forget_corrections(connection, new.article_id)
    _insert_versions(connection, [new])


def _insert_versions(connection: Connection, new: Sequence[NewVersion]) -> None:
    """Write versions with their passages, their copies, and the reports that they correct."""
    now = _now()
    rows = [
        {
            "article_id": version.article_id,
            "version": version.number,
            "source_sha256": version.source_sha256,
            "paragraphs": _places_json(version.item.draft.paragraphs),
            "jumps": _jumps_json(version.item.draft.jumps),
            "added_at": now,
            **{name: getattr(version.item.draft, name) for name in CONTENT_FIELDS},
        }
        for version in new
    ]
    connection.execute(versions.insert(), rows)
    insert_passages(connection, new)
    analyses = ((v.article_id, v.item.analysis) for v in new)
    record_copies(connection, [(i, analysis.wording, analysis.bands) for i, analysis in analyses])
    record_corrections(
        connection,
        [(v.article_id, v.item.draft.headline, v.item.draft.text, v.item.draft.date) for v in new],
    )


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
    row = {
        "sha256": file.sha256,
        "name": Path(file.name).name,
        "encoding": file.encoding,
        "added_at": _now(),
    }
    insert_or_ignore(connection, sources, row)
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


def _new_ids(connection: Connection, count: int) -> list[str]:
    """So many ids that no article has."""
    while True:
        ids = {"".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH)) for _ in range(count)}
        taken = select(articles.c.article_id).where(articles.c.article_id.in_(ids))
        if len(ids) == count and connection.execute(taken).first() is None:
            return list(ids)


def _now() -> datetime:
    """The current time in UTC without a time zone, as the archive stores it."""
    return datetime.now(UTC).replace(tzinfo=None)
