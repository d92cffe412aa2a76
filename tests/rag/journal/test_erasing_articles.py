"""Answers that quoted an article which was taken down lose its words, and say so."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from answers_given import MOMENT, TODAY, answered, declined, found, record

from rag.schema import Copy, Nearest, Request, Statement, Struck, Turn
from rag.text.traces import Traces
from web.desk.answer_view import answer_html
from web.desk.context import PageContext
from web.desk.export import verdicts_csv
from web.desk.position import Position

GONE, KEPT = "王某昨日被警方依法行政拘留十日并处罚款。", "救援队有队员一百九十五名。"
HEADLINE = "某街居民被拘"
REMOVED = {"article1": MOMENT}
TRACES = Traces([GONE], [HEADLINE])
PAGE = PageContext.of("en", zone=ZoneInfo("Asia/Shanghai"), paper="")


def quoted():
    """An answer that cites two articles in a sentence each, and counts both."""
    answer = answered("a", GONE, KEPT)
    count = Statement(text="共2篇。", kind="added", citations=(1, 2))
    first, second = answer.citations
    copy = Copy(article_id="article1", headline=HEADLINE, paper="", date=None, page="")
    return answer.model_copy(
        update={
            "statements": (*answer.statements, count),
            "citations": (
                first.model_copy(update={"headline": HEADLINE}),
                second.model_copy(update={"copies": (copy,)}),
            ),
            "struck": (Struck(text="王某被拘留。", reasons=("value",)),),
            "nearest": (Nearest(article_id="article1", headline=HEADLINE, date=None),),
        }
    )


def give(journal):
    answer = quoted()
    journal.record(answer, Request(question=answer.question, today=TODAY), [found(1), found(2)], "e5")
    history = (
        Turn(role="user", content=answer.question),
        Turn(role="assistant", content=f"{HEADLINE}：{GONE}"),
    )
    follow_up = declined("b")
    journal.record(follow_up, Request(question="那后来呢？", today=TODAY, history=history), [], "e5")
    journal.report("a", f"文中说{GONE}不对")
    record(journal, answered("other", "别的话。").model_copy(update={"citations": ()}))


def test_no_byte_of_it_is_left_and_the_rest_stays(journal, tmp_path):
    give(journal)
    assert journal.erase(REMOVED, TRACES) == 3  # the other answer had found it
    entry = journal.get("a")
    assert [s.text for s in entry.answer.statements] == ["", KEPT, "共2篇。"]
    assert [c.quote for c in entry.answer.citations] == ["", KEPT]
    assert KEPT in entry.answer.text
    assert [one.text for one in entry.found] == ["", "第2段"]
    assert [entry.removed_at(n) for n in range(3)] == [MOMENT, None, None]
    words = ("王某", HEADLINE, "行政拘留")
    for file in tmp_path.glob("journal*"):
        assert not any(word.encode() in file.read_bytes() for word in words)
    assert journal.erase(REMOVED, TRACES) == 0


def test_the_checking_page_and_the_export_say_when(journal):
    give(journal)
    journal.verdict("a", 0, "right", name="李敏", note="")
    journal.erase(REMOVED, TRACES)
    html = answer_html(journal.get("a"), Position(), PAGE)
    assert (
        html.count("removed at 2024-03-20 16:30") == 2 + 1
    )  # its statement, its citation, that of the count
    assert KEPT in html
    assert "removed at 2024-03-20 16:30" in "".join(verdicts_csv(journal.verdicts(), PAGE))
