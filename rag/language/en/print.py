"""Words in English articles that announce something or refer back."""

from __future__ import annotations

from rag.language.vocabulary import PrintWords, words

PRINT = PrintWords(
    notice=words("notice|warning"),
    changes=words(
        r"\b(?:originally|cancel\w*|postpon\w*|suspend\w*|reschedul\w*|delay\w*|resum\w*|call\w* off|put off"
        r"|moved to|pushed back)\b"
    ),
    year_words=(("this year", 0), ("last year", -1), ("next year", 1)),
    day_words=frozenset(("yesterday", "last night", "today", "tonight", "tomorrow")),
    anaphoric_subject=words(
        r"(?:he|she|they|it|his|her|their|its|the (?:meeting|event|project|bureau|company|school|contest))\b"
    ),
)
