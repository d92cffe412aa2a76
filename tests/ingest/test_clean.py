"""Typographic repair and decoding, as pure functions."""

import pytest

from ingest.clean import (
    AlignedText,
    NotText,
    body_mask,
    clean_line,
    decode,
    is_letter_spaced,
    join_wrapped,
    unspace_body,
    unspace_headline,
)


@pytest.mark.parametrize(
    ("strewn", "repaired"),
    [
        ("经 费 税 务 代 征 培 训 。 来 自 全 市", "经费税务代征培训。来自全市"),
        ("受记者采访时表示，2024 年，人社部门", "受记者采访时表示，2024年，人社部门"),
        ("定 ，为 劳 动 者 追 回 劳 动 报 酬 1.4 亿 余", "定，为劳动者追回劳动报酬1.4亿余"),
        ("3 月 15 日，增长 5 %", "3月15日，增长5%"),
        ("使用 GPS 定位", "使用GPS定位"),
    ],
)
def test_stray_spaces_are_removed_from_running_text(strewn: str, repaired: str) -> None:
    assert unspace_body(strewn) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "本报讯（融媒记者 童英晓）",
        "（记者 张三 通讯员 李四）近日",
        "打造“世界五金之都 品质活力永康”作出",
        "The city library opened on Monday.",
        "iPhone 15 Pro",
    ],
)
def test_intended_spaces_are_kept(text: str) -> None:
    assert unspace_body(text) == text


def test_the_space_between_a_headlines_halves_is_kept() -> None:
    assert unspace_headline("健全保障制度 全力争创特色亮点") == "健全保障制度 全力争创特色亮点"
    assert unspace_headline("栖 川 日 报") == "栖川日报"
    assert unspace_headline("平均 10 分钟到达") == "平均10分钟到达"


def test_only_spaces_are_removed() -> None:
    text = "本 报 讯（融 媒 记 者 吕 晓 婷）A b 3 月"
    assert [c for c, stays in zip(text, body_mask(text), strict=True) if not stays and c != " "] == []


def test_a_line_with_one_space_is_not_letter_spaced() -> None:
    assert not is_letter_spaced("赶考争先答新卷 书写民生保障新篇章")
    assert not is_letter_spaced("本报讯（融媒记者 胡轩） 3 月 15")
    assert is_letter_spaced("本 报 讯（融 媒 记 者 吕 晓 婷）")


def test_each_character_keeps_its_offset_in_the_file() -> None:
    raw = "　　２０２４ 年\x00的\u200b事"
    line = clean_line(raw, 0, len(raw))
    assert line.text == "2024 年的事"
    assert [raw[place] for place in line.offsets] == list("２０２４ 年的事")
    assert (line.raw_start, line.raw_end) == (2, len(raw))


def _lines(*texts: str) -> list[AlignedText]:
    return [AlignedText(text, tuple(range(len(text)))) for text in texts]


def test_wrapped_lines_join_chinese_without_and_english_with_a_space() -> None:
    assert join_wrapped(_lines("3月14", "日至3月15日")).text == "3月14日至3月15日"
    assert join_wrapped(_lines("the city", "library")).text == "the city library"
    assert join_wrapped(_lines("a well-", "known place")).text == "a well-known place"
    assert join_wrapped(_lines("打造GPS", "定位")).text == "打造GPS定位"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_decoded_in_the_encodings_newsrooms_use(encoding: str) -> None:
    text = "市总工会开展培训。本报讯（记者 张三）日前，市总工会组织开展了培训。\r\n"
    data = text.encode(encoding)
    decoded, codec = decode(data)
    assert decoded == text
    assert data.decode(codec) == text


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"")[0] == ""


def test_a_stray_nul_does_not_make_text_binary() -> None:
    text, _ = decode("市总工会\x00开展培训，来自全市的一千余家基层工会参加。".encode())
    assert text.startswith("市总工会\x00")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (bytes(range(256)) * 20, "binary"),
        (b"\xef\xbb\xbf\xff\xff\xff", "UTF-8"),
    ],
)
def test_a_binary_file_is_refused_and_its_format_named(data: bytes, said: str) -> None:
    with pytest.raises(NotText, match=said):
        decode(data)
