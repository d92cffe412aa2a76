"""Recognises what is left of a web page or of a picture's caption in copied text: share buttons, credits and the like."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_LONGEST = 60
_LINES: tuple[dict[str, str], ...] = tuple(
    tomllib.loads(Path(__file__).with_name("web_residue.toml").read_text(encoding="utf-8"))["line"]
)
_PATTERNS = tuple(re.compile(line["pattern"], re.IGNORECASE) for line in _LINES)


def is_web_residue(line: str) -> bool:
    """Whether a whole line (in simplified script) is such a remnant: ``点击阅读全文``, ``图源：市水务局``."""
    if not line or len(line) > _LONGEST:
        return False
    bare = line.strip("（）()[]【】〔〕 >›»▶►▼↓…·")
    return any(pattern.fullmatch(bare) for pattern in _PATTERNS)
