"""Groups a page's characters into printed lines: runs of characters beside each other, or, upright, below each other.

The order of the file helps, since nearly all programs write a line's characters one after the other; a run ends where the
next character is on another line or beyond a gap that may be the gutter between two columns. Runs that the file's order has
torn apart are joined afterwards, if the gap between them is small.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.clean import is_cjk, is_wide_punctuation
from ingest.page.printed import PrintedLine, Rect
from ingest.pdf.characters import Character

# lengths in em of the larger of two characters
_SAME_LINE = 0.25  # most difference of their baselines
_GAP = 1.2  # widest gap within a line, between two characters that follow each other in the file
_GAP_WITH_SPACE = 14.0  # the same between words of Latin letters, which justification may stretch
_NARROWEST_GUTTER = 0.8
_WIDER, _FAR_WIDER = 1.4, 3.0  # times as wide as the other gaps of its line
_SMALLER = 0.85  # ratio; text is smaller than its headline
_ALIGNED = 0.3
_TALL = 3.0  # a rule between columns; a lower one may be of a table or a letter
_NEXT_LINE = 2.5  # baselines of two lines of a headline
_COLUMN_LINES = 5  # lines that begin at one place make it a column's side
_GAP_ANYWHERE = 0.45  # widest gap between two runs that do not follow each other
_OVERLAP = -0.6  # kerning
_OVERLAP_AFTER_MARK = -0.85  # punctuation may be compressed, or be of another font and narrow
_SAME_SIZE = 0.85  # ratio
_STEP_DOWN = (0.7, 1.9)  # from one upright character to the next
_WORD_GAP = 0.18  # a gap between Latin letters that is a space, even if none is printed
_HALVES_GAP = 0.18  # a gap between Chinese characters that is a space, if it is so much wider than the others of its line

Run = list[Character]


def group_lines(characters: Sequence[Character], rules: Sequence[Rect] = ()) -> list[PrintedLine]:
    """The lines of a page, in the order of the file. No line crosses one of the rules."""
    straight = [character for character in characters if character.angle == 0]
    runs = list(_runs(straight))
    upright = [run for run in runs if _is_upright(run)]
    level = [run for run in runs if not _is_upright(run)]
    columns = _Columns(level, rules)
    level = _joined([part for run in level for part in columns.divided(run)], columns)
    lines = [_line(run) for run in level] + [_upright_line(run) for run in upright]
    for angle in (90, 180, 270):
        turned = [character for character in characters if character.angle == angle]
        lines += [_turned_line(run, angle) for run in _runs([_unturned(c, angle) for c in turned])]
    return [line for line in lines if line.text.strip()]


def _runs(characters: Iterable[Character]) -> Iterator[Run]:
    """The characters divided where the next one neither is beside nor below the one before."""
    run: Run = []
    for character in characters:
        if not run or _follows(run, character):
            run.append(character)
            continue
        if _is_upright(run) and len(run) > 1 and _is_beside(run[-1], character):
            first = run.pop()  # it began a line, below a line of a single character
            yield run
            run = [first, character]
            continue
        yield run
        run = [character]
    if run:
        yield run


class _Columns:
    """Where columns of the page begin: where many runs of one size do, or behind an upright rule."""

    def __init__(self, runs: Sequence[Run], rules: Sequence[Rect]) -> None:
        self._runs = runs
        self._upright = [rule for rule in rules if rule.bottom - rule.top > rule.right - rule.left]
        self._beginnings = Counter((round(run[0].size), round(run[0].left / 2)) for run in runs)

    def begin_at(self, character: Character) -> bool:
        size, left = round(character.size), round(character.left / 2)
        return sum(self._beginnings[size, near] for near in (left - 1, left, left + 1)) >= _COLUMN_LINES

    def are_ruled_apart(self, before: Character, after: Character) -> bool:
        """Whether an upright rule is between two characters of a line."""
        return any(
            before.middle < rule.left
            and rule.right < after.middle
            and rule.top < before.bottom
            and rule.bottom > before.top
            and rule.bottom - rule.top > _TALL * before.size
            for rule in self._upright
        )

    def divided(self, run: Run) -> list[Run]:
        """The run, divided at gaps after which a column begins, and at gaps far wider than its others."""
        gaps = [after.left - before.right for before, after in itertools.pairwise(run)]
        usual = _word_gap(run, gaps)
        wider = _WIDER * usual
        parts = [[run[0]]]
        for (before, after), gap in zip(itertools.pairwise(run), gaps, strict=True):
            em = after.size
            if (
                (gap > max(_NARROWEST_GUTTER * em, wider) and self.begin_at(after))
                or gap > max(_GAP * em, _FAR_WIDER * usual)
                or (gap > _WORD_GAP * em and self.are_ruled_apart(before, after))
                or (gap > (wider or _GAP_ANYWHERE * em) and self.is_gutter(before, after))
            ):
                parts.append([])
            parts[-1].append(after)
        return parts

    def is_gutter(self, before: Character, after: Character) -> bool:
        """Whether a column of smaller type begins between two characters, and no headline near them is across the gap."""
        size = min(before.size, after.size)
        begins = any(
            count >= _COLUMN_LINES and before.right < 2 * left <= after.left + _ALIGNED * size
            for (small, left), count in self._beginnings.items()
            if small < _SMALLER * size
        )
        return begins and not any(
            run[0].left < before.right and run[-1].right > after.left
            for run in self._runs
            if abs(run[0].size - size) < 0.1 * size
            and 0.5 * size < abs(run[0].baseline - before.baseline) < _NEXT_LINE * size
        )


def _word_gap(run: Run, gaps: Sequence[float]) -> float:
    """The usual gap between the words of a line; 0 if it has none, as in Chinese."""
    pairs = zip(itertools.pairwise(run), gaps, strict=True)
    return median([gap for (a, b), gap in pairs if gap > _WORD_GAP * a.size and not _are_wide(a, b)] or [0.0])


def _follows(run: Run, character: Character) -> bool:
    if len(run) == 1:
        return _is_beside(run[0], character) or _is_below(run[0], character)
    return (_is_below if _is_upright(run) else _is_beside)(run[-1], character)


def _is_beside(before: Character, after: Character, widest: float | None = None) -> bool:
    em = max(before.size, after.size)
    if abs(before.baseline - after.baseline) > _SAME_LINE * em:
        return False
    gap = after.left - before.right
    overlap = _OVERLAP_AFTER_MARK if is_wide_punctuation(before.text) else _OVERLAP
    if min(before.size, after.size) < _SAME_SIZE * em:
        return widest is None and overlap * em <= gap <= 0.4 * min(before.size, after.size)
    if widest is None:
        latin = not (is_cjk(before.text) or is_cjk(after.text))
        widest = _GAP_WITH_SPACE if after.after_space and latin else _GAP
    return overlap * em <= gap <= widest * em


def _is_below(before: Character, after: Character) -> bool:
    em = max(before.size, after.size)
    shortest, longest = _STEP_DOWN
    return (
        abs(before.middle - after.middle) < 0.3 * em
        and shortest * em <= after.baseline - before.baseline <= longest * em
        and min(before.size, after.size) >= _SAME_SIZE * em
    )


def _is_upright(run: Run) -> bool:
    return len(run) > 1 and run[1].baseline - run[0].baseline > _SAME_LINE * run[0].size


def _joined(runs: list[Run], columns: _Columns) -> list[Run]:
    """Runs of one line that do not follow each other in the file, joined if hardly anything is between them."""
    order = {id(run): index for index, run in enumerate(runs)}
    rows: dict[int, list[Run]] = {}
    for run in runs:
        rows.setdefault(int(run[0].baseline // 8), []).append(run)
    gone: set[int] = set()
    for run in sorted(runs, key=lambda r: r[0].left):
        if id(run) in gone:
            continue
        while (after := _continuation(run, rows, gone, columns)) is not None:
            run += after
            gone.add(id(after))
    return sorted((run for run in runs if id(run) not in gone), key=lambda r: order[id(r)])


def _continuation(run: Run, rows: dict[int, list[Run]], gone: set[int], columns: _Columns) -> Run | None:
    row = int(run[0].baseline // 8)
    near = (other for key in (row - 1, row, row + 1) for other in rows.get(key, ()))
    fitting = (
        other
        for other in near
        if other is not run
        and id(other) not in gone
        and other[0].left > run[0].left
        and _is_beside(run[-1], other[0], _GAP_ANYWHERE)
        and not columns.begin_at(other[0])
        and not columns.is_gutter(run[-1], other[0])
        and not columns.are_ruled_apart(run[-1], other[0])
    )
    return min(fitting, key=lambda other: other[0].left, default=None)


def _line(run: Run) -> PrintedLine:
    size = Counter(round(c.size, 1) for c in run).most_common(1)[0][0]
    box = Rect(
        min(c.left for c in run),
        min(c.top for c in run),
        max(c.right for c in run),
        max(c.bottom for c in run),
    )
    return PrintedLine(_text(run), box, size, bold=_are_bold(run), font=_font(run))


def _upright_line(run: Run) -> PrintedLine:
    size = Counter(round(c.size, 1) for c in run).most_common(1)[0][0]
    left = min(c.left for c in run)
    box = Rect(left, run[0].top, max(max(c.right for c in run), left + size), run[-1].bottom)
    return PrintedLine("".join(c.text for c in run), box, size, bold=_are_bold(run), upright=True)


def _are_bold(run: Run) -> bool:
    return sum(c.bold for c in run) * 2 > len(run)


def _font(run: Run) -> str:
    chinese = [c.font for c in run if is_cjk(c.text)]
    return Counter(chinese or [c.font for c in run]).most_common(1)[0][0]


def _text(run: Run) -> str:
    """The characters with a space where one is printed, or where a gap looks like one."""
    gaps = [b.left - a.right for a, b in itertools.pairwise(run)]
    wide = [gap for (a, b), gap in zip(itertools.pairwise(run), gaps, strict=True) if _are_wide(a, b)]
    usual = median(wide) if wide else 0.0
    text = [run[0].text]
    for (before, after), gap in zip(itertools.pairwise(run), gaps, strict=True):
        em = max(before.size, after.size)
        if _are_wide(before, after):
            spaced = gap > max(usual, 0.0) + _HALVES_GAP * em
        else:
            spaced = after.after_space or gap > max(_WORD_GAP * em, usual + 0.1 * em)
        text += [" ", after.text] if spaced else [after.text]
    return "".join(text)


def _are_wide(before: Character, after: Character) -> bool:
    return _is_wide(before) and _is_wide(after)


def _is_wide(character: Character) -> bool:
    return is_cjk(character.text) or is_wide_punctuation(character.text)


# --- turned text -------------------------------------------------------------------------------------


def _unturned(character: Character, angle: int) -> Character:
    """A turned character on a page that is turned so that it is level."""
    x, y = character.left, character.baseline
    left, baseline = {90: (y, -x), 180: (-x, -y), 270: (-y, x)}[angle]
    advance = character.size * (1.0 if is_cjk(character.text) else 0.55)
    return Character(
        character.text,
        left,
        left + advance,
        baseline,
        character.size,
        character.bold,
        after_space=character.after_space,
    )


def _turned_line(run: Run, angle: int) -> PrintedLine:
    line = _line(run)
    a, b, c, d = line.box.left, line.box.top, line.box.right, line.box.bottom
    box = {90: Rect(-d, a, -b, c), 180: Rect(-c, -d, -a, -b), 270: Rect(b, -c, d, -a)}[angle]
    return PrintedLine(line.text, box, line.size, line.bold, line.font, upright=angle != 180)
