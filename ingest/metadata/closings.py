"""Recognises the signature and the date at the end of a notice or a letter."""

from __future__ import annotations

import re

from ingest.metadata.dates import CHINESE_DATE
from rag.text.script import to_simplified

_OFFICES = (
    "公司|集团|银行|局|委员会|委|办公室|办|编辑部|大队|支队|中队|总队|中心|政府|组委会|协会|学会|联合会|总会|基金会|"
    "学校|大学|学院|中学|小学|幼儿园|医院|法院|检察院|管理处|管理所|服务站|馆|院|社|部|厅|处|所|街道|社区"
)
_SIGNATURE = re.compile(rf"^(?:[\u4e00-\u9fff（）()·\s]{{2,20}}(?:{_OFFICES})[\s、]?){{1,3}}$")
_SIGNER = re.compile(
    r"^[\u4e00-\u9fff]{0,10}(?:读者|居民|市民|村民|业主|学生|家长|员工)\s?[\u4e00-\u9fff]{2,4}$"
)
_BARE_DATE = re.compile(r"^(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$")


def is_signature(line: str) -> bool:
    """Whether a line can be the signature of a notice or a letter (``栖川市水务有限公司``, ``某社区读者 张三``)."""
    if len(line) > 30:
        return False
    line = to_simplified(line)
    return _SIGNATURE.match(line) is not None or _SIGNER.match(line) is not None


def is_bare_date(line: str) -> bool:
    """Whether a line is only a full date."""
    return _BARE_DATE.match(line) is not None or (CHINESE_DATE.fullmatch(line) is not None)
