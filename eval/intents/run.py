"""`python -m eval intents`: trains the classifier of intents, measures it, and writes its weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.table import Table

from eval.intents.lines import Line, own_lines, question_lines, small_talk_turns
from eval.intents.training import fit, measure, save, small_talk_share, table
from rag.embedding import Embedder
from rag.question.intent import SMALL_TALK, IntentClassifier


def run(embedder: Embedder, sets: Sequence[Path], into: Path) -> Iterator[Table]:
    """Train without the held-out lines, measure, then train on all lines and write the weights.

    Args:
        sets: folders of question sets; the training parts of their questions become lines of `question`.
        into: the folder for the weights.
    """
    own, questions = own_lines(), question_lines(sets, frozenset(("train",)))
    lines = [*own, *questions]
    classifier = IntentClassifier(embedder, fit([line for line in lines if not line.held_out], embedder))
    figures = measure(classifier, [line for line in lines if line.held_out])
    yield table(figures, "Intents: a fifth of the lines, held out")
    yield _small_talk(classifier, [line for line in lines if line.held_out], sets)
    save(fit(lines, embedder), into, figures, {"eval/intents": len(own), "questions of sets": len(questions)})


def _small_talk(classifier: IntentClassifier, held_out: Sequence[Line], sets: Sequence[Path]) -> Table:
    """How much is taken for small talk: of what is, and of what is not."""
    drawn = Table(title="Taken for small talk")
    for name in ("texts", "count", "share"):
        drawn.add_column(name, justify="right")
    rows = {
        "held-out small talk": [line.text for line in held_out if line.intent in SMALL_TALK],
        "held-out others": [line.text for line in held_out if line.intent not in SMALL_TALK],
        "small talk of dialogues": small_talk_turns(sets),
        "questions, tuning part": [line.text for line in question_lines(sets, frozenset(("tune",)))],
        "questions, report part": [line.text for line in question_lines(sets, frozenset(("report",)))],
    }
    for name, texts in rows.items():
        drawn.add_row(name, str(len(texts)), f"{small_talk_share(classifier, texts):.4f}")
    return drawn
