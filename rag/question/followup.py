"""Makes a follow-up a question that stands alone: by rules, from what was asked and answered last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language import kind_of, language_of, people, question_words
from rag.language.before import Before, head_of, whole
from rag.language.topic import content, holds
from rag.schema import Version
from rag.text.normalise import matched


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """What a question is taken as.

    Attributes:
        question: standing alone.
        about: of each article that is still being talked about, by its id, the share of the question's words that it
            has, above 0-1; none where the topic is a new one.
    """

    question: str
    about: Mapping[str, float] = field(default_factory=dict)


Find = Callable[[str], Sequence[Version]]


def follow(asked: str, before: Before, find: Find) -> StandaloneQuestion:
    """What `asked` means after `before`.

    Args:
        find: the articles that some words find, best first: tells a new topic from a further question.
    """
    rules = language_of(asked).follow_ups
    bare = rules.without_lead(asked)
    about = _still_about(bare, before)
    instead = rules.instead(bare)
    if instead:
        if rules.only_time(instead, before.today):
            return StandaloneQuestion(rules.with_other_time(before, instead))
        swapped = rules.with_counterpart(before, instead)
        if swapped:
            return StandaloneQuestion(swapped)
        if is_new(instead, before, find):
            return StandaloneQuestion(rules.of_another(before, instead))
        return StandaloneQuestion(rules.appended(before, instead), about)
    if kind_of(matched(bare))[0] == "author" and not content(
        question_words().authorship.sub(" ", matched(bare))
    ):
        headline = next((v.headline for v in before.articles), "")
        return StandaloneQuestion(
            rules.author_of(headline) if headline else rules.joined(before, bare), about
        )
    pointed = rules.with_name(bare, before)
    if pointed:
        return StandaloneQuestion(pointed, about)
    if rules.names_subject(bare, before):
        return StandaloneQuestion(asked)
    if content(bare) and is_new(bare, before, find):
        return StandaloneQuestion(asked)
    if not rules.may_follow(bare, before):
        return StandaloneQuestion(asked)
    return StandaloneQuestion(rules.joined(before, bare), about)


def _still_about(bare: str, before: Before) -> dict[str, float]:
    """Of the articles of the last answer the share of the question's words that they have: all where it brings none."""
    words = content(bare)
    shares = {
        version.article_id: sum(holds(matched(whole(version)), word) for word in words) / len(words)
        if words
        else 1.0
        for version in before.articles
    }
    return {article_id: share for article_id, share in shares.items() if share}


def is_new(asked: str, before: Before, find: Find) -> bool:
    """Whether the words of a question lead to an article that is not being talked about: one whose headline has
    a word that the talk lacks, or whose text has two, or a name."""
    known = before.text
    missing = [word for word in content(asked) if not holds(known, word)]
    names = [name for name in people(asked) if name not in known]
    if not missing and not names:
        return False
    talked_about = {v.article_id for v in before.articles}
    for version in find(" ".join(content(asked))):
        if version.article_id in talked_about:
            continue
        head, everything = matched(head_of(version)), matched(f"{whole(version)} {version.byline}")
        if any(holds(head, word) for word in missing):
            return True
        if sum(holds(everything, word) for word in missing) >= ENOUGH_WORDS:
            return True
        if any(name in everything for name in names):
            return True
    return False


ENOUGH_WORDS = 2
