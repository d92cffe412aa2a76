"""What holds for every page that is split into articles."""

from __future__ import annotations

import re
from collections import Counter

from ingest.clean import cjk_only
from ingest.page import PageSplit


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def assert_nothing_lost_or_doubled(raw: str, split: PageSplit) -> None:
    fields = [f for a in split.articles for f in (a.headline, a.subheadline, a.column, a.text)]
    kept = Counter(cjk_only("".join([*fields, *(left.text for left in split.leftover)])))
    assert kept == Counter(cjk_only(raw))


def assert_places_are_true(raw: str, split: PageSplit) -> None:
    for article in split.articles:
        for place in article.paragraphs:
            if place.start == place.end:  # titles of a part on another page
                continue
            made = cjk_only(getattr(article, place.field)[place.start : place.end])
            was = cjk_only(raw[place.raw_start : place.raw_end])
            assert made == was or (place.field == "byline" and all(char in was for char in made))
    for left in split.leftover:
        assert cjk_only(left.text) == cjk_only(raw[left.raw_start : left.raw_end])
