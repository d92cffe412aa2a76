"""Finds the article that a page of the paper's site shows."""

from __future__ import annotations

from rag.archive import Archive, Catalogue
from rag.schema import Version
from web.shown_articles import NotShown, shown_article


def article_at(address: str, archive: Archive) -> Version | None:
    """The newest live version of the article with this web address; None if the archive has none.

    Args:
        address: a query and a fragment are ignored where the archive has the address without them.
    """
    catalogue = Catalogue(archive)
    for wanted in dict.fromkeys((address, address.partition("#")[0], address.partition("?")[0])):
        if article_id := catalogue.article_at(wanted):
            try:
                return shown_article(archive, article_id, timezone="UTC").version
            except NotShown:
                return None
    return None
