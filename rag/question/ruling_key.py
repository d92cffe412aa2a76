"""Whether two questions are the same one: `ruling_key` is then equal."""

from __future__ import annotations

from rag.language import question_words
from rag.schema import Understood
from rag.text.normalise import question_form


def ruling_key(understood: Understood) -> str:
    """Equal for questions that differ in politeness, script, capitals, spaces and punctuation alone, if they mean the same days,
    author, place and section.

    >>> ruling_key(Understood(question="请问 停水到几点？")) == ruling_key(Understood(question="停水到幾點"))
    True
    """
    text = question_form(understood.question)
    asked = "".join(filter(str.isalnum, question_words().polite.sub("", text) or text)).casefold()
    meant = (understood.period, understood.author, understood.place, understood.section)
    return "|".join((asked, *meant))
