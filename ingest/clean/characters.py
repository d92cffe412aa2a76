"""Character classes of Chinese text."""

from __future__ import annotations

import re

_CJK = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WIDE_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』〖〗…—·～￥％．－／＋＝")


def is_cjk(char: str) -> bool:
    """Whether a character is Chinese: a unified, extension or compatibility ideograph, or 〇."""
    return _CJK.match(char) is not None


def is_wide_punctuation(char: str) -> bool:
    """Whether a character is Chinese punctuation, one em wide (half an em if compressed)."""
    return char in _WIDE_PUNCTUATION


def cjk_only(text: str) -> str:
    """The Chinese characters of a text, in order."""
    return "".join(_CJK.findall(text))


def is_wide(char: str) -> bool:
    """Whether a character is Chinese or Chinese punctuation, which has no space beside it."""
    return is_cjk(char) or is_wide_punctuation(char)
