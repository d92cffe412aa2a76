"""The words of English questions for a list of reports, for an author's reports, or for a person's statements."""

from __future__ import annotations

from rag.language.vocabulary import ListWords

LISTS = ListWords(
    reports=frozenset(
        "recent recently lately latest since far newspaper paper printed print reported published been list articles article "
        "reports report stories story news notices headlines today's any anything everything all other show find search give "
        "new newest up were are up-to-date again".split()
    ),
    events=frozenset("event events happening activities".split()),
    writing=frozenset("wrote write writes written by published reporter reported".split()),
    speaking=frozenset(
        "comment comments statement statements respond responded response announce explain explained".split()
    ),
    titles=frozenset("mr mrs ms dr director mayor headmaster coach reporter".split()),
)
