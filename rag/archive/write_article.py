"""Writes one article into the archive: adds, replaces, publishes, embargoes, skips or refuses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from rag.archive import existing
from rag.archive.archive import State
from rag.archive.identity import OTHER_ARTICLE, same_content, similarity
from rag.archive.prepared import PreparedArticle
from rag.archive.rights import Rights
from rag.archive.source_file import SourceFile
from rag.archive.takedowns import Takedown, find_takedown
from rag.archive.versions import (
    add_article,
    embargo,
    publish,
    replace_jumps,
    replace_places,
    restrict_to_quotes,
    write_version,
)
from rag.schema import Draft, Version, WendaError

Action = Literal[
    "added",
    "replaced",
    "skipped",
    "revived",
    "embargoed",
    "released",
    "withdrawn",
    "kept_withdrawn",
    "refused",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the archive did with an article.

    "embargoed", "released": it was known, and its embargo was set, moved or lifted. "refused": it was taken down, `why` says
    when and why; then it has no headline, and its version is 0.
    """

    action: Action
    article_id: str
    version: int
    headline: str
    why: str = ""


class IdReused(WendaError):
    """An export line has the id of another article."""


def write_article(
    connection: Connection,
    file: SourceFile,
    source: str,
    known: Version | None,
    item: PreparedArticle | Draft,
    rights: Rights,
) -> Outcome:
    """Add, replace, publish, embargo or skip one article.

    Args:
        known: the newest version that the archive has of it, or None.
    """
    draft = draft_of(item)
    if takedown := find_takedown(connection, source, draft):
        return refused(takedown)
    if known is None:
        if not isinstance(item, PreparedArticle):
            raise RuntimeError(f"a new article has no passages: {draft.headline!r}")
        article_id = add_article(connection, source, draft.source_id)
        write_version(connection, article_id, 1, file.sha256, item, live=rights.until is None)
        restrict_to_quotes(connection, article_id, rights.quote_only)
        if rights.until is not None:
            embargo(connection, article_id, rights.until)
        return Outcome("added", article_id, 1, draft.headline)

    if draft.source_id:
        refuse_reused_id(known, draft)
    article_id, number = known.article_id, known.version
    state = existing.article_state(connection, article_id)
    stays_withdrawn = state == "removed" and not rights.again
    until = rights.until if rights.again else rights.until or existing.embargoed_until(connection, article_id)
    is_same = same_content(known, draft)
    if not is_same and isinstance(item, PreparedArticle):
        number += 1
        live = until is None and not stays_withdrawn
        write_version(connection, article_id, number, file.sha256, item, live=live)
    elif is_same:
        if known.source_sha256 == file.sha256 and known.paragraphs != draft.paragraphs:
            replace_places(connection, known, draft.paragraphs)
        if known.jumps != draft.jumps:
            replace_jumps(connection, known, draft.jumps)
    restrict_to_quotes(connection, article_id, rights.quote_only or (known.quote_only and not rights.again))
    if stays_withdrawn:
        return Outcome("kept_withdrawn", article_id, number, draft.headline)
    action = _publish(connection, article_id, state, until)
    if number > known.version and action in ("skipped", "released"):
        action = "replaced"
    return Outcome(action, article_id, number, draft.headline)


def refused(takedown: Takedown) -> Outcome:
    return Outcome(
        "refused", takedown.article_id, 0, "", f"taken down on {takedown.taken_at:%Y-%m-%d}: {takedown.why}"
    )


def _publish(connection: Connection, article_id: str, state: State, until: datetime | None) -> Action:
    """Publish an article of the archive, or put it under embargo; "skipped" if it already was what it has to be."""
    if until is not None:
        changed = existing.embargoed_until(connection, article_id) != until
        embargo(connection, article_id, until)
        return "embargoed" if changed else "skipped"
    if state == "live":
        return "skipped"
    publish(connection, article_id)
    return "released" if state == "embargoed" else "revived"


def is_used(connection: Connection, article_id: str) -> bool:
    """Whether answers use an article, or will when its embargo ends."""
    return existing.article_state(connection, article_id) in ("live", "embargoed")


def draft_of(item: PreparedArticle | Draft) -> Draft:
    return item.draft if isinstance(item, PreparedArticle) else item


def refuse_reused_id(known: Version, draft: Draft) -> None:
    dates_differ = known.date is not None and draft.date is not None and known.date != draft.date
    if dates_differ and similarity(known.text, draft.text) < OTHER_ARTICLE:
        raise IdReused(
            f"id reused: {draft.source_id!r} is the article of {known.date} «{known.headline}». "
            "Nothing was replaced. Give the line another id, or its file another --source."
        )
