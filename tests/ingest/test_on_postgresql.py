"""From some of the sample paper to a takedown, with archive and journal on PostgreSQL: commands and app do not notice."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from models import open_assistant
from printed import articles

from rag.journal import Journal
from rag.schema import Request

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
PAPER = [SAMPLE / name for name in ("pages/2023-09-15-01.txt", "pages/2024-11-08-01.txt", "articles.jsonl")]
TODAY = "2024-11-10"
CORRECTED = "城南小学新校区到底能提供多少个学位？"
TAKEN_DOWN = "白鹭大桥全长多少米？"


@pytest.fixture
def settings(postgres_settings):
    return postgres_settings


@pytest.mark.slow
def test_the_paper_is_added_asked_corrected_and_taken_down(wenda, settings, postgres):
    code, _, err = wenda("add", *PAPER, "--paper", "栖川日报")
    assert code == 0, err
    added = articles(wenda)
    wenda("add", *PAPER, "--paper", "栖川日报")
    assert articles(wenda) == added
    assert json.loads(wenda("status", "--json")[1])["pending"] == 0

    with closing(open_assistant(settings, journal=True)) as app:
        corrected = ask(app, CORRECTED)
        assert "1260" in corrected.text
        answer = ask(app, TAKEN_DOWN)
        assert "612" in answer.text
        app.report(answer.answer_id, "不对")
        app.journal.verdict(answer.answer_id, 0, "right", name="李敏")
        assert [one.answer_id for one in app.journal.answers("reported", 5)] == [answer.answer_id]
        quoted = answer.citations[0].article_id
        wenda("remove", quoted)
        assert quoted not in {citation.article_id for citation in ask(app, TAKEN_DOWN).citations}

    quote = answer.citations[0].quote
    postgres.execute("CHECKPOINT")
    assert postgres.has_in_tables(quote)
    code, out, err = wenda("takedown", quoted, "--why", "法院要求", "--json")
    assert code == 0, err
    assert json.loads(out)["complete"]
    with closing(Journal.open_to_read(settings)) as journal:
        entry = journal.get(answer.answer_id)
        assert quoted in entry.removed and not entry.answer.statements[0].text
        assert journal.get(corrected.answer_id).answer.text == corrected.text
    assert not postgres.has_in_tables(quote)
    assert not list(settings.data_dir.glob("*.sqlite3*"))


def ask(app, question):
    return app.ask(Request(question=question, today=TODAY))
