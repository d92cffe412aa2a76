"""The geometry of the plots over days, and the sparklines of the board."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from web.desk.board_view import SPARK_HEIGHT, sparkline
from web.desk.plots import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, Series, plot

DAYS = [date(2024, 3, 1) + timedelta(days=i) for i in range(4)]
GROUND = HEIGHT - BOTTOM


def test_bars_of_a_day_stand_on_each_other() -> None:
    drawn = plot(
        "p",
        "标题",
        "个",
        DAYS,
        [Series("甲", "first", [2, 0, 0, 1]), Series("乙", "second", [2, 1, 0, 0])],
        "bars",
    )
    first, _, second, other = drawn.bars
    assert first.y + first.height == pytest.approx(GROUND)
    assert second.y + second.height == pytest.approx(first.y)
    assert second.y == pytest.approx(TOP)
    assert (other.style, other.y + other.height) == ("second", pytest.approx(GROUND))


def test_a_line_breaks_where_a_day_has_no_value() -> None:
    drawn = plot("p", "标题", "秒", DAYS, [Series("甲", "first", [1.0, 2.0, None, 0.5])], "lines")
    assert [len(line.dots) for line in drawn.lines] == [2, 1]
    assert all(LEFT <= x <= WIDTH and TOP <= y <= GROUND for line in drawn.lines for x, y in line.dots)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(1, ["0", "1"]), (3, ["0", "1", "2", "3"]), (7, ["0", "2", "4", "6", "8"]), (95, ["0", "50", "100"])],
)
def test_the_axis_has_round_numbers(most: int, ticks: list[str]) -> None:
    drawn = plot("p", "标题", "个", DAYS, [Series("甲", "first", [most, 0, 0, 0])], "bars")
    assert [tick.text for tick in drawn.beside] == ticks


def test_days_without_anything_are_an_empty_plot() -> None:
    drawn = plot("p", "标题", "秒", DAYS, [Series("甲", "first", [None] * 4)], "lines")
    assert drawn.is_empty
    assert [tick.text for tick in drawn.under] == ["03-01", "03-02", "03-03", "03-04"]


def test_under_many_days_a_few_are_named() -> None:
    days = [date(2024, 1, 1) + timedelta(days=i) for i in range(90)]
    drawn = plot("p", "标题", "个", days, [Series("甲", "first", [1] * 90)], "bars")
    assert len(drawn.bars) == 90
    assert len(drawn.under) <= 7


def test_a_sparkline_shows_each_week() -> None:
    bars = sparkline([0, 2, 4])
    assert [bar.height for bar in bars] == [1, SPARK_HEIGHT / 2, SPARK_HEIGHT]
    assert [bar.x for bar in sparkline([0, 0])] == [0, 8]
