"""Pages of a newspaper as text, as PDF-to-text tools write them, and single articles as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from eval.formats.sample import Sample, Story, stories

_MASTHEAD = "栖川日报 2024年3月18日 星期一 第{page}版 民生\n\n"
_WIDTH = 18  # characters of a column


def page_samples() -> Iterator[Sample]:
    """Pages: wrapped, without a break between articles, several in one file, side by side, in other encodings and scripts."""
    one = tuple(story.dispatched() for story in stories("bridge", "library", "pool"))
    page = _MASTHEAD.format(page=2) + "\n".join(map(_column, one))
    yield Sample("pages", "columns one below the other", "a.txt", page.encode(), one)
    crlf = page.replace("\n", "\r\n").encode("gb18030")
    yield Sample("pages", "GB18030, Windows line ends", "b.txt", crlf, one)
    yield Sample("pages", "UTF-16 with a mark", "c.txt", page.encode("utf-16"), one)
    spaced = _MASTHEAD.format(page=2) + "\n\n".join("\n\n".join(_lines(story)) for story in one)
    yield Sample("pages", "a blank line after every line", "d.txt", spaced.encode(), one)
    two = tuple(replace(story, day=one[0].day).dispatched() for story in stories("tea", "bus"))
    edition = page + "\f" + _MASTHEAD.format(page=3) + "\n".join(map(_column, two)) + "\f"
    yield Sample("pages", "two pages, form feed", "e.txt", edition.encode(), one + two)
    laid_out = _MASTHEAD.format(page=2) + _side_by_side([_lines(story) for story in one])
    yield Sample("pages", "columns side by side (pdftotext -layout)", "f.txt", laid_out.encode(), one)
    yield _traditional()
    yield _english()


def release_samples() -> Iterator[Sample]:
    """Single articles: a press release as it is, one with numbered parts, an English one."""
    [canteen] = stories("canteen")
    head = (
        f"栖川市民政局新闻通稿\n\n{canteen.headline}\n\n发布时间：2024年5月12日　作者：{canteen.byline}\n\n"
    )
    yield Sample(
        "text",
        "press release",
        "release.txt",
        (head + "\n\n".join(f"　　{part}" for part in canteen.paragraphs)).encode(),
        (canteen,),
    )
    numbered = replace(canteen, paragraphs=_numbered(canteen.paragraphs))
    body = "\r\n".join(f"    {part}" for part in numbered.paragraphs)
    yield Sample("text", "numbered parts, GB18030", "parts.txt", (head + body).encode("gb18030"), (numbered,))
    [council] = stories("council")
    english = "\n\n".join(
        ["FOR IMMEDIATE RELEASE", council.headline, f"By {council.byline}", "March 18, 2024", council.text]
    )
    yield Sample("text", "English press release", "release-en.txt", english.encode(), (council,))


def _numbered(paragraphs: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        line
        for number, name, text in zip("一二三", ("供应", "规模", "计划"), paragraphs, strict=True)
        for line in (f"{number}、{name}", text)
    )


def _traditional() -> Sample:
    told = tuple(
        replace(story, paragraphs=(f"【本報訊】（記者{story.byline}）{story.paragraphs[0]}", *story.paragraphs[1:]))
        for story in stories("ferry", "wharf")
    )  # fmt: skip
    page = "棲川時報　2024年3月18日　星期一　A3版　港聞\n\n" + "\n".join(map(_column, told))
    return Sample("pages", "traditional script, Big5", "g.txt", page.encode("big5"), told)


def _english() -> Sample:
    """The byline is a line of its own, which belongs to the text as it is printed."""
    told = tuple(
        replace(story, day=stories("council")[0].day, paragraphs=(f"By {story.byline}", *story.paragraphs))
        for story in stories("council", "heron")
    )
    parts = ["QICHUAN HERALD        Monday, March 18, 2024        Page 3", ""]
    for story in told:
        parts += [story.headline, story.paragraphs[0]]
        for paragraph in story.paragraphs[1:]:
            parts += textwrap.wrap(paragraph, 38, initial_indent="  ")
        parts.append("")
    return Sample("pages", "English, narrow columns", "h.txt", "\n".join(parts).encode("utf-8-sig"), told)


def _column(story: Story) -> str:
    return "\n".join(_lines(story)) + "\n"


def _lines(story: Story) -> list[str]:
    lines = [story.headline]
    for paragraph in story.paragraphs:
        indented = f"　　{paragraph}"
        lines += [indented[start : start + _WIDTH] for start in range(0, len(indented), _WIDTH)]
    return lines


def _side_by_side(columns: Sequence[Sequence[str]]) -> str:
    rows = zip_longest(*columns, fillvalue="")
    return "\n".join("　　".join(cell.ljust(_WIDTH, "　") for cell in row).rstrip() for row in rows)
