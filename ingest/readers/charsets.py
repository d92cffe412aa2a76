"""The codec for the name of a character set, as XML files, web pages and mails give it."""

from __future__ import annotations

import codecs

_CODECS = {  # what the programs that write these names mean by them
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
}


def codec(charset: str) -> str:
    """The name of Python's codec for a character set; empty if there is none.

    A charset that is commonly named in place of a larger one gives the larger: files that say `gb2312` contain
    characters that only GB18030 has.
    """
    name = charset.strip().strip("\"'").lower()
    if "\0" in name:
        return ""
    name = _CODECS.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, UnicodeError):
        return ""
    return found.name if found._is_text_encoding else ""
