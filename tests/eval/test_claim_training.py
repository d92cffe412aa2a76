"""The claim checker's training: faults put into true sentences, true rewordings, and a run that writes its weights."""

import json
import random
from datetime import date

import pytest

from eval.claims import faults
from eval.claims.clauses import clauses_of, names_of
from eval.claims.examples import MadeClaims, WrittenClaims, held_out_articles, likely_fault
from eval.claims.faults import FAULTS, Material, with_fault
from eval.claims.labelled import load_claims
from eval.claims.restatements import as_statement, in_chinese, restated
from eval.claims.training import run
from rag.cite.entailment import Entailment
from rag.config import Settings
from rag.embedding.encoder import Encoder
from rag.reader.reader import SHIPPED

SENTENCE = "沈芷兰昨日在白鹭镇介绍，大桥将于2024年9月28日通车，部分村民已领到补偿款3.05亿元，未发生事故。"
ELSEWHERE = "柳溪街道组织居民参观了新建的图书馆。李建国表示，石坪镇的水厂已经完成改造。"
MATERIAL = Material(
    printed=SENTENCE,
    near=clauses_of(ELSEWHERE),
    far=clauses_of("栖川市教育局公布了招生名单。第三中学录取新生480人。"),
    names=names_of(SENTENCE + ELSEWHERE),
    all_names=names_of(SENTENCE + ELSEWHERE + "青田县的王海燕去了桐庐。"),
)


@pytest.mark.parametrize(("kind", "fault"), [(kind, fault) for kind, fault, _ in FAULTS])
def test_each_fault_changes_the_sentence_where_it_says(kind, fault):
    made = [fault(SENTENCE, MATERIAL, random.Random(seed)) for seed in range(60)]
    found = [one for one in made if one]
    assert found, kind
    for text, span in found:
        assert text != SENTENCE or kind == "swap"
        assert 0 <= span.start < span.end
        assert text[: span.start] == SENTENCE[: span.start] or kind in ("blend", "outside")


def test_a_fault_is_not_printed_by_chance():
    for seed in range(200):
        made = with_fault(SENTENCE, MATERIAL, random.Random(seed))
        assert made is None or made[1][0].rstrip("。") not in SENTENCE


def test_a_negation_is_taken_out_or_put_in():
    texts = {faults.other_polarity("事故未造成伤亡。", MATERIAL, random.Random(s))[0] for s in range(30)}
    assert "事故已造成伤亡。" in texts


def test_a_plan_is_told_as_done():
    texts = {faults.other_modality("大桥将于明年通车。", MATERIAL, random.Random(s))[0] for s in range(30)}
    assert texts & {"大桥已于明年通车。", "大桥已经于明年通车。"}


@pytest.mark.parametrize(
    ("value", "chinese"),
    [
        (2, "二"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (105, "一百零五"),
        (612, "六百一十二"),
        (8000, "八千"),
    ],
)
def test_numbers_in_chinese(value, chinese):
    assert in_chinese(value) == chinese


def test_a_restated_sentence_has_absolute_days_and_other_numerals():
    texts = {restated("昨日，612名居民参加。", date(2024, 11, 8), random.Random(s)) for s in range(60)}
    assert any("11月7日" in text for text in texts)
    assert any("六百一十二" in text for text in texts)


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("白鹭大桥全长多少米？", "612米", "白鹭大桥全长612米"),
        ("白鹭大桥什么时候通车？", "9月28日", "白鹭大桥9月28日通车"),
        ("谁主持了开工仪式？", "沈芷兰", "沈芷兰主持了开工仪式"),
        ("大桥为什么推迟通车？", "汛期水位过高", "大桥推迟通车，因为汛期水位过高"),
        ("大桥通车了吗？", "通车了", ""),
        ("谁在什么时候到的？", "沈芷兰", ""),
    ],
)
def test_a_question_with_its_answer_becomes_a_statement(question, answer, statement):
    assert as_statement(question, answer) == statement


def test_the_likely_fault_is_what_is_not_printed():
    span = likely_fault("白鹭大桥全长999米。", "白鹭大桥全长612米，双向四车道。")
    assert "999" in "白鹭大桥全长999米。"[span.start : span.end]


# --- sets and training ---


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    text = "本报讯 昨日，白鹭大桥正式通车。大桥全长612米，双向四车道。沈芷兰表示，大桥将设公交专用道。桥头有三家超市。"
    claims, questions = tmp_path_factory.mktemp("claims"), tmp_path_factory.mktemp("questions")
    printed = {"doc_id": "a", "start": text.index("大桥全长"), "text": "大桥全长612米，双向四车道。"}
    lines = [
        {"claim": c, "kind": kind, "verdict": verdict, "printed": printed, "part": part}
        for part in ("train", "tune")
        for c, kind, verdict in (
            ("大桥长六百一十二米。", "reworded", "supported"),
            ("大桥全长621米。", "number", "unsupported"),
        )
    ]
    corpus = json.dumps({"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": text}) + "\n"
    question = {
        "id": "1",
        "question": "白鹭大桥全长多少米？",
        "answers": ["612米"],
        "doc_ids": ["a"],
        "spans": [{"doc_id": "a", "start": text.index("612米"), "text": "612米"}],
        "part": "train",
    }
    (claims / "corpus.jsonl").write_text(corpus, "utf-8")
    (questions / "corpus.jsonl").write_text(corpus, "utf-8")
    (claims / "claims.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (questions / "questions.jsonl").write_text(json.dumps(question), "utf-8")
    return claims, questions


def test_a_group_begins_with_a_wrong_claim_and_ends_with_a_true_one(folders):
    claims, questions = folders
    made = list(MadeClaims(questions, "train").groups(random.Random(1)))
    written = list(WrittenClaims("claims", load_claims(claims, "train")).groups(random.Random(1)))
    assert made and written
    for wrong, true in (*made, *written):
        assert wrong.fault is not None and true.fault is None
        assert wrong.printed


def test_articles_that_another_set_measures_on_are_left_out(folders):
    claims, questions = folders
    assert held_out_articles([claims, questions]) == {"a"}
    assert list(MadeClaims(questions, "train", frozenset({"a"})).groups(random.Random(1))) == []


def test_a_run_writes_weights_that_load(folders, tmp_path):
    settings, cache, trained = Settings(_env_file=None), tmp_path / "cache", tmp_path / "weights"
    cache.mkdir()
    (cache / "models").symlink_to(settings.cache_dir / "models")
    moved = settings.model_copy(update={"cache_dir": cache})
    run(moved, folders[:1], trained, minutes=0.01, seed=1, onward_from=SHIPPED, layers=5)
    entailment = Entailment.load(Encoder.load(settings.cache_dir, "float32"), trained)
    doubt = entailment.doubt("大桥全长621米。", "白鹭大桥通车", "大桥全长612米，双向四车道。")
    assert 0 <= doubt.words.start < doubt.words.end
