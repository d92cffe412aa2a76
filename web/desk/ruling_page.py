"""`/desk/ruling`: an editor corrects an answer. `/desk/rulings`: the list of what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from rag.archive import Archive
from rag.cite import Support
from rag.config import Settings
from rag.desk import Ruling
from rag.journal import Entry, Journal
from rag.newsroom.editing import Editing, RulingRefused
from rag.schema import LONGEST_QUESTION, Statement
from rag.schema import Request as Question
from rag.service import Assistant
from web.desk.forms import Form, read_form
from web.desk.routes import DESK_PATH
from web.desk.ruling_form import RulingForm, place_of
from web.desk.staff_page import StaffPage, see

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedRuling:
    """A decision in the list, with the printed words of the corrected answer.

    Attributes:
        said: empty if there is no corrected answer, or an article of it is gone.
    """

    ruling: Ruling
    said: tuple[str, ...]


def add_rulings(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add both pages."""
    page = StaffPage(settings)

    def form(
        request: Request, answer: str, find: str = "", chosen: RulingForm | None = None, **values: object
    ) -> Response:
        try:
            entry = assistant.journal.get(answer)
        except Journal.NotFound:
            return page(request, "unknown_answer.html", 404)
        status = 400 if values.get("problem") else 200
        shown = {"problem": "", "preview": (), **values}
        return page(
            request,
            "ruling.html",
            status,
            entry=entry,
            find=find,
            form=chosen or RulingForm(),
            articles=_articles(assistant, entry, find),
            similar=assistant.editing.similar_questions(entry),
            ruling=assistant.editing.ruling_for(entry.answer),
            cited=[(c.article_id, c.headline, c.date) for c in _first_citations(entry)],
            place_of=place_of,
            **shown,
        )

    @app.get(f"{DESK_PATH}/ruling")
    def ruling(request: Request, answer: str, find: str = "") -> Response:
        return form(request, answer, find)

    @app.post(f"{DESK_PATH}/ruling")
    def decide(request: Request, fields: Annotated[Form, Depends(read_form)]) -> Response:
        chosen, answer = RulingForm.of(fields), fields.get("answer", "")
        try:
            entry = assistant.journal.get(answer)
            decision = chosen.decision(assistant.editing, assistant.archive)
            if fields.get("do") == "decide":
                assistant.editing.decide(
                    entry,
                    decision,
                    also=chosen.similar,
                    reason=chosen.reason,
                    person=request.state.person,
                )
                return see("rulings")
            preview: Sequence[Statement] = assistant.editing.check(decision, entry.answer.understood.question)
        except (RulingRefused, Archive.NotFound, Journal.NotFound, ValueError) as error:
            return form(request, answer, chosen=chosen, problem=str(error))
        return form(request, answer, chosen=chosen, preview=preview)

    @app.get(f"{DESK_PATH}/rulings")
    def rulings(request: Request, before: int | None = None) -> Response:
        listed = assistant.editing.rulings.newest(ON_A_PAGE + 1, before=before)
        older = listed[ON_A_PAGE - 1].ruling_id if len(listed) > ON_A_PAGE else None
        shown = [_listed(one, assistant.editing) for one in listed[:ON_A_PAGE]]
        return page(request, "rulings.html", rulings=shown, older=older)

    @app.post(f"{DESK_PATH}/rulings")
    def undo(request: Request, fields: Annotated[Form, Depends(read_form)]) -> Response:
        if (number := fields.get("ruling", "")).isdecimal():
            assistant.editing.rulings.end(int(number), "undone", request.state.person)
        return see("rulings")


def _articles(assistant: Assistant, entry: Entry, find: str) -> list[tuple[Support, ...]]:
    question = find.strip()[:LONGEST_QUESTION]
    found = assistant.search(Question(question=question, today=entry.today)) if question else ()
    return list(assistant.editing.lines(entry, found))


def _first_citations(entry: Entry) -> list[object]:
    """One citation of each article that the answer cites."""
    return list({c.article_id: c for c in reversed(entry.answer.citations)}.values())


def _listed(ruling: Ruling, editing: Editing) -> ListedRuling:
    try:
        said = tuple(map(editing.said, ruling.decision.statements))
    except Archive.NotFound:
        said = ()
    return ListedRuling(ruling, said)
