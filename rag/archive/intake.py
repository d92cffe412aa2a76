"""Taking articles into the archive, and withdrawing them."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, update

from rag.archive.archive import Archive, to_version
from rag.archive.copies import note_copies
from rag.archive.corrections import note_corrections
from rag.archive.identity import CONTENT_FIELDS, UNLIKE, likeness, match, same_content
from rag.archive.tables import (
    ArchiveUnusable,
    articles,
    passage_days,
    passage_terms,
    passages,
    sources,
    versions,
    writing,
)
from rag.archive.wording import Wording
from rag.dates import Period, Term, spoken_days
from rag.schema import Draft, Span, Version, WendaError

Action = Literal["added", "replaced", "skipped", "revived", "withdrawn", "kept_withdrawn"]

_ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_LENGTH = 8
_PIECE = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """A file as it came: its bytes are kept, so that staff see the printed lines.

    Attributes:
        name: its file name, shown to staff.
        data: its bytes, or the path that they are read from piece by piece: an export may be large.
        encoding: the codec that decodes it.
    """

    name: str
    data: bytes | Path
    encoding: str

    @cached_property
    def sha256(self) -> str:
        digest = sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes in order."""
        if isinstance(self.data, bytes):
            yield self.data
            return
        with self.data.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be written: all that is slow is already done.

    Attributes:
        vectors: (len(spans), dimensions) of any float type, one row a passage.
        fingerprint, dtype: of the embedding model that made them.
        days: what each passage speaks of, terms too.
        wording, bands: what the article is compared with others by, see `rag.archive.wording`.
    """

    draft: Draft
    spans: tuple[Span, ...]
    vectors: NDArray[Any]
    fingerprint: str
    dtype: str
    days: tuple[tuple[Period, ...], ...] = field(init=False)
    wording: Wording = field(init=False)
    bands: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        text, printed = self.draft.text, self.draft.date
        days = tuple(spoken_days(text[span.start : span.end], printed) for span in self.spans)
        wording = Wording(text, printed)
        object.__setattr__(self, "days", days)
        object.__setattr__(self, "wording", wording)
        object.__setattr__(self, "bands", wording.bands())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an article came to."""

    action: Action
    article_id: str
    version: int
    headline: str


class Intake:
    """The archive's writing side for articles. Each public call is one short transaction."""

    class IdReused(WendaError):
        """A line carries the id of another article."""

    class PageReused(WendaError):
        """A page carries the date and number of another page."""

    class FileChanged(WendaError):
        """A file is no longer the one that was read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine

    # --- what needs preparing (read only, so that nothing known is embedded twice) ---

    def is_known(self, source: str, draft: Draft) -> bool:
        """Whether an export's line is in the archive with the same content and will be skipped.

        Raises:
            Intake.IdReused: the id belongs to another article.
        """
        with self._engine.connect() as connection:
            known = _by_source_id(connection, source, draft.source_id)
        if known is None:
            return False
        _refuse_reused_id(known, draft)
        return same_content(known, draft)

    def earlier_reading(self, file: SourceFile) -> Version | None:
        """An article of the last reading of the same page file; None where it was never read."""
        query = _select_newest.where(versions.c.source_sha256 == file.sha256, articles.c.source_id == "")
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(versions.c.added_at.desc()).limit(1)).one_or_none()
        return to_version(row) if row else None

    def known_on_page(self, file: SourceFile, drafts: Sequence[Draft]) -> list[bool]:
        """For each article of a page, whether the archive has it with the same content."""
        with self._engine.connect() as connection:
            old = _of_page(connection, file, drafts)
        pairs = match(old, drafts, same_file=_same_file(old, file))
        return [i in pairs and same_content(old[pairs[i]], draft) for i, draft in enumerate(drafts)]

    # --- writing ---

    def keep(self, file: SourceFile) -> None:
        """Keep the original bytes under `sources/<sha256>`: written beside, then renamed.

        Raises:
            ArchiveUnusable: the file cannot be written.
            Intake.FileChanged: its bytes are not those that `file.sha256` was made of.
        """
        path = self.archive.source_path(file.sha256)
        if path.exists():
            return
        partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            digest = sha256()
            with partial.open("wb") as out:
                for piece in file.pieces():
                    out.write(piece)
                    digest.update(piece)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() != file.sha256:
                partial.unlink()
                raise Intake.FileChanged(
                    f"{file.name} was changed while it was being read. Run the same command again."
                )
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise ArchiveUnusable(
                f"{path.parent} cannot be written ({error.strerror}). Make room or set WENDA_DATA_DIR to "
                "another folder, then run the same command again."
            ) from error

    def add_lines(
        self, file: SourceFile, source: str, lines: Sequence[Prepared | Draft], *, again: bool = False
    ) -> list[Outcome]:
        """Write a batch of an export's articles; a bare `Draft` stands for one that is already known.

        Args:
            again: bring back articles that staff have withdrawn.

        Raises:
            Intake.IdReused: and nothing of the batch is written.
        """
        self.keep(file)
        with writing(self._engine) as connection:
            _note_source(connection, file)
            return [
                _settle(
                    connection,
                    file,
                    source,
                    _by_source_id(connection, source, _draft(line).source_id),
                    line,
                    again=again,
                )
                for line in lines
            ]

    def add_page(
        self, file: SourceFile, source: str, items: Sequence[Prepared | Draft], *, again: bool = False
    ) -> list[Outcome]:
        """Write all articles of one page; what only an earlier reading of it had is withdrawn.

        Raises:
            Intake.PageReused: another file with wholly different articles is this page; nothing is changed.
        """
        self.keep(file)
        with writing(self._engine) as connection:
            _note_source(connection, file)
            drafts = [_draft(item) for item in items]
            old = _of_page(connection, file, drafts)
            pairs = match(old, drafts, same_file=_same_file(old, file))
            if not pairs:
                _refuse_reused_page(connection, file, old)
            outcomes = [
                _settle(connection, file, source, old[pairs[i]] if i in pairs else None, item, again=again)
                for i, item in enumerate(items)
            ]
            for j, version in enumerate(old):
                if j not in pairs.values() and _state(connection, version.article_id) == "live":
                    _withdraw(connection, version.article_id, "superseded")
                    outcomes.append(
                        Outcome("withdrawn", version.article_id, version.version, version.headline)
                    )
            return outcomes

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Withdraw articles: kept for staff, never answered from again.

        Raises:
            Archive.NotFound: one of the ids is unknown; nothing is withdrawn.
        """
        known = [self.archive.version(article_id) for article_id in article_ids]
        with writing(self._engine) as connection:
            for version in known:
                _withdraw(connection, version.article_id, "removed")
        return [Outcome("withdrawn", v.article_id, v.version, v.headline) for v in known]

    def replace_passages(self, article_id: str, version: int, prepared: Prepared) -> None:
        """Give a version new passages (another model, a better splitter); does nothing where a newer
        version has come meanwhile."""
        with writing(self._engine) as connection:
            row = connection.execute(select(articles).where(articles.c.article_id == article_id)).one()
            if row.version != version:
                return
            _disown_passages(connection, article_id)
            _insert_passages(connection, article_id, version, prepared, live=row.state == "live")


def _draft(item: Prepared | Draft) -> Draft:
    return item.draft if isinstance(item, Prepared) else item


# --- looking up what is known ---

_select_newest = (
    select(versions, articles.c.source, articles.c.source_id)
    .join_from(versions, articles)
    .where(versions.c.version == articles.c.version)
)


def _by_source_id(connection: Connection, source: str, source_id: str) -> Version | None:
    query = _select_newest.where(articles.c.source == source, articles.c.source_id == source_id)
    row = connection.execute(query).one_or_none()
    return to_version(row) if row else None


def _of_page(connection: Connection, file: SourceFile, drafts: Sequence[Draft]) -> list[Version]:
    """The articles of earlier readings of this page: of the same bytes, or the same (paper, date, page)."""
    belongs = versions.c.source_sha256 == file.sha256
    if drafts and drafts[0].paper and drafts[0].date and drafts[0].page:
        first = drafts[0]
        belongs |= (
            (versions.c.paper == first.paper)
            & (versions.c.date == first.date)
            & (versions.c.page == first.page)
            & versions.c.paragraphs.not_in(["", "[]"])
        )
    query = _select_newest.where(belongs, articles.c.source_id == "").order_by(versions.c.article_id)
    return [to_version(row) for row in connection.execute(query)]


def _same_file(old: Sequence[Version], file: SourceFile) -> bool:
    return bool(old) and all(version.source_sha256 == file.sha256 for version in old)


def _state(connection: Connection, article_id: str) -> str:
    state: str = connection.execute(
        select(articles.c.state).where(articles.c.article_id == article_id)
    ).scalar_one()
    return state


def _refuse_reused_id(known: Version, draft: Draft) -> None:
    other_day = known.date is not None and draft.date is not None and known.date != draft.date
    if other_day and likeness(known.text, draft.text) < UNLIKE:
        raise Intake.IdReused(
            f"id reused: {draft.source_id!r} is the article of {known.date} «{known.headline}». "
            "Nothing was replaced. Give the line an id of its own, or its file another --source."
        )


def _refuse_reused_page(connection: Connection, file: SourceFile, old: Sequence[Version]) -> None:
    live = [v for v in old if v.source_sha256 != file.sha256 and _state(connection, v.article_id) == "live"]
    if live:
        raise Intake.PageReused(
            f"page reused: page {live[0].page} of {live[0].paper} of {live[0].date} is in the archive with wholly "
            f"different articles («{live[0].headline}» …). Nothing was changed. Give this page its own --page-no "
            f"or --date, or remove the others first: {' '.join(v.article_id for v in live)}"
        )


# --- writing one article ---


def _settle(
    connection: Connection,
    file: SourceFile,
    source: str,
    known: Version | None,
    item: Prepared | Draft,
    *,
    again: bool,
) -> Outcome:
    """Add, replace, revive or skip one article, by what the archive knows of it."""
    draft = _draft(item)
    if known is None:
        if not isinstance(item, Prepared):
            raise RuntimeError(f"an unknown article came without passages: {draft.headline!r}")
        article_id = _new_id(connection)
        connection.execute(
            articles.insert().values(
                article_id=article_id, source=source, source_id=draft.source_id, state="live", version=0
            )
        )
        _write_version(connection, article_id, 1, file, item, live=True)
        return Outcome("added", article_id, 1, draft.headline)

    if draft.source_id:
        _refuse_reused_id(known, draft)
    state = _state(connection, known.article_id)
    revive = state == "superseded" or (state == "removed" and again)
    live = state == "live" or revive
    number = known.version
    if not same_content(known, draft) and isinstance(item, Prepared):
        number += 1
        _write_version(connection, known.article_id, number, file, item, live=live)
    if revive:
        _revive(connection, known.article_id)
    if not live:
        return Outcome("kept_withdrawn", known.article_id, number, draft.headline)
    action: Action = "revived" if revive else "replaced" if number > known.version else "skipped"
    return Outcome(action, known.article_id, number, draft.headline)


def _new_id(connection: Connection) -> str:
    while True:
        article_id = "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))
        taken = connection.execute(select(articles).where(articles.c.article_id == article_id)).first()
        if taken is None:
            return article_id


def _note_source(connection: Connection, file: SourceFile) -> None:
    connection.execute(
        sources.insert()
        .prefix_with("OR IGNORE")
        .values(sha256=file.sha256, name=Path(file.name).name, encoding=file.encoding, added_at=_now())
    )


def _write_version(
    connection: Connection, article_id: str, number: int, file: SourceFile, item: Prepared, *, live: bool
) -> None:
    draft = item.draft
    _retire_passages(connection, article_id)
    connection.execute(
        versions.insert().values(
            article_id=article_id,
            version=number,
            source_sha256=file.sha256,
            paragraphs=json.dumps(
                [[p.field, p.start, p.end, p.raw_start, p.raw_end] for p in draft.paragraphs]
            ),
            added_at=_now(),
            **{name: getattr(draft, name) for name in CONTENT_FIELDS},
        )
    )
    connection.execute(update(articles).where(articles.c.article_id == article_id).values(version=number))
    _insert_passages(connection, article_id, number, item, live=live)
    note_copies(connection, article_id, item.wording, item.bands)
    note_corrections(connection, article_id, draft.headline, draft.text, draft.date)


def _insert_passages(
    connection: Connection, article_id: str, version: int, item: Prepared, *, live: bool
) -> None:
    vectors = np.asarray(item.vectors, dtype="<f2")
    rows = [
        {
            "article_id": article_id,
            "version": version,
            "start": span.start,
            "end": span.end,
            "vector": vector.tobytes(),
            "fingerprint": item.fingerprint,
            "dtype": item.dtype,
            "live": live,
            "indexed": False,
        }
        for span, vector in zip(item.spans, vectors, strict=True)
    ]
    if not rows:
        return
    made = passages.insert().returning(passages.c.passage_id, sort_by_parameter_order=True)
    passage_ids = connection.execute(made, rows).scalars().all()
    insert_days(connection, dict(zip(passage_ids, item.days, strict=True)))


def insert_days(connection: Connection, days: Mapping[int, Iterable[Period]]) -> None:
    """Note the days and terms that passages speak of, by their ids."""
    for table, kind in ((passage_days, Period), (passage_terms, Term)):
        rows = [
            {"passage_id": passage_id, "start": period.start, "end": period.end}
            for passage_id, periods in days.items()
            for period in periods
            if type(period) is kind
        ]
        if rows:
            connection.execute(table.insert(), rows)


# --- withdrawing and bringing back ---


def _withdraw(connection: Connection, article_id: str, state: str) -> None:
    connection.execute(update(articles).where(articles.c.article_id == article_id).values(state=state))
    connection.execute(update(passages).where(passages.c.article_id == article_id).values(live=False))


def _revive(connection: Connection, article_id: str) -> None:
    """Answer from an article again; a withdrawn article's newest passages were kept for this."""
    connection.execute(update(articles).where(articles.c.article_id == article_id).values(state="live"))
    newest = select(articles.c.version).where(articles.c.article_id == article_id).scalar_subquery()
    connection.execute(
        update(passages)
        .where(passages.c.article_id == article_id, passages.c.version == newest)
        .values(live=True)
    )


def _retire_passages(connection: Connection, article_id: str) -> None:
    """Let an older version's passages go. Only the owner of the indexes deletes the rows (`Ledger.mark`): it
    may be writing one of them to an index just now."""
    connection.execute(update(passages).where(passages.c.article_id == article_id).values(live=False))


def _disown_passages(connection: Connection, article_id: str) -> None:
    """Let all passages of an article go, of the newest version too, so that nothing ever revives them: they
    are of no version any more, and deleted once the indexes have let go of them."""
    connection.execute(
        update(passages).where(passages.c.article_id == article_id).values(live=False, version=0)
    )


def _now() -> datetime:
    """UTC without a zone, as SQLite stores it."""
    return datetime.now(UTC).replace(tzinfo=None)
