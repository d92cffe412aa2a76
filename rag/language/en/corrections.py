"""The words with which English papers correct a report."""

from __future__ import annotations

from rag.language.vocabulary import CorrectionWords, words

CORRECTIONS = CorrectionWords(
    headline=words(r"^corrections?\b"),
    error=words(r"\bshould (?:be|read|have)\b|\bincorrect|\bwrong"),
    right_wording=words("it should|the correct"),
    report_title=words('(?:article|report|headline[d]?) [“"]([^”"]{8,120})[”"]'),
)
