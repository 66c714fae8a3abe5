"""Broadcasting: shapes one below the other, their last axes in line, and what becomes of each.

Axes are equal, or a 1 (or no axis at all) is repeated; two other numbers refuse.
"""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.cells import cells_wide, cut, filled
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.domino_chain import Said, Tile, shape_text
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.markdown import Piece
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.wrap import wrap

_LONGEST_NAME = 24


@dataclass(frozen=True, eq=False)
class BroadcastPart:
    """Arrays that an operator joins cell by cell; `result` is None where their shapes refuse."""

    tiles: tuple[Tile, ...]
    result: Tile | None
    said: tuple[Said, ...] = ()
    symbol: str = "*"


@dataclass(frozen=True, slots=True)
class _Axis:
    """One axis, counted from the last: its length in each array (None: it has no such axis)."""

    lengths: tuple[int | None, ...]

    @property
    def whole(self) -> int | None:
        """The length that comes of it; None where they refuse."""
        longer = {n for n in self.lengths if n not in (None, 1)}
        return None if len(longer) > 1 else longer.pop() if longer else 1

    @property
    def stretched(self) -> tuple[int, ...]:
        """Which arrays are repeated along it."""
        if self.whole in (None, 1):
            return ()
        return tuple(i for i, n in enumerate(self.lengths) if n in (None, 1))


def _axes(part: BroadcastPart) -> list[_Axis]:
    """All axes from the first to the last, those of shorter shapes missing at the front."""
    most = max((len(tile.shape) for tile in part.tiles), default=0)
    shapes: list[tuple[int | None, ...]] = [
        (None,) * (most - len(tile.shape)) + tile.shape for tile in part.tiles
    ]
    return [_Axis(tuple(shape[axis] for shape in shapes)) for axis in range(most)]


@paint.register
def _paint_broadcast(part: BroadcastPart, size: Size, charset: Charset) -> Rows:
    axes = _axes(part)
    marks = [_mark(axis, charset) for axis in axes]
    widths = [
        max([len(str(n or "")) for n in axis.lengths] + [len(mark)])
        for axis, (mark, _) in zip(axes, marks, strict=True)
    ]
    names = [tile.name for tile in part.tiles] + ([part.result.name] if part.result else [])
    name_width = min(max(map(cells_wide, names), default=0), _LONGEST_NAME, size.width // 2)
    bare = 3 + name_width + 2 + sum(widths) + 3 * len(widths) + 1 > size.width

    def row(sign: str, name: str, cells: list[tuple[str, Role]], ends: str) -> Row:
        if bare:  # the shapes alone
            shape = ends[1].join(
                text.center(width) for (text, _), width in zip(cells, widths, strict=True)
            )
            return (Span(f"{ends[0]}{shape}{ends[2]}"),)
        spans = [Span(ends[0], Role.AXIS)]
        for index, ((text, role), width) in enumerate(zip(cells, widths, strict=True)):
            if index:
                spans.append(Span(ends[1], Role.AXIS))
            spans.append(Span(f" {text.center(width)} ", role))
        head = Span(filled(cut(name, name_width), name_width), Role.TITLE)
        return line(Span(f"{sign:<2} ", Role.DIM), head, "  ", *spans, Span(ends[2], Role.AXIS))

    rows: list[Row] = []
    for index, tile in enumerate(part.tiles):
        cells = [_cell(axis, index) for axis in axes]
        rows.append(row(part.symbol if index else "", tile.name, cells, "[|]"))
    verdict = row("", "", [(mark, role) for mark, role in marks], "   ")
    outcome: list[Row] = []
    if part.result is not None:
        cells = [(str(n), Role.RESULT) for n in part.result.shape]
        outcome.append(row(charset.becomes, part.result.name, cells, "[|]"))
    words = _words(part, axes, size.width)
    room = size.height - len(rows) - len(outcome)
    rows += [verdict] if room > 0 and axes else []
    rows += outcome
    left = size.height - len(rows)
    rows += [()] if left > len(words) and words else []
    rows += words
    return tuple(clip_row(row, size.width, charset.dots) for row in rows[: size.height])


def _cell(axis: _Axis, index: int) -> tuple[str, Role]:
    length = axis.lengths[index]
    if axis.whole is None:
        role = Role.WARNING if length not in (None, 1) else Role.PLAIN
    else:
        role = Role.CHANGED if index in axis.stretched else Role.GOOD
    return "" if length is None else str(length), role


def _mark(axis: _Axis, charset: Charset) -> tuple[str, Role]:
    if axis.whole is None:
        return "!", Role.WARNING
    if axis.stretched:
        return f"1{charset.becomes}{axis.whole}", Role.CHANGED
    return "=", Role.GOOD


def _words(part: BroadcastPart, axes: list[_Axis], width: int) -> list[Row]:
    rows: list[Row] = []
    for told in _told(part, axes):
        rows += wrap([Piece(told, Role.PLAIN)], max(width, 1))
    for said in part.said:
        pieces = [Piece(f"{said.who}: ", Role.LABEL), Piece(said.words, Role.WARNING)]
        rows += wrap(pieces, max(width, 1))
    return rows


def _told(part: BroadcastPart, axes: list[_Axis]) -> list[str]:
    """What is repeated how often, or which numbers refuse."""
    for axis in axes:
        if axis.whole is None:
            longer = [n for n in axis.lengths if n not in (None, 1)]
            other = next(n for n in longer if n != longer[0])
            return [f"{longer[0]} is not {other}, and neither is 1: these shapes refuse."]
    times: dict[int, int] = {}
    for axis in axes:
        for index in axis.stretched:
            times[index] = times.get(index, 1) * (axis.whole or 0)
    if not times:
        return ["Nothing is repeated: each number meets the one in its place."]
    return [
        f"NumPy repeats {part.tiles[index].name} without a word: each number {count:,} times."
        for index, count in times.items()
    ]


@describe.register
def _describe_broadcast(part: BroadcastPart) -> str:
    axes = _axes(part)
    tiles = f" {part.symbol} ".join(f"{tile.name} {shape_text(tile.shape)}" for tile in part.tiles)
    text = f"Shapes cell by cell: {tiles}"
    if part.result is not None:
        text += f"; the result is {shape_text(part.result.shape)}"
    told = " ".join(_told(part, axes)).rstrip(".")
    text += f"; {told}"
    text += "".join(f"; {said.who}: {said.words}" for said in part.said)
    return f"{text}."
