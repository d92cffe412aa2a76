"""Answers worded by a language model: scripted ones, or a real model's raw output that is replayed.

`python -m eval answers SET --llm printed` shows a model that always gives the printed sentence; `corrupted` one with a fault put
into it; `unreported` one that always says that nothing is reported; a file replays what `python -m eval record` has kept.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field
from rich.table import Table

from eval.bootstrap import estimate
from eval.claims.clauses import clauses_of, names_of
from eval.claims.faults import Material, with_fault
from eval.sets import Question
from eval.statistics import share
from rag.answer.wire_format import NOT_REPORTED
from rag.cite import ClaimChecker, ClaimVerdict, Support
from rag.llm import LanguageModel
from rag.schema import Answer, Request
from rag.service import Assistant
from rag.text.sentences import Span, sentence_spans

Script = Literal["printed", "corrupted", "unreported"]
SCRIPTS: tuple[Script, ...] = get_args(Script)
WITHIN = 60.0  # seconds


class SayingModel(BaseChatModel):
    """A chat model that says what it is told to: one of `says` in each call, then the last one again."""

    says: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "saying"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._next()))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        said = AIMessageChunk(self._next(), response_metadata={"finish_reason": "stop"})
        yield ChatGenerationChunk(message=said)

    def _next(self) -> str:
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]


class Unchecked(ClaimChecker):
    """A checker that lets everything pass that has anything in common with a printed sentence."""

    def _check(self, claim: str, printed: tuple[Support, ...]) -> ClaimVerdict:
        return ClaimVerdict(()) if printed else ClaimVerdict(("nothing_printed",), (claim,))


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The answer to a question that a model has worded."""

    question: Question
    answer: Answer

    @property
    def right(self) -> bool:
        """Whether it has the expected words, or declines if there are none."""
        if not self.question.answerable:
            return self.answer.status == "not_reported"
        return self.answer.status == "answered" and self.question.answered_by(self.answer.text)

    @property
    def shows_the_model(self) -> bool:
        return any(statement.kind == "written" for statement in self.answer.statements)

    @property
    def shows_wrong_words_of_the_model(self) -> bool:
        return self.shows_the_model and not self.right


def raw_output(script: str, questions: Sequence[Question], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What the model says in each call, by the question's id; questions for which it is not known are left out.

    Args:
        script: one of `SCRIPTS`, or the path of a file that `record` has written.
        texts: article by document id.

    Raises:
        FileNotFoundError: there is no such file.
    """
    if script not in SCRIPTS:
        lines = map(json.loads, Path(script).read_text("utf-8").splitlines())
        return {line["id"]: line["outputs"] for line in lines if line["outputs"]}
    said = {question.id: _scripted(script, question, texts) for question in questions}
    return {i: [output] for i, output in said.items() if output}


def article_texts(folder: Path) -> dict[str, str]:
    """The texts of a set's articles by document id."""
    lines = (folder / "corpus.jsonl").read_text("utf-8").splitlines()
    return {str(line["id"]): line["text"] for line in map(json.loads, lines)}


def ask_all(
    questions: Iterable[Question], said: Mapping[str, list[str]], assistant: Assistant, model: SayingModel
) -> Iterator[WrittenAnswer]:
    """The answers to the questions, the model saying `said`.

    Args:
        model: the one that `assistant` asks.
    """
    for question in questions:
        model.says = list(said[question.id])
        *_, last = assistant.chain.stream(Request(question=question.text, today=question.today))
        if last.answer:  # with what only staff see
            yield WrittenAnswer(question, last.answer)


def saying_model() -> tuple[SayingModel, LanguageModel]:
    """A model to be told what it says, and as the assistant takes it."""
    model = SayingModel()
    return model, LanguageModel(model, "scripted", WITHIN)


def written_table(answers: Mapping[str, Sequence[WrittenAnswer]], title: str) -> Table:
    """For each way of checking and each kind of question: how many are right, and how often the model's words are shown."""
    drawn = Table(title=title)
    for name in (
        "checked by",
        "questions",
        "count",
        "right",
        "95 %",
        "model shown",
        "shown and wrong",
        "sentences struck",
    ):
        drawn.add_column(name, justify="right")
    for name, given in answers.items():
        for kind, answerable in (("answerable", True), ("unanswerable", False)):
            rows = [one for one in given if one.question.answerable == answerable]
            if not rows:
                continue
            right = estimate(share([row.right for row in rows]), [row.question.group for row in rows])
            shown = sum(row.shows_the_model for row in rows) / len(rows)
            wrong = sum(row.shows_wrong_words_of_the_model for row in rows) / len(rows)
            struck = str(sum(len(row.answer.struck) for row in rows))
            interval = f"{right.low:.2f}–{right.high:.2f}"
            figures = (f"{right.value:.3f}", interval, f"{shown:.3f}", f"{wrong:.3f}", struck)
            drawn.add_row(name, kind, str(len(rows)), *figures)
    return drawn


def record(questions: Iterable[Question], assistant: Assistant, model: RecordingModel, into: Path) -> None:
    """Ask a real model each question once and append what it says to a file; questions that the file has are left out."""
    done = (
        {json.loads(line)["id"] for line in into.read_text("utf-8").splitlines()} if into.exists() else set()
    )
    for question in (q for q in questions if q.id not in done):
        model.said = []
        assistant.ask(Request(question=question.text, today=question.today), record=False)
        with into.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": question.id, "outputs": model.said}, ensure_ascii=False) + "\n")


class RecordingModel(BaseChatModel):
    """A chat model that keeps what another one says, by call."""

    model: BaseChatModel
    said: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "recording"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.model.invoke(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.said.append("")
        for chunk in self.model.stream(messages):
            self.said[-1] += chunk.text
            yield ChatGenerationChunk(message=chunk)


def _scripted(script: str, question: Question, texts: Mapping[str, str]) -> str:
    if script == "unreported" or not question.answerable:
        return NOT_REPORTED if script != "corrupted" else ""
    sentence, text = _answering_sentence(question, texts)
    if script == "printed" or not sentence:
        return sentence
    names = names_of(text)
    material = Material(sentence, clauses_of(text), clauses_of(text), names, names)
    chance = random.Random(question.id)
    made = next((m for _ in range(20) if (m := with_fault(sentence, material, chance))), None)
    return made[1][0] if made else ""


def _answering_sentence(question: Question, texts: Mapping[str, str]) -> tuple[str, str]:
    """The printed sentence with the expected words, and its article; empty if no single sentence has them."""
    for text in (texts[i] for i in sorted(question.doc_ids) if i in texts):
        for span in sentence_spans(text):
            if question.answered_by(sentence := _text(text, span)):
                return sentence, text
    return "", ""


def _text(text: str, span: Span) -> str:
    return text[span.start : span.end].replace("\n", "")
