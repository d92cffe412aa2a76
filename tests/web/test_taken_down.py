"""What residents see of an article that was taken down, is under embargo, or may only be quoted."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from models import open_assistant
from served import TODAY, ingest, settings_for

from ingest.embed import as_draft
from ingest.report import SilentReporter
from ingest.rights import take_down
from rag.archive import Intake, Rights, SourceFile
from rag.schema import Request
from web.residents.context import PageContext
from web.residents.exchange import Exchange, to_browser
from web.residents.handlers import PageHandlers
from web.residents.panel import source_panel
from web.residents.panel_handlers import PanelHandlers

AGENCY = "".join(f"第{n}座桥将于明年开工，总投资{n}亿元，由市交通局负责建设。" for n in range(1, 7))
CHINESE = SimpleNamespace(headers={"accept-language": "zh-CN"}, session_hash="tab")


@pytest.fixture
def assistant(tmp_path):
    lines = [
        {
            "id": "1",
            "title": "邻里纠纷两人被拘",
            "date": "2024-11-08",
            "text": "本报讯 望江弄两人因邻里纠纷被行政拘留十日。",
        },
        {"id": "2", "title": "六座桥明年开工", "date": "2024-11-08", "text": AGENCY},
    ]
    export = tmp_path / "export.jsonl"
    export.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    ingest(tmp_path / "data", export)
    assistant = open_assistant(settings_for(tmp_path / "data"), journal=True)
    assistant.indexes.sync()
    assistant.indexes.follow()  # as the app does: a takedown waits for the indexes
    yield assistant
    assistant.close()


def handlers_of(assistant):
    return PageHandlers(assistant, assistant.settings, examples=None, next_questions=None)


def test_an_answer_that_a_browser_keeps_loses_what_was_taken_down(assistant):
    answer = assistant.ask(Request(question="望江弄两人为什么被拘留？", today=TODAY))
    assert answer.status == "answered"
    exchange = Exchange(
        question=answer.question,
        today=TODAY,
        as_of=None,
        statements=answer.statements,
        citations=answer.citations,
        answer=answer,
    )
    kept = to_browser([exchange], "")
    cited = answer.citations[0].article_id
    assert take_down(assistant.settings, assistant.archive, [cited], "隐私", SilentReporter()).complete
    handlers = handlers_of(assistant)
    [shown] = handlers._shown(kept, CHINESE)
    assert "行政拘留" not in json.dumps(to_browser([shown], ""), ensure_ascii=False).replace(
        answer.question, ""
    )
    page = handlers.show_failure(kept, CHINESE)["html"]
    assert "删除。" in page and "行政拘留" not in page
    panels = PanelHandlers(assistant, assistant.settings)
    assert "删除。" in panels._article(cited, None, CHINESE)
    assert "行政拘留" not in assistant.journal.get(answer.answer_id).answer.model_dump_json()
    assert assistant.ask(Request(question="望江弄两人为什么被拘留？", today=TODAY)).status != "answered"


def test_a_quote_only_article_is_never_shown_whole(assistant):
    version = next(v for v in assistant.archive.newest(5) if v.headline == "六座桥明年开工")
    Intake(assistant.archive).add_lines(
        SourceFile("again.jsonl", b"{}"), version.source, [as_draft(version)], Rights(quote_only=True)
    )
    version = assistant.archive.version(version.article_id)
    answer = assistant.ask(Request(question="第3座桥总投资多少？", today=TODAY))
    citation = next(c for c in answer.citations if "3亿元" in c.quote)
    assert sum(len(c.quote) for c in answer.citations) < len(AGENCY)
    page = PageContext.of("zh", paper="", contact="")
    html = source_panel(
        version, citation, parts=[version], today=TODAY, superseded=False, pictures=(), page=page
    )
    assert citation.quote in html and "不展示全文" in html and "第5座桥" not in html
    forged = citation.model_copy(update={"start": 0, "end": len(AGENCY), "quote": AGENCY})
    assert "座桥将于" not in source_panel(
        version, forged, parts=[version], today=TODAY, superseded=False, pictures=(), page=page
    )
    nearest = source_panel(
        version, None, parts=[version], today=TODAY, superseded=False, pictures=(), page=page
    )
    assert "座桥将于" not in nearest and "六座桥明年开工" in nearest
    found = assistant.search(Request(question="桥 总投资", today=TODAY), k=50)
    shown = "".join(one.text for one in found if one.article_id == version.article_id)
    assert 0 < len(shown) < len(AGENCY) / 2
