"""The encoding of a file is found by how well it reads; a damaged byte does not refuse it."""

from __future__ import annotations

import pytest

from ingest.clean.decode import DAMAGE, NotText, damage_note, decode

SIMPLIFIED = "本报讯　白鹭大桥六月起封闭维修，市民可绕行栖川二桥。“通车不晚于国庆”，负责人柳明说。"
TRADITIONAL = "【本報訊】白鷺大橋六月起封閉維修，市民可繞行棲川二橋。負責人柳明說：「通車不晚於國慶」。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-32"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-16-be"),
        (TRADITIONAL.replace("負責人", "嘅"), "big5hkscs"),
        ("The café said “no” to the plan – twice.", "cp1252"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    decoded, found = decode(text.encode(encoding))
    assert decoded == text
    assert text.encode(encoding).decode(found) == text


@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")])
@pytest.mark.parametrize("size", [4, 6, 9])
def test_big5_and_gb18030_are_told_apart_by_a_few_words(text: str, encoding: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(len(text) - size)]
    assert [decode(piece.encode(encoding))[0] for piece in pieces] == pieces


def test_the_whole_file_decides_not_its_first_part() -> None:
    text = (
        "栖川日报 2026\n".encode("gb18030")
        + b"id,title,text\n" * 40_000
        + (SIMPLIFIED + "\n").encode("gb18030") * 20
    )
    assert decode(text)[1] == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_a_damaged_byte_becomes_one_mark(encoding: str) -> None:
    data = ((TRADITIONAL + "\n") * 3).encode(encoding)
    damaged = data[:90] + (b"\x00\xd8" if encoding == "utf-16" else b"\xff") + data[90:]
    text, found = decode(damaged)
    assert 1 <= text.count(DAMAGE) <= 2
    assert text.endswith(TRADITIONAL + "\n")
    assert damaged.decode(found, errors="replace") == text
    assert "not valid" in damage_note(text, found)


def test_korean_and_chinese_in_seven_bits_are_read() -> None:
    korean = "백로대교가 오늘 오전 개통했다. 길이는 육백 미터이며 왕복 네 차로이다. 첫날 많은 주민이 다리를 걸어서 건넜다. "
    chinese = "白鹭大桥昨日通车。\n大桥全长六百米。\n"
    assert decode(korean.encode("cp949")) == (korean, "cp949")
    assert decode(chinese.encode("hz")) == (chinese, "hz")


def test_a_documents_own_word_is_believed_unless_its_bytes_contradict_it() -> None:
    assert decode("Ñandú".encode("cp1250", "replace"), "windows-1250")[1] == "cp1250"
    assert decode(SIMPLIFIED.encode("gb18030"), "gb2312")[0] == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gb18030"), "iso-8859-1")[0] == SIMPLIFIED
    assert decode(TRADITIONAL.encode("big5"), "gb2312")[0] == TRADITIONAL
    assert decode(SIMPLIFIED.encode(), "gb2312")[0] == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gb18030"), "no-such-encoding")[0] == SIMPLIFIED
    assert decode("通知".encode("gb2312"), "x-gbk")[0] == "通知"  # by chance valid UTF-8
    assert decode("棲川の橋".encode("iso-2022-jp"), "iso-2022-jp")[0] == "棲川の橋"
    for no_extended_ascii in ("utf-16", "cp037", "base64", "idna", "undefined", "a\0b"):
        assert decode(SIMPLIFIED.encode(), no_extended_ascii)[0] == SIMPLIFIED
        assert decode(b"Bridge", no_extended_ascii) == ("Bridge", "utf-8")


def test_noise_is_no_text() -> None:
    with pytest.raises(NotText):
        decode(bytes((i * 7919 + i // 3) % 251 for i in range(4000)))
