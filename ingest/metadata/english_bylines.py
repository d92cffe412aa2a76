"""Reads the names in an English byline: ``By Mara Quill, Staff Writer``."""

from __future__ import annotations

import re

_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|(?:Staff )?[Rr]eporters?:?"
    r"|(?:(?:Text|Story)(?: and [Pp]hotos?)?|Report|Words|Reported|Written|Article) (?:by|BY))\s+"
    r"(?P<names>[A-ZÀ-Þ][\w.'’-]*(?:(?: and |, | & | )(?:(?:van|von|de|da|del|der|di|la|le|bin|al) )*[A-ZÀ-Þ][\w.'’-]*){0,8})$"
)
_POST = re.compile(
    r"(?:,| \||\s[-–—]|\s/)\s*(?:(?:[A-Z][\w.’'-]*\s){0,3}"
    r"(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Cc]olumnist|[Pp]hotographer)s?"
    r"|(?:[A-Z][\w.’'-]*\s){0,3}(?:Press|News|Service|Agency|Courier|Times|Post|Herald|Gazette|Tribune|Journal|Chronicle|Daily|"
    r"Star|Reuters|Xinhua|Bloomberg|AP|AFP|Echo)|\S+@\S+)$"
)
_NAME_WITH_POST = re.compile(
    r"^(?P<names>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}), (?:(?:[A-Z][\w.’'-]*|[a-z]+)\s){0,2}"
    r"(?:[Ss]taff|[Ss]enior|[Ss]ports|[Cc]ity) (?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor)$"
)


def english_names(text: str) -> str:
    """The names in a line that is only an English byline, as they are printed (``Mara Quill and Li Ming``), without posts,
    papers and mail addresses; empty for any other line."""
    match = _BYLINE.match(_POST.sub("", text)) or _NAME_WITH_POST.match(text)
    return match["names"] if match else ""
