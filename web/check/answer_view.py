"""Draws one answer as it was served: what residents said of it, its statements, and the verdicts on them.

What the system thought of its answer (confidence, scores) is shown only when every statement has its
verdict: an explanation seen first makes people miss errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rag.journal import DECLINED_VERDICTS, STATEMENT_VERDICTS, Entry, Judgement, Report, Verdict
from rag.journal.entries import citations_of
from rag.schema import Citation, Found
from web.check.places import Place, Saved
from web.check.wording import Setting
from web.residents.periods import period_words

KEYS: dict[Verdict, int] = {
    "right": 1,
    "wrong_source": 2,
    "wrong_content": 3,
    "out_of_date": 4,
    "should_have_answered": 5,
}


def answer_html(entry: Entry, place: Place, setting: Setting, *, all_checked: bool = False) -> str:
    """One answer.

    Args:
        all_checked: whether the chosen list has nothing left to check.
    """
    answer = entry.answer
    return (
        _news(place.saved, all_checked, setting)
        + f'<section data-shown="{escape(answer.answer_id)}"><h1>{_printed(answer.question)}</h1>'
        + _about(entry, setting)
        + _reports(entry.reports, setting)
        + (_statements(entry, place, setting) if answer.statements else _whole(entry, setting))
        + ("" if entry.unjudged else _record(entry, setting))
        + "</section>"
    )


def notice_html(key: str, setting: Setting) -> str:
    """Where there is no answer to show."""
    return f'<p class="empty">{setting.words(key)}</p>'


# --- above the statements ---


def _news(saved: Saved | None, all_checked: bool, setting: Setting) -> str:
    """What became of the key pressed last, and the way back."""
    if saved is None:
        return ""
    about = saved.about if len(saved.about) <= 16 else saved.about[:15] + "…"
    verdict = _verdict_words(saved.verdict, declined=saved.statement is None, setting=setting)
    statement = "" if saved.statement is None else f' data-statement="{saved.statement}"'
    done = f" {setting.words('all_checked')}" if all_checked else ""
    return (
        f'<p class="saved" role="status">{setting.words("saved", about=about, verdict=verdict)}'
        f' <a href="?answer={escape(saved.answer_id)}" data-answer="{escape(saved.answer_id)}"{statement}>'
        f"{setting.words('back')}</a>{done}</p>"
    )


def _about(entry: Entry, setting: Setting) -> str:
    answer_id = escape(entry.answer.answer_id)
    return (
        f'<p class="about"><span class="status {entry.answer.status}">'
        f"{setting.words(f'status_{entry.answer.status}')}</span>"
        f"<span>{setting.words('asked_at', moment=setting.moment(entry.given_at))}</span>"
        f"<span>{setting.words('today', today=entry.today)}</span>"
        f'<a class="permalink" href="?answer={answer_id}">{setting.words("link")}</a></p>'
    )


def _reports(reports: Sequence[Report], setting: Setting) -> str:
    if not reports:
        return ""
    items = "".join(
        f"<li><time>{setting.moment(report.reported_at)}</time> {_printed(report.reason)}</li>"
        for report in reversed(reports)
    )
    return (
        f'<div class="reports"><h2>{setting.words("reports", count=len(reports))}</h2><ul>{items}</ul></div>'
    )


# --- statements and verdicts ---


def _statements(entry: Entry, place: Place, setting: Setting) -> str:
    items = "".join(_statement(entry, n, place, setting) for n in range(len(entry.answer.statements)))
    return f'<ol class="statements">{items}</ol>'


def _statement(entry: Entry, number: int, place: Place, setting: Setting) -> str:
    statement = entry.answer.statements[number]
    active = number == place.statement
    cited = citations_of(entry.answer, number)
    sources = "".join(f"<li>{_cited(citation, entry, setting)}</li>" for citation in cited)
    return (
        f'<li class="statement{" active" if active else ""}" data-statement="{number}" tabindex="-1">'
        f'<p class="said"><span class="kind {statement.kind}">{setting.words(statement.kind)}</span>'
        f"{_printed(statement.text)}</p>"
        + (
            f'<ul class="cited">{sources}</ul>'
            if sources
            else f'<p class="bad">{setting.words("no_citation")}</p>'
        )
        + _judgements(entry, number, setting)
        + (_buttons(STATEMENT_VERDICTS, entry.standing.get(number), setting) if active else "")
        + "</li>"
    )


def _cited(citation: Citation, entry: Entry, setting: Setting) -> str:
    imprint = setting.imprint(paper=citation.paper, day=citation.date, page=citation.page, today=entry.today)
    return f"[{citation.n}] {escape(imprint)} {escape(citation.headline) or setting.words('no_headline')}"


def _whole(entry: Entry, setting: Setting) -> str:
    """An answer without statements: what was said instead, and whether that was right."""
    declined = entry.answer.status == "not_reported"
    nearest = "".join(
        f"<li>{escape(str(near.date or ''))} {escape(near.headline) or setting.words('no_headline')}</li>"
        for near in entry.answer.nearest
    )
    said = (
        f'<p class="said"><span class="kind">{setting.words("gave")}</span>{_printed(entry.answer.text)}</p>'
    )
    verdicts = (
        _judgements(entry, None, setting) + _buttons(DECLINED_VERDICTS, entry.standing.get(None), setting)
        if declined
        else f'<p class="empty">{setting.words("no_verdict_needed")}</p>'
    )
    return (
        f'<ol class="statements"><li class="statement active" tabindex="-1">{said}'
        + (
            f'<p class="cited">{setting.words("nearest")}</p><ul class="cited">{nearest}</ul>'
            if nearest
            else ""
        )
        + verdicts
        + "</li></ol>"
    )


def _judgements(entry: Entry, place: int | None, setting: Setting) -> str:
    given = [judgement for judgement in entry.judgements if judgement.statement == place]
    items = "".join(f"<li>{_judgement(judgement, setting)}</li>" for judgement in reversed(given))
    return f'<ul class="judgements">{items}</ul>' if items else ""


def _judgement(judgement: Judgement, setting: Setting) -> str:
    verdict = _verdict_words(judgement.verdict, declined=judgement.statement is None, setting=setting)
    note = f" <q>{_printed(judgement.note)}</q>" if judgement.note else ""
    return (
        f'<b class="verdict {judgement.verdict}">{escape(verdict)}</b> '
        f"{escape(judgement.name) or setting.words('anonymous')} "
        f"<time>{setting.moment(judgement.judged_at)}</time>{note}"
    )


def _buttons(verdicts: Sequence[Verdict], standing: Judgement | None, setting: Setting) -> str:
    declined = "should_have_answered" in verdicts
    buttons = "".join(
        f'<button type="button" data-verdict="{verdict}" data-key="{KEYS[verdict]}" '
        f'aria-pressed="{"true" if standing and standing.verdict == verdict else "false"}">'
        f"<kbd>{KEYS[verdict]}</kbd>{escape(_verdict_words(verdict, declined=declined, setting=setting))}</button>"
        for verdict in verdicts
    )
    return f'<div class="verdicts">{buttons}</div>'


def _verdict_words(verdict: Verdict, *, declined: bool, setting: Setting) -> str:
    return setting.plain("rightly_declined" if declined and verdict == "right" else verdict)


# --- below the statements ---


def _record(entry: Entry, setting: Setting) -> str:
    """What the system thought, for who has given their verdict."""
    answer = entry.answer
    period = period_words(setting.language, answer.understood.period, entry.today)
    timings = ", ".join(f"{name} {ms:.0f} ms" for name, ms in answer.timings_ms.items())
    facts = [
        setting.words("confidence", confidence=f"{answer.confidence:.2f}"),
        setting.words("understood", question=answer.understood.question),
        setting.words("period", period=period) if period else "",
        setting.words("timings", timings=timings) if timings else "",
        setting.words("fingerprint", fingerprint=entry.fingerprint),
    ]
    return (
        f'<details class="record"><summary>{setting.words("record")}</summary><ul>'
        + "".join(f"<li>{fact}</li>" for fact in facts if fact)
        + f"</ul>{_found_table(entry.found, setting)}</details>"
    )


def _found_table(found: Sequence[Found], setting: Setting) -> str:
    rows = "".join(
        f"<tr><td>{passage.rank}</td><td>{passage.score:.3f}</td>"
        f"<td>{escape(str(passage.date or ''))} {escape(passage.headline)}<br>{_printed(passage.text)}</td></tr>"
        for passage in found
    )
    heads = "".join(f"<th>{setting.words(key)}</th>" for key in ("rank", "score", "passage"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


def _printed(text: str) -> str:
    """`text` escaped, line ends kept."""
    return escape(text).replace("\n", "<br>")
