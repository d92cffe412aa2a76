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


def test_of_an_area_of_lines_only_the_outline_is_known():
    area = Box(0, 0.1, 0.2, 0.5, 0.6)
    layout = Layout((), ("page-1.webp",), (PlacedLine(0, 90, area),))
    assert Layout.from_json(layout.to_json()) == layout
    assert layout.boxes([(5, 13)]) == [] and layout.outline([(5, 13)]) == [area]


def test_part_of_a_line_takes_up_its_share_of_the_box():
    first, second = COLUMN.boxes([(5, 13)])
    assert (first.left, first.right) == pytest.approx((0.2, 0.3))
    assert (second.left, second.right) == pytest.approx((0.1, 0.14))


def test_part_of_an_upright_line_is_a_part_of_its_height():
    [box] = COLUMN.boxes([(35, 37)])
    assert (box.page, box.left, box.top, box.bottom) == (1, 0.1, pytest.approx(0.3), pytest.approx(0.5))


def test_a_headline_over_two_columns_is_not_joined_to_the_first():
    headline, first, second = (
        Box(0, 0.1, 0.1, 0.5, 0.13),
        Box(0, 0.1, 0.14, 0.3, 0.15),
        Box(0, 0.1, 0.155, 0.3, 0.165),
    )
    lines = tuple(PlacedLine(10 * n, 10 * n + 9, box) for n, box in enumerate((headline, first, second)))
    assert Layout(lines, ()).outline([(0, 30)]) == [headline, Box(0, 0.1, 0.14, 0.3, 0.165)]


def test_an_outline_joins_the_lines_of_a_column_but_not_two_columns():
    assert COLUMN.outline([(0, 32)]) == [Box(0, 0.1, 0.10, 0.3, 0.15), Box(0, 0.5, 0.10, 0.7, 0.12)]
