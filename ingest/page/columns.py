"""Finds which lines are running text, by a Viterbi search over line widths.

A paragraph in a column W em wide has a first line of W - 2 em (its indent is lost in extraction; on pages that do not
indent it has W), middle lines of W, and a last line of at most W that ends a sentence. Headlines follow none of these
rules. The search labels all lines at once, at the lowest cost: each is a display line, or the first, middle, last or
only line of a paragraph in a column of some width. It runs twice, once preferring indented paragraphs and once not,
and the cheaper result is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.page.counting import mark_counting
from ingest.page.lines import Line

Costs = NDArray[np.float64]
_Label = tuple[int | None, int]  # (_FIRST to _ONLY, or None for a display line; the setting)

_WIDTHS: Costs = np.arange(7.0, 64.0)
_SIZES = len(_WIDTHS)
_UNWRAPPED = 2 * _SIZES  # the setting of a file with each paragraph on one line
_SETTINGS = _UNWRAPPED + 1  # indented columns by width, flush columns by width, unwrapped
_FAR = 1e6
_FIRST, _MIDDLE, _LAST, _ONLY = range(4)

_DISPLAY_LINE = 0.5
_LEAVE_TEXT = 0.4
_ENTER_TEXT = 0.5
_NEW_PARAGRAPH = 0.25
_OTHER_WIDTH = 1.5
_UNFINISHED = 2.5
_OTHER_INDENT = 0.8
_EXCLAIMS = 0.6
_FIRST_LINE_COSTS: tuple[
    Costs, Costs
] = (  # extra cost of a first line per setting: for a page that indents, and for one that does not
    np.concatenate((np.zeros(_SIZES), np.full(_SIZES, _OTHER_INDENT), np.zeros(1))),
    np.concatenate((np.full(_SIZES, _OTHER_INDENT), np.zeros(_SIZES), np.zeros(1))),
)


@dataclass
class Block:
    """A paragraph of running text, or a single display line.

    Attributes:
        lines: its lines in order; one for a display line.
        width: em of its column; 0 for a display line, infinity where paragraphs are not wrapped.
        indented: whether its first line is two em narrower.
    """

    lines: list[Line] = field(default_factory=list)
    width: float = 0.0
    indented: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is running text."""
        return self.width > 0


def find_blocks(lines: list[Line]) -> list[Block]:
    """The paragraphs and display lines of a page, in order. Takes time linear in the number of lines."""
    if not lines:
        return []
    lines = mark_counting(lines)
    labellings = (_cheapest_labels(lines, costs) for costs in _FIRST_LINE_COSTS)
    _, labels = min(labellings, key=lambda labelling: labelling[0])
    blocks: list[Block] = []
    for line, (label, setting) in zip(lines, labels, strict=True):
        width = _width(setting)
        if label is None:
            blocks.append(Block([line]))
        elif label in (_FIRST, _ONLY) or not blocks or not blocks[-1].is_text:
            blocks.append(Block([line], width, indented=setting < _SIZES))
        else:
            blocks[-1].lines.append(line)
    return blocks


def _width(setting: int) -> float:
    return float("inf") if setting == _UNWRAPPED else float(_WIDTHS[setting % _SIZES])


def misfit_as_first(line: Line, following: Line | None, block: Block) -> float:
    """How far a line's width, in em, is from that of a first line in `block`'s column; 0 if paragraphs are not wrapped."""
    if block.width == float("inf"):
        return 0.0
    width = np.array([block.width - (2 if block.indented else 0)])
    return float(_full_line(line, following, width)[0])


# --- what one line costs -----------------------------------------------------------------------------


def _display_cost(line: Line) -> float:
    """Cost of reading a line as a display line: high for what headlines and column titles do not look like."""
    text = line.text
    if line.is_byline or line.in_table:
        return _FAR
    cost = (
        _DISPLAY_LINE
        + 0.3 * text.count("，")
        + 3.0 * text[:-1].count("。")
        + 0.04 * max(0.0, line.narrowest - 22)
    )
    if text[-1] in "。；;":
        cost += 2.5
    elif text[-1] in "，、,":
        cost += 0.8
    elif text[-1] == "-":  # it divides a word
        cost += 2.5
    if text[0] in "，。、；：？！”）》】":
        cost += 1.5
    if line.is_dispatch:
        cost += 5.0
    if line.is_number:
        cost += 1.5
    if line.is_question:
        cost += 3.0
    if line.is_labelled and not line.is_date and not text.startswith(("—", "-")):
        cost += 1.2
    if line.is_numbered:
        cost += 4.0 if line.counts_up else 1.0
    return cost + (0.3 if line.is_letter_spaced else 0.0)


def _full_line(line: Line, following: Line | None, width: Costs) -> Costs:
    """How far a line is from filling columns of these widths, in em. It may be short by the next line's first token."""
    room = 0.0 if following is None else max(0.0, following.first_token - 0.5)
    slack = 1.5 if line.is_latin else 0.0
    if line.is_letter_spaced:
        room += 1.0
    too_wide = np.maximum(0.0, line.narrowest - 0.5 - width)
    too_narrow = np.maximum(0.0, width - (line.widest + room + slack))
    return 1.5 * too_wide + too_narrow


def _text_costs(line: Line, following: Line | None) -> Costs:
    """Costs of a line as first, middle, last and only line of a paragraph; shape (4, `_SETTINGS`)."""
    costs = np.full((4, _SETTINGS), _FAR)
    if line.is_byline or line.in_table:
        costs[_ONLY, :] = 0.0
        return costs
    inner = _full_line(line, following, _WIDTHS)
    indented = _full_line(line, following, _WIDTHS - 2)
    too_wide = np.tile(1.5 * np.maximum(0.0, line.narrowest - 0.5 - _WIDTHS), 2)
    unfinished = _unfinished_cost(line)
    start = _start_cost(line)
    costs[_FIRST, :-1] = np.concatenate((indented, inner)) + start
    costs[_MIDDLE, :-1] = np.tile(inner, 2) + _inner_cost(line)
    costs[_LAST, :-1] = too_wide + unfinished + _inner_cost(line)
    costs[_ONLY, :-1] = too_wide + unfinished + start + (_EXCLAIMS if _exclaims(line) else 0.2)
    if following is None:
        costs[_FIRST:_LAST, :] = _FAR
    costs[_ONLY, _UNWRAPPED] = unfinished + (0.2 if line.narrowest > 40 else 1.2)
    return costs


def _exclaims(line: Line) -> bool:
    """Whether a line is one exclamation or question; alone, it may as well be a headline."""
    return line.text[-1] in "！？!?" and "。" not in line.text


def _unfinished_cost(line: Line) -> float:
    """Cost of ending a paragraph with a line that ends no sentence; lower for a notice's entries, sub-heads that count up,
    and a final colon."""
    if line.ends_sentence:
        return 0.0
    if line.is_labelled:
        return 1.0 if line.is_date else 0.5
    if line.is_number or line.counts_up:
        return 0.5
    return 1.2 if line.text[-1] in "：:" else _UNFINISHED


def _start_cost(line: Line) -> float:
    if line.is_dispatch or line.is_question or line.indent >= 1.5 or line.is_numbered:
        return -0.5
    if line.text.startswith(("—", "──")) and not line.ends_sentence:
        return 1.5
    return 3.0 if line.text[0] in "，。、；：？！”’）》】" else 0.0


def _inner_cost(line: Line) -> float:
    """Cost of reading a line that looks like a paragraph's beginning as a later line."""
    cost = 1.0 if line.text.startswith(("——", "──")) else 0.0
    if line.is_dispatch:
        cost += 4.0
    if line.is_question:
        cost += 2.0
    if line.indent >= 1.5:
        cost += 1.5
    return cost + (2.0 if line.counts_up else 0.5 if line.is_numbered else 0.0)


# --- the search --------------------------------------------------------------------------------------


def _cheapest_labels(lines: list[Line], first_line_costs: Costs) -> tuple[float, list[_Label]]:
    """The path of least cost (Viterbi): its cost, and a label and a setting for each line."""
    text = np.full((4, _SETTINGS), _FAR)
    display = 0.0
    text_backs: list[NDArray[np.int16]] = []
    display_backs: list[int] = []
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        text, display, back, display_back = _advance(
            text, display, line, following, first_line_costs, first=i == 0
        )
        text_backs.append(back)
        display_backs.append(display_back)
    return _trace(text, display, text_backs, display_backs)


# The state of a text line is numbered label * settings + setting; a display line's state is -1.


def _advance(
    text: Costs, display: float, line: Line, following: Line | None, first_line_costs: Costs, *, first: bool
) -> tuple[Costs, float, NDArray[np.int16], int]:
    """One step of the search: costs of all states after a line, and the states before from which they are reached."""
    states = text.shape[1]
    index = np.arange(states)
    open_label = np.where(text[_FIRST] <= text[_MIDDLE], _FIRST, _MIDDLE)
    open_cost = np.minimum(text[_FIRST], text[_MIDDLE])
    done_label = np.where(text[_LAST] <= text[_ONLY], _LAST, _ONLY)
    done_cost = np.minimum(text[_LAST], text[_ONLY])
    best_done = int(np.argmin(done_cost))
    start_cost = done_cost + _NEW_PARAGRAPH
    start_from = done_label * states + index
    switch = done_cost[best_done] + _OTHER_WIDTH
    start_from = np.where(switch < start_cost, done_label[best_done] * states + best_done, start_from)
    start_cost = np.minimum(start_cost, switch)
    enter = display + (0.0 if first else _ENTER_TEXT)
    start_from = np.where(enter < start_cost, -1, start_from)
    start_cost = np.minimum(start_cost, enter)
    emit = _text_costs(line, following)
    emit[_FIRST] += first_line_costs
    reached = np.stack((start_cost, open_cost, open_cost, start_cost)) + emit
    inner_from = open_label * states + index
    back = np.stack((start_from, inner_from, inner_from, start_from)).astype(np.int16)
    leave = done_cost[best_done] + _LEAVE_TEXT
    display_back = -1 if display <= leave else int(done_label[best_done]) * states + best_done
    return reached, min(display, leave) + _display_cost(line), back, display_back


def _trace(
    text: Costs, display: float, text_backs: list[NDArray[np.int16]], display_backs: list[int]
) -> tuple[float, list[_Label]]:
    """Follow the best path back from the last line."""
    states = text.shape[1]
    closed = text.copy()
    closed[_FIRST : _MIDDLE + 1] += _UNFINISHED  # a page cut off in the middle of a paragraph
    cost = min(float(closed.min()), display)
    state = int(np.argmin(closed)) if cost < display else -1
    labels: list[_Label] = []
    for back, display_back in zip(reversed(text_backs), reversed(display_backs), strict=True):
        if state < 0:
            labels.append((None, _UNWRAPPED))
            state = display_back
        else:
            label, setting = divmod(state, states)
            labels.append((label, setting))
            state = int(back[label, setting])
    return cost, labels[::-1]
