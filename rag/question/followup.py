"""Rewrites a follow-up as a question that stands alone, from the previous question and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.language import asked_period, kind_of, language_of, people, question_words, without_days
from rag.language.content_words import contains_word, content_words
from rag.language.follow_up import STOPS, FollowUpWords, joined
from rag.language.previous_turn import PreviousTurn, full_text
from rag.question.intent import Intent
from rag.question.talk import TalkReader
from rag.text.normalise import match_form
from rag.text.script import to_simplified
from rag.text.words import pos_tagged


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question that can be understood without the conversation.

    Attributes:
        opened_by: the question that the talk about its subject began with; empty if it begins with this one.
        previous: the question before, which the reader sees as context; empty if this one takes nothing from it.
        topic_shares: for each article id still under discussion, the share of the question's words that the article
            contains, above 0 and up to 1. Empty if the question starts a new topic.
        in_talk: the same with what it may take from the talk; None if it is clear that it takes nothing.
    """

    question: str
    opened_by: str = ""
    previous: str = ""
    topic_shares: Mapping[str, float] = field(default_factory=dict)
    in_talk: StandaloneQuestion | None = None


def to_standalone(
    asked: str,
    previous: PreviousTurn,
    talk: TalkReader,
    intent: Intent = "question",
    instead_of: str = "",
) -> StandaloneQuestion:
    """Rewrite the question `asked` so that it stands alone.

    Args:
        talk: says what the question takes from the previous one.
        intent: of `asked`, see `rag.question.intent`; of a correction, `asked` is what it asks for instead.
        instead_of: what a correction takes back (`二期` in `不是二期，是三期`).
    """
    words = language_of(asked).follow_ups
    bare = words.without_lead_in(asked)
    if intent == "author" and _names_nothing(bare) and previous.articles:
        return StandaloneQuestion(
            words.about_author(previous.articles[0].headline),
            previous.opened_by,
            topic_shares=_topic_shares(bare, previous),
        )
    new = bare if intent == "correction" else words.replacement_in(bare)
    if kind_of(match_form(new))[0] != "thing":  # a question of its own: `怎么走呢`
        new = ""
    if new and words.is_only_time(new, previous.today):
        return StandaloneQuestion(_at_other_time(new, previous, words))
    if instead_of and instead_of in previous.question and (new or _continued(bare, instead_of, previous)):
        corrected = _with_replacement(instead_of, bare.removesuffix(words.possessive), previous)
        return StandaloneQuestion(corrected, topic_shares=_topic_shares(bare, previous))
    if new:
        old = talk.lean(words.asking_about(new), previous.question).part
        return StandaloneQuestion(
            _with_replacement(old, new, previous), topic_shares=_topic_shares(new, previous)
        )
    if (person := words.person.search(match_form(bare))) and (name := _person(previous)):
        return _about(f"{bare[: person.start()]}{name}{bare[person.end() :]}", bare, previous)
    # a time says nothing of whether the question leans
    undated = without_days(bare, previous.today).strip()
    lean = talk.lean(undated or bare, previous.opened_by)
    if undated != bare.strip() and words.is_only_time(lean.subject, previous.today):
        return StandaloneQuestion(asked)  # `明天停水吗` after `上周有什么新闻`
    if _has_subject(bare, to_simplified(lean.subject)) or (intent == "list" and content_words(bare)):
        return StandaloneQuestion(asked)
    in_talk = _about(_with_subject(lean.subject, bare, words), bare, previous)
    return in_talk if lean.leans else StandaloneQuestion(asked, in_talk=in_talk if lean.may_lean else None)


def _about(question: str, bare: str, previous: PreviousTurn) -> StandaloneQuestion:
    """A question about the subject of the talk."""
    return StandaloneQuestion(question, previous.opened_by, previous.question, _topic_shares(bare, previous))


def _person(previous: PreviousTurn) -> str:
    """The person that the talk is about; empty if nobody is named. If the question asked for a person, the answer names her."""
    texts = [previous.question, previous.answer]
    if kind_of(match_form(previous.question))[0] == "person":
        texts.reverse()
    return next((name for text in texts for name in people(text)), "")


def _has_subject(bare: str, subject: str) -> bool:
    """Whether a question names the subject itself, or another thing of its kind (`老石桥` after `白鹭大桥`)."""
    words = content_words(subject)
    if words and all(contains_word(match_form(bare), word) for word in words):
        return True
    nouns = (word for word, tag in pos_tagged(to_simplified(bare)) if tag.startswith("n") and len(word) > 1)
    return any(word[-1] == subject[-1:] and word not in subject for word in nouns)


def _with_replacement(old: str, new: str, previous: PreviousTurn) -> str:
    """The previous question with `new` in place of `old`; behind it, if the question does not contain `old`."""
    question = previous.question
    if old and old in question:
        before, _, after = question.partition(old)
        return before + joined(new, after)
    return f"{question.rstrip(STOPS)} {new}"


def _continued(bare: str, instead_of: str, previous: PreviousTurn) -> bool:
    """Whether the previous question goes on where a correction ends (`北塘收了多少` instead of `东岸` in `东岸收了多少辆车`)."""
    after = previous.question.partition(instead_of)[2].strip()
    return any(bare.endswith(after[:n]) for n in range(2, len(after) + 1))


def _with_subject(subject: str, bare: str, words: FollowUpWords) -> str:
    """The question with its subject: in place of a word that refers to it, if there is one."""
    subject = words.before_subject.sub("", subject) or subject
    if reference := words.reference.search(match_form(bare)):
        return f"{bare[: reference.start()]}{subject}{bare[reference.end() :]}"
    return words.with_subject(subject, bare)


def _at_other_time(when: str, previous: PreviousTurn, words: FollowUpWords) -> str:
    """The previous question with `when` in place of its time expressions. `前一年` counts from the time in that question."""
    question, found = previous.question, previous.date_mentions
    if words.year_before.fullmatch(when.strip()):
        asked = asked_period(question, previous.today)
        when = words.in_year((asked.start if asked else previous.today).year - 1)
    if not found:
        return words.with_time(when, question)
    return question[: found[0].start] + when + question[found[-1].end :]


def _names_nothing(bare: str) -> bool:
    """Whether a question for the author does not say of which report: `谁写的`."""
    return not content_words(question_words().authorship.sub(" ", match_form(bare)))


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
