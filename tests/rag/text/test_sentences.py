"""Splitting text into sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("今天下雨。明天晴。", ["今天下雨。", "明天晴。"]),
        ("“好！”他说。大家笑了。", ["“好！”他说。", "大家笑了。"]),
        ("他说：“好。”大家笑了。", ["他说：“好。”", "大家笑了。"]),
        ("第一；第二；第三。", ["第一；第二；第三。"]),
        ("问：为什么？\n答：因为。", ["问：为什么？", "答：因为。"]),
        ("标题没有句号\n正文。", ["标题没有句号", "正文。"]),
        ("Mr. Smith paid 3.5 yuan. He left.", ["Mr. Smith paid 3.5 yuan.", "He left."]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_text_is_split_into_sentences(text, sentences):
    assert [text[s.start : s.end] for s in sentence_spans(text)] == sentences


@given(st.text(alphabet="今天好 。！？…”“\n.;；aA1", max_size=120))
def test_only_white_space_is_lost_and_nothing_is_doubled(text):
    spans = sentence_spans(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
