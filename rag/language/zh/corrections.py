"""The words with which Chinese papers correct a report, in either script."""

from __future__ import annotations

from rag.language.vocabulary import CorrectionWords, words

CORRECTIONS = CorrectionWords(
    headline=words("更正|勘误|勘誤"),
    error=words("有误|有誤|应为|應為|更正|勘误|勘誤"),
    own_report=words("本报|本報|本刊|本版"),
    right_wording=words("(?:正确的?)?(?:应为|應為|应是|應是)|正确|正確|现予?更正|現予?更正"),
    report_title=words("《([^》]{2,80})》"),
    wrong_wording=words("[“「]([^”」]{2,80})[”」][^。]{0,12}?(?:有误|有誤|应为|應為|错|錯|误|誤)"),
)
