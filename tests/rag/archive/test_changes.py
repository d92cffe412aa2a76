"""What is computed from all live passages, and kept up by those that changed, is what it would be if it were computed anew."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest
from newsroom import add, draft, vector
from proofs import sized

from rag.archive import Calendar, Catalogue, Intake, Ledger, changes
from rag.dates import Period
from rag.index import vector_scan
from rag.index.text_scan import TextScan
from rag.index.vector_scan import VectorScan

MARCH = Period(date(2024, 3, 1), date(2024, 3, 31))


class Kept:
    """Everything that follows the archive by its changes."""

    def __init__(self, archive):
        self.calendar, self.catalogue = Calendar(archive), Catalogue(archive)
        self.vectors, self.texts = VectorScan(Ledger(archive)), TextScan(archive)

    def answers(self):
        printed = self.calendar.printed_in(MARCH)
        return {
            "printed": printed.passage_ids().tolist(),
            "articles": [printed.has_article_of(i) for i in range(200)],
            "mentioned": self.calendar.mentioning(MARCH).passage_ids().tolist(),
            "authors": self.catalogue.authors(),
            "sections": self.catalogue.sections(),
            "nearest": self.vectors.search(vector("雨"), 1000),
            "words": self.texts.search("站点 通告", 1000),
        }


def article(number, chance):
    month = chance.randint(2, 4)
    text = f"第{number}号站点{month}月{chance.randint(1, 28)}日启用。通告{chance.randint(1, 9)}已经贴出。"
    day = date(2024, month, chance.randint(1, 28))
    reporter = chance.choice(["沈砚秋", "顾南舟", "陆听潮"])
    return draft(str(number), text, date=day, byline=f"记者 {reporter}", section=f"版面{number % 4}")


@pytest.mark.proof("changes")
@pytest.mark.parametrize("seed", range(sized(1, 20)))
def test_values_kept_up_by_changes_are_those_computed_anew(archive, seed):
    chance, kept = random.Random(seed), Kept(archive)
    ids = {}
    for _ in range(25):
        number = chance.randint(1, 8)
        if number in ids and chance.random() < 0.4:
            Intake(archive).remove([ids.pop(number)])
        else:
            [outcome] = add(archive, [article(number, chance)], again=True)
            ids[number] = outcome.article_id
        if chance.random() < 0.3:
            pending = Ledger(archive).pending()
            Ledger(archive).mark_indexed(added=pending.add, dropped=pending.drop)
        assert kept.answers() == Kept(archive).answers()


def test_who_missed_more_changes_than_are_kept_reads_everything_again(archive, monkeypatch):
    kept = Kept(archive)
    add(archive, [article(1, random.Random(1))])
    kept.answers()
    monkeypatch.setattr(changes, "KEPT", 1)
    add(archive, [article(n, random.Random(n)) for n in range(2, 6)])
    Ledger(archive).mark_indexed(added=Ledger(archive).pending().add)
    assert kept.answers() == Kept(archive).answers()


def test_the_nearest_of_some_passages(archive):
    add(archive, [article(n, random.Random(n)) for n in range(1, 7)])
    scan = VectorScan(Ledger(archive))
    every = scan.search(vector("雨"), 100)
    some = np.array([hit.passage_id for hit in every[1::2]])
    assert scan.search(vector("雨"), 3, among=some) == every[1::2][:3]


def test_the_passage_that_is_like_a_question_is_found_among_many(archive, monkeypatch):
    monkeypatch.setattr(vector_scan, "WEIGHED", 100)
    monkeypatch.setattr(vector_scan, "SHORT_LIST", 20)
    add(archive, [article(n, random.Random(n)) for n in range(1, 501)])
    ledger, scan = Ledger(archive), VectorScan(Ledger(archive))
    ids, noise = list(ledger.pending().add), np.random.default_rng(1)
    for passage_id, stored in ledger.vectors(ids[::20]).items():
        asked = stored + 0.1 * noise.standard_normal(len(stored)).astype(np.float32)
        assert scan.search(asked, 1)[0].passage_id == passage_id
