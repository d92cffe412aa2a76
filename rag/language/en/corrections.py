"""How English papers correct a report."""

from __future__ import annotations

from rag.language.vocabulary import CorrectionWords, words

CORRECTIONS = CorrectionWords(
    headed=words(r"^corrections?\b"),
    corrects=words(r"\bshould (?:be|read|have)\b|\bincorrect|\bwrong"),
    goes_on=words("it should|the correct"),
    report=words('(?:article|report|headline[d]?) [“"]([^”"]{8,120})[”"]'),
)
