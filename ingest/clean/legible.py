"""Recognises text that no one can read: a broken text layer of a PDF, or bytes decoded with the wrong codec."""

from __future__ import annotations

import re

from ingest.clean.characters import everyday_characters
from ingest.clean.misread import misreading

_CID = re.compile(r"\(cid:\d{1,6}\)")
_NO_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U0010fffd]")  # controls, private use
_LOST = re.compile(r"\ufffd|\?{3,}|？{3,}")
_LOST_IN_GBK = re.compile("锟斤拷")
_ENCODED = re.compile(
    r"(?:%[0-9A-Fa-f]{2}){2,}|(?:=[0-9A-F]{2}){2,}|\\u[0-9a-fA-F]{4}|&#x?[0-9a-fA-F]{2,6};|\+[A-Za-z0-9+/]{4,}-?(?=[^A-Za-z]|$)|"
    r"(?=[A-Za-z0-9+/]{0,59}[A-Z])(?=[A-Za-z0-9+/]{0,59}[a-z])[A-Za-z0-9+/]{60,}"
)
_HALF_WIDTH_KANA = re.compile(r"[\uff61-\uff9f]")
_SUSPECT = re.compile(r"[^\x20-\x7e\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’—…·]")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_UTF8_CHINESE = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2})+")

# The shares of a text above which it is illegible. Of 18,800 texts of news and encyclopedias in both scripts, no one has
# more than a third of a share, except that of rare characters (.10); texts that were decoded wrongly have far more.
_MOST_CIDS = 0.15
_MOST_WITHOUT_CHARACTER = 0.15
_MOST_LOST = 0.06
_MOST_ENCODED = 0.5
_MOST_KANA = 0.3
_MOST_SUSPECT = (
    0.15  # share that is neither ASCII nor Chinese, from which on it is tried whether another codec helps
)
_MOST_RARE = 0.25
_ENOUGH = 24  # Chinese characters; of fewer, the shares say nothing about the codec
_SAMPLE = 3000  # characters of a long text that are looked up

_BROKEN_LAYER = (
    "the text layer is broken: its characters have no meaning; recognise the page's picture instead"
)
_GONE = "most of its characters were lost when it was saved: export it again as UTF-8"


def illegible(text: str) -> str:
    """Why no one can read a text, and what to do; empty if it can be read. Takes linear time.

    Some damaged characters or icons do not make a text illegible.
    """
    visible = "".join(text.split())
    if "(cid:" in visible and _share(_CID, visible) > _MOST_CIDS:
        return _BROKEN_LAYER
    if "锟斤拷" in visible and _share(_LOST_IN_GBK, visible) > _MOST_LOST:
        return _GONE
    if _share(_LOST, visible) > _MOST_LOST:
        return _rare_characters(visible) or _GONE
    if sum(map(len, _ENCODED.findall(text))) > _MOST_ENCODED * len(visible):
        return "it is encoded for transport, as in a mail or an address: decode it first"
    if _share(_SUSPECT, visible) > _MOST_SUSPECT:
        return _undecoded(text, visible)
    return _rare_characters(visible)


def _undecoded(text: str, visible: str) -> str:
    """Why there are so many characters of no script that is expected; empty for text in another language."""
    if found := misreading(text[:_SAMPLE]):
        return _misread(f"{found.right} was read as {found.wrong}")
    if _share(_HALF_WIDTH_KANA, visible) > _MOST_KANA:
        return _misread("another encoding was read as Shift-JIS")
    return _BROKEN_LAYER if _share(_NO_CHARACTER, visible) > _MOST_WITHOUT_CHARACTER else ""


def _rare_characters(visible: str) -> str:
    """Why so many Chinese characters are ones that hardly anyone uses; empty if they are not: a wrong codec gives them."""
    chinese = "".join(_CHINESE.findall(visible))
    if len(chinese) < _ENOUGH:
        return ""
    sample = chinese[:: 1 + len(chinese) // _SAMPLE]
    if sum(map(everyday_characters().__contains__, sample)) >= (1 - _MOST_RARE) * len(sample):
        return ""
    data = chinese.encode("gb18030")
    if sum(map(len, _UTF8_CHINESE.findall(data))) > 0.5 * len(data):
        return _misread("UTF-8 was read as GBK")
    return _misread("GBK and Big5, or others, were confused")


def _share(pattern: re.Pattern[str], text: str) -> float:
    return sum(map(len, pattern.findall(text))) / max(1, len(text))


def _misread(how: str) -> str:
    return f"its characters were decoded wrongly ({how}): export it again as UTF-8"
