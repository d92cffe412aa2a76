"""Running long proofs at full size, on small tests written here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from eval.faults import TESTS

PROOFS = """
import pytest
from proofs import some_of

@pytest.mark.proof("sums")
@pytest.mark.parametrize("number", some_of(range(6), every=3))
def test_a_number_plus_itself_is_even(number):
    assert (number + number) % 2 == 0

@pytest.mark.proof("products")
def test_a_number_times_itself_is_even():
    assert 3 * 3 % 2 == 0

def test_other_tests_are_not_run():
    raise AssertionError
"""
RUN = """
import json, sys
from pathlib import Path
from eval.faults import run_proofs
from rag.schema import WendaError
try:
    results = run_proofs(sys.argv[2:], Path(sys.argv[1]))
except WendaError as error:
    sys.exit(str(error))
print(json.dumps([(row.proof, row.sentence, row.cases, len(row.failures)) for row in results]))
"""


@pytest.fixture
def prove(tmp_path):
    """Runs the proofs with these names in a separate process, because pytest cannot run inside itself."""
    (tmp_path / "conftest.py").write_text("from proofs import pytest_addoption, pytest_configure\n", "utf-8")
    (tmp_path / "test_numbers.py").write_text(PROOFS, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = proof(name): a long test\n", "utf-8")

    def run(*names):
        return subprocess.run(
            [sys.executable, "-c", RUN, str(tmp_path), *names],
            env={"PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_every_case_of_a_proof_is_run_and_failures_are_counted(prove):
    assert json.loads(prove().stdout) == [
        ["sums", "a number plus itself is even", 6, 0],
        ["products", "a number times itself is even", 1, 1],
    ]


def test_proofs_are_chosen_by_name(prove):
    assert json.loads(prove("sums").stdout) == [["sums", "a number plus itself is even", 6, 0]]


def test_the_message_about_an_unknown_proof_lists_the_known_ones(prove):
    assert "Known proofs: products, sums." in prove("differences").stderr
