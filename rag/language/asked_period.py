"""The period that a question asks for, and whether it is certain."""

from __future__ import annotations

import re
from datetime import date

from rag.dates.period import Period
from rag.language.any_language import people
from rag.language.time import Mention, mentions


def asked_period(question: str, today: date) -> Period | None:
    """The period to which a question is restricted: from the first to the last day that it names; None if it names none.

    Of two periods one of which lies in the other (`去年12月月底`) only the shorter counts. Vague expressions,
    expressions in a quoted headline and days that the question takes for granted do not count.
    """
    mentioned = {mention.period for mention in _asked_mentions(question, today)}
    named = [one for one in mentioned if not any(one != other and one.contains(other) for other in mentioned)]
    return Period(min(p.start for p in named), max(p.end for p in named)) if named else None


def guesses_period(question: str, today: date) -> bool:
    """Whether another year or week may be meant than the one in `asked_period`."""
    return any(mention.is_guess for mention in _asked_mentions(question, today))


def _asked_mentions(question: str, today: date) -> list[Mention]:
    return [
        mention
        for mention in mentions(blank_headlines(question), today, asked=True)
        if not (
            mention.vague or mention.is_moved_to or (mention.is_festival and _in_a_name(question, mention))
        )
    ]


def _in_a_name(text: str, mention: Mention) -> bool:
    """Whether an expression is part of a person's name (`张国庆`)."""
    return any(
        text.startswith(name, at) and mention.end <= at + len(name)
        for name in people(text)
        for at in range(mention.start)
    )


def blank_headlines(text: str) -> str:
    """Replace the words of quoted headlines by blanks: a date in a headline does not restrict a question."""
    return _HEADLINE.sub(lambda m: "《" + " " * (len(m.group()) - 2) + "》", text)


_HEADLINE = re.compile(r"《[^《》]*》")
