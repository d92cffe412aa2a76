"""Passages as a language model is shown them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from ingest.passages import passages
from rag.schema import Passage, Version
from rag.search.excerpts import excerpts

TEXT = "".join(f"第{n}句说的是城里第{n}条街道的修缮工程已经完工，居民出行更加方便。" for n in range(1, 60))


@pytest.fixture
def cut(make_version):
    version = make_version(TEXT)
    return [
        Passage(passage_id=i, version=version, start=s.start, end=s.end) for i, s in enumerate(passages(TEXT))
    ]


@pytest.fixture
def make_version():
    def make(text: str, article_id: str = "a") -> Version:
        printed = dict.fromkeys(f.name for f in fields(Version))
        given = {"article_id": article_id, "version": 1, "text": text, "date": date(2024, 3, 1)}
        return Version(**printed | given)

    return make


def text_of(excerpt):
    return excerpt.version.text[excerpt.start : excerpt.end]


def test_passages_that_touch_are_one_excerpt(cut):
    [excerpt] = excerpts([cut[1], cut[2]])
    assert cut[1].text in text_of(excerpt)
    assert cut[2].text in text_of(excerpt)


def test_passages_far_apart_stay_apart_in_their_order(cut):
    later, earlier = excerpts([cut[-1], cut[0]])
    assert cut[-1].text in text_of(later)
    assert cut[0].text in text_of(earlier)


def test_a_passage_brings_whole_neighbouring_sentences(cut):
    [excerpt] = excerpts([cut[1]])
    assert len(text_of(excerpt)) > len(cut[1].text)
    assert text_of(excerpt).endswith("。")
    assert text_of(excerpt).startswith("第")


def test_articles_are_never_joined(cut, make_version):
    other = Passage(passage_id=99, version=make_version(TEXT, "b"), start=cut[1].start, end=cut[1].end)
    assert len(excerpts([cut[1], other])) == 2
