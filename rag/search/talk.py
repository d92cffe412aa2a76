"""The reader says what a question takes from an earlier one."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.cite.highlight import whole_words
from rag.language import language_of, locale_of, question_words
from rag.question.talk import Lean, TalkReader, UnreadTalk
from rag.reader import TALK, AnswerSpan, Reader, ReaderInput, Reading, TrainedReader
from rag.text.normalise import match_form
from rag.text.script import to_simplified
from rag.text.sentences import Span
from rag.text.words import pos_tagged

KNOWN = 256  # readings kept: the questions of a conversation are read again with each further one
# Logits that a question leans on the earlier one. A question without a name is seldom understood alone; of one with a name, an
# archive finds the report without what was said before.
NAMELESS_LEANS, NAMED_LEANS = -0.7, 2.0
NAMELESS_MAY_LEAN = -2.7
# The reader has learnt from few conversations in English, and takes most questions for follow-ups.
ENGLISH_LEANS = 3.5
LONGER_WITHIN = 3.0  # a logit: the longest of the spans about as likely as the best names the subject best


class ReadTalk:
    """Implements `rag.question.talk.TalkReader` with a trained reader."""

    def __init__(self, reader: TrainedReader) -> None:
        self._reading = lru_cache(KNOWN)(lambda asked, text: self._read(reader, asked, text))

    def lean(self, asked: str, earlier: str) -> Lean:
        reading = self._reading(asked, earlier)
        spans = reading.answer(), reading.answer(slack=LONGER_WITHIN)
        part, longer = (_in_whole_words(earlier, span) if span else "" for span in spans)
        asks = question_words().interrogatives.search(match_form(longer))
        needed = _needed(asked)
        leans = reading.answered > needed
        may_lean = not leans and needed == NAMELESS_LEANS and reading.answered > NAMELESS_MAY_LEAN
        return Lean(leans, part, part if asks else longer, may_lean)

    @staticmethod
    def _read(reader: TrainedReader, asked: str, text: str) -> Reading:
        return reader.read(asked, [ReaderInput(TALK, text)])[0]


def _needed(asked: str) -> float:
    """The logit above which a question leans on the earlier one."""
    if language_of(asked).follow_ups.reference.search(match_form(asked)):
        return NAMELESS_LEANS
    if locale_of(asked) == "en":
        return ENGLISH_LEANS
    tagged = pos_tagged(to_simplified(asked))
    named = any(tag in _NAME_TAGS and len(word) > 1 for word, tag in tagged)
    return NAMED_LEANS if named else NAMELESS_LEANS


def _in_whole_words(text: str, span: AnswerSpan) -> str:
    """The text of a span in whole words and names."""
    whole = whole_words(text, Span(span.start, span.end), None) or Span(span.start, span.end)
    names = [m for m in _NAME.finditer(text) if m.start() < whole.end and whole.start < m.end()]
    start = min([whole.start, *(name.start() for name in names)])
    end = max([whole.end, *(name.end() for name in names)])
    return text[start:end].strip(_AROUND)


_NAME_TAGS = ("nr", "ns", "nt", "nz")
_AROUND = " ,，。?？!！"
_NAME = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")


def talk_reader(reader: Reader | None) -> TalkReader:
    """The trained reader, or rules if there is none that finds spans."""
    return ReadTalk(reader) if isinstance(reader, TrainedReader) else UnreadTalk()
