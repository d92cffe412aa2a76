"""The reasons for which residents can report an answer. The journal stores them in Chinese, the newsroom's language."""

from __future__ import annotations

from web.dates import PageLanguage
from web.wording import Texts, Wording

REASONS: Texts = {
    "wrong_content": ("内容不对", "The content is wrong"),
    "wrong_source": ("来源不对", "The source is wrong"),
    "outdated": ("已过时", "It is out of date"),
    "not_answered": ("没回答问题", "It does not answer the question"),
}
_SEPARATOR = "："  # between reason and note


def journal_reason(reason: str, note: str) -> str:
    """The text that the journal stores for a report.

    Args:
        reason: a key of `REASONS`.
        note: the resident's own words; may be empty.
    """
    chinese = Wording("zh", REASONS)(reason)
    return f"{chinese}{_SEPARATOR}{note}" if note else chinese


def localized_reason(stored: str, language: PageLanguage) -> str:
    """A stored report with its reason in the reader's language; the resident's own words are not translated."""
    chinese, _, note = stored.partition(_SEPARATOR)
    names = {Wording("zh", REASONS)(reason): Wording(language, REASONS)(reason) for reason in REASONS}
    if language == "zh" or chinese not in names:
        return stored
    return f"{names[chinese]}: {note}" if note else names[chinese]
