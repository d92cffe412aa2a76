"""The report page of a run, and the comparison of two runs."""

from __future__ import annotations

import re

import pytest
from measured import answer, answers, ranks
from rich.console import Console
from typer.testing import CliRunner

from eval.__main__ import app
from eval.report import write
from eval.runs import FEWEST_OF_STYLE, Run, merge_runs
from eval.tables import changes, tables

RUN = Run(
    model="m",
    baseline="shared-bigrams",
    retrieval=(ranks(1, 1, 0.5), ranks(1, 0, 0, system="shared-bigrams", question="谁<b>？")),
    answers=(
        answers(
            answer(0.9, 0.7, question="大桥多长？", said="三百米", said_without="很长"),
            answer(0.2, right=True, question="几点开门？"),
        ),
    ),
)


@pytest.fixture
def page(tmp_path):
    write(RUN, tmp_path / "report.html")
    return (tmp_path / "report.html").read_text("utf-8")


def printed(drawn):
    console = Console(width=150)
    with console.capture() as captured:
        for table in drawn:
            console.print(table)
    return captured.get()


def test_the_page_loads_no_external_resources(page):
    links = re.findall(r"""(?:src|href)\s*=\s*["']([^"']*)|url\(([^)]*)\)|(@import)""", page)
    assert links
    assert all((source or address).startswith("#") for source, address, _ in links)
    assert "<script" not in page


def test_the_page_has_its_three_plots(page):
    assert page.count("<svg") == 3


def test_the_page_shows_wrong_answers_and_right_answers_not_given(page):
    wrong = page[page.index("Wrong answers given") : page.index("Right answers not given")]
    assert "三百米" in wrong and "很长" in wrong and "0.90" in wrong
    assert "几点开门？" in page[page.index("Right answers not given") :]


def test_texts_are_escaped(tmp_path):
    run = RUN.model_copy(update={"retrieval": (ranks(0, question="谁<b>？"),)})
    write(run, tmp_path / "report.html")
    assert "谁&lt;b&gt;？" in (tmp_path / "report.html").read_text("utf-8")


def test_the_same_run_gives_the_same_page(page, tmp_path):
    write(RUN, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text("utf-8") == page


def test_tables_show_each_system_and_mark_the_shipped_threshold():
    text = printed(tables(RUN))
    assert "wenda" in text and "shared-bigrams" in text and "+0.333" in text
    assert "*0.50" in text


def test_a_figure_that_a_system_does_not_have_is_left_empty():
    rows = [answer(0.9, style=style) for style in ("how", "plain") for _ in range(FEWEST_OF_STYLE)]
    column = answers(*rows)
    without_threshold = column.model_copy(update={"system": "shared-bigrams", "decline_below": None})
    assert "plain (30), right" in printed(
        tables(RUN.model_copy(update={"answers": (column, without_threshold)}))
    )


def test_a_baseline_that_was_not_measured_is_replaced_by_shared_bigrams():
    run = RUN.model_copy(update={"baseline": "dense"})
    assert run.baseline_column(run.retrieval).system == "shared-bigrams"
    assert run.baseline_column(run.answers) is None


def test_changes_cover_the_systems_of_both_runs_only():
    later = RUN.model_copy(update={"retrieval": (ranks(1, 1, 1),), "answers": ()})
    text = printed(changes(RUN, later))
    assert re.search(r"hit@1 .*0\.667 .*1\.000 .*\+0\.333", text)
    assert "shared-bigrams" not in text


def test_merging_keeps_the_last_measurement_of_a_column():
    later = RUN.model_copy(update={"retrieval": (ranks(1, 1, 1),), "answers": ()})
    run = merge_runs([RUN, later])
    assert run.retrieval == (later.retrieval[0], RUN.retrieval[1])
    assert run.answers == RUN.answers


def test_saved_runs_are_compared_and_reported_by_command(tmp_path):
    saved, html = tmp_path / "run.json", tmp_path / "page.html"
    RUN.save(saved)
    compared = CliRunner().invoke(app, ["compare", str(saved), str(saved)])
    assert compared.exit_code == 0 and "+0.000" in compared.stdout
    assert CliRunner().invoke(app, ["report", str(saved), "--html", str(html)]).exit_code == 0
    assert "Answers: s, report" in html.read_text("utf-8")


def test_a_missing_run_file_gives_a_one_line_message(tmp_path):
    found = CliRunner().invoke(app, ["compare", str(tmp_path / "none.json"), str(tmp_path / "none.json")])
    assert found.exit_code == 1
    assert found.stderr.count("\n") == 1 and "none.json" in found.stderr
