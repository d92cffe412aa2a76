"""Finds what a correction of one's own question asks for instead: `三期` in `不对，我问的是三期`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rag.language import question_words
from rag.question.intent import SMALL_TALK, IntentClassifier, intent_form
from rag.text.words import segment

NO_CORRECTION = 0.05  # a text whose probability to be a correction is lower only says what is asked for


def asked_instead(text: str, classifier: IntentClassifier) -> str:
    """What a correction asks for, without the words that only correct; empty if it does not say.

    Its clauses that deny something (`不是二期`) or say nothing but that there was a mistake are left out.
    """
    clauses = [clause.strip() for clause in intent_form(text).translate(_CLAUSE_ENDS).split(_JOINT)]
    contents = [_content(clause, classifier) for clause in clauses if not _denies(clause)]
    told = [content for content in contents if content and not _denies(content)]
    return _JOINT.join(_without_small_talk(told, classifier) or told[-1:])


def _without_small_talk(texts: Sequence[str], classifier: IntentClassifier) -> list[str]:
    return [text for text in texts if classifier.intent(text) not in SMALL_TALK]


def _denies(clause: str) -> bool:
    return f"{clause.lower()} ".startswith(tuple(question_words().denials))


def _content(clause: str, classifier: IntentClassifier) -> str:
    """The clause from the first word on that no longer corrects: `三期` of `我问的是三期`."""
    rests = list(_from_each_word(clause))
    corrects = [classifier.probability("correction", rest) for rest in rests]
    clear = [rest for rest, probability in zip(rests, corrects, strict=True) if probability < NO_CORRECTION]
    least = [rest for rest, probability in zip(rests, corrects, strict=True) if probability == min(corrects)]
    words = segment((clear or least or [""])[0])
    while words and (not words[0].strip() or words[0] in question_words().copulas):
        del words[0]
    return "".join(words).strip()


def _from_each_word(clause: str) -> Iterator[str]:
    """The clause, then what remains of it without its first word, without its first two words, and so on."""
    words = segment(clause)
    starts = accumulate((len(word) for word in words), initial=0)
    return (rest for start in starts if (rest := clause[start:].strip()))


_JOINT = "，"
_CLAUSE_ENDS = dict.fromkeys(map(ord, ",。;；:：、!！"), _JOINT)
