"""Groups articles that tell the same story: reprints, agency copy, one article from both a page and an export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from rag.archive.archive import Archive, to_version, version_columns
from rag.archive.tables import articles, copies, copy_bands, reading, versions, writing
from rag.archive.wording import Wording, compare
from rag.schema import Version

MAX_CANDIDATES = 50  # articles to compare with a new one: those that share the most bands with it
IDS_PER_QUERY = 500
BATCH = 100  # articles per write transaction of `refresh`, so that other writers do not wait long


class Copies:
    """Groups articles into stories. Thread-safe."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def groups(self, article_ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """For each of these articles that has copies: the ids of all live articles of its story, including its own."""
        wanted = list(dict.fromkeys(article_ids))
        with reading(self.archive.engine) as connection:
            linked = _linked(connection, wanted)
        groups: dict[str, frozenset[str]] = {}
        for article_id in wanted:
            if article_id in linked and article_id not in groups:
                group = frozenset(_reachable(article_id, linked))
                groups |= dict.fromkeys(group, group)
        return {article_id: groups[article_id] for article_id in wanted if article_id in groups}

    def same_story(self, article_id: str) -> list[Version]:
        """The other live articles of an article's story, newest first."""
        other_ids = self.groups([article_id]).get(article_id, frozenset()) - {article_id}
        versions = [self.archive.version(other_id) for other_id in other_ids]
        return sorted(versions, key=lambda v: (str(v.date or ""), v.article_id), reverse=True)

    def refresh(self) -> int:
        """Compare the articles that were never compared: those of an archive from before copies were recorded.

        Returns:
            The number of compared articles.
        """
        compared = select(copy_bands.c.article_id)
        query = select(articles.c.article_id).where(
            articles.c.version > 0, articles.c.article_id.not_in(compared)
        )
        with reading(self.archive.engine) as connection:
            missing = connection.execute(query.order_by(articles.c.article_id)).scalars().all()
        for start in range(0, len(missing), BATCH):
            with writing(self.archive.engine) as connection:
                for article_id in missing[start : start + BATCH]:
                    version = _newest(connection, [article_id])[0]
                    wording = Wording(version.text, version.date)
                    record_copies(connection, article_id, wording, wording.bands())
        return len(missing)


def record_copies(connection: Connection, article_id: str, wording: Wording, bands: Sequence[int]) -> None:
    """Compare an article's newest version with the archive, and store its bands and which articles are its copies."""
    connection.execute(delete(copy_bands).where(copy_bands.c.article_id == article_id))
    connection.execute(
        delete(copies).where((copies.c.article_id == article_id) | (copies.c.copy_id == article_id))
    )
    if not bands:
        return
    most_shared_bands = (
        select(copy_bands.c.article_id)
        .where(copy_bands.c.key.in_(bands))
        .group_by(copy_bands.c.article_id)
        .order_by(func.count().desc(), copy_bands.c.article_id)
        .limit(MAX_CANDIDATES)
    )
    candidates = _newest(connection, connection.execute(most_shared_bands).scalars().all())
    candidate_ids = {version.article_id for version in candidates}
    linked = _linked(connection, list(candidate_ids), withdrawn=True)
    their_copies = _newest(connection, sorted(linked.keys() - candidate_ids))
    wordings = {v.article_id: Wording(v.text, v.date) for v in (*candidates, *their_copies)}
    for copy_id in _copies_of(wording, wordings, linked):
        pair = (article_id, copy_id)
        connection.execute(copies.insert(), [{"article_id": a, "copy_id": b} for a, b in (pair, pair[::-1])])
    connection.execute(
        copy_bands.insert(), [{"key": key, "article_id": article_id} for key in dict.fromkeys(bands)]
    )


def _copies_of(
    wording: Wording, wordings: Mapping[str, Wording], linked: Mapping[str, set[str]]
) -> Iterator[str]:
    """Ids of the articles that a new article is a copy of.

    A shortened copy can match two stories that contradict each other, and must not merge them. It joins only one: first
    choice is a story of its own date, then the one with the most common shingles.

    Args:
        wording: the new article's text.
        wordings: texts of the articles to compare it with, and of all their copies.
        linked: copies of each article.
    """
    comparisons = {article_id: compare(wording, other) for article_id, other in wordings.items()}

    def rank(article_id: str) -> tuple[bool, float, str]:
        same_date = wordings[article_id].printed == wording.printed
        return same_date, comparisons[article_id].common, article_id

    joined: set[str] = set()
    same = (article_id for article_id, comparison in comparisons.items() if comparison.same)
    for article_id in sorted(same, key=rank, reverse=True):
        if article_id not in joined:
            story = _reachable(article_id, linked)
            if any(comparisons[i].contradict for i in story) or _contradict(story, joined, wordings):
                continue
            joined |= story
        yield article_id


def _contradict(story: Iterable[str], other: Collection[str], wordings: Mapping[str, Wording]) -> bool:
    return any(compare(wordings[a], wordings[b]).contradict for a in story for b in other)


def _newest(connection: Connection, article_ids: Sequence[str]) -> list[Version]:
    query = version_columns.where(
        versions.c.article_id.in_(article_ids), versions.c.version == articles.c.version
    )
    return [to_version(row) for row in connection.execute(query)]


def _linked(
    connection: Connection, article_ids: Sequence[str], *, withdrawn: bool = False
) -> dict[str, set[str]]:
    """The copies of each article, the copies of those, and so on.

    Args:
        withdrawn: include copies that are withdrawn.
    """
    linked: dict[str, set[str]] = {}
    to_visit = set(article_ids)
    while to_visit:
        copy_ids = set[str]()
        for article_id, copy_id in _pairs(connection, to_visit, withdrawn=withdrawn):
            linked.setdefault(article_id, set()).add(copy_id)
            copy_ids.add(copy_id)
        to_visit = copy_ids - linked.keys()
    return linked


def _pairs(
    connection: Connection, article_ids: Collection[str], *, withdrawn: bool
) -> Iterator[tuple[str, str]]:
    """(article, copy) pairs of these articles. For more than `IDS_PER_QUERY` articles, all pairs in the archive."""
    query = select(copies)
    if not withdrawn:
        query = query.join(articles, articles.c.article_id == copies.c.copy_id).where(
            articles.c.state == "live"
        )
    if len(article_ids) <= IDS_PER_QUERY:
        query = query.where(copies.c.article_id.in_(article_ids))
    for row in connection.execute(query):
        yield row.article_id, row.copy_id


def _reachable(article_id: str, linked: Mapping[str, set[str]]) -> set[str]:
    """The article and all its direct and indirect copies."""
    reachable, to_visit = {article_id}, [article_id]
    while to_visit:
        new = linked.get(to_visit.pop(), set()) - reachable
        reachable |= new
        to_visit += new
    return reachable
