"""What language models write is read whatever marks and decoration they put in."""

import pytest

from rag.answer.wire_format import WrittenSentence, written_sentences


def read(*pieces):
    return [(sentence.text, sentence.passages) for sentence in written_sentences(pieces)]


@pytest.mark.parametrize(
    ("line", "passages"),
    [
        ("大桥全长612米。[1]", (1,)),
        ("大桥全长612米[1]。", (1,)),
        ("大桥全长612米。【2】", (2,)),
        ("大桥全长612米。［１］", (1,)),
        ("大桥全长612米。[1][2]", (1, 2)),
        ("大桥全长612米。[1][1]", (1,)),
        ("大桥全长612米。[1, 3]", (1, 3)),
        ("大桥全长612米。[1-3]", (1, 2, 3)),
        ("大桥全长612米。[报道2]", (2,)),
        ("大桥全长612米。（2）", (2,)),
        ("大桥全长612米。[99]", (99,)),
        ("大桥全长612米。", ()),
        ("- **大桥全长612米。** [1]", (1,)),
        ("1. 大桥全长612米。[1]", (1,)),
        ("## 大桥全长612米。[1]", (1,)),
    ],
)
def test_a_mark_is_read_however_it_is_written(line, passages):
    [(text, numbers)] = read(line)
    assert (text, numbers) == ("大桥全长612米。", passages)


def test_a_number_in_brackets_within_a_sentence_is_no_mark():
    assert read("预算(2023)为2.8亿元。[1]") == [("预算(2023)为2.8亿元。", (1,))]


def test_sentences_on_one_line_have_their_own_marks():
    assert read("大桥全长612米。[1] 总投资3.05亿元。[2]") == [
        ("大桥全长612米。", (1,)),
        ("总投资3.05亿元。", (2,)),
    ]


def test_a_mark_after_two_sentences_belongs_to_both():
    assert read("大桥通车了。全长612米。[1]") == [("大桥通车了。", (1,)), ("全长612米。", (1,))]


def test_a_line_is_read_as_soon_as_it_is_complete():
    def pieces():
        yield "大桥全长612"
        yield "米。[1]\n总投资"
        raise AssertionError("read on before the first sentence was taken")

    assert next(written_sentences(pieces())) == WrittenSentence("大桥全长612米。", (1,))


@pytest.mark.parametrize(
    "pieces",
    [
        ("<think>是不是612米？[9]</think>大桥全长612米。[1]",),
        ("<thi", "nk>是不是</th", "ink>大桥全长", "612米。[1]"),
        ("大桥全长612米。[1]\n<think>还要写什么",),
    ],
)
def test_thinking_is_dropped(pieces):
    assert read(*pieces) == [("大桥全长612米。", (1,))]


def test_links_and_images_lose_their_addresses():
    assert read("大桥![图](http://x.example/?q=1)全长[612米](http://x.example)。[1]") == [
        ("大桥图全长612米。", (1,))
    ]


@pytest.mark.parametrize("line", ["根据报道，情况如下：", "", "。", "[1]", "---"])
def test_a_line_that_says_nothing_is_dropped(line):
    assert read(line) == []


@pytest.mark.parametrize(
    "line", ["没有报道", "没有报道。", "**没有报道**", "沒有報道。", "Not reported.", "报道中没有相关报道。"]
)
def test_the_line_for_no_answer_is_known(line):
    [sentence] = written_sentences([line])
    assert sentence.is_not_reported


def test_a_sentence_about_what_is_not_reported_is_a_sentence():
    [sentence] = written_sentences(["目前没有报道伤亡。[1]"])
    assert not sentence.is_not_reported


def test_a_repeated_question_is_no_answer():
    assert read("白鹭大桥全长多少米？\n全长612米。[1]") == [("全长612米。", (1,))]
