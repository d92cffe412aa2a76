"""`Continuations` finds the parts of an article that was printed on several pages and read from several files.

Each part stays an article of its own, with the printed lines of its own file behind it; that one goes on in the other is a link
between the two. So either may be added first, be read again, or be withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, delete, select

from rag.archive.archive import Archive, State, to_version, version_columns
from rag.archive.continuity import next_parts
from rag.archive.tables import Row, articles, continuations, reading, versions
from rag.schema import Draft, Version

LIVE: tuple[State, ...] = ("live",)
IN_USE: tuple[State, ...] = ("live", "embargoed")


class Continuations:
    """Finds the parts of articles. Thread-safe."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def parts(self, version: Version) -> list[Version]:
        """The live parts of an article in the order in which they are read; only itself if it is printed in one piece.

        Args:
            version: one part, in any version; the others are in their newest.
        """
        ids = self.groups([version.article_id]).get(version.article_id, (version.article_id,))
        return [version if i == version.article_id else self.archive.version(i) for i in ids]

    def groups(self, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """For each of these articles that has other live parts: the ids of all its parts in order."""
        return self._chains(article_ids, LIVE)

    def first_parts(self, article_ids: Sequence[str]) -> list[str]:
        """For each of these articles: the id of the article's first part, which may be itself."""
        groups = self.groups(article_ids)
        return [groups.get(article_id, (article_id,))[0] for article_id in article_ids]

    def to_head(self, article_ids: Iterable[str]) -> Iterator[tuple[Version, str]]:
        """The further parts of these articles that answers use or will use, each with the headline of the first part."""
        for first, *others in dict.fromkeys(self._chains(article_ids, IN_USE).values()):
            headline = self.archive.version(first).headline
            yield from ((self.archive.version(other), headline) for other in others)

    def with_parts(self, article_ids: Sequence[str]) -> list[str]:
        """These ids, each followed by those of the article's other parts that answers use or will use."""
        chains = self._chains(article_ids, IN_USE)
        return list(dict.fromkeys(i for one in article_ids for i in (one, *chains.get(one, ()))))

    def heading(self, draft: Draft) -> str:
        """The headline of the article in the archive that a new one continues; empty if there is none."""
        with reading(self.archive.engine) as connection:
            others = [v for v in _edition(connection, draft) if v.page != draft.page]
        before = {second: first for first, second in next_parts([draft, *others]).items()}
        return others[before[0] - 1].headline if 0 in before else ""

    def _chains(self, article_ids: Iterable[str], states: Collection[State]) -> dict[str, tuple[str, ...]]:
        with reading(self.archive.engine) as connection:
            links = dict(map(tuple, _links(connection, states)))
        before = {second: first for first, second in links.items()}
        chains: dict[str, tuple[str, ...]] = {}
        for article_id in article_ids:
            if article_id in links or article_id in before:
                first = list(_follow(article_id, before))[-1]
                chains[article_id] = tuple(_follow(first, links))
        return chains


def record_continuations(connection: Connection, drafts: Iterable[Draft]) -> None:
    """Link the articles of these articles' editions anew, if any of them has marks."""
    for draft in {(draft.paper, draft.date): draft for draft in drafts}.values():
        edition = _edition(connection, draft)
        if not any(version.jumps for version in edition):
            continue
        ids = [version.article_id for version in edition]
        connection.execute(delete(continuations).where(continuations.c.article_id.in_(ids)))
        if links := next_parts(edition):
            rows = [{"article_id": ids[i], "next_id": ids[j]} for i, j in links.items()]
            connection.execute(continuations.insert(), rows)


def _edition(connection: Connection, draft: Draft) -> list[Version]:
    """The newest versions of the articles in use of a paper and day; none if one of the two is not known."""
    if not draft.paper or draft.date is None:
        return []
    query = version_columns.where(
        versions.c.date == draft.date,
        versions.c.paper == draft.paper,
        versions.c.version == articles.c.version,
        articles.c.state.in_(IN_USE),
    )
    return [to_version(row) for row in connection.execute(query.order_by(versions.c.article_id))]


def _links(connection: Connection, states: Collection[State]) -> Sequence[Row]:
    """All links between articles in these states."""
    first, second = articles.alias(), articles.alias()
    query = (
        select(continuations.c.article_id, continuations.c.next_id)
        .join(first, first.c.article_id == continuations.c.article_id)
        .join(second, second.c.article_id == continuations.c.next_id)
        .where(first.c.state.in_(states), second.c.state.in_(states))
    )
    return connection.execute(query).all()


def _follow(article_id: str, links: dict[str, str]) -> Iterator[str]:
    """An article and those that it is linked to, one after the other."""
    seen = {article_id}
    yield article_id
    while (following := links.get(article_id)) is not None and following not in seen:
        article_id = following
        seen.add(following)
        yield following
