"""Why residents report an answer, and how the journal keeps it: in Chinese, the language of the newsroom."""

from __future__ import annotations

from web.dates import PageLanguage
from web.wording import Texts, Wording

REASONS: Texts = {
    "wrong_content": ("内容不对", "The content is wrong"),
    "wrong_source": ("来源不对", "The source is wrong"),
    "outdated": ("已过时", "It is out of date"),
    "not_answered": ("没回答问题", "It does not answer the question"),
}
_BEFORE_NOTE = "："


def kept_reason(reason: str, note: str) -> str:
    """What the journal keeps of a report.

    Args:
        reason: one of `REASONS`.
        note: what the resident added; may be empty.
    """
    said = Wording("zh", REASONS)(reason)
    return f"{said}{_BEFORE_NOTE}{note}" if note else said


def told_reason(kept: str, language: PageLanguage) -> str:
    """A kept report in the reader's language; the resident's own words stay as they are."""
    said, _, note = kept.partition(_BEFORE_NOTE)
    names = {Wording("zh", REASONS)(reason): Wording(language, REASONS)(reason) for reason in REASONS}
    if language == "zh" or said not in names:
        return kept
    return f"{names[said]}: {note}" if note else names[said]
