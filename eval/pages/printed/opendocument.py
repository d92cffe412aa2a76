"""OpenDocument text as one XML file (`.fodt`): the paragraphs, sections and frames that `office` uses."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from eval.pages.printed.content import Heads, Paragraph
from eval.pages.printed.design import Design
from eval.pages.printed.typeset import split_headline, width_em
from ingest.page.printed import Rect

PADDING = 7.0  # of a frame, in points
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True)
class Title:
    """The paragraphs above an article's text, and about how many points high they are."""

    xml: str
    height: float


def paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def title(heads: Heads, width: float, design: Design) -> Title:
    """Headline, kicker or sub-headline and byline in paragraphs of their own, for a place `width` points wide."""
    smallest, largest = design.headline_sizes
    lines = [heads.headline]
    for count in (1, 2, 3, 4):
        lines = split_headline(heads.headline, count)
        if max(map(width_em, lines)) * smallest * 1.1 < width:
            break
    big = max(map(width_em, lines)) * largest * 1.05 < width
    size = largest if big else smallest
    head = f'<text:p text:style-name="{"Large" if big else "Headline"}">{"<text:line-break/>".join(map(escape, lines))}</text:p>'
    small = paragraph("Subheadline", heads.subheadline) if heads.subheadline else ""
    small_rows = -(-width_em(heads.subheadline) * smallest * 0.62 // width) if heads.subheadline else 0
    byline = paragraph("Byline", heads.byline) if heads.byline else ""
    height = len(lines) * size * 1.3 + small_rows * smallest + (design.leading if byline else 0) + 10
    return Title((small + head if heads.kicker else head + small) + byline, height)


def running_text(paragraphs: list[Paragraph]) -> str:
    return "".join(paragraph("Crosshead" if part.crosshead else "Body", part.text) for part in paragraphs)


def section(name: str, columns: int, content: str) -> str:
    """Content in columns of the same height."""
    return f'<text:section text:style-name="Columns{columns}" text:name="{name}">{content}</text:section>'


def frame(box: Rect, content: str, *, boxed: bool) -> str:
    """A frame at its place on the page; it grows if its content does not fit."""
    place = f'svg:x="{box.left:.1f}pt" svg:y="{box.top:.1f}pt" svg:width="{box.right - box.left:.1f}pt"'
    return (
        f'<draw:frame draw:style-name="{"Boxed" if boxed else "Plain"}" text:anchor-type="paragraph" {place} '
        f'><draw:text-box fo:min-height="{box.bottom - box.top:.1f}pt">{content}</draw:text-box></draw:frame>'
    )


def document(design: Design, body: str) -> str:
    """The whole file."""
    small, large = design.headline_sizes
    head_serif, align = design.headline_serif[0], "center" if design.centred else "start"
    indent = 0.0 if design.indent == "flush" else 2 * design.body
    styles = [
        '<style:style style:name="Frame" style:family="graphic"/>',  # without a parent, frames would be drawings
        _style("Running", 10, False, rule=True, below=8),
        _style("Headline", small, head_serif, bold=True, align=align, above=4, below=3, leading=1.3),
        _style("Large", large, head_serif, bold=True, align=align, above=4, below=4, leading=1.3),
        _style("Subheadline", small * 0.62, not head_serif, align=align, below=2, leading=1.4),
        _style("Byline", design.body, not design.serif, align=align, below=3, leading=1.5),
        _style("Crosshead", design.body, False, bold=True, align=align, leading=design.leading / design.body),
        _style(
            "Body",
            design.body,
            design.serif,
            align="justify",
            indent=indent,
            leading=design.leading / design.body,
        ),
    ]
    sections = "".join(_section_style(count, design) for count in range(1, 9))
    width, height = design.size
    margins = "".join(f' fo:margin-{side}="{design.margin}pt"' for side in ("left", "right", "top", "bottom"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{''.join(styles)}</office:styles><office:automatic-styles>"
        f'<style:page-layout style:name="Sheet"><style:page-layout-properties fo:page-width="{width}pt" '
        f'fo:page-height="{height}pt"{margins}/></style:page-layout>{sections}{_frame_style("Plain", "none")}'
        f"{_frame_style('Boxed', '0.8pt solid #333333')}</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Sheet"/></office:master-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _style(
    name: str,
    size: float,
    serif: bool,
    *,
    bold: bool = False,
    align: str = "start",
    indent: float = 0.0,
    above: float = 0.0,
    below: float = 0.0,
    leading: float = 1.5,
    rule: bool = False,
) -> str:
    font = _SERIF if serif else _SANS
    weight = "bold" if bold else "normal"
    fonts = "".join(
        f' {prefix}:font-family{suffix}="{font}" {prefix if not suffix else "style"}:font-weight{suffix}="{weight}"'
        f' {prefix if not suffix else "style"}:font-size{suffix}="{size:.1f}pt"'
        for prefix, suffix in (("fo", ""), ("style", "-asian"))
    )
    edge = ' fo:border-bottom="1pt solid #000000" fo:padding-bottom="3pt"' if rule else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}" '
        f'fo:text-indent="{indent:.1f}pt" fo:margin-top="{above:.1f}pt" fo:margin-bottom="{below:.1f}pt" '
        f'fo:line-height="{size * leading:.1f}pt"{edge}/><style:text-properties{fonts} fo:language="zh" fo:country="CN" '
        'style:language-asian="zh" style:country-asian="CN"/></style:style>'
    )


def _section_style(count: int, design: Design) -> str:
    half = design.gutter / 2
    parts = "".join(
        f'<style:column style:rel-width="1000*" fo:start-indent="{half if i else 0}pt" '
        f'fo:end-indent="{half if i < count - 1 else 0}pt"/>'
        for i in range(count)
    )
    rule = '<style:column-sep style:width="0.4pt" style:color="#888888" style:height="100%"/>'
    return (
        f'<style:style style:name="Columns{count}" style:family="section"><style:section-properties '
        f'text:dont-balance-text-columns="false"><style:columns fo:column-count="{count}" '
        f'fo:column-gap="{design.gutter}pt">{rule if design.column_rules else ""}{parts}</style:columns>'
        "</style:section-properties></style:style>"
    )


def _frame_style(name: str, edge: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="graphic" style:parent-style-name="Frame">'
        f'<style:graphic-properties fo:border="{edge}" fo:padding="{PADDING}pt" style:wrap="run-through" '
        'style:horizontal-pos="from-left" style:horizontal-rel="page" style:vertical-pos="from-top" '
        'style:vertical-rel="page"/></style:style>'
    )
