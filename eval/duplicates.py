"""How many reprints of a story the archive joins, and how many different stories it joins wrongly.

Each article of the sample paper gets reprints as newspapers make them (fixed seed), and a sister: the same text with another
number, like the next notice in a series. All reprints of an article should be joined with it; a sister or another article
never.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from opencc import OpenCC

from ingest.preview import read_file
from ingest.readers.files import find_files
from ingest.readers.options import ReadOptions
from rag.archive import Archive, Copies, Intake, PreparedArticle, SourceFile
from rag.schema import Draft
from rag.text.sentences import sentence_spans

SEED = 6
MAX_DROPPED = 0.25  # share of the sentences
SISTER = "sister"

_DISPATCH = re.compile(r"^本报讯\s*（[^）]*）")
_PUNCTUATION = str.maketrans("，。；：“”（）", ',.;:""()')
_NUMBER = re.compile(r"\d+")

Perturbation = Callable[[Draft, random.Random], Draft]


@dataclass(frozen=True, slots=True)
class PairCount:
    """Number of pairs of one kind, and how many of them the archive joins as one story."""

    kind: str
    pairs: int
    joined: int

    @property
    def share(self) -> float:
        return self.joined / self.pairs if self.pairs else 0.0


def measure(sample: Path) -> list[PairCount]:
    """
    Args:
        sample: a folder of newspaper files.

    Returns:
        Counts for: an article and its reprint, one for each perturbation; all pairs of one story; an article or
        reprint and its sister; all pairs of different stories.
    """
    printings = list(_printings(read(sample), random.Random(SEED)))
    joined = _joined_pairs([printing.draft for printing in printings])
    counts: dict[str, list[bool]] = {}
    for (i, a), (j, b) in combinations(enumerate(printings), 2):
        for kind in _kinds(a, b):
            counts.setdefault(kind, []).append((i, j) in joined)
    return [PairCount(kind, len(pairs), sum(pairs)) for kind, pairs in counts.items()]


def read(folder: Path) -> list[Draft]:
    """The articles of a folder's files."""
    files = find_files([folder], "")
    given = ReadOptions(paper="栖川日报")
    return [draft for file in files if file.format for draft in read_file(file.path, given).drafts]


@dataclass(frozen=True, slots=True)
class _Printing:
    """An article, one of its reprints, or its sister."""

    story: int
    kind: str
    draft: Draft


def _printings(articles: list[Draft], chance: random.Random) -> Iterator[_Printing]:
    for story, article in enumerate(articles):
        yield _Printing(story, "article", article)
        for kind, perturb in PERTURBATIONS.items():
            yield _Printing(story, kind, perturb(article, chance))
        if _NUMBER.search(article.text):
            yield _Printing(story, SISTER, _sister(article))


def _kinds(a: _Printing, b: _Printing) -> Iterator[str]:
    """The kinds that a pair counts for."""
    if a.story != b.story:
        yield "different stories"
    elif SISTER in (a.kind, b.kind):
        yield "sisters"
    else:
        yield "one story"
        if a.kind == "article":
            yield b.kind


def _joined_pairs(drafts: list[Draft]) -> set[tuple[int, int]]:
    """Index pairs of the drafts that an archive joins as one story when they are added in order."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        lines = [
            PreparedArticle(replace(draft, source_id=str(i)), (), np.zeros((0, 1)), "none", "float32")
            for i, draft in enumerate(drafts)
        ]
        outcomes = Intake(archive).add_lines(SourceFile("made.jsonl", b"", "utf-8"), "made", lines)
        indexes = {outcome.article_id: i for i, outcome in enumerate(outcomes)}
        groups = set(Copies(archive).groups(indexes).values())
        archive.close()
    return {
        pair
        for group in groups
        for pair in combinations(sorted(indexes[article_id] for article_id in group), 2)
    }


# --- reprints of a story, and the next notice of a series ---


def _shortened(article: Draft, chance: random.Random) -> Draft:
    spans = sentence_spans(article.text)
    dropped = (
        set(chance.sample(range(1, len(spans)), int(MAX_DROPPED * len(spans)))) if len(spans) > 1 else set()
    )
    ends = [span.start for span in spans[1:]] + [len(article.text)]
    sentences = [
        article.text[span.start : end]
        for i, (span, end) in enumerate(zip(spans, ends, strict=True))
        if i not in dropped
    ]
    return replace(article, text="".join(sentences))


def _with_other_punctuation(article: Draft, _: random.Random) -> Draft:
    return replace(article, text=article.text.translate(_PUNCTUATION).replace("\n", "\n\n"))


def _from_agency(article: Draft, _: random.Random) -> Draft:
    day = f"{article.date.month}月{article.date.day}日" if article.date else ""
    text = f"据新华社栖川{day}电（记者 江一白）{_DISPATCH.sub('', article.text)}"
    return replace(article, text=text, byline="江一白", paper="栖江晚报")


def _with_other_headline(article: Draft, _: random.Random) -> Draft:
    return replace(article, headline=f"栖川新闻：{article.headline[:6]}", subheadline="")


def _in_traditional(article: Draft, _: random.Random) -> Draft:
    convert = OpenCC("s2t").convert
    return replace(article, text=convert(article.text), headline=convert(article.headline))


def _all_at_once(article: Draft, chance: random.Random) -> Draft:
    for perturb in (_shortened, _from_agency, _with_other_punctuation, _with_other_headline, _in_traditional):
        article = perturb(article, chance)
    return article


def _sister(article: Draft) -> Draft:
    """The next notice of a series: the last number is one higher."""
    *_, last = _NUMBER.finditer(article.text)
    other = f"{article.text[: last.start()]}{int(last[0]) + 1}{article.text[last.end() :]}"
    return replace(article, text=other)


PERTURBATIONS: Mapping[str, Perturbation] = {
    "sentences dropped": _shortened,
    "other punctuation": _with_other_punctuation,
    "agency prefix": _from_agency,
    "other headline": _with_other_headline,
    "traditional script": _in_traditional,
    "all of these": _all_at_once,
}
