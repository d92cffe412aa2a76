"""The words of English follow-ups."""

from __future__ import annotations

from rag.language.follow_up import FollowUpWords
from rag.language.vocabulary import words

FOLLOW_UPS = FollowUpWords(
    lead_in=words(r"(?:(?:and|so|ok|okay|well|then|but|oh|no|wait|sorry|actually)\b[, ]*)+(?=\w+ \w)"),
    replacement=words(
        r"^(?:(?:and|so|but)[, ]+)?(?:(?:what|how) about|(?=(?:for|in|on|the|last|this)\b))\s*(?P<what>[^?]{2,60}?)[?!. ]*$"
    ),
    reference=words(r"\b(?:it|they|them|he|him|she|her|there|that|those)\b"),
    person=words(r"\b(?:he|him|she|her|his)\b"),
    before_subject=words(
        r"^(?:(?:wh\w+|how|many|much|is|are|was|were|do|does|did|has|have|had|will|can|could)\b\s*)+"
    ),
    around_time=words(r"\b(?:in|for|of|on|during)\b|\W"),
    year_before=words(r"the (?:year before|previous year)(?: that)?"),
    about_author=lambda headline: f"Who wrote “{headline}”?",
)
