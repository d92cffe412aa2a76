"""Documents of an office: Word, and Markdown as site generators keep it (https://gohugo.io/content-management/front-matter/,
https://jekyllrb.com/docs/front-matter/)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from eval.formats.moments import moment
from eval.formats.sample import Sample, Story, stories

if TYPE_CHECKING:
    from docx.document import Document


def word_samples() -> Iterator[Sample]:
    [canteen] = stories("canteen")
    yield Sample("docx", "press release, headline centred", "release.docx", word_release(canteen), (canteen,))
    told = tuple(replace(story, day=canteen.day, byline="") for story in stories("bridge", "library", "pool"))
    yield Sample("docx", "several articles below headings", "digest.docx", _word_digest(told), told)
    undated = tuple(replace(story.dispatched(), day=None) for story in stories("tea", "bus"))
    yield Sample("docx", "several articles, no styles", "two.docx", _word_plain(undated), undated)


def word_release(story: Story) -> bytes:
    """A letterhead, a centred bold headline, a line of details, and the text."""
    from docx import Document

    document = Document()
    document.add_paragraph("栖川市民政局新闻稿")
    _headline(document, story.headline)
    assert story.day
    day = f"{story.day.year}年{story.day.month}月{story.day.day}日"
    document.add_paragraph(f"发布时间：{day}　供稿：{story.byline}")
    for paragraph in story.paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def _word_digest(told: tuple[Story, ...]) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("栖川要闻汇编", level=0)
    document.add_paragraph("2024年5月12日")
    for story in told:
        document.add_heading(story.headline, level=1)
        for paragraph in story.paragraphs:
            document.add_paragraph(paragraph)
    return _saved(document)


def _word_plain(told: tuple[Story, ...]) -> bytes:
    from docx import Document

    document = Document()
    for story in told:
        _headline(document, story.headline)
        for paragraph in story.paragraphs:
            document.add_paragraph(f"　　{paragraph}")
        document.add_paragraph("")
    return _saved(document)


def _headline(document: Document, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(22), True


def _saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def markdown_samples() -> Iterator[Sample]:
    [flood] = stories("flood")
    body = flood.text.replace("\n", "\n\n")
    hugo = (
        f'+++\ntitle = "{flood.headline}"\ndate = {moment(flood).isoformat()}\nauthor = "{flood.byline}"\n'
        f'categories = ["应急"]\n+++\n\n{body}\n'
    )
    yield Sample("markdown", "TOML (Hugo)", "flood.md", hugo.encode(), (flood,))
    jekyll = (
        f"---\nlayout: post\ntitle: {flood.headline}\ndate: {moment(flood):%Y-%m-%d %H:%M:%S %z}\nauthor: {flood.byline}\n"
        f"---\n\n{body}\n"
    )
    yield Sample("markdown", "YAML (Jekyll)", "2024-03-21-flood.markdown", jekyll.encode(), (flood,))
    plain = f"# {flood.headline}\n\n*记者 {flood.byline}*\n\n2024年3月21日\n\n{body}\n"
    yield Sample("markdown", "no fields", "flood.md", plain.encode(), (flood,))
