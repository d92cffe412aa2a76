"""The rules by which an English follow-up becomes a question that stands alone."""

from __future__ import annotations

import re

from rag.language import asked_period, mentions
from rag.language.before import Before
from rag.language.topic import content
from rag.text.normalise import matched

YEAR_BEFORE = re.compile(r"the (?:year before|previous year)(?: that)?", re.IGNORECASE)
LONGEST_SUBJECT = 80


def without_lead(asked: str) -> str:
    """`asked` without the words that only tie it to what was said."""
    return _LEAD.sub("", asked.strip()) or asked


def instead(bare: str) -> str:
    """`X` of `What about X?`, `And X?`: what is asked about in place of something in the last question."""
    match = _INSTEAD.match(bare.strip())
    return match["what"].strip() if match else ""


def with_other_time(before: Before, when: str) -> str:
    """The last question, asked of other days; `the year before` counts from the ones it was asked of."""
    question = before.question
    found = before.days
    if YEAR_BEFORE.fullmatch(when.strip()):
        asked = asked_period(question, before.today)
        when = f"in {(asked.start if asked else before.today).year - 1}"
    if not found:
        return f"{question.rstrip(' ?')} {when}?"
    start, end = found[0].start, found[-1].end
    kept = (
        question[:start] if not when.startswith("in ") else re.sub(r"\b(?:in|during) $", "", question[:start])
    )
    return kept + when + question[end:]


def with_counterpart(before: Before, what: str) -> str:
    """The last question with `what` in the place of what ends alike there; empty where nothing does."""
    last = what.split()[-1].lower()
    match = re.search(rf"(?:the )?(?:[\w'-]+ )?{re.escape(last)}\b", before.question, re.IGNORECASE)
    return before.question[: match.start()] + what + before.question[match.end() :] if match else ""


def of_another(before: Before, what: str) -> str:
    """What was asked last, of another subject; where that is told at length, it alone."""
    asked = before.asked.strip(" ?")
    return f"{what}: {asked}?" if len(content(asked)) <= FEW and len(content(what)) <= FEW else what


def appended(before: Before, what: str) -> str:
    return f"{before.question.rstrip(' ?')}, {what}?"


def with_name(bare: str, before: Before) -> str:
    """Names are not put into English sentences: the subject behind them (`joined`) says as much."""
    return ""


def names_subject(bare: str, before: Before) -> bool:
    """Whether the question already names what the talk is about."""
    return not _POINTING.search(bare) and subject(before).lower() in bare.lower()


def may_follow(bare: str, before: Before) -> bool:
    """Whether a question that brings no new topic can lean on the last one at all: one with a name stands alone, and one
    with a thing of its own (`the half marathon`)."""
    if _POINTING.search(bare):
        return True
    own = re.search(r"\bthe\b", bare, re.IGNORECASE)
    return not _names(bare) and len(content(bare)) <= (1 if own else FEW - 1)


def author_of(headline: str) -> str:
    return f"Who wrote “{headline}”?"


def joined(before: Before, bare: str) -> str:
    """The question, and behind it the subject of the talk and its days."""
    days = [] if mentions(bare, before.today) else [before.question[m.start : m.end] for m in before.days]
    about = " ".join([subject(before), *days])
    return f"{bare.rstrip(' ?')} ({about})?"


def subject(before: Before) -> str:
    """The names in the last question, else its words that tell something; a name of one word tells too little."""
    behind = re.search(r"\(([^()]+)\)\?$", before.question)
    if behind:
        return behind[1]
    names = " ".join(_names(before.question))
    return (names if " " in names else " ".join(content(matched(before.question))))[:LONGEST_SUBJECT]


FEW = 3  # words

_LEAD = re.compile(r"^(?:(?:and|so|ok|okay|well|then|but)\b[, ]*)+(?=\w+ \w)", re.IGNORECASE)
_INSTEAD = re.compile(
    r"^(?:(?:and|so|but)[, ]+)?(?:(?:what|how) about|(?=(?:for|in|on|the|last|this)\b))\s*(?P<what>[^?]{2,60}?)[?!. ]*$",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|that|this|those|these|there|then|one|ones)\b",
    re.IGNORECASE,
)


_NO_NAMES = frozenset(
    "I How What When Where Who Whom Whose Which Why Is Are Was Were Do Does Did Has Have Can".split()
)


def _names(text: str) -> list[str]:
    """Runs of capitalised words, the first word of the sentence left out."""
    found = re.findall(r"(?<=\s)[A-Z][\w'-]*(?: (?:of |the )*[A-Z\d][\w'-]*)*", text)
    return [name for name in found if name not in _NO_NAMES]
