"""The language of an article, as the archive names it."""

from __future__ import annotations

_WRITTEN_IN = {  # Chinese by its script, which the region tells
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
    "zh-hant-tw": "zh-Hant",
    "zh-hant-hk": "zh-Hant",
}


def language(tag: str) -> str:
    """`zh-Hans`, `zh-Hant` or `en` for a tag such as ``zh_CN`` or ``en-GB``; other languages as they are tagged."""
    tag = tag.strip()
    lower = tag.lower().replace("_", "-")
    return _WRITTEN_IN.get(lower, "en" if lower.startswith("en") else tag)
