"""The cases of time expressions: all of the tuning half are parsed exactly, and nearly all of the blind half."""

from __future__ import annotations

import time
from datetime import date

from typer.testing import CliRunner

from eval.__main__ import app
from eval.dates import read_cases, share_exact
from rag.language import mentions


def test_every_case_of_the_tuning_half_is_parsed_exactly():
    assert [reading for reading in read_cases("tune") if not reading.exact] == []


def test_nearly_every_case_of_the_blind_half_is_parsed_exactly():
    readings = read_cases("blind")
    assert len(readings) >= 150
    assert share_exact(readings) >= 0.97


def test_no_case_is_in_both_halves():
    seen = [{(r.text, r.base) for r in read_cases(half)} for half in ("tune", "blind")]
    assert not seen[0] & seen[1]


def test_a_passage_is_parsed_in_about_a_millisecond():
    passage = ("3月14日至15日，栖川市水务局将检修管网，去年同期也曾停水。" * 12)[:300]
    mentions(passage, date(2024, 3, 18))
    started = time.process_time()
    for i in range(20):
        mentions(f"{passage}{i}", date(2024, 3, 18))
    assert (time.process_time() - started) / 20 < 0.01  # a slow machine's margin


def test_the_command_prints_the_share_of_each_half():
    printed = CliRunner().invoke(app, ["dates"]).stdout
    assert [line.split(":")[0] for line in printed.splitlines()] == ["tune", "blind"]
