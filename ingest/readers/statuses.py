"""What an editorial system says of a record besides its text: published or not, taken back, a draft, deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ingest.readers.values import plain_value

Publication = Literal["published", "unpublished", "taken back"]

_UNPUBLISHED = frozenset(
    "draft drafts pending private future scheduled trash trashed deleted unpublished not un inherit hidden inactive disabled "
    "offline waiting review rejected refused declined spiked killed hold progress unapproved revision autosave spam".split()
)
_TAKEN_BACK = frozenset(
    "canceled cancelled withheld withdrawn retracted recalled 撤稿 已撤稿 撤回 已撤回 撤销 已撤销".split()
)
_CHINESE = re.compile(
    r"草稿|初稿|[未待退撤删否停禁废]|驳回|回收|隐藏|下线|下架|关闭|编辑中|审核中|修改中|不通过|定时|预发"
)
_WORD = re.compile(r"[^\W\d]+(?:[-_][^\W\d]+)*")
_NO = frozenset(("", "0", "false", "no", "n", "f", "off", "none", "null", "否", "无", "未删除", "正常"))
_NO_MOMENT = re.compile(r"(?:0000|1970-01-01|0001-01-01)[\d: T.Z-]*")
_NUMBER = re.compile(r"-?\d{1,3}")
_PHPCMS_PUBLISHED = "99"  # lower numbers are the steps of its review


def publication(status: Any, numbers: frozenset[str] = frozenset()) -> Publication:
    """Whether a record with this status is published.

    An unknown word, or none, says that it is: exports of what is published have no end of words for it.

    Args:
        numbers: the statuses of its file, if all of them are numbers.
    """
    text = (plain_value(status) or "").strip().lower()
    if text in _TAKEN_BACK:
        return "taken back"
    if _NUMBER.fullmatch(text):
        least = int(_PHPCMS_PUBLISHED) if _PHPCMS_PUBLISHED in numbers else 1
        return "published" if int(text) >= least else "unpublished"
    words = {part for word in _WORD.findall(text) for part in (word, *re.split("[-_]", word))}
    if text in ("false", "no", "n", "f", "off") or words & _UNPUBLISHED or _CHINESE.search(text):
        return "unpublished"
    return "published"


def status_numbers(values: Iterable[Any]) -> frozenset[str]:
    """The statuses of a file if all of them are numbers; else none."""
    texts = frozenset(plain_value(value) or "" for value in values if not isinstance(value, bool))
    return texts if texts and all(map(_NUMBER.fullmatch, texts)) else frozenset()


def is_marked(value: Any) -> bool:
    """Whether a column such as `deleted` or `deleted_at` says that a record is so."""
    if isinstance(value, Mapping | list):
        return bool(value)
    text = (plain_value(value) or "").strip().lower()
    return text not in _NO and not _NO_MOMENT.fullmatch(text)
