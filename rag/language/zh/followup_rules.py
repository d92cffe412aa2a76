"""Rules by which a Chinese follow-up becomes a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.language.content_words import content_words, is_content_word, word_spans
from rag.language.followup_rules import FollowUpRules
from rag.language.kind import kind_of
from rag.language.previous_turn import PreviousTurn, full_text, heading
from rag.language.time import mentions
from rag.language.vocabulary import words
from rag.language.zh.people import is_name, people
from rag.text.normalise import match_form

LONGEST_SUBJECT = 40
MAX_SUBJECT_WORDS = 4
MAX_DEPENDENT_WORDS = 5  # content words of a question that depends on the previous one
TELLING_HEADLINE = 8  # characters: shorter headlines (更正, 停水通知) name no topic


class ChineseFollowUps(FollowUpRules):
    """The rules for Chinese."""

    def replacement(self, bare: str) -> str:
        match = self.replacement_question.match(match_form(bare).strip())
        if not match or kind_of(match["what"])[0] != "thing":
            return ""
        start, end = match.span("what")
        return bare.strip()[start:end].removesuffix("的").removesuffix("那边").removesuffix("的事")

    def asking_about(self, what: str) -> str:
        return f"{what}呢？"

    def with_other_time(self, previous: PreviousTurn, when: str) -> str:
        return super().with_other_time(previous, when) if previous.date_mentions else when + previous.question

    def with_substitution(self, previous: PreviousTurn, what: str) -> str:
        """The previous question with `what` in place of a similar word; empty if it has none.

        Two names of persons are similar, two names of places, and two words that end or begin with the same character
        (`女子组`, `男子组`).
        """
        question = previous.question
        for start, end in _phrase_spans(question):
            whole_word = match_form(question[start:end])
            if _similar(whole_word, match_form(what)):
                return question[:start] + what + question[end:]
            if len(whole_word) >= len(what) + 2 and _similar(
                whole_word[: len(what)], match_form(what)
            ):  # a phrase that begins like it: 停电通知
                return question[:start] + what + question[start + len(what) :]
        return ""

    def about_another_subject(self, previous: PreviousTurn, what: str) -> str:
        """The previous question with `what` in place of the words of its subject."""
        subject_words = content_words(self.subject(previous) or previous.question)
        asked = previous.asked
        for start, end, word in reversed(word_spans(asked)):
            if word in subject_words:
                asked = asked[:start] + asked[end:]
        return what + self.without_lead_in(asked)

    def continued_with(self, previous: PreviousTurn, what: str) -> str:
        return f"{previous.question.rstrip(' ?？。')}，{what}呢？"

    def with_pronoun_resolved(self, bare: str, previous: PreviousTurn) -> str:
        """The question with a person's name in place of `他` or `她`; empty without a pronoun or a known name."""
        match = _PERSON.search(match_form(bare))
        if not match:
            return ""
        answer_first = kind_of(match_form(previous.question))[0] == "person"
        sources = (
            (previous.answer, previous.question) if answer_first else (previous.question, previous.answer)
        )
        heads = " ".join(heading(version) for version in previous.articles[:1])
        for version in previous.articles[:1]:
            asked_of = [name for name in people(version.text) if name in match_form(previous.question)]
            if asked_of and not answer_first:
                return bare[: match.start()] + asked_of[0] + bare[match.end() :]
        bylines = {name for version in previous.articles for name in version.byline.split()}
        for text in (*sources, heads):
            for name in people(text):
                if name not in bylines or name in match_form(previous.question):
                    return bare[: match.start()] + name + bare[match.end() :]
        return ""

    def names_subject(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether the question itself names the subject of the conversation."""
        subject = content_words(self.subject(previous))
        return bool(subject) and all(word in match_form(bare) for word in subject)

    def can_depend_on(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether a question without a new topic can depend on the previous one: a long one without a reference cannot."""
        return len(content_words(bare)) <= MAX_DEPENDENT_WORDS or bool(
            self.references.search(match_form(bare))
        )

    def author_question(self, headline: str) -> str:
        return f"《{headline}》是谁写的？"

    def with_subject(self, previous: PreviousTurn, bare: str) -> str:
        """The time expressions and the subject of the conversation, followed by the question."""
        subject = self.subject(previous)
        question = bare
        if match := self.references.match(match_form(bare)):
            question = bare[match.end() :] or bare
        for length in range(min(len(subject), len(question)), 1, -1):
            if match_form(subject)[-length:] == match_form(question)[:length]:
                question = question[length:]
                break
        asked_days = mentions(bare, previous.today)
        days = (
            "" if asked_days else "".join(previous.question[m.start : m.end] for m in previous.date_mentions)
        )
        return f"{days}{subject}{question}"

    def subject(self, previous: PreviousTurn) -> str:
        """What the conversation is about: the most telling words of the previous question.

        Words that the headline of its article contains come first, then words that the text contains; if there are
        neither, all content words. If the headline contains none of them, it is put in front.
        """
        question = previous.question
        days = mentions(question, previous.today)
        names = people(question)
        words = [
            (start, end, word)
            for start, end, word in _with_names(question, names)
            if is_content_word(word)
            and not word.isdecimal()
            and not any(day.start < end and start < day.end for day in days)
        ]
        head = match_form(" ".join(heading(v) for v in previous.articles[:1]))
        text = match_form(" ".join(full_text(v) for v in previous.articles[:1]))
        by_place = sorted(words, key=lambda w: (w[2] not in head, w[2] not in text))
        chosen = [word for word in by_place if word[2] in text] or words
        headline = previous.articles[0].headline if previous.articles else ""
        add_headline = (
            not names and len(headline) >= TELLING_HEADLINE and not any(word in head for *_, word in chosen)
        )
        return (f"《{headline}》" if add_headline else "") + _text_of_spans(
            question, sorted((start, end) for start, end, _ in chosen[:MAX_SUBJECT_WORDS])
        )


FOLLOW_UPS = ChineseFollowUps(
    lead_in=words(
        r"(?:那么|那(?![个些边里儿次天位年时种座篇场条家件会])|还有(?!什么|谁|哪|没)|另外|对了|哦|噢|嗯|所以|然后|再问一下)[,，、\s]*"
    ),
    replacement_question=words(r"^(?P<what>[^,，。?？\s]{1,14})呢[?？!！。~～\s]*$"),
    references=words(
        r"[他她它]们?|其中|[这那](?:个|些|边|里|儿|次|天|位|种|座|篇|场|条|家|件|事|人|东西|样)?的?|该"
    ),
    around_time=words(r"的|\W"),
)


def _with_names(text: str, names: Sequence[str]) -> list[tuple[int, int, str]]:
    """The word spans of a text, with each person's name as one word."""
    found = [
        (start, start + len(name), name) for name in names if (start := match_form(text).find(name)) >= 0
    ]
    others = [
        word
        for word in word_spans(text)
        if not any(start < word[1] and word[0] < end for start, end, _ in found)
    ]
    return sorted([*found, *others])


_PERSON = re.compile(r"(?<!其)[他她](?!们)|这个人|那个人|这位|该人")
_PLACE_END = frozenset("镇乡村路街区县市")


def _phrase_spans(text: str) -> list[tuple[int, int]]:
    """The content words, each with a unit or a kind of place after it (`80岁`, `石坪镇`)."""
    runs: list[tuple[int, int]] = []
    for start, end, word in word_spans(text):
        if word in _UNIT_ENDS and runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        elif is_content_word(word):
            runs.append((start, end))
    return runs


_UNIT_ENDS = _PLACE_END | frozenset("岁组队号班")


def _similar(a: str, b: str) -> bool:
    if a == b:
        return False
    if is_name(a) and is_name(b):
        return True
    if a[-1] in _PLACE_END and b[-1] in _PLACE_END:
        return True
    return a[-1] == b[-1] or (a[0] == b[0] and abs(len(a) - len(b)) <= 1)


def _text_of_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text of the spans. A single character between two spans is included (`新` in `新校区`)."""
    merged, last = "", None
    for start, end in spans:
        if last is not None and start - last == 1 and text[last] not in _ASKING:
            merged += text[last]
        merged, last = merged + text[start:end], end
    return merged[:LONGEST_SUBJECT]


_ASKING = frozenset("谁誰几幾哪啥吗嗎呢 ，,了是")
