"""Masks ID card numbers, mobile numbers and bank card numbers that people type in questions.

Only the search sees a question as it was typed. The journal and the language model see `[手机号]` or `[mobile number]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rag.language import Locale, locale_of, wording
from rag.schema import Answer, Event, Request, Turn, Understood
from rag.text.normalise import half_width

NumberKind = Literal["id_number", "mobile_number", "bank_card"]


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A personal number in a text, at ``[start, end)``; `digits` is the number without separators."""

    kind: NumberKind
    start: int
    end: int
    digits: str


def personal_numbers(text: str) -> list[PersonalNumber]:
    """The personal numbers in a text, in their order.

    - ID card: 18 characters with a date of birth and the right check digit (GB 11643).
    - Mobile: a mainland number, also with +86 and separators; hotlines and landlines begin otherwise.
    - Bank card: 13 to 19 digits that pass the Luhn test (ISO/IEC 7812), alone or in groups of four.
    """
    plain = half_width(text)
    found: list[PersonalNumber] = []
    for kind, pattern, is_valid in _FORMS:
        for match in pattern.finditer(plain):
            number = PersonalNumber(kind, *match.span(), _NO_DIGIT.sub("", match[0]).upper())
            if is_valid(number.digits) and not any(_overlap(number, other) for other in found):
                found.append(number)
    return sorted(found, key=lambda number: number.start)


def mask_numbers(
    text: str, locale: Locale | None = None, only: Callable[[PersonalNumber], bool] = lambda number: True
) -> str:
    """The text with personal numbers replaced by their kind, in the words of `locale` or else of the text's own language."""
    parts, done = [], 0
    for number in filter(only, personal_numbers(text)):
        parts += [text[done : number.start], f"[{wording(locale or locale_of(text), number.kind)}]"]
        done = number.end
    return "".join([*parts, text[done:]])


class RequestMask:
    """Masks the personal numbers of one request, in the language of its question."""

    def __init__(self, request: Request) -> None:
        self._locale = locale_of(request.question)
        typed = [request.question, *(turn.content for turn in request.history if turn.role == "user")]
        self._typed = {number.digits for text in typed for number in personal_numbers(text)}

    def for_model(self, text: str) -> str:
        """A prompt without the numbers that the asker typed. Other numbers in it were printed by the paper, and stay."""
        if not self._typed:
            return text
        return mask_numbers(text, self._locale, lambda number: number.digits in self._typed)

    def request(self, request: Request) -> Request:
        """The request as the journal stores it."""
        history = tuple(
            Turn(role=turn.role, content=mask_numbers(turn.content, self._locale)) for turn in request.history
        )
        return request.model_copy(update={"question": self._mask(request.question), "history": history})

    def event(self, event: Event) -> Event:
        """The event with everything that repeats the question masked."""
        changes = {
            "understood": self._understood(event.understood) if event.understood else None,
            "answer": self._answer(event.answer) if event.answer else None,
        }
        return event.model_copy(update=changes)

    def _answer(self, answer: Answer) -> Answer:
        changes = {
            "question": self._mask(answer.question),
            "understood": self._understood(answer.understood),
        }
        return answer.model_copy(update=changes)

    def _understood(self, understood: Understood) -> Understood:
        texts = {
            name: self._mask(getattr(understood, name)) for name in ("question", "author", "place", "section")
        }
        respelled = tuple(
            word.model_copy(update={"typed": self._mask(word.typed), "taken": self._mask(word.taken)})
            for word in understood.respelled
        )
        return understood.model_copy(update={**texts, "respelled": respelled})

    def _mask(self, text: str) -> str:
        return mask_numbers(text, self._locale)


# --- the forms of the numbers ---

# Between the groups of a number: blanks, dashes, dots and invisible characters, as in `138 - 1234 - 5678`.
_GAP = r"[ \t\u00a0\u2000-\u200d\u2060\u3000\ufeff\-‐-―−－.·]{0,3}"
_SPLIT = _GAP.replace("{0,3}", "{1,3}")
_NO_DIGIT = re.compile(r"[^\dXx]")

_ID_NUMBER = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:19|20)\d\d{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:0[1-9]|[12]\d|3[01]){_GAP}\d{{3}}[\dXx](?!\d)"
)
_MOBILE_NUMBER = re.compile(
    rf"(?<!\d)(?:[+＋]?(?:00)?86{_GAP}|0)?(?:"
    rf"1[3-9]\d{_GAP}(?:\d{{4}}{_GAP}\d{{4}}|\d{{3}}{_GAP}\d{{5}})|"  # 138 1234 5678, 138 123 45678
    rf"1[3-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}|"  # 1381 234 5678
    rf"(?<!\d[ -])1[3-9]\d\d{_SPLIT}\d{{4}}{_SPLIT}\d{{3}}|"  # 1381 2345 678
    rf"1(?:{_SPLIT}[3-9])(?:{_SPLIT}\d){{9}}"  # 1 3 8 1 2 3 4 5 6 7 8
    r")(?!\d|\s?元)"  # a sum of money has a unit
)
_GROUPED_CARD = rf"(?<!\d)[3-9]\d{{3}}(?:{_SPLIT}\d{{4}}){{2,3}}"
# Numbers that begin with 0, 1 or 2 are left out: order numbers and time stamps do, bank cards hardly ever.
_CARD = re.compile(r"(?<!\d)[3-9]\d{12,18}(?!\d)")


def _has_check_digit(digits: str) -> bool:
    """ISO 7064 MOD 11-2, over 18 characters of which the last may be X."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * pow(2, 17 - place, 11) for place, value in enumerate(values)) % 11 == 1


def _passes_luhn(digits: str) -> bool:
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in backwards[1::2])) % 10 == 0


def _any(digits: str) -> bool:
    return True


_Form = tuple[NumberKind, re.Pattern[str], Callable[[str], bool]]

# In this order: what one form has taken is not read as another. A card in groups may contain what looks like a mobile number.
_FORMS: tuple[_Form, ...] = (
    ("id_number", _ID_NUMBER, _has_check_digit),
    ("bank_card", re.compile(rf"{_GROUPED_CARD}{_SPLIT}\d{{1,3}}(?!\d)"), _passes_luhn),
    ("bank_card", re.compile(rf"{_GROUPED_CARD}(?!\d)"), _passes_luhn),
    ("mobile_number", _MOBILE_NUMBER, _any),
    ("bank_card", _CARD, _passes_luhn),
)


def _overlap(one: PersonalNumber, other: PersonalNumber) -> bool:
    return one.start < other.end and other.start < one.end
