"""Finds the articles that the archive already has of an export line, a page file, or a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from rag.archive.archive import State, to_version, version_columns
from rag.archive.source_file import SourceFile
from rag.archive.tables import articles, is_embargoed, versions
from rag.schema import Draft, Version

_select_newest = version_columns.where(versions.c.version == articles.c.version)


def find_by_source_id(connection: Connection, source: str, source_id: str) -> Version | None:
    """The newest version of the article with this id in an export, or None."""
    query = _select_newest.where(articles.c.source == source, articles.c.source_id == source_id)
    row = connection.execute(query).one_or_none()
    return to_version(row) if row else None


def find_by_file(connection: Connection, file: SourceFile) -> Version | None:
    """An article of the last reading of the same page file, or None if the file was never read."""
    query = _select_newest.where(versions.c.source_sha256 == file.sha256, articles.c.source_id == "")
    row = connection.execute(query.order_by(versions.c.added_at.desc()).limit(1)).one_or_none()
    return to_version(row) if row else None


def versions_from_file(connection: Connection, article_id: str, file: SourceFile) -> list[Version]:
    """The versions of an article that were read from a file."""
    query = version_columns.where(
        versions.c.article_id == article_id, versions.c.source_sha256 == file.sha256
    )
    return [to_version(row) for row in connection.execute(query)]


def find_by_page(connection: Connection, file: SourceFile, drafts: Sequence[Draft]) -> list[Version]:
    """The articles of earlier readings of these pages: of the same bytes, or the same (paper, date, page)."""
    same_page = versions.c.source_sha256 == file.sha256
    for paper, day, page in {(draft.paper, draft.date, draft.page) for draft in drafts}:
        if paper and day and page:
            same_page |= (
                (versions.c.paper == paper)
                & (versions.c.date == day)
                & (versions.c.page == page)
                & versions.c.paragraphs.not_in(["", "[]"])
            )
    query = _select_newest.where(same_page, articles.c.source_id == "").order_by(versions.c.article_id)
    return [to_version(row) for row in connection.execute(query)]


def all_from_file(old: Sequence[Version], file: SourceFile) -> bool:
    """Whether there are old versions, and all of them were read from the same bytes as `file`."""
    return bool(old) and all(version.source_sha256 == file.sha256 for version in old)


def article_state(connection: Connection, article_id: str) -> State:
    state: State = connection.execute(
        select(articles.c.state).where(articles.c.article_id == article_id)
    ).scalar_one()
    return state


def embargoed_until(connection: Connection, article_id: str) -> datetime | None:
    """The moment before which an article is not used; None if it is under no embargo."""
    query = select(articles.c.embargo_until).where(articles.c.article_id == article_id, is_embargoed)
    moment = connection.execute(query).scalar_one_or_none()
    return moment.replace(tzinfo=UTC) if moment else None
