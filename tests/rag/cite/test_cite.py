"""Citations: what is cited is printed there, and is still answered from."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rag.archive import Intake, PreparedArticle, SourceFile
from rag.cite import Citations, Claim, NotSupported, Support
from rag.schema import Draft
from rag.text.sentences import Span

TEXT = "我市社会应急救援队伍共有195名核心队员。2023年，各支救援队共开展救援行动1052次。"


@pytest.fixture
def archive(archive):
    add(archive, TEXT)
    return archive


def add(archive, text):
    draft = Draft(text=text, headline="走访救援队", byline="胡美樱子", date=date(2024, 3, 18), source_id="a")
    file = SourceFile("a.jsonl", text.encode(), "utf-8")
    Intake(archive).add_lines(
        file, "", [PreparedArticle(draft, (Span(0, len(text)),), np.ones((1, 4)), "f", "float32")]
    )


def newest(archive):
    return archive.newest(1)[0]


def support(version, quote, field="text"):
    start = version[field].index(quote)
    return Support(version, field, start, start + len(quote))


def test_a_statement_gets_the_number_of_its_citation(archive):
    version = newest(archive)
    citations = Citations(archive, "zh-Hans")
    first, new = citations.statement(Claim("共有195名", "quoted", (support(version, "共有195名"),)))
    again, none_new = citations.statement(Claim("共有195名", "quoted", (support(version, "共有195名"),)))
    assert first.citations == again.citations == (1,)
    assert len(new) == 1 and not none_new
    assert version[new[0].field][new[0].start : new[0].end] == new[0].quote == "共有195名"


def test_what_the_paper_does_not_print_there_is_not_cited(archive):
    version = newest(archive)
    beyond = Support(version, "text", len(TEXT), len(TEXT) + 5)
    with pytest.raises(NotSupported):
        Citations(archive, "zh-Hans").statement(Claim("谎话", "quoted", (beyond,)))


def test_a_statement_without_support_is_refused(archive):
    with pytest.raises(NotSupported):
        Citations(archive, "zh-Hans").statement(Claim("没有出处", "written", ()))


def test_an_article_withdrawn_while_it_was_read_is_not_cited(archive):
    version = newest(archive)
    Intake(archive).remove([version.article_id])
    with pytest.raises(NotSupported):
        Citations(archive, "zh-Hans").statement(
            Claim("共有195名", "quoted", (support(version, "共有195名"),))
        )


def test_an_article_replaced_while_it_was_read_is_not_cited(archive):
    version = newest(archive)
    add(archive, TEXT.replace("195", "196"))
    with pytest.raises(NotSupported):
        Citations(archive, "zh-Hans").statement(
            Claim("共有195名", "quoted", (support(version, "共有195名"),))
        )


def test_what_a_model_wrote_is_refused_without_a_checker(archive):
    words = "共有195名"
    written = Claim(words, "written", (support(newest(archive), words),))
    with pytest.raises(NotSupported):
        Citations(archive, "zh-Hans").statement(written)


def test_what_a_model_wrote_must_pass_the_checker(archive, checker):
    citations = Citations(archive, "zh-Hans", checker=checker)
    printed = support(newest(archive), "2023年，各支救援队共开展救援行动1052次。")
    assert citations.statement(Claim("2023年救援行动共1052次。", "written", (printed,)))
    with pytest.raises(NotSupported):
        citations.statement(Claim("2023年救援行动共1053次。", "written", (printed,)))
