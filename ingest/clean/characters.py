"""Character classes of Chinese text."""

from __future__ import annotations

import re
from functools import cache

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


@cache
def everyday_characters() -> frozenset[str]:
    """The characters in everyday use: level 1 of GB 2312 and of Big5, 6,816 together."""
    simplified = (bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    traditional = (bytes((a, b)) for a in range(0xA4, 0xC7) for b in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return frozenset(
        "".join(pair.decode("gb2312", "ignore") for pair in simplified)
        + "".join(pair.decode("big5", "ignore") for pair in traditional)
    )
