"""A quote-only article is cited with a sentence; nobody but staff sees its whole text."""

from __future__ import annotations

import pytest
from newsroom import add, draft

from rag.cite import Citations, Claim, NotSupported, Support
from rag.text.sentences import Span

SENTENCES = [f"第{n}座桥将于明年开工，总投资约{n}亿元，由市交通局负责建设和管理。" for n in range(1, 7)]
TEXT = "".join(SENTENCES)


def quoting(version, first, last, highlight=None):
    start, end = TEXT.index(SENTENCES[first]), TEXT.index(SENTENCES[last]) + len(SENTENCES[last])
    marked = Span(TEXT.index(highlight), TEXT.index(highlight) + len(highlight)) if highlight else None
    return Claim.quoting(Support(version, "text", start, end, marked))


@pytest.fixture
def version(archive):
    [outcome] = add(archive, [draft("1", TEXT)], quote_only=True)
    return archive.version(outcome.article_id)


def test_a_sentence_is_quoted(archive, version):
    statement, [citation] = Citations(archive, "zh-Hans").statement(quoting(version, 1, 1))
    assert statement.text == citation.quote == SENTENCES[1]


def test_a_longer_quotation_is_cut_to_the_sentence_that_answers(archive, version):
    statement, [citation] = Citations(archive, "zh-Hans").statement(quoting(version, 0, 5, "总投资约3亿元"))
    assert statement.text == citation.quote == SENTENCES[2]
    assert TEXT[citation.start : citation.end] == citation.quote


def test_an_answer_never_adds_up_to_more_than_half_of_it(archive, version):
    citations = Citations(archive, "zh-Hans")
    for n in range(3):
        citations.statement(quoting(version, n, n))
    with pytest.raises(NotSupported, match="quote-only"):
        citations.statement(quoting(version, 3, 3))
    citations.statement(quoting(version, 0, 0))


def test_other_articles_are_quoted_as_ever(archive):
    [outcome] = add(archive, [draft("1", TEXT)])
    claim = quoting(archive.version(outcome.article_id), 0, 5)
    assert Citations(archive, "zh-Hans").statement(claim)[0].text == TEXT


def test_it_stays_quote_only_until_it_is_added_again_on_purpose(archive):
    [outcome] = add(archive, [draft("1", TEXT)], quote_only=True)
    add(archive, [draft("1", TEXT)])
    assert archive.version(outcome.article_id).quote_only
    add(archive, [draft("1", TEXT)], again=True)
    assert not archive.version(outcome.article_id).quote_only
