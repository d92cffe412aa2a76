"""Finds words of a Chinese claim that print has the other way round: denied, or planned where the claim tells them as done.

Only plain cases: the same word stands in both texts, and nothing else in either is negated or planned. All others, and other
languages, are left to the trained network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.text.normalise import match_form
from rag.text.sentences import Span

_NOT = re.compile(
    r"没有|没能|尚未|并未|从未|未能|不再|不能|不得|不会|不是|无法|无需|不必|不用|拒绝|取消|停止|暂停|禁止|推迟|[不未没无非停免拒失]"
)
_NO_NEGATION = re.compile(
    r"(?P<verb>[\u4e00-\u9fff])不(?P=verb)|不[仅但断少同过久料妨管如光便止足到错慎幸明良适满]|不超过|不低于|不一|不得不|不动产|不锈|不好意思|无[论不障线疑锡缝偿奈证罪]|无人机|未[来婚]|未成年|非[常遗法]"
    r"|非物质|没[收过]|没想到|没多久|差不多|毫不|起眼"
)
_PLANNED = re.compile(r"即将|将(?!军|士|近)|拟|计划|准备|打算|预计|有望|力争|争取|有意|考虑|起(?!来|到)|才")
_DONE = re.compile(r"已经?|业已|成功")
_PERFECT = re.compile(r"已|完成|了|过")
BESIDE = 2  # characters on each side of a negation
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")


def turned_round(claim: str, printed: str) -> Span | None:
    """Where the claim says the opposite of the printed sentence, or tells as done what is planned there."""
    said, print_form = match_form(claim), match_form(printed)
    if len(said) != len(claim):  # offsets would not fit
        return None
    return (
        _wrong_negation(said, print_form)
        or _one_negation_apart(said, print_form)
        or _done_too_soon(said, print_form)
    )


def _wrong_negation(claim: str, printed: str) -> Span | None:
    if not _NOT.search(_masked(printed)) and not _PLANNED.search(printed):
        for word in _negated(claim):
            if claim[word.start : word.end] in printed:
                return word
    if not _NOT.search(_masked(claim)):
        for word in _negated(printed):
            at = claim.find(printed[word.start : word.end])
            if at >= 0 and not re.search(f"{printed[word.start : word.end]}前", printed):
                return Span(at, at + word.end - word.start)
    return None


def _one_negation_apart(claim: str, printed: str) -> Span | None:
    """Where the two have the same words, but for a negation that only one of them has between them."""
    for _, around in _negations(printed):
        if around in claim and around not in printed:
            at = claim.find(around)
            return Span(at, at + len(around))
    for negation, around in _negations(claim):
        if around in printed and around not in claim:
            return negation
    return None


def _negations(text: str) -> Iterator[tuple[Span, str]]:
    """Each negation, and the characters before and after it put together."""
    for negation in _NOT.finditer(_masked(text)):
        left, right = text[: negation.start()][-BESIDE:], text[negation.end() :][:BESIDE]
        if len(left) == len(right) == BESIDE and (left + right).isalnum():
            yield Span(*negation.span()), left + right


def _done_too_soon(claim: str, printed: str) -> Span | None:
    done = _DONE.search(claim)
    if not done or _PLANNED.search(claim) or not _PLANNED.search(printed) or _PERFECT.search(printed):
        return None
    return Span(*done.span())


def _negated(text: str) -> Iterator[Span]:
    """The two to four characters behind each negation, the longest first."""
    masked = _masked(text)
    for negation in _NOT.finditer(masked):
        word = _WORD.match(masked, negation.end())
        for length in range(len(word.group()) if word else 0, 1, -1):
            yield Span(negation.end(), negation.end() + length)


def _masked(text: str) -> str:
    """The text without words that only look negated (`不断`)."""
    return _NO_NEGATION.sub(lambda match: "〇" * len(match.group()), text)
