"""Turns Markdown into a document's lines: what a reader of the rendered page sees as text, without marks, code and pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.clean import AlignedText, join_wrapped
from ingest.document.lines import DocumentLine, Role

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_UNSEEN = re.compile(r"<!--|<script\b|<style\b")
_CLOSERS = {"<!--": "-->", "<script": "</script>", "<style": "</style>"}
_LOWER = {
    upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)
}  # keeps the length, as `lower` does not
_VISIBLE = re.compile(r"[^\r\n]")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[\u3400-\u9fff]))(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_ORDERED = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]+")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]]{1,200}\]:[ \t]*\S")
_TABLE_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ROW = re.compile(r"^ {0,3}\|.*\|[ \t]*$")
_TARGET = r"\((?:[^()\s]|\([^()\s]{0,500}\)){0,2000}(?:[ \t]+(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?[ \t]*\)"
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"!\[[^\[\]]{{0,1000}}\](?:{_TARGET}|\[[^\[\]]{{0,200}}\])"), ""),
    (re.compile(r"\{\{[<%].{0,2000}?[>%]\}\}|\{%.{0,2000}?%\}"), ""),
    (re.compile(rf"\[([^\[\]]{{0,2000}})\]{_TARGET}"), r"\1"),
    (re.compile(r"\[\^[^\[\]]{1,100}\]"), ""),
    (re.compile(r"\[([^\[\]]{1,1000})\]\[[^\[\]]{0,200}\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000}|[\w.+-]{1,100}@[\w.-]{1,100})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][\w:-]{0,40}(?:\s[^<>]{0,2000})?/?>"), ""),
    (re.compile(r"(`{1,3})([^`]{1,2000})\1"), r"\2"),
    (re.compile(r"(\*{1,3})(?=[^\s*])([^*]{1,5000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_]{1,5000}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)([^~]{1,5000})~~"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_LINK = re.compile(r"\[[^\[\]\n]{0,300}\]\(https?://[^()\s]{4,500}\)")
_MARKS = (
    re.compile(r"^#{1,4} \S", re.MULTILINE),
    re.compile(r"\*\*[^*\s][^*\n]{0,200}\*\*"),
    re.compile(r"^(?:[-*+] \S.*\n){2}", re.MULTILINE),
    re.compile(r"^> \S", re.MULTILINE),
)


@dataclass
class _Block:
    """Lines of Markdown that are one paragraph."""

    role: Role = "text"
    parts: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0


def markdown_lines(raw: str, start: int = 0) -> list[DocumentLine]:
    """The paragraphs, headings, list items and table rows of ``raw[start:]``. A heading of the first level is a title.

    Places count in `raw`. Code, pictures, comments, footnotes and marks are left out; links are their words; the cells of a
    row are joined by a colon.
    """
    lines = []
    for block in _blocks(_blanked(raw), start):
        text = _plain(" ".join(block.parts) if len(block.parts) == 1 else _joined(block.parts))
        if text:
            lines.append(DocumentLine(text, block.start, block.end, block.role))
    return lines


def without_marks(text: str) -> str:
    """The text of a field that an export has in Markdown; any other text as it is.

    Markdown has marks of two kinds, or a link with its address: a line of asterisks or a hash alone is no mark.
    """
    kinds = [form for form in _MARKS if form.search(text)]
    if len(kinds) < 2 and not _LINK.search(text):
        return text
    return "\n".join(line.text for line in markdown_lines(text))


def _blanked(raw: str) -> str:
    """`raw` with comments, scripts and styles overwritten by spaces, so that all places stay as they are."""
    parts: list[str] = []
    lowered, end = raw.translate(_LOWER), 0
    never_closed: set[str] = set()
    for opening in _UNSEEN.finditer(lowered):
        closer = _CLOSERS[opening.group()]
        if opening.start() < end or closer in never_closed:
            continue
        close = lowered.find(closer, opening.end())
        if close < 0:
            never_closed.add(closer)
            continue
        parts.append(raw[end : opening.start()])
        end = close + len(closer)
        parts.append(_VISIBLE.sub(" ", raw[opening.start() : end]))
    return "".join((*parts, raw[end:]))


def _blocks(raw: str, start: int) -> Iterator[_Block]:
    block = _Block()
    fence = ""
    for found in _LINE.finditer(raw, start):
        line = found.group().rstrip("\r\n")
        opening = _FENCE.match(line)
        if fence or opening:
            fence = _after_fence(fence, opening[1] if opening else "")
            yield block
            block = _Block()
            continue
        underline = _UNDERLINE.match(line)
        if underline and block.parts and block.role == "text":
            block.role = "title" if underline[1][0] == "=" else "heading"
            yield block
            block = _Block()
            continue
        text, role, begins, ends = _read(line)
        if begins or not text:
            yield block
            block = _Block(role=role)
        if text:
            block.start = block.start if block.parts else found.start()
            block.end = found.start() + len(line)
            block.parts.append(text)
        if ends:
            yield block
            block = _Block()
    yield block


def _after_fence(fence: str, mark: str) -> str:
    """The fence that is open after a line with this mark (empty if it has none)."""
    if not fence:
        return mark
    return "" if mark and mark[0] == fence[0] and len(mark) >= len(fence) else fence


def _read(line: str) -> tuple[str, Role, bool, bool]:
    """A line's text, its role, and whether it begins and ends a block."""
    line = _QUOTE.sub("", line)
    if not line.strip() or _RULE.match(line) or _TABLE_RULE.match(line) or _DEFINITION.match(line):
        return "", "text", True, True
    if heading := _HEADING.match(line):
        return heading[2], "title" if len(heading[1]) == 1 else "heading", True, True
    if _ROW.match(line):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return "：".join(cell for cell in cells if cell), "text", True, True
    bullet = _BULLET.match(line)
    breaks = line.endswith(("  ", "\\"))
    text = (line[bullet.end() :] if bullet else line).strip().removesuffix("\\")
    return text, "text", bool(bullet or _ORDERED.match(line)), breaks


def _joined(parts: list[str]) -> str:
    return join_wrapped(AlignedText(part, tuple(range(len(part)))) for part in parts).text


def _plain(text: str) -> str:
    for pattern, words in _INLINE:
        text = pattern.sub(words, text)
    return " ".join(html.unescape(text).replace("\x00", "").split())
