"""A state machine compares archive and indexes with a dictionary after any sequence of operations."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from newsroom import add, found, held, open_indexes, story, texts, vector
from proofs import sized

from rag.archive import Archive, Intake
from rag.config import Settings

NUMBERS = st.integers(0, 7)
EVERYTHING = 1000


class ArchiveAndIndexes(RuleBasedStateMachine):
    """`live` maps each story to its live edition; `removed` contains the stories that staff have withdrawn."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp())
        self.settings = Settings(_env_file=None, data_dir=self.folder)
        self.live: dict[int, int] = {}
        self.removed: dict[int, int] = {}
        self.ids: dict[int, str] = {}
        self.archive = Archive(self.folder)
        self.indexes = open_indexes(self.settings, self.archive)

    def teardown(self):
        if hasattr(self, "folder"):
            self.indexes.close()
            self.archive.close()
            shutil.rmtree(self.folder)

    # --- what can happen ---

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=4, unique=True), edition=st.integers(1, 3))
    def add_or_change(self, numbers, edition):
        for outcome, number in zip(
            add(self.archive, [story(n, edition) for n in numbers]), numbers, strict=True
        ):
            self.ids[number] = outcome.article_id
            (self.removed if number in self.removed else self.live)[number] = edition

    @rule(number=NUMBERS, edition=st.integers(1, 3))
    def add_again(self, number, edition):
        [outcome] = add(self.archive, [story(number, edition)], again=True)
        self.ids[number] = outcome.article_id
        self.removed.pop(number, None)
        self.live[number] = edition

    @rule(number=NUMBERS)
    def remove(self, number):
        if number in self.ids:
            Intake(self.archive).remove([self.ids[number]])
            if number in self.live:
                self.removed[number] = self.live.pop(number)

    @rule()
    def sync(self):
        self.indexes.sync()
        assert self.indexes.pending_count == 0

    @rule()
    def rebuild(self):
        self.indexes.rebuild()
        assert self.indexes.pending_count == 0

    @rule(sync_first=st.booleans())
    def reopen(self, sync_first):
        if sync_first:
            self.indexes.sync()
        self.indexes.close()
        self.archive.close()
        self.archive = Archive(self.folder)
        self.indexes = open_indexes(self.settings, self.archive)

    # --- what must always be true ---

    @invariant()
    def both_hold_what_the_dictionary_says(self):
        if not hasattr(self, "folder"):
            return
        expected = {(str(number), edition) for number, edition in self.live.items()}
        in_archive = {
            (version.source_id, int(version.text.split("x")[1].split("的")[0]))
            for version in self.archive.newest(EVERYTHING)
        }
        assert in_archive == expected
        assert set(found(self.archive, self.indexes.dense(vector("雨"), EVERYTHING))) == held(self.archive)
        assert set(found(self.archive, self.indexes.lexical("站点 通告 居民", EVERYTHING))) == held(
            self.archive
        )

    @invariant()
    def what_is_live_is_found_first_and_what_is_not_never(self):
        if not hasattr(self, "folder"):
            return
        for number, edition in self.live.items():
            sentence = f"编号{number}x{edition}的通告已经贴出。"
            assert texts(self.archive, self.indexes.dense(vector(sentence), 1)) == [sentence]
            assert texts(self.archive, self.indexes.lexical(f"{number}x{edition}", 1)) == [sentence]
        for number, edition in self.removed.items():
            sentence = f"编号{number}x{edition}的通告已经贴出。"
            assert sentence not in texts(
                self.archive, self.indexes.lexical(f"{number}x{edition}", EVERYTHING)
            )

    @invariant()
    def the_indexes_hold_nothing_once_all_is_taken_over(self):
        if not hasattr(self, "folder") or self.indexes.pending_count:
            return
        generation = self.indexes._keeper.owner.generation
        passages = 3 * len(self.live)
        assert len(generation.dense.ids()) == len(generation.lexical.ids()) == passages
        assert len(generation.dense.search(vector("雨"), EVERYTHING)) == passages


ArchiveAndIndexes.TestCase.settings = hypothesis_settings(
    max_examples=sized(3, 60), stateful_step_count=20, deadline=None, derandomize=True
)
test_archive_and_indexes_hold_what_a_dictionary_holds = pytest.mark.proof("states")(
    ArchiveAndIndexes.TestCase
)
