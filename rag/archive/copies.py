"""Groups articles that tell the same story: reprints, agency copy, one article from both a page and an export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, delete, select

from rag.archive.archive import Archive, to_version, version_columns
from rag.archive.tables import articles, copies, copy_bands, reading, versions, writing
from rag.archive.wording import Comparison, Wording, compare
from rag.schema import Version

MAX_CANDIDATES = 50  # articles to compare with a new one: those that share the most bands with it
IDS_PER_QUERY = 500
BATCH = 100  # articles per write transaction of `refresh`, so that other writers do not wait long

T = TypeVar("T")


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
                found = _newest(connection, missing[start : start + BATCH])
                wordings = [(version.article_id, Wording(version.text, version.date)) for version in found]
                record_copies(connection, [(i, wording, wording.bands()) for i, wording in wordings])
        return len(missing)


def record_copies(connection: Connection, new: Sequence[tuple[str, Wording, Sequence[int]]]) -> None:
    """Compare articles with the archive and with each other; store their bands, and which articles are their copies.

    Args:
        new: id, wording and bands of each article, in its newest version. What was recorded of an earlier version is
            forgotten already, see `forget_copies`.
    """
    sharing = _articles_by_band(connection, {key for _, _, bands in new for key in bands})
    candidates: dict[str, list[str]] = {}
    for article_id, _, bands in new:
        candidates[article_id] = _most_alike(sharing, bands)
        for key in dict.fromkeys(bands):
            sharing.setdefault(key, []).append(article_id)
    own = {article_id: wording for article_id, wording, _ in new}
    archived = {i for ids in candidates.values() for i in ids} - own.keys()
    linked = _linked(connection, list(archived), withdrawn=True)
    wordings = {v.article_id: Wording(v.text, v.date) for v in _newest(connection, archived | linked.keys())}
    pairs: list[tuple[str, str]] = []
    for article_id, wording, _ in new:
        alike = {other for i in candidates[article_id] for other in _reachable(i, linked)}
        for copy_id in list(_copies_of(wording, {i: wordings[i] for i in alike}, linked)):
            linked.setdefault(article_id, set()).add(copy_id)
            linked.setdefault(copy_id, set()).add(article_id)
            pairs += [(article_id, copy_id), (copy_id, article_id)]
        wordings[article_id] = wording
    if pairs:
        connection.execute(copies.insert(), [{"article_id": a, "copy_id": b} for a, b in pairs])
    keys = [{"key": key, "article_id": i} for i, _, bands in new for key in dict.fromkeys(bands)]
    if keys:
        connection.execute(copy_bands.insert(), keys)


def forget_copies(connection: Connection, article_id: str) -> None:
    """Delete an article's bands and which articles are its copies: it gets another version."""
    connection.execute(delete(copy_bands).where(copy_bands.c.article_id == article_id))
    its_copies = select(copies.c.copy_id).where(copies.c.article_id == article_id)
    back = copies.c.article_id.in_(connection.execute(its_copies).scalars().all())
    connection.execute(delete(copies).where(back, copies.c.copy_id == article_id))
    connection.execute(delete(copies).where(copies.c.article_id == article_id))


def _articles_by_band(connection: Connection, keys: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for some in _in_portions(keys, IDS_PER_QUERY):
        for row in connection.execute(select(copy_bands).where(copy_bands.c.key.in_(some))):
            found.setdefault(row.key, []).append(row.article_id)
    return found


def _most_alike(sharing: Mapping[int, Sequence[str]], bands: Sequence[int]) -> list[str]:
    """The articles that share the most bands with an article."""
    shared = Counter(article_id for key in dict.fromkeys(bands) for article_id in sharing.get(key, ()))
    return sorted(shared, key=lambda i: (-shared[i], i))[:MAX_CANDIDATES]


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
    of_text: dict[
        tuple[str, date | None], Comparison
    ] = {}  # reprints are often equal: each text is compared once
    comparisons: dict[str, Comparison] = {}
    for article_id, other in wordings.items():
        key = (other.text, other.printed)
        if key not in of_text:
            of_text[key] = compare(wording, other)
        comparisons[article_id] = of_text[key]

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


def _newest(connection: Connection, article_ids: Collection[str]) -> list[Version]:
    """The newest versions of these articles, in the order of their ids."""
    found: list[Version] = []
    for some in _in_portions(sorted(article_ids), IDS_PER_QUERY):
        query = version_columns.where(
            versions.c.article_id.in_(some), versions.c.version == articles.c.version
        )
        found += [to_version(row) for row in connection.execute(query.order_by(versions.c.article_id))]
    return found


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
    """(article, copy) pairs of these articles."""
    query = select(copies)
    if not withdrawn:
        query = query.join(articles, articles.c.article_id == copies.c.copy_id).where(
            articles.c.state == "live"
        )
    for some in _in_portions(article_ids, IDS_PER_QUERY):
        for row in connection.execute(query.where(copies.c.article_id.in_(some))):
            yield row.article_id, row.copy_id


def _reachable(article_id: str, linked: Mapping[str, set[str]]) -> set[str]:
    """The article and all its direct and indirect copies."""
    reachable, to_visit = {article_id}, [article_id]
    while to_visit:
        new = linked.get(to_visit.pop(), set()) - reachable
        reachable |= new
        to_visit += new
    return reachable


def _in_portions(ids: Iterable[T], size: int) -> Iterator[list[T]]:
    """The ids in lists of `size`: a query takes only so many."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some
