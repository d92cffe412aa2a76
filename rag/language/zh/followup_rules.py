"""The rules by which a Chinese follow-up becomes a question that stands alone."""

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


class ChineseFollowUps(FollowUpRules):
    """The rules as Chinese words them."""

    def instead(self, bare: str) -> str:
        match = self.in_place.match(match_form(bare).strip())
        if not match or kind_of(match["what"])[0] != "thing":
            return ""
        start, end = match.span("what")
        return bare.strip()[start:end].removesuffix("的").removesuffix("那边").removesuffix("的事")

    def with_other_time(self, previous: PreviousTurn, when: str) -> str:
        return super().with_other_time(previous, when) if previous.date_mentions else when + previous.question

    def with_counterpart(self, previous: PreviousTurn, what: str) -> str:
        """The last question with `what` in the place of what is of its kind there; empty where nothing is.

        Two names of persons are of a kind, two of places, and two words that end or begin alike (`女子组`, `男子组`).
        """
        question = previous.question
        for start, end in _runs(question):
            whole_word = match_form(question[start:end])
            if _alike(whole_word, match_form(what)):
                return question[:start] + what + question[end:]
            if len(whole_word) >= len(what) + 2 and _alike(
                whole_word[: len(what)], match_form(what)
            ):  # 停电通知
                return question[:start] + what + question[start + len(what) :]
        return ""

    def of_another(self, previous: PreviousTurn, what: str) -> str:
        """What was asked last, of another subject."""
        left_out = content_words(self.subject(previous) or previous.question)
        asked = previous.asked
        for start, end, word in reversed(word_spans(asked)):
            if word in left_out:
                asked = asked[:start] + asked[end:]
        return what + self.without_lead(asked)

    def appended(self, previous: PreviousTurn, what: str) -> str:
        return f"{previous.question.rstrip(' ?？。')}，{what}呢？"

    def with_name(self, bare: str, previous: PreviousTurn) -> str:
        """The question with the name of whom `他` or `她` stands for; empty without such a word, or without a name."""
        match = _PERSON.search(match_form(bare))
        if not match:
            return ""
        answer_first = kind_of(match_form(previous.question))[0] == "person"
        said = (previous.answer, previous.question) if answer_first else (previous.question, previous.answer)
        heads = " ".join(heading(version) for version in previous.articles[:1])
        for version in previous.articles[:1]:
            asked_of = [name for name in people(version.text) if name in match_form(previous.question)]
            if asked_of and not answer_first:
                return bare[: match.start()] + asked_of[0] + bare[match.end() :]
        bylines = {name for version in previous.articles for name in version.byline.split()}
        for text in (*said, heads):
            for name in people(text):
                if name not in bylines or name in match_form(previous.question):
                    return bare[: match.start()] + name + bare[match.end() :]
        return ""

    def names_subject(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether the question already names what the talk is about."""
        about = content_words(self.subject(previous))
        return bool(about) and all(word in match_form(bare) for word in about)

    def may_follow(self, bare: str, previous: PreviousTurn) -> bool:
        """Whether a question that brings no new topic can lean on the last one at all: a long one stands alone."""
        return len(content_words(bare)) <= MOST_WORDS or bool(self.pointing.search(match_form(bare)))

    def author_of(self, headline: str) -> str:
        return f"《{headline}》是谁写的？"

    def joined(self, previous: PreviousTurn, bare: str) -> str:
        """The question behind the subject of the talk and its days."""
        about = self.subject(previous)
        rest = bare
        if match := self.pointing.match(match_form(bare)):
            rest = bare[match.end() :] or bare
        for length in range(min(len(about), len(rest)), 1, -1):
            if match_form(about)[-length:] == match_form(rest)[:length]:
                rest = rest[length:]
                break
        asked_days = mentions(bare, previous.today)
        days = (
            "" if asked_days else "".join(previous.question[m.start : m.end] for m in previous.date_mentions)
        )
        return f"{days}{about}{rest}"

    def subject(self, previous: PreviousTurn) -> str:
        """What the talk is about: of the last question's words those that its article's headline has, then those that
        its text has, else all that tell something; the first few. Before them the headline, where it has none of them."""
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
        held = [word for word in by_place if word[2] in text] or words
        headline = previous.articles[0].headline if previous.articles else ""
        named = not names and len(headline) >= TELLING_HEADLINE and not any(word in head for *_, word in held)
        return (f"《{headline}》" if named else "") + _merged(
            question, sorted((start, end) for start, end, _ in held[:MOST_SUBJECT_WORDS])
        )


FOLLOW_UPS = ChineseFollowUps(
    lead=words(
        r"(?:那么|那(?![个些边里儿次天位年时种座篇场条家件会])|还有(?!什么|谁|哪|没)|另外|对了|哦|噢|嗯|所以|然后|再问一下)[,，、\s]*"
    ),
    in_place=words(r"^(?P<what>[^,，。?？\s]{1,14})呢[?？!！。~～\s]*$"),
    pointing=words(
        r"[他她它]们?|其中|[这那](?:个|些|边|里|儿|次|天|位|种|座|篇|场|条|家|件|事|人|东西|样)?的?|该"
    ),
    around_time=words(r"的|\W"),
)


def _with_names(text: str, names: Sequence[str]) -> list[tuple[int, int, str]]:
    """The words of a text, each person's name as one."""
    found = [
        (start, start + len(name), name) for name in names if (start := match_form(text).find(name)) >= 0
    ]
    rest = [
        word
        for word in word_spans(text)
        if not any(start < word[1] and word[0] < end for start, end, _ in found)
    ]
    return sorted([*found, *rest])


MOST_SUBJECT_WORDS = 4
TELLING_HEADLINE = 8  # characters: shorter ones (更正, 停水通知) name no topic
MOST_WORDS = 5

_PERSON = re.compile(r"(?<!其)[他她](?!们)|这个人|那个人|这位|该人")
_PLACE_END = frozenset("镇乡村路街区县市")


def _runs(text: str) -> list[tuple[int, int]]:
    """The words that tell something, each with the unit or the kind of place that follows (`80岁`, `石坪镇`)."""
    runs: list[tuple[int, int]] = []
    for start, end, word in word_spans(text):
        if word in _UNIT_ENDS and runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        elif is_content_word(word):
            runs.append((start, end))
    return runs


_UNIT_ENDS = _PLACE_END | frozenset("岁组队号班")


def _alike(a: str, b: str) -> bool:
    if a == b:
        return False
    if is_name(a) and is_name(b):
        return True
    if a[-1] in _PLACE_END and b[-1] in _PLACE_END:
        return True
    return a[-1] == b[-1] or (a[0] == b[0] and abs(len(a) - len(b)) <= 1)


def _merged(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The spans, with the single character between two of them where there is one (`新` of `新校区`)."""
    merged, last = "", None
    for start, end in spans:
        if last is not None and start - last == 1 and text[last] not in _ASKING:
            merged += text[last]
        merged, last = merged + text[start:end], end
    return merged[:LONGEST_SUBJECT]


_ASKING = frozenset("谁誰几幾哪啥吗嗎呢 ，,了是")
