"""`python -m rag erase`."""

from __future__ import annotations

import io
import sys
from contextlib import closing

import pytest
from answers_given import declined, record

from rag.__main__ import main
from rag.config import Settings
from rag.desk import COMMAND_LINE, Audit, Desk
from rag.journal import Journal


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs the command with something typed; returns the exit status, stdout and stderr."""
    monkeypatch.setenv("WENDA_DATA_DIR", str(tmp_path))

    def run(*arguments, typed=""):
        monkeypatch.setattr(sys, "argv", ["rag", "erase", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def journal(tmp_path):
    """Three declined answers, two of them to the same question."""
    with closing(Journal(tmp_path, days=365)) as opened:
        asked = declined("c").model_copy(update={"question": "王小明家停水吗？"})
        record(opened, declined("a"), declined("b"), asked)
        yield opened


def ids(journal):
    return {one.answer_id for one in journal.answers("newest", 10)}


def test_it_lists_what_it_would_erase_with_dates_and_asks(run, journal):
    code, out, err = run("--containing", "方岩", typed="n\n")
    assert (code, out.strip()) == (1, "")
    listed = [line.split("  ", 1)[1] for line in err.splitlines() if "方岩" in line]
    assert listed == ["a  方岩门票多少钱？", "b  方岩门票多少钱？"]
    assert f"{journal.get('a').given_at:%Y-}" in err and "Erase 2 answers?" in err
    assert ids(journal) == {"a", "b", "c"}


def test_it_erases_what_was_confirmed(run, journal):
    code, out, _ = run("a", typed="y\n")
    assert code == 0 and out.strip().startswith("Erased: 1 answer, ")
    assert ids(journal) == {"b", "c"}


def test_a_script_is_not_asked(run, journal, tmp_path):
    code, _, err = run("--containing", "王小明", "--yes")
    assert code == 0 and "Erase 1" not in err
    assert ids(journal) == {"a", "b"}
    with closing(Desk.open(Settings(_env_file=None, data_dir=tmp_path))) as desk:
        [line] = Audit(desk).entries(10)
    assert (line.person, line.action, line.subject) == (COMMAND_LINE.name, "words_erased", "c")


def test_words_that_nobody_typed_erase_nothing(run, journal):
    code, out, _ = run("--containing", "从未问过")
    assert code == 0 and out.startswith("Erased: 0 answers")
    assert ids(journal) == {"a", "b", "c"}


def test_an_unknown_id_is_a_clear_error_and_erases_nothing(run, journal):
    code, out, err = run("a", "never-given", "--yes")
    assert (code, out) == (1, "") and "no answer never-given" in err
    assert ids(journal) == {"a", "b", "c"}


@pytest.mark.parametrize("arguments", [(), ("--containing", " "), ("a", "--containing", "方岩")])
def test_what_to_erase_must_be_named_in_one_way(run, journal, arguments):
    code, _, err = run(*arguments, "--yes")
    assert code == 1 and "by their ids, or words with --containing" in err
    assert ids(journal) == {"a", "b", "c"}
