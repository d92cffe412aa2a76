"""Where text is printed on the pages of its source."""

import pytest

from rag.archive import Box, Layout, PlacedLine

COLUMN = Layout(
    (
        PlacedLine(0, 10, Box(0, 0.1, 0.10, 0.3, 0.12)),
        PlacedLine(11, 21, Box(0, 0.1, 0.13, 0.3, 0.15), 0.8),
        PlacedLine(22, 32, Box(0, 0.5, 0.10, 0.7, 0.12)),
        PlacedLine(33, 37, Box(1, 0.1, 0.10, 0.12, 0.5)),
    ),
    ("page-1.webp", ""),
)


def test_a_layout_is_kept_as_it_is():
    assert Layout.from_json(COLUMN.to_json()) == COLUMN


def test_part_of_a_line_takes_up_its_share_of_the_box():
    first, second = COLUMN.boxes([(5, 13)])
    assert (first.left, first.right) == pytest.approx((0.2, 0.3))
    assert (second.left, second.right) == pytest.approx((0.1, 0.14))


def test_part_of_an_upright_line_is_a_part_of_its_height():
    [box] = COLUMN.boxes([(35, 37)])
    assert (box.page, box.left, box.top, box.bottom) == (1, 0.1, pytest.approx(0.3), pytest.approx(0.5))


def test_an_outline_joins_the_lines_of_a_column_but_not_two_columns():
    assert COLUMN.outline([(0, 32)]) == [Box(0, 0.1, 0.10, 0.3, 0.15), Box(0, 0.5, 0.10, 0.7, 0.12)]
