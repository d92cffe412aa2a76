"""Training examples for the reader, and a short training run."""

from __future__ import annotations

import json
import random
import shutil
from contextlib import closing
from dataclasses import asdict, replace

import pytest
from proofs import sized

from eval.bench import Bench
from eval.cached_embedder import CachedEmbedder
from eval.reader.ablation import measure_ablation, variants
from eval.reader.english import rough_english
from eval.reader.examples import MAX_WINDOW, QuestionSet
from eval.reader.rewording import Homophones
from eval.reader.run import run
from eval.reading_cost import curve, setups
from eval.readings import SAMPLE, MemoizingAnswerer
from rag.config import Settings
from rag.reader import ReaderInput, load_reader

STREETS = ("栖江路", "文昌路", "白鹭路", "望江街")


@pytest.fixture
def folder(tmp_path):
    """A question set of which every question is for training."""
    folder = tmp_path / "squad2-zh"
    folder.mkdir()
    corpus, questions = [], []
    for n, street in enumerate(STREETS):
        text = f"{street}改造工程由市交通局负责。工程{2019 + n}年开工，总投资{n + 2}000万元。沿线居民说，路好走多了。"
        corpus.append({"id": f"d{n}", "title": street, "date": None, "text": text * 3})
        answer = f"{n + 2}000万元"
        span = {"doc_id": f"d{n}", "start": text.index(answer), "text": answer}
        asked = {"id": f"q{n}", "question": f"{2019 + n}年开工的{street}总投资多少？", "answers": [answer]}
        questions.append(asked | {"doc_ids": [f"d{n}"], "answerable": True, "spans": [span]})
        unanswerable = {"id": f"u{n}", "question": f"{street}长多少米？", "answers": [], "doc_ids": []}
        questions.append(unanswerable | {"negative_ids": [f"d{n}"], "answerable": False})
    for name, lines in (("corpus", corpus), ("questions", questions)):
        whole = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(whole, "utf-8")
    return folder


@pytest.fixture(scope="module")
def cases(sample_data, tmp_path_factory, embedder):
    """A question on the sample paper, with a few candidates."""
    cache = tmp_path_factory.mktemp("cache")
    shutil.copytree(sample_data, cache / "eval" / "sample")
    with closing(CachedEmbedder(embedder, cache / "vectors.sqlite3")) as known:
        bench = Bench(Settings(_env_file=None, cache_dir=cache), known, None)
        return [replace(case, measured=case.measured[:5]) for case in bench.cases([SAMPLE], "tune", 1)]


@pytest.fixture
def groups(folder):
    questions, chance = QuestionSet(folder, "train"), random.Random(1)
    return [group for _ in range(20) for group in questions.groups(chance)]


def test_the_first_example_of_a_group_holds_the_answer_and_the_others_do_not(groups):
    answered = [group for group in groups if group[0].span]
    assert answered
    for first, *others in answered:
        assert first.passage[first.span.start : first.span.end].endswith("000万元")
        assert all(other.span is None for other in others)


def test_windows_are_whole_sentences_of_bounded_length(groups):
    for example in (example for group in groups for example in group):
        assert example.passage.endswith("。")
        assert len(example.passage) <= MAX_WINDOW


def test_a_question_with_another_year_or_name_has_unknown_relevance(groups):
    swapped = [e for group in groups for e in group[1:] if e.passage == group[0].passage]
    assert swapped
    assert all(e.relevant is None and e.span is None for e in swapped)


def test_the_same_seed_makes_the_same_examples(folder):
    first, second = (list(QuestionSet(folder, "train").groups(random.Random(7))) for _ in range(2))
    assert first == second


def test_a_chinese_question_in_rough_english_is_english():
    english = rough_english("白鹭大桥什么时候通车？", random.Random(1))
    assert english.isascii()
    assert english.startswith("When ")
    assert english.endswith("?")


def test_a_training_run_writes_a_folder_that_loads_as_a_reader(folder, tmp_path, embedder):
    into, settings = tmp_path / "reader", Settings(_env_file=None)
    cache = tmp_path / "cache"
    (cache / "models").parent.mkdir()
    (cache / "models").symlink_to(settings.cache_dir / "models")
    settings = settings.model_copy(update={"cache_dir": cache})
    run(settings, [folder], into, minutes=0.02, seed=1, layers=5)
    card = json.loads((into / "reader.json").read_text("utf-8"))
    assert card["data"].keys() == {"squad2-zh"}
    assert card["layers"] == 5
    before = card["steps"]
    run(
        settings, [folder], into, minutes=0.02, seed=1, layers=5
    )  # the time is used up: nothing is left to do
    assert json.loads((into / "reader.json").read_text("utf-8"))["steps"] == before
    reader = load_reader(settings.model_copy(update={"reader": str(into)}), embedder.dtype)
    assert len(reader.read("总投资多少？", [ReaderInput("", "总投资2000万元。")])) == 1


def test_each_variant_of_an_ablation_differs_from_the_full_training_in_one_part():
    whole, *others = variants(minutes=10, seed=1)
    assert 0 < len(others) <= 5
    for other in others:
        rebuilt = other.kind is not whole.kind
        recipes = asdict(whole.recipe), asdict(other.recipe)
        assert rebuilt != (recipes[0] != recipes[1])


@pytest.mark.slow
@pytest.mark.proof("ablation")
def test_every_variant_is_trained_and_evaluated(folder, cases):
    every = variants(minutes=0.005, seed=1)
    trained = sized(every[1:2], every)  # the one with another kind of network
    results = measure_ablation([folder], cases, Settings(_env_file=None).cache_dir, trained)
    assert [j.name for j in results] == [variant.name for variant in trained]
    assert all(j.steps and j.milliseconds for j in results)
    assert all(0 <= share <= 1 for j in results for share in (j.hit, j.first, j.auroc))


@pytest.mark.slow
def test_each_reading_setup_is_measured_the_shipped_one_first(cases, embedder, reader):
    costs = curve(cases, Settings(_env_file=None), MemoizingAnswerer(embedder, reader), embedder.dtype)
    assert [cost.setup for cost in costs] == setups(embedder.dtype)
    shipped = costs[0].setup
    assert (shipped.passages, shipped.characters, shipped.number_type) == (
        None,
        None,
        embedder.dtype,
    )
    assert all(0 <= share <= 1 for cost in costs for share in (cost.hit, cost.first))


@pytest.mark.parametrize("question", ["", "When?"])
def test_a_question_without_chinese_characters_gets_no_homophone(question):
    assert Homophones(["大桥"] * 9).misspelt(question, random.Random(1)) == question
