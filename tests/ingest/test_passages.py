"""An article is split into passages of whole sentences, and sentences that belong together stay together."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import LIMIT, LONGEST, SHORTEST, embedding_text, passages, size
from rag.schema import Draft
from rag.text.sentences import Span, sentence_spans

SENTENCE = "市急救中心昨日表示，今年将在桃岭乡卫生院增设一个急救站点，配备急救车一辆，力争六月底前投入使用。"
CHINESE = st.text(alphabet="市急救车出动。！？，；：“”（）\n 问答2024年Aa.b’1", max_size=2000)


def texts(text):
    return [text[span.start : span.end] for span in passages(text)]


@given(CHINESE)
def test_every_printed_character_is_in_exactly_one_passage(text):
    cut = passages(text)
    assert "".join("".join(text[span.start : span.end].split()) for span in cut) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(cut))


@given(CHINESE)
def test_no_passage_is_longer_than_the_limit(text):
    assert all(size(passage) <= LIMIT for passage in texts(text))


@given(CHINESE)
def test_a_passage_ends_where_a_sentence_does_unless_the_sentence_is_too_long(text):
    ends = {span.end for span in sentence_spans(text)}
    longest = max((size(text[s.start : s.end]) for s in sentence_spans(text)), default=0)
    assert longest > LIMIT or all(span.end in ends for span in passages(text))


def test_a_long_article_gives_passages_of_the_target_size():
    text = "\n".join(SENTENCE * 3 for _ in range(10))
    assert all(SHORTEST <= size(passage) <= LONGEST for passage in texts(text))


def test_a_short_article_is_one_passage():
    text = f"{SENTENCE}\n{SENTENCE}"
    assert passages(text) == (Span(0, len(text)),)


def test_a_paragraph_that_fits_is_not_split():
    paragraphs = [SENTENCE * 4, SENTENCE * 3, SENTENCE * 5]
    assert texts("\n".join(paragraphs)) == paragraphs


def test_an_interviews_question_stays_with_the_beginning_of_its_answer():
    question = "问：今年急救站点还会增加吗？市民什么时候能用上？"
    text = "\n".join(
        [SENTENCE * 4, question, "答：" + SENTENCE * 3, SENTENCE * 4, question, "答：" + SENTENCE * 8]
    )
    starting = [passage for passage in texts(text) if "问：" in passage]
    assert len(starting) == 2
    assert all(passage.startswith(question + "\n答：") for passage in starting)


def test_a_cross_head_stays_with_the_paragraph_below_it():
    text = "\n".join([SENTENCE * 5, "两头奔波成了过去", SENTENCE * 5])
    assert texts(text) == [SENTENCE * 5, "两头奔波成了过去\n" + SENTENCE * 5]


def test_a_signature_is_not_a_passage_of_its_own():
    text = "\n".join([SENTENCE * 5, SENTENCE * 3, "栖川市水务有限公司", "2024年3月17日"])
    assert texts(text)[-1].endswith(SENTENCE + "\n栖川市水务有限公司\n2024年3月17日")


def test_a_sentence_over_the_limit_is_split_at_a_comma():
    sentence = "，".join(["急救车辆出动次数比上一年有所增加"] * 40) + "。"
    cut = texts(sentence)
    assert len(cut) > 1
    assert all(passage[-1] in "，。" for passage in cut)


def test_a_text_without_punctuation_is_split_too():
    assert [size(passage) <= LIMIT for passage in texts("车" * 5000)].count(False) == 0


def test_a_latin_letter_counts_less_than_a_chinese_character():
    text = "The new emergency station will open before the end of June, the city said on Monday. " * 30
    lengths = [len(passage) for passage in texts(text)]
    assert all(2 * SHORTEST <= length <= 3 * LONGEST for length in lengths)


def test_a_text_of_a_million_characters_is_split_in_seconds():
    text = "\n".join(SENTENCE * 4 for _ in range(1_000_000 // (len(SENTENCE) * 4)))
    assert len(passages(text)) > 3000


def test_headline_and_date_are_embedded_with_the_passage():
    draft = Draft(
        text=SENTENCE * 2, headline="急救站点增设", subheadline="——访市急救中心", date=date(2024, 3, 18)
    )
    seen = embedding_text(draft, Span(0, len(SENTENCE)))
    assert seen == f"急救站点增设 ——访市急救中心 2024年3月18日\n{SENTENCE}"


def test_a_passage_of_an_article_without_headline_is_embedded_alone():
    assert embedding_text(Draft(text=SENTENCE, date=date(2024, 3, 18)), Span(0, 10)) == SENTENCE[:10]
