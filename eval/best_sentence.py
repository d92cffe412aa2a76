"""The answers to beat: of all sentences the one that shares most character bigrams with the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from eval.baselines import SharedBigrams
from eval.readings import looks_alike
from eval.runs import AnswerRow
from eval.sets import Question, bigrams
from rag.schema import Version
from rag.text.sentences import sentence_spans


class BestSentence:
    """Looks at every sentence of every article."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._sentences = [
            (version, version.text[span.start : span.end])
            for version in versions
            for span in sentence_spans(version.text)
        ]
        self._counted = SharedBigrams([text for _, text in self._sentences])

    def row(self, question: Question, clock: Callable[[], float]) -> AnswerRow:
        """What it says with all articles, and with those left out that answer."""
        started = clock()
        found = self._ranked(question)
        version, said, confidence = next(found, (None, "", 0.0))
        seconds = clock() - started
        others = (
            (text, share)
            for other, text, share in self._ranked(question)
            if not question.answered_in(other) and not looks_alike(question, other.text)
        )
        said_without, confidence_without = next(others, ("", 0.0))
        right = question.answerable and question.answered_by(said)
        return AnswerRow(
            id=question.id,
            group=question.group,
            style=question.style,
            question=question.text,
            expected=question.expected,
            said=said if question.answerable else "",
            seconds=seconds,
            confidence=confidence if question.answerable else None,
            in_text=right,
            in_first=right,
            in_quote=right and version is not None and question.answered_in(version),
            length=len(said),
            confidence_without=confidence_without,
            said_without=said_without,
        )

    def _ranked(self, question: Question) -> Iterator[tuple[Version, str, float]]:
        """Sentences, best first, each with its article and the share of the question's bigrams that it has."""
        asked = len(bigrams(question.text))
        for place, shared in self._counted.rank(question.text):
            version, text = self._sentences[place]
            yield version, text, shared / asked
