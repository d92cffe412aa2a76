"""Names are read whole, from wherever an exported text has its byline, and each person is named once."""

from __future__ import annotations

import pytest

from ingest.metadata import byline_names, joined_names, plain_byline, text_byline
from rag.text.authors import authors_of

BODY = "白鹭大桥六月起封闭维修，市民可绕行二桥，工期三个月。"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("记者 柳秀文", "柳秀文"),
        ("记者 柳秀文 通讯员 方知图", "柳秀文 方知图"),
        ("本报记者柳秀文", "柳秀文"),
        ("记者 欧阳知文", "欧阳知文"),
        ("记者 欧阳文 方知远", "欧阳文 方知远"),
        ("记者 方 知 远", "方知远"),
        ("柳秀 文", "柳秀"),
        ("柳秀/文", "柳秀"),
        ("柳秀文 图", "柳秀文"),
        ("记者 柳秀文 摄", "柳秀文"),
        ("柳秀文 方知远图", "柳秀 方知远"),
        ("By Mara Quill and Tomas Ferreira", "Mara Quill and Tomas Ferreira"),
        ("By Ana de la Cruz, Staff Writer", "Ana de la Cruz"),
    ],
)
def test_a_name_is_read_whole(printed, names):
    assert byline_names(printed) == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("□本报记者 柳明 通讯员 方知远", "柳明 方知远"),
        ("■记者 柳明/文 方知远/图", "柳明 方知远"),
        ("文/图 本报记者 柳明", "柳明"),
        ("记者：柳明", "柳明"),
        ("文｜柳明 图｜方知远", "柳明 方知远"),
        ("文/本报记者 柳明  图/受访者提供", "柳明"),
        ("栖川日报全媒体记者 柳明 通讯员 方知远", "柳明 方知远"),
        ("来源：栖川日报 2026-03-19 08:30 作者：柳明 编辑：方知远", "柳明"),
        ("記者柳明／栖川報導", "柳明"),
        ("Story and photos by Mara Quill", "Mara Quill"),
        ("By Mara Quill, Courier Staff Writer", "Mara Quill"),
        ("By Mara Quill, Associated Press", "Mara Quill"),
        ("By the river the old mill stands", ""),
        ("　　本报记者　柳明", "柳明"),
        ("白鹭大桥封闭维修\n本报记者 柳明", "柳明"),
        ("By Tomas Ferreira", "Tomas Ferreira"),
        ("栖川日报讯", ""),
        ("记者了解到，情况如下", ""),
    ],
)
def test_a_byline_at_the_head_of_a_text_is_read(head, names):
    assert text_byline(f"{head}\n{BODY}") == names


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("柳明、方知远", "柳明 方知远"),
        ("本报记者 柳明", "柳明"),
        ("By Tomas Ferreira", "Tomas Ferreira"),
        ("柳明/文 方知远/图", "柳明 方知远"),
        ("柳　明　方知远", "柳明 方知远"),
        ("新华社记者 柳明", "柳明"),
        ("Mara Quill (mara@example.org)", "Mara Quill"),
        ("Mara Quill;Tomas Ferreira", "Mara Quill and Tomas Ferreira"),
        ("Mara Quill | Staff Writer", "Mara Quill"),
        ("Quill, Mara", "Quill, Mara"),
        ("编辑部", "编辑部"),
        ("栖川市气象局", "栖川市气象局"),
    ],
)
def test_a_byline_field_keeps_the_names(field, names):
    assert plain_byline(field) == names


def test_a_list_of_names_is_joined():
    assert joined_names(["柳明", "方知远", "柳明"]) == "柳明 方知远"
    assert joined_names(["Mara Quill", "By Li Ming", "Ann Roe"]) == "Mara Quill, Li Ming and Ann Roe"
    assert joined_names([]) == ""


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Tomas Ferreira", ["Tomas Ferreira"]),
        ("Mara Quill and Tomas Ferreira", ["Mara Quill", "Tomas Ferreira"]),
        ("Mara Quill, Ann Roe, and Tomas Ferreira Jr.", ["Mara Quill", "Ann Roe", "Tomas Ferreira Jr."]),
        ("Mara Quill, Jr.", ["Mara Quill, Jr."]),
        ("柳明 方知远", ["柳明", "方知远"]),
        ("柳明 Mara Quill 方知远", ["柳明", "Mara Quill", "方知远"]),
        ("", []),
    ],
)
def test_a_byline_is_divided_into_people(byline, authors):
    assert authors_of(byline) == authors
