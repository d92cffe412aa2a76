"""Text that no one can read is never stored as news."""

import json
import re
from pathlib import Path

import pytest
from printed import BRIDGE, PAGE, POOL, SCHOOL, counts, export, no_model, page

from ingest.clean import illegible

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
TEXT = "\n".join((BRIDGE, POOL, SCHOOL))
TRADITIONAL = (
    "本報訊（記者葉青禾）市游泳館今起開放，票價二十元，每週一閉館清洗，長者憑證半價，查詢請致電服務熱線。"
)
BROKEN = {
    "no ToUnicode": ("".join(f"(cid:{ord(char) % 9999})" for char in TEXT), "text layer is broken"),
    "private use": ("".join(chr(0xE000 + ord(char) % 6000) for char in TEXT), "text layer is broken"),
    "controls": ("".join(chr(1 + ord(char) % 8) for char in TEXT), "text layer is broken"),
    "UTF-8 as GBK": (TEXT.encode().decode("gbk", "replace"), "UTF-8 was read as GBK"),
    "UTF-8 as Latin-1": (TEXT.encode().decode("latin-1"), "UTF-8 was read as Latin-1"),
    "UTF-8 as Windows-1252": (TEXT.encode().decode("cp1252", "replace"), "UTF-8 was read as Latin-1"),
    "GBK as Latin-1": (TEXT.encode("gbk").decode("latin-1"), "read as Latin-1"),
    "GBK as Big5": (TEXT.encode("gbk").decode("big5", "replace"), "decoded wrongly|lost"),
    "Big5 as GBK": (TRADITIONAL.encode("big5", "ignore").decode("gb18030", "replace"), "decoded wrongly|broken"),
    "GBK as Windows-1251": (TEXT.encode("gbk").decode("cp1251", "replace"), "GB18030 was read as Windows-1251"),
    "GBK as EUC-KR": (TEXT.encode("gbk").decode("cp949", "replace"), "GB18030 was read as EUC-KR"),
    "UTF-8 as Mac Roman": (TEXT.encode().decode("mac-roman"), "UTF-8 was read as Mac Roman"),
    "GBK as KOI8-R": (TEXT.encode("gbk").decode("koi8-r"), "GB18030 was read as KOI8-R"),
    "percent signs": ("".join(f"%{byte:02X}" for byte in TEXT.encode()), "decode it first"),
    "UTF-7": (TEXT.encode("utf-7").decode(), "decode it first"),
    "replacement characters": (TEXT.encode("gbk").decode("utf-8", "replace"), "lost"),
    "replacement characters as GBK": ("锟斤拷" * 20 + "2024", "lost"),
    "question marks": (TEXT.encode("ascii", "replace").decode(), "lost"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_text_is_refused_with_the_reason(kind):
    text, reason = BROKEN[kind]
    assert re.search(reason, illegible(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A council café, “Beyoncé’s”, opens — naïve, Ærø, Łódź and Győr agree: it’s 5°C.",
        "Die Straße heißt Grüße-Gäßchen, und über ihr hängen Äpfel, Öle und Überschüsse.",
        TRADITIONAL,
        "图\ue000" + BRIDGE + "\ue123",
        BRIDGE[:20] + "\ufffd" + BRIDGE[20:],
        "乱码“锟斤拷”是怎么来的？" + BRIDGE + POOL,
        "鳗鲡、鹦鹉、鲟鳇、貔貅各一" + BRIDGE,
        "新しい橋が完成し、きょうから車が通れるようになりました。全長は六百十二メートルです。",
        "？？",
    ],
)
def test_real_text_is_readable(text):
    assert illegible(text) == ""


def test_all_sample_articles_and_pages_are_readable():
    texts = [json.loads(line)["text"] for line in (SAMPLE / "articles.jsonl").read_text("utf-8").splitlines()]
    texts += [path.read_text("utf-8") for path in (SAMPLE / "pages").glob("*.txt")]
    assert not any(map(illegible, texts))


# --- adding ---


def test_a_broken_article_of_an_export_is_a_failure_and_the_others_are_added(add, archive, tmp_path):
    broken, _ = BROKEN["UTF-8 as GBK"]
    report = add(export(tmp_path, {"id": "a", "text": broken}, {"id": "b", "text": POOL}))
    assert counts(report) == {"added": 1}
    [failure] = report.failures
    assert failure.where == "line 1" and "UTF-8 was read as GBK" in failure.reason


def test_a_page_that_is_mostly_broken_is_refused_as_a_whole(add, archive, tmp_path):
    broken = "\n".join("".join(f"(cid:{ord(c)})" for c in line) for line in PAGE.splitlines())
    report = add(page(tmp_path, broken + "\n本报讯 一切正常。"), load=no_model)
    [failure] = report.failures
    assert "text layer is broken" in failure.reason
    assert not archive.newest(9)
