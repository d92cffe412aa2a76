"""English questions for a list of reports, for an author's reports, or for a person's statements."""

from __future__ import annotations

from rag.language.vocabulary import ListWords, words

LISTS = ListWords(
    requests=tuple(
        map(
            words,
            (
                r"what (?:has|have|had) been (?:reported|written|published|printed) (?:about|on)\b",
                r"(?:which|what|all|any|list|how many)(?: of)?(?: the)?(?P<kept>(?: \w+){0,2}?)"
                r" (?:articles|reports|stories|news|notices)\b"
                r"(?: are there| have been| were| did you| do you have| has the paper)*",
                r"(?:articles|reports|stories|news) (?:about|on)\b",
                r"how (?:often|many times) (?:has|have|did) the paper (?:report(?:ed)?|writ\w+)(?: about| on)?",
            ),
        )
    ),
    fillers=words(
        r"\b(?:recent|recently|lately|latest|since|so far|paper|printed|reported|published|written|been|list|articles"
        r"|reports|stories|news)\b"
    ),
    writing=words(r"\b(?:wrote|write|by|published|reporter)\b"),
    after_author=words(
        r" (?:has|have|had)? ?(?:written|wrote|write|reported|published)|'s (?:\w+ )?(?:articles|reports|stories)"
    ),
    before_author=words(
        r"(?:articles|reports|stories|written|news|everything|anything) (?:\w+ )?(?:by|from) (?:reporter )?$"
        r"|(?:write|by|did) $"
    ),
    asks_statement=words(r"what (?:did|does|has) (?P<kept>.+?) (?:say|said)(?: about it)?"),
)
