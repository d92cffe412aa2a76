"""Pages of the sample paper and made pages are split into their articles, and no text is lost."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_checks import assert_nothing_lost_or_doubled, assert_places_are_true, bare
from shared_data import SHARED, needs

from eval.pages import Score, Story, Truth, evaluate, make_page, score_page
from ingest.page import split_page
from rag.schema import Draft

ROOT = Path(__file__).parents[2]
CORPUS = SHARED / "qa" / "crud-news" / "corpus.jsonl"
SAMPLE_PAGES = ROOT / "ingest" / "sample" / "pages"
SAMPLE_TRUTH = Path(__file__).parent / "sample_truth.json"

needs_corpus = needs(CORPUS)


def test_the_sample_papers_articles_are_found() -> None:
    truth: dict[str, list[dict[str, Any]]] = json.loads(SAMPLE_TRUTH.read_text(encoding="utf-8"))
    fields = ("headline", "byline", "text")
    right: Counter[str] = Counter()
    for name, articles in truth.items():
        found = split_page((SAMPLE_PAGES / Path(name).name).read_text(encoding="utf-8")).articles
        for article in articles:
            draft = _most_alike(article["text"], found)
            right.update(
                field for field in fields if bare(getattr(draft, field)) == bare(article[field] or "")
            )
    total = sum(map(len, truth.values()))
    assert all(right[field] >= 0.9 * total for field in fields), (right, total)


def _most_alike(text: str, drafts: tuple[Draft, ...]) -> Draft:
    pairs = set(pairwise(text))
    return max(drafts, key=lambda draft: len(pairs & set(pairwise(draft.text))))


@pytest.mark.parametrize("path", sorted(SAMPLE_PAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_nothing_of_a_sample_page_is_lost(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    assert_nothing_lost_or_doubled(raw, split_page(raw))
    assert_places_are_true(raw, split_page(raw))


_SUBJECTS = [
    "市图书馆",
    "白鹭大桥",
    "城南小学",
    "市人民医院",
    "柳渡街道",
    "竹溪镇茶农",
    "公交集团",
    "气象台",
    "市水务公司",
]
_DEEDS = [
    "启用了新的服务大厅",
    "发布2023年度报告",
    "招聘36名新员工",
    "举行了一场公开课",
    "修好了老旧管道",
    "迎来第10万名访客",
]
_ENDS = [
    "，居民纷纷点赞。",
    "，明年还将继续。",
    "，比上一年增加了12%。",
    "。这在全省还是头一回。",
    "，“方便多了！”市民说。",
]


def _stories(rng: random.Random) -> list[Story]:
    """Invented stories, each about a subject of its own."""
    return [
        Story(
            f"{subject}{rng.choice(_DEEDS)}",
            tuple(f"{subject}{rng.choice(_DEEDS)}{rng.choice(_ENDS)}" for _ in range(rng.randint(5, 12))),
        )
        for subject in rng.sample(_SUBJECTS, rng.randint(3, 6))
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_nothing_of_a_made_page_is_lost_or_doubled(seed: int) -> None:
    rng = random.Random(seed)
    raw = make_page(_stories(rng), rng).raw
    split = split_page(raw)
    assert_nothing_lost_or_doubled(raw, split)
    assert_places_are_true(raw, split)


_MIXED = st.text(
    st.sampled_from(
        "市政府开展工作会议一二〇，。：！？“”（）【】问答记者本报讯张王年月日123aK \n\n\r\t\f\u3000\x00\ufeff■—"
    ),
    max_size=400,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_MIXED)
def test_any_text_is_split_without_loss(raw: str) -> None:
    split = split_page(raw)
    assert_nothing_lost_or_doubled(raw, split)
    assert_places_are_true(raw, split)


@needs_corpus
def test_made_pages_are_split_as_well_as_promised() -> None:
    total = sum(evaluate(CORPUS, half="tune", seed=11, pages=20), Score())
    assert 2 * total.found / (total.true + total.predicted) >= 0.92
    assert total.merged <= 0.03 * total.predicted  # 2 % over many pages; a single one of some 100 is chance
    assert total.headline >= 0.88 * total.found and total.byline >= 0.88 * total.found


def test_a_perfect_split_scores_perfectly_and_a_joined_one_is_noticed() -> None:
    truths = [
        Truth(
            "白鹭大桥通车",
            "",
            "",
            "沈芷兰",
            "昨日上午，白鹭大桥正式通车。大桥全长612米，双向四车道，总投资两亿元。渡口村轮渡同日停运。",
        ),
        Truth(
            "图书馆发布报告",
            "",
            "",
            "方知远",
            "市图书馆昨日发布年度阅读报告。去年全市人均借书六册，比上一年多一册，孩子借得最多。",
        ),
    ]
    perfect = [Draft(text=truth.text, headline=truth.headline, byline=truth.byline) for truth in truths]
    score = score_page(truths, perfect)
    assert (score.true, score.predicted, score.found, score.merged) == (2, 2, 2, 0)
    assert score.headline == score.subheadline == score.byline == score.column == 2
    assert (score.pairs_right, score.pairs_foreign) == (score.pairs, 0)
    merged = score_page(truths, [Draft(text=truths[0].text + truths[1].text)])
    assert (merged.found, merged.merged) == (0, 1)
    assert merged.pairs_right < merged.pairs and merged.pairs_foreign > 0
