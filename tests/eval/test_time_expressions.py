"""The table of time expressions: what the grammar was written by it reads whole, and the rest nearly so."""

from __future__ import annotations

import time
from datetime import date

from typer.testing import CliRunner

from eval.__main__ import app
from eval.dates import read_cases, share_exact
from rag.language import mentions


def test_the_half_that_the_grammar_was_written_by_is_read_whole():
    assert [reading for reading in read_cases("tune") if not reading.exact] == []


def test_of_the_half_that_was_never_looked_into_nearly_all_is_read_exactly():
    readings = read_cases("blind")
    assert len(readings) >= 150
    assert share_exact(readings) >= 0.97


def test_no_case_stands_in_both_halves():
    seen = [{(r.text, r.base) for r in read_cases(half)} for half in ("tune", "blind")]
    assert not seen[0] & seen[1]


def test_a_passage_is_read_in_a_millisecond_or_so():
    passage = ("3月14日至15日，栖川市水务局将检修管网，去年同期也曾停水。" * 12)[:300]
    mentions(passage, date(2024, 3, 18))
    started = time.process_time()
    for i in range(20):
        mentions(f"{passage}{i}", date(2024, 3, 18))
    assert (time.process_time() - started) / 20 < 0.01  # a slow machine's margin


def test_the_command_prints_the_share_of_either_half():
    printed = CliRunner().invoke(app, ["dates"]).stdout
    assert [line.split(":")[0] for line in printed.splitlines()] == ["tune", "blind"]
