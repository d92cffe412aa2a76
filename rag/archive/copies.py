"""Which articles are the same story: reprints, agency copy, one article from page and export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from rag.archive.archive import Archive, to_version
from rag.archive.tables import articles, copies, copy_bands, reading, versions, writing
from rag.archive.wording import Wording, compare
from rag.schema import Version

COMPARED = 50  # articles that are read to tell whether they are copies: those with the most bands in common
AT_ONCE = 500  # articles that one query names
BATCH = 100  # articles that are compared in one transaction: others want to write too


class Copies:
    """Groups articles into stories. May be asked from many threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def groups(self, article_ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """The story of each of these articles that has copies: the ids of all its live articles, itself included."""
        wanted = list(dict.fromkeys(article_ids))
        with reading(self.archive.engine) as connection:
            linked = _linked(connection, wanted)
        groups: dict[str, frozenset[str]] = {}
        for article_id in wanted:
            if article_id in linked and article_id not in groups:
                group = frozenset(_reached(article_id, linked))
                groups |= dict.fromkeys(group, group)
        return {article_id: groups[article_id] for article_id in wanted if article_id in groups}

    def same_story(self, article_id: str) -> list[Version]:
        """The other live articles of a story, newest first."""
        others = self.groups([article_id]).get(article_id, frozenset()) - {article_id}
        found = [self.archive.version(other) for other in others]
        return sorted(found, key=lambda v: (str(v.date or ""), v.article_id), reverse=True)

    def refresh(self) -> int:
        """Compare the articles of an archive from before copies were noted.

        Returns:
            How many were compared.
        """
        known = select(copy_bands.c.article_id)
        query = select(articles.c.article_id).where(
            articles.c.version > 0, articles.c.article_id.not_in(known)
        )
        with reading(self.archive.engine) as connection:
            unknown = connection.execute(query.order_by(articles.c.article_id)).scalars().all()
        for start in range(0, len(unknown), BATCH):
            with writing(self.archive.engine) as connection:
                for article_id in unknown[start : start + BATCH]:
                    version = _newest(connection, [article_id])[0]
                    wording = Wording(version.text, version.date)
                    record_copies(connection, article_id, wording, wording.bands())
        return len(unknown)


def record_copies(connection: Connection, article_id: str, wording: Wording, bands: Sequence[int]) -> None:
    """Compare an article's newest wording with what the archive has, and note which articles are its copies."""
    connection.execute(delete(copy_bands).where(copy_bands.c.article_id == article_id))
    connection.execute(
        delete(copies).where((copies.c.article_id == article_id) | (copies.c.copy_id == article_id))
    )
    if not bands:
        return
    near = (
        select(copy_bands.c.article_id)
        .where(copy_bands.c.key.in_(bands))
        .group_by(copy_bands.c.article_id)
        .order_by(func.count().desc(), copy_bands.c.article_id)
        .limit(COMPARED)
    )
    others = _newest(connection, connection.execute(near).scalars().all())
    linked = _linked(connection, [other.article_id for other in others], withdrawn=True)
    rest = _newest(connection, sorted(linked.keys() - {other.article_id for other in others}))
    wordings = {other.article_id: Wording(other.text, other.date) for other in (*others, *rest)}
    for copy_id in _chosen(wording, wordings, linked):
        pair = (article_id, copy_id)
        connection.execute(copies.insert(), [{"article_id": a, "copy_id": b} for a, b in (pair, pair[::-1])])
    connection.execute(
        copy_bands.insert(), [{"key": key, "article_id": article_id} for key in dict.fromkeys(bands)]
    )


def _chosen(
    wording: Wording, wordings: Mapping[str, Wording], linked: Mapping[str, set[str]]
) -> Iterator[str]:
    """Of the articles that are the same story as a new one, those of the stories that it may join: a shortened copy
    must not make one of two that contradict each other. Of two such it joins the one of its day that is more like it.
    """
    found = {article_id: compare(wording, other) for article_id, other in wordings.items()}

    def rank(article_id: str) -> tuple[bool, float, str]:
        return wordings[article_id].printed == wording.printed, found[article_id].common, article_id

    joined: set[str] = set()
    for article_id in sorted((i for i, likeness in found.items() if likeness.same), key=rank, reverse=True):
        if article_id not in joined:
            story = _reached(article_id, linked)
            if any(found[i].contradict for i in story) or _contradict(story, joined, wordings):
                continue
            joined |= story
        yield article_id


def _contradict(some: Iterable[str], others: Collection[str], wordings: Mapping[str, Wording]) -> bool:
    return any(compare(wordings[a], wordings[b]).contradict for a in some for b in others)


def _newest(connection: Connection, article_ids: Sequence[str]) -> list[Version]:
    query = (
        select(versions, articles.c.source, articles.c.source_id)
        .join_from(versions, articles)
        .where(versions.c.article_id.in_(article_ids), versions.c.version == articles.c.version)
    )
    return [to_version(row) for row in connection.execute(query)]


def _linked(
    connection: Connection, article_ids: Sequence[str], *, withdrawn: bool = False
) -> dict[str, set[str]]:
    """The copies of each article, and of those, and so on: live ones, or `withdrawn` ones too."""
    linked: dict[str, set[str]] = {}
    waiting = set(article_ids)
    while waiting:
        found = set[str]()
        for article_id, copy_id in _pairs(connection, waiting, withdrawn=withdrawn):
            linked.setdefault(article_id, set()).add(copy_id)
            found.add(copy_id)
        waiting = found - linked.keys()
    return linked


def _pairs(
    connection: Connection, article_ids: Collection[str], *, withdrawn: bool
) -> Iterator[tuple[str, str]]:
    """Each of these articles with each of its copies; of many, all that the archive has."""
    query = select(copies)
    if not withdrawn:
        query = query.join(articles, articles.c.article_id == copies.c.copy_id).where(
            articles.c.state == "live"
        )
    if len(article_ids) <= AT_ONCE:
        query = query.where(copies.c.article_id.in_(article_ids))
    for row in connection.execute(query):
        yield row.article_id, row.copy_id


def _reached(article_id: str, linked: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {article_id}, [article_id]
    while waiting:
        new = linked.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached
