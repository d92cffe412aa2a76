"""The words before and after Chinese time expressions."""

from __future__ import annotations

from rag.language.vocabulary import TimeWords, words
from rag.language.zh.time_words import AND, HALF_DAY, TO

_CLOCK = r"[\d零一二三四五六七八九十]{1,3}\s*(?:[时点](?:\d\d分?|半|整)?|:\d\d)"
_HOUR = rf"\s*+(?:(?:{HALF_DAY})\s*+)?(?:{_CLOCK})?"
_NOT_ON = "(?![火义草飞身诉源因步码床伏])"

TIME_AFFIXES = TimeWords(
    lead=words(r"(?:自从|自|从|截至|截止到?)$"),
    prefix_open=words(r"(?:自从|自|从)$"),
    prefix_moved=words(
        r"(?:(?:推迟|提早|提前|改期|调整|持续|暂停|开放|[延停封关闭后开放办展续改挪移拖][期迟后长]?)了?(?:到|至)|(?:定|改|安排|选|放)(?:在|于))了?$"
    ),
    range_separator=words(rf"{_HOUR}起?\s*{TO}\s*"),
    list_separator=words(rf"\s*{AND}\s*"),
    suffix_since=words(r"(?:份|这一年)?(?:以来|至今|迄今|到现在|到今天)"),
    suffix_before=words(r"\s*(?:之|以)前"),
    suffix_date_before=words(r"前(?![往来去后沿线任期述台景途方面者提瞻进锋\d一二三四五六七八九十两几个])"),
    suffix_after=words(r"\s*(?:之|以)后"),
    suffix_date_after=words(r"后(?![天年来续面方勤备者台期果悔半])"),
    suffix_open=words(r"起|开始"),
    suffix_month_open=words(f"起{_NOT_ON}"),
    suffix_term=words(rf"{_HOUR}(?:起{_NOT_ON}|开始(?=[\u4e00-\u9fff]))"),
    apposition=words(r"\s*[的（(，,]?\s*"),
    past=words(
        r"曾|已(?![婚故知])|刚(?![好性])|(?<![为除])了(?![解然不得])|(?<![经通超路])过(?![年节程期去后渡])"
    ),
    future=words(r"将(?![军领])|要(?![求闻点是么])|会(?=[不停下放改涨降])|打算|计划|预计|准备"),
    period_end_words=("底", "末"),
    term_endings=("起",),
)
