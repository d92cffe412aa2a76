"""Makes Word documents for tests."""

from __future__ import annotations

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

LEAD = "栖川市民政局5月11日说，柳荫街老年食堂将于本月底开张，每天供应中饭和晚饭。"
MORE = "食堂面积二百二十平方米，可以同时坐八十人，厨房有六名厨师。"
POOL = "市游泳馆从6月1日起开放，票价二十元，每周一闭馆清洗，老人半价。"


def new():
    return Document()


def headline(document, text, size=22, page_break=False):
    """A centred, bold, large line without a style, as most newsrooms write a headline."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    if page_break:
        run.add_break(WD_BREAK.PAGE)
    run.add_text(text)
    run.font.size, run.font.bold = Pt(size), True
    return paragraph


def append(paragraph, xml):
    """Add an element (``w:`` names) to a paragraph."""
    paragraph._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def numbered(document, text, form="chineseCounting", pattern="%1、"):
    """A paragraph with an automatic number; those of one document count on."""
    numbering = document.part.numbering_part.element
    if not numbering.xpath("w:abstractNum[@w:abstractNumId='77']"):
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        numbering.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{level}</w:abstractNum>')
        )
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
        )
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
    )
    return paragraph


def text_box(paragraph, text):
    """A text box in a paragraph, with the copy for older programs that Word writes."""
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {mc}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
