"""Rewrites a follow-up as a question that stands alone, by rules, from the previous question and answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language import language_of, people, question_words
from rag.language.content_words import contains_word, content_words
from rag.language.followup_rules import FollowUpRules
from rag.language.previous_turn import PreviousTurn, full_text, heading
from rag.question.intent import Intent
from rag.schema import Version
from rag.text.normalise import match_form

MIN_NEW_WORDS = 2  # words new to the conversation that an article's text must contain to be a new topic


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question that can be understood without the conversation.

    Attributes:
        topic_shares: for each article id still under discussion, the share of the question's words that the article
            contains, above 0 and up to 1. Empty if the question starts a new topic.
    """

    question: str
    topic_shares: Mapping[str, float] = field(default_factory=dict)


Find = Callable[[str], Sequence[Version]]
"""The articles that a search for some words finds, best first."""


def to_standalone(
    asked: str, previous: PreviousTurn, find: Find, intent: Intent = "question"
) -> StandaloneQuestion:
    """Rewrite the question `asked` so that it stands alone.

    Args:
        find: used to tell a new topic from a further question about the same one.
        intent: of `asked`, see `rag.question.intent`.
    """
    rules = language_of(asked).follow_ups
    bare = rules.without_lead_in(asked)
    shares = _topic_shares(bare, previous)
    asks_only_for_author = intent == "author" and _names_nothing(bare)
    replacement = "" if asks_only_for_author else rules.replacement(bare)
    if replacement:
        return _with_replacement(replacement, previous, find, rules, shares)
    if asks_only_for_author:
        headline = next((v.headline for v in previous.articles), "")
        question = rules.author_question(headline) if headline else rules.with_subject(previous, bare)
        return StandaloneQuestion(question, shares)
    resolved = rules.with_pronoun_resolved(bare, previous)
    if resolved:
        return StandaloneQuestion(resolved, shares)
    if _stands_alone(bare, previous, find, rules):
        return StandaloneQuestion(asked)
    return StandaloneQuestion(rules.with_subject(previous, bare), shares)


def _with_replacement(
    replacement: str, previous: PreviousTurn, find: Find, rules: FollowUpRules, shares: Mapping[str, float]
) -> StandaloneQuestion:
    """The previous question with something replaced: `去年呢？`, "what about the museum?"."""
    if rules.is_only_time(replacement, previous.today):
        return StandaloneQuestion(rules.with_other_time(previous, replacement))
    substituted = rules.with_substitution(previous, replacement)
    if substituted:
        return StandaloneQuestion(substituted)
    if _is_new_topic(replacement, previous, find):
        return StandaloneQuestion(rules.about_another_subject(previous, replacement))
    return StandaloneQuestion(rules.continued_with(previous, replacement), shares)


def _names_nothing(bare: str) -> bool:
    """Whether a question for the author does not say of which report: `谁写的`."""
    return not content_words(question_words().authorship.sub(" ", match_form(bare)))


def _stands_alone(bare: str, previous: PreviousTurn, find: Find, rules: FollowUpRules) -> bool:
    if rules.names_subject(bare, previous):
        return True
    if content_words(bare) and _is_new_topic(bare, previous, find):
        return True
    return not rules.can_depend_on(bare, previous)


def _topic_shares(bare: str, previous: PreviousTurn) -> dict[str, float]:
    """For each article of the last answer, the share of the question's words that it contains.

    The share is 1.0 if the question has no content words; articles with a share of 0 are left out.
    """
    words = content_words(bare)
    shares = {
        version.article_id: sum(contains_word(match_form(full_text(version)), word) for word in words)
        / len(words)
        if words
        else 1.0
        for version in previous.articles
    }
    return {article_id: share for article_id, share in shares.items() if share}


def _is_new_topic(asked: str, previous: PreviousTurn, find: Find) -> bool:
    """Whether the words of a question find an article that is not under discussion.

    Such an article has a word new to the conversation in its headline, or two in its text, or a new person's name.
    """
    known = previous.known_text
    missing = [word for word in content_words(asked) if not contains_word(known, word)]
    names = [name for name in people(asked) if name not in known]
    if not missing and not names:
        return False
    discussed = {version.article_id for version in previous.articles}
    others = (v for v in find(" ".join(content_words(asked))) if v.article_id not in discussed)
    return any(_brings_news(version, missing, names) for version in others)


def _brings_news(version: Version, missing: Sequence[str], names: Sequence[str]) -> bool:
    head = match_form(heading(version))
    everything = match_form(f"{full_text(version)} {version.byline}")
    return (
        any(contains_word(head, word) for word in missing)
        or sum(contains_word(everything, word) for word in missing) >= MIN_NEW_WORDS
        or any(name in everything for name in names)
    )
