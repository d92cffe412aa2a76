"""`python -m eval load`, on the site of these tests: what it measures is what the residents' page does."""

from __future__ import annotations

import os

from served import RESERVOIRS, Site

from eval.load import load_of
from eval.serving import App


def test_residents_who_ask_at_once_are_all_answered(site: Site):
    asked = [f"{name}湾水库的总库容有多少？" for name in RESERVOIRS]
    load = load_of("site", App(os.getpid(), site.url), 5, asked)
    assert load.errors == ()
    assert len(load.timings) == len(asked)
    assert all(one.first is not None and 0 < one.first <= one.whole for one in load.timings)
    assert 0 < load.whole(0.5) <= load.whole(0.95) <= load.seconds
    assert load.cpu_each > 0
    assert load.memory > 100


def test_a_question_that_fails_is_counted_and_does_not_end_the_measurement(site: Site):
    load = load_of("site", App(os.getpid(), site.url), 2, ["白鹭大桥全长多少米？", None])
    assert len(load.timings) == 1
    assert len(load.errors) == 1
