"""A running checking page over a real archive and a real journal, for the tests of the page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from fastapi import FastAPI
from models import shared_embedder
from served import serving

from rag.archive import Archive, Intake, PreparedArticle, SourceFile
from rag.config import Settings
from rag.desk import Desk
from rag.embedding import Embedder
from rag.journal import Journal
from rag.schema import (
    Answer,
    Citation,
    Draft,
    FieldName,
    Found,
    Nearest,
    Paragraph,
    Request,
    Statement,
    Struck,
    Turn,
    Understood,
)
from rag.text.sentences import Span
from web.desk import mount_desk

KEY = "a-key-for-this-test"
TODAY = date(2024, 3, 20)

HOSTILE = "<img src=x onerror=\"document.title='broken'\">${document.title='broken'}{{document.title}}`"

# A page as a PDF-to-text step leaves it; the spaces and the blank lines are part of it.
PAGE = """市应急管理局走访

社会应急救援队

本报讯（融媒记者 胡美樱子）

我市社会应急救援队伍共有

195 名核心队员。2023 年，各支救

援队共开展救援行动 1052 次，包括

山 地 救 援 、森林灭火等。
"""
TEXT = (
    "本报讯（融媒记者 胡美樱子）\n"
    "我市社会应急救援队伍共有195名核心队员。2023年，各支救援队共开展救援行动1052次，包括山地救援、森林灭火等。"
)
MEMBERS = "我市社会应急救援队伍共有195名核心队员。"
RESCUES = "2023年，各支救援队共开展救援行动1052次，包括山地救援、森林灭火等。"


def page_article() -> Draft:
    dispatch, body = PAGE.index("本报讯"), PAGE.index("我市")
    return Draft(
        text=TEXT,
        headline="市应急管理局走访社会应急救援队",
        byline="胡美樱子",
        date=date(2024, 3, 18),
        paper="永康日报",
        page="02",
        paragraphs=(
            Paragraph("headline", 0, 15, 0, PAGE.index("队\n") + 1),
            Paragraph("byline", 0, 4, PAGE.index("胡美"), PAGE.index("胡美") + 4),
            Paragraph("text", 0, TEXT.index("\n"), dispatch, body - 2),
            Paragraph("text", TEXT.index("\n") + 1, len(TEXT), body, len(PAGE.rstrip())),
        ),
    )


def export_article() -> Draft:
    text = f"停水通知：3月21日西城停水。{HOSTILE}"
    return Draft(text=text, headline=f"停水{HOSTILE}", date=date(2024, 3, 19), source_id="e-17")


NOTICE = (
    "因管道抢修，3月19日8时至17时北街、和平路一带停水。请居民提前储水。恢复供水时间视施工进度而定，届时不再另行通知。"
    "市自来水公司提醒，恢复供水初期水质可能浑浊，放水片刻即可正常使用。"
)


def notice_article(source_id: str, paper: str, day: date, page: str) -> Draft:
    """The same notice, as one of several papers prints it."""
    return Draft(
        text=NOTICE, headline=f"{paper}停水通知", paper=paper, date=day, page=page, source_id=source_id
    )


KEPT_TABLES = {"alembic_version", "meta", "sqlite_sequence", "passage_changes"}
"""Of the schema, and what counts rows and changes: it never starts again, and caches rely on that."""


@dataclass
class DeskSite:
    """A running checking page and what is behind it."""

    url: str
    archive: Archive
    journal: Journal
    desk: Desk
    indexes: SimpleNamespace
    page_article: str
    export_article: str
    given: int = 0

    def clear(self) -> None:
        """Forget what is in the databases, and take in the two articles."""
        for name in ("archive", "journal", "desk"):
            with closing(sqlite3.connect(self.archive.data_dir / f"{name}.sqlite3")) as database, database:
                tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                for (table,) in tables:
                    if table not in KEPT_TABLES:
                        database.execute(f"DELETE FROM {table}")
        self.indexes.outage, self.given = "", 0
        self.page_article = self.take_in(page_article())
        self.export_article = self.take_in(export_article())

    def take_in(self, draft: Draft) -> str:
        """Add an article from the page or, where it has an id of its own, from an export."""
        prepared = PreparedArticle(draft, (Span(0, len(draft.text)),), np.zeros((1, 4)), "none", "float16")
        intake = Intake(self.archive)
        if draft.source_id:
            file = SourceFile("export.jsonl", json.dumps(draft.text).encode(), "utf-8")
            return intake.add_lines(file, draft.paper, [prepared])[0].article_id
        return intake.add_page(SourceFile("page.txt", PAGE.encode(), "utf-8"), draft.paper, [prepared])[
            0
        ].article_id

    def cite(self, article_id: str, quote: str, n: int = 1, name: FieldName = "text") -> Citation:
        version = self.archive.version(article_id)
        start = version[name].index(quote)
        return Citation(
            n=n,
            article_id=article_id,
            version=version.version,
            source_id=version.source_id,
            field=name,
            quote=quote,
            start=start,
            end=start + len(quote),
            headline=version.headline,
            paper=version.paper,
            date=version.date,
            page=version.page,
            byline=version.byline,
            url=version.url,
        )

    def give(
        self,
        question: str,
        *citations: Citation,
        history: tuple[Turn, ...] = (),
        understood: str = "",
        confidence: float = 0.8765,
        struck: tuple[Struck, ...] = (),
        nearest: tuple[Citation, ...] = (),
    ) -> str:
        """Have an answer in the journal: one statement a citation; declined where there is none.

        Args:
            nearest: the lines that a declined answer shows as nearest.
        """
        self.given += 1
        answer_id = f"answer{self.given}"
        quotes = [citation.quote for citation in citations]
        near = self.archive.version(self.page_article)
        answer = Answer(
            answer_id=answer_id,
            question=question,
            status="answered" if quotes else "not_reported",
            confidence=confidence,
            text="".join(quotes),
            statements=tuple(
                Statement(text=c.quote, kind="quoted" if c.field == "text" else "added", citations=(c.n,))
                for c in citations
            ),
            citations=citations or nearest,
            nearest_lines=tuple(citation.n for citation in nearest),
            nearest=()
            if quotes
            else (Nearest(article_id=near.article_id, headline=near.headline, date=near.date),),
            understood=Understood(question=understood or question),
            struck=struck,
        )
        found = Found(
            rank=1,
            score=0.4321,
            article_id=near.article_id,
            version=near.version,
            source_id="",
            headline=near.headline,
            date=near.date,
            text=MEMBERS,
            start=near.text.index(MEMBERS),
            end=near.text.index(MEMBERS) + len(MEMBERS),
        )
        self.journal.record(
            answer, Request(question=question, today=TODAY, history=history), [found], "e5|extractive"
        )
        return answer_id

    def give_two_statements(self, question: str) -> str:
        """Have an answer in the journal that quotes two sentences of the page."""
        return self.give(
            question, self.cite(self.page_article, RESCUES), self.cite(self.page_article, MEMBERS, 2)
        )


class SharedModels:
    """The shipped models, loaded when they are used."""

    @property
    def embedder(self) -> Embedder:
        return shared_embedder()


@contextmanager
def open_desk_site(data_dir: Path, *, second_reader: float = 0) -> Iterator[DeskSite]:
    """Serve a checking page over an archive of two articles and an empty journal.

    Args:
        second_reader: share of the answers that a second person checks too.
    """
    settings = Settings(
        _env_file=None, data_dir=data_dir, check_key=KEY, paper="永康日报", second_reader=second_reader
    )
    app = FastAPI()
    with (
        closing(Archive(settings.data_dir)) as archive,
        closing(Journal.open(settings)) as journal,
        closing(Desk.open(settings)) as desk,
    ):
        indexes = SimpleNamespace(outage="")
        parts = SimpleNamespace(
            archive=archive,
            journal=journal,
            desk=desk,
            indexes=indexes,
            models=SharedModels(),
            search=lambda _: (),
        )
        mount_desk(app, parts, settings)
        with serving(app) as url:
            built = DeskSite(url, archive, journal, desk, indexes, "", "")
            built.clear()
            yield built
