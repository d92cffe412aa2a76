"""The figures of a column of results."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import answer, answers, ranks
from sklearn.metrics import roc_auc_score

from eval.runs import FEWEST_OF_STYLE, OTHER
from eval.statistics import auroc, differences, estimates

CONFIDENCES = st.sampled_from([0.1, 0.3, 0.5, 0.9])


@settings(deadline=None)
@given(st.lists(st.tuples(CONFIDENCES, CONFIDENCES, st.integers(1, 3)), min_size=1, max_size=30))
def test_auroc_equals_scikit_learns_also_with_questions_drawn_several_times(rows):
    confidence, absent, drawn = (np.array(values) for values in zip(*rows, strict=True))
    ours = auroc(confidence, np.ones(len(rows), bool), absent)(drawn.astype(float))
    labels = [1] * len(rows) + [0] * len(rows)
    scores, weights = np.concatenate((confidence, absent)), np.concatenate((drawn, drawn))
    assert ours == pytest.approx(roc_auc_score(labels, scores, sample_weight=weights))


def test_shares_of_answers_count_the_answerable_questions():
    found = estimates(answers(answer(0.9, right=True), answer(0.8), answer(None)))
    assert found["in the text"].value == 0.5
    assert found["characters"].value == 10


def test_right_at_five_percent_counts_answers_above_all_but_a_twentieth_of_the_unanswerable():
    unsure = [answer(0.3, 0.2, right=True) for _ in range(18)]
    column = answers(*unsure, answer(0.95, 0.9, right=True), answer(0.25, 0.26, right=True))
    assert estimates(column)["right, 5% let through"].value == pytest.approx(19 / 20)


def test_wrong_declines_and_wrong_answers_are_counted_at_the_shipped_threshold():
    found = estimates(answers(answer(0.9, 0.6, right=True), answer(0.4, 0.1, right=True), decline_below=0.5))
    assert found["wrongly declined"].value == 0.5
    assert found["unanswerable answered"].value == 0.5


def test_answers_from_articles_without_the_answering_sentence_are_counted_separately():
    rows = [answer(0.9, confidence_cut_out=cut_out) for cut_out in (0.6, 0.4, 0.1)] + [answer(None)]
    assert estimates(answers(*rows, decline_below=0.5))["topic alone answered"].value == pytest.approx(1 / 3)


def test_a_system_without_a_threshold_has_no_threshold_figures():
    assert "wrongly declined" not in estimates(answers(answer(0.9), decline_below=None))


def test_differences_cover_the_questions_of_both_columns_only():
    longer, shorter = ranks(1, 0, 1, 1), ranks(0, 0)
    assert differences(longer, shorter)["hit@1"].value == 0.5


def test_a_wrong_decline_counts_less_if_the_answer_is_in_the_nearest_lines():
    rows = [
        answer(0.9, right=True),
        answer(0.1, right=True, in_nearest=True),
        answer(0.1, right=True, in_nearest=False),
        answer(0.9, in_nearest=True),
    ]
    found = estimates(answers(*rows, decline_below=0.5))
    assert found["right"].value == 0.25
    assert found["right, or in the nearest lines"].value == 0.5


def test_near_misses_are_compared_with_the_answerable_questions_alone():
    found = estimates(answers(answer(0.5, 0.6), answer(None, 0.4), answer(None, 0.6), decline_below=0.5))
    assert found["near misses declined"].value == 0.5
    assert found["AUROC, near misses"].value == 0.5
    assert "AUROC, near misses" not in estimates(answers(answer(0.5, 0.6), decline_below=0.5))


def test_the_tempting_line_counts_only_where_a_question_names_one():
    rows = [answer(None, in_nearest=True), answer(None, in_nearest=None), answer(0.9, in_nearest=True)]
    assert estimates(answers(*rows, decline_below=0.5))["tempting line shown"].value == 1.0


def test_styles_with_too_few_questions_are_pooled():
    styles = ["plain"] * FEWEST_OF_STYLE + ["how", "typo", ""]
    column = answers(*(answer(0.9).model_copy(update={"style": style}) for style in styles))
    assert column.styles == ["plain", OTHER]
    assert [row.style for row in column.of_style(OTHER).rows] == ["how", "typo", ""]
