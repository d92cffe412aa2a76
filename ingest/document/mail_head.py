"""Reads the head of a mail that was saved or copied as plain text: ``发件人：…`` or ``From: …``, with date and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document.lines import DocumentLine
from ingest.metadata.days import calendar_day

_FIELD = re.compile(
    r"(?P<name>发件人|发送时间|发件时间|日期|收件人|抄送|密送|主题|附件|寄件者|寄件日期|收件者|副本|主旨|"
    r"From|Sent|Date|To|Cc|Bcc|Subject|Attachments?)\s?[：:]\s*(?P<value>.*)"
)
_SUBJECT = ("主题", "主旨", "Subject")
_DAY = ("发送时间", "发件时间", "日期", "寄件日期", "Sent", "Date")
_FEWEST = 3


def without_mail_head(lines: Sequence[DocumentLine], timezone: str) -> list[DocumentLine]:
    """The lines with the head's subject as their title and its date after it; without such a head, as they are."""
    head = []
    for line in lines:
        field = _FIELD.fullmatch(line.text)
        if field is None:
            break
        head.append((field, line))
    subject = next((pair for pair in head if pair[0]["name"] in _SUBJECT and pair[0]["value"]), None)
    if subject is None or len(head) < _FEWEST:
        return list(lines)
    title = replace(subject[1], text=_plain_subject(subject[0]["value"]), role="title")
    days = [
        replace(line, text=f"日期：{day}")
        for field, line in head
        if field["name"] in _DAY and (day := _day(field["value"], timezone))
    ]
    return [title, *days[:1], *lines[len(head) :]]


def _plain_subject(subject: str) -> str:
    return (
        re.sub(r"^(?:(?:re|fwd?|转发|回复|答复|轉寄|回覆)\s?[：:]\s*)+", "", subject, flags=re.IGNORECASE)
        or subject
    )


def _day(value: str, timezone: str) -> str:
    try:
        return calendar_day(value, timezone).isoformat()
    except ValueError:
        return ""
