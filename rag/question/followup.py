"""Makes a follow-up a question that stands alone: by rules, from what was asked and answered last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language import kind_of, language_of, people, question_words
from rag.language.content_words import contains_word, content_words
from rag.language.previous_turn import PreviousTurn, full_text, heading
from rag.schema import Version
from rag.text.normalise import match_form


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """What a question is taken as.

    Attributes:
        question: standing alone.
        topic_shares: of each article that is still being talked about, by its id, the share of the question's words that it
            has, above 0-1; none where the topic is a new one.
    """

    question: str
    topic_shares: Mapping[str, float] = field(default_factory=dict)


Find = Callable[[str], Sequence[Version]]


def to_standalone(asked: str, previous: PreviousTurn, find: Find) -> StandaloneQuestion:
    """What `asked` means after `previous`.

    Args:
        find: the articles that some words find, best first: tells a new topic from a further question.
    """
    rules = language_of(asked).follow_ups
    bare = rules.without_lead(asked)
    about = _still_about(bare, previous)
    instead = rules.instead(bare)
    if instead:
        if rules.only_time(instead, previous.today):
            return StandaloneQuestion(rules.with_other_time(previous, instead))
        swapped = rules.with_counterpart(previous, instead)
        if swapped:
            return StandaloneQuestion(swapped)
        if is_new_topic(instead, previous, find):
            return StandaloneQuestion(rules.of_another(previous, instead))
        return StandaloneQuestion(rules.appended(previous, instead), about)
    if kind_of(match_form(bare))[0] == "author" and not content_words(
        question_words().authorship.sub(" ", match_form(bare))
    ):
        headline = next((v.headline for v in previous.articles), "")
        return StandaloneQuestion(
            rules.author_of(headline) if headline else rules.joined(previous, bare), about
        )
    pointed = rules.with_name(bare, previous)
    if pointed:
        return StandaloneQuestion(pointed, about)
    if rules.names_subject(bare, previous):
        return StandaloneQuestion(asked)
    if content_words(bare) and is_new_topic(bare, previous, find):
        return StandaloneQuestion(asked)
    if not rules.may_follow(bare, previous):
        return StandaloneQuestion(asked)
    return StandaloneQuestion(rules.joined(previous, bare), about)


def _still_about(bare: str, previous: PreviousTurn) -> dict[str, float]:
    """Of the articles of the last answer the share of the question's words that they have: all where it brings none."""
    words = content_words(bare)
    shares = {
        version.article_id: sum(contains_word(match_form(full_text(version)), word) for word in words)
        / len(words)
        if words
        else 1.0
        for version in previous.articles
    }
    return {article_id: share for article_id, share in shares.items() if share}


def is_new_topic(asked: str, previous: PreviousTurn, find: Find) -> bool:
    """Whether the words of a question lead to an article that is not being talked about: one whose headline has
    a word that the talk lacks, or whose text has two, or a name."""
    known = previous.known_text
    missing = [word for word in content_words(asked) if not contains_word(known, word)]
    names = [name for name in people(asked) if name not in known]
    if not missing and not names:
        return False
    talked_about = {v.article_id for v in previous.articles}
    for version in find(" ".join(content_words(asked))):
        if version.article_id in talked_about:
            continue
        head, everything = match_form(heading(version)), match_form(f"{full_text(version)} {version.byline}")
        if any(contains_word(head, word) for word in missing):
            return True
        if sum(contains_word(everything, word) for word in missing) >= ENOUGH_WORDS:
            return True
        if any(name in everything for name in names):
            return True
    return False


ENOUGH_WORDS = 2
