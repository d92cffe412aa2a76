"""Versions of articles as the residents' page gets them."""

from __future__ import annotations

from datetime import date, datetime

from rag.schema import Version

TODAY = date(2024, 11, 10)


def printed_version(headline: str, **fields: object) -> Version:
    """An article of the paper of 10 November 2024 with a headline and other fields."""
    empty = dict.fromkeys(
        "text subheadline column byline paper page section url lang source source_id source_sha256".split(),
        "",
    )
    return Version(
        **{
            "article_id": "a2345678",
            "version": 1,
            "headline": headline,
            "date": TODAY,
            "paragraphs": (),
            "added_at": datetime(2024, 11, 10),
            **empty,
            **fields,
        }
    )
