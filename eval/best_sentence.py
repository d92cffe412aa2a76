"""The baseline for answers: the one sentence that shares most character bigrams with the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from eval.baselines import SharedBigrams
from eval.readings import looks_alike
from eval.runs import AnswerRow
from eval.sets import Question, bigrams
from rag.schema import Version
from rag.text.sentences import sentence_spans


class BestSentence:
    """Ranks every sentence of every article by shared bigrams."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._sentences = [
            (version, version.text[span.start : span.end])
            for version in versions
            for span in sentence_spans(version.text)
        ]
        self._ranking = SharedBigrams([text for _, text in self._sentences])

    def answer_row(self, question: Question, clock: Callable[[], float]) -> AnswerRow:
        """The best sentence with all articles, and without the articles that answer the question."""
        started = clock()
        version, answer, confidence = next(self._ranked(question), (None, "", 0.0))
        seconds = clock() - started
        others = (
            (text, share)
            for other, text, share in self._ranked(question)
            if not question.answered_in(other) and not looks_alike(question, other.text)
        )
        answer_without, confidence_without = next(others, ("", 0.0))
        right = question.answerable and question.answered_by(answer)
        return AnswerRow(
            id=question.id,
            group=question.group,
            style=question.style,
            question=question.text,
            expected=question.expected,
            said=answer if question.answerable else "",
            seconds=seconds,
            confidence=confidence if question.answerable else None,
            in_text=right,
            in_first=right,
            in_quote=right and version is not None and question.answered_in(version),
            length=len(answer),
            confidence_without=confidence_without,
            said_without=answer_without,
        )

    def _ranked(self, question: Question) -> Iterator[tuple[Version, str, float]]:
        """(Article, sentence, share of the question's bigrams in the sentence), best first."""
        total = len(bigrams(question.text))
        for index, shared in self._ranking.rank(question.text):
            version, text = self._sentences[index]
            yield version, text, shared / total
