"""A chain of dominoes: shapes that are multiplied, and whether the halves that touch match.

Tiles that match touch; between tiles that don't stands a `!`, and below is what NumPy says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnmath_tutor.drawing.blocks import clip_row, line, pad_row
from nnmath_tutor.drawing.cells import cells_wide, cut
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.dominoes import Shape, halves
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.markdown import Piece
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.wrap import wrap

_WIDE_NAME = 18  # columns: a longer name is cut


@dataclass(frozen=True, slots=True)
class Tile:
    """One array's name and shape, and what its axes count (a name for each axis, or none)."""

    name: str
    shape: Shape
    axes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joint:
    """Where two tiles touch: the shapes on either side, and whether they match."""

    left: Shape  # of all that was multiplied so far
    right: Shape
    match: bool


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a refusal, and whose they are."""

    who: str
    words: str


@dataclass(frozen=True, eq=False)
class DominoesPart:
    """Tiles from left to right, the joints between them as far as they were tried, the result.

    `result` is None where some refuse; `said` is what they are told then.
    """

    tiles: tuple[Tile, ...]
    joints: tuple[Joint, ...]
    result: Tile | None
    said: tuple[Said, ...] = ()


class _Chain:
    """The chain as it grows to the right: names, tiles of three rows, what their axes count."""

    def __init__(self, charset: Charset, *, roomy: bool) -> None:
        self.charset = charset
        self.roomy = roomy
        self.rows: list[list[Span]] = [[] for _ in range(5)]
        self.width = 0

    def add(self, rows: Sequence[Sequence[Span]], width: int) -> None:
        for mine, spans in zip(self.rows, rows, strict=True):
            mine.extend(pad_row(tuple(spans), width))
        self.width += width

    def between(self, text: str, role: Role) -> None:
        """What stands between two tiles."""
        self.add(((), (), (Span(text, role),), (), ()), cells_wide(text))

    def tile(self, tile: Tile, roles: Sequence[Role], *, alone: bool = False) -> list[int]:
        """A tile at the right end; the columns where its numbers stand.

        Its name makes it wider, unless it stands `alone`.
        """
        charset, roomy = self.charset, self.roomy
        numbers = [str(n) for n in tile.shape] or [""]
        named = len(tile.axes) == len(tile.shape) > 0 and roomy
        axes = tile.axes if named else ("",) * len(numbers)
        name = _shortened(tile.name, charset) if roomy else ""
        widths = _widths(numbers, axes, 0 if alone else cells_wide(name) - 2, roomy)
        edges = charset.vertical * 3 if roomy else "[|]"
        middle, below = [Span(edges[0], Role.AXIS)], [Span(" ")]
        inner = sum(widths) + len(widths) - 1
        whole = max(inner + 2, cells_wide(name)) if alone else inner + 2
        before = (whole - inner - 2) // 2
        places, x = [], self.width + before + 1
        for index, (number, axis, width) in enumerate(zip(numbers, axes, widths, strict=True)):
            if index:
                middle.append(Span(edges[1], Role.AXIS))
                below.append(Span(" "))
                x += 1
            places.append(x + (width - 1) // 2)
            middle.append(Span(number.center(width), roles[index] if tile.shape else Role.PLAIN))
            below.extend(pad_row((Span(axis, Role.LABEL),), width, "middle"))
            x += width
        middle.append(Span(edges[2], Role.AXIS))
        rule = charset.horizontal * inner
        shift = Span(" " * before)
        top = Span(charset.top_left + rule + charset.top_right, Role.AXIS)
        bottom = Span(charset.bottom_left + rule + charset.bottom_right, Role.AXIS)
        title = pad_row((Span(name, Role.TITLE),), whole, "middle")
        rows = (title, (shift, top), (shift, *middle), (shift, bottom), (shift, *below))
        self.add(rows, whole)
        return places


def _shortened(name: str, charset: Charset) -> str:
    if cells_wide(name) <= _WIDE_NAME:
        return name
    return cut(name, _WIDE_NAME - len(charset.dots)) + charset.dots


def _widths(numbers: Sequence[str], axes: Sequence[str], least: int, roomy: bool) -> list[int]:
    """How wide each half of a tile is, so that numbers and names stand in its middle."""
    space = 2 if roomy else 0
    widths = [
        max(len(number), cells_wide(axis)) + space
        for number, axis in zip(numbers, axes, strict=True)
    ]
    widths = [w + (w - len(number)) % 2 for w, number in zip(widths, numbers, strict=True)]
    while roomy and sum(widths) + len(widths) - 1 < least:
        widths = [width + 2 for width in widths]
    return widths


@paint.register
def _paint_dominoes(part: DominoesPart, size: Size, charset: Charset) -> Rows:
    words = _words(part, size.width)
    chain, touching = _chain(part, charset, roomy=True)
    if chain.width > size.width:
        chain, touching = _chain(part, charset, roomy=False)
    names, top, middle, bottom, axes = (tuple(row) for row in chain.rows)
    # The dominoes first, then the words, then what makes them pretty.
    told = words[: max(0, size.height - 1)]
    left = size.height - 1 - len(told)
    pretty = chain.roomy
    rows: list[Row] = [names] if left >= 1 and pretty else []
    rows += [top, middle, bottom] if left >= 4 and pretty else [middle]
    rows += [axes] if left >= 5 and pretty and any(tile.axes for tile in part.tiles) else []
    rows += [touching] if left >= 2 and touching else []
    rows += [()] if left >= 6 and told else []
    return tuple(clip_row(row, size.width, charset.dots) for row in (*rows, *told))


def _chain(part: DominoesPart, charset: Charset, *, roomy: bool) -> tuple[_Chain, Row]:
    """The tiles with what stands between them, and the row that says which numbers touch."""
    chain = _Chain(charset, roomy=roomy)
    touching: Row = ()
    before: list[int] = []
    for index, tile in enumerate(part.tiles):
        joint = part.joints[index - 1] if 0 < index <= len(part.joints) else None
        following = part.joints[index] if index < len(part.joints) else None
        if index and (joint is None or not joint.match):
            chain.between(" ! " if joint else "   ", Role.WARNING)
        places = chain.tile(tile, _roles(tile, joint, following))
        if joint is not None and tile.shape and part.tiles[index - 1].shape:
            inner = places[-2] if len(places) > 1 else places[0]
            touching = _touching(touching, before[-1], inner, joint, charset)
        before = places
    if part.result is not None:
        chain.between(f"  {charset.becomes}  " if roomy else f" {charset.becomes} ", Role.DIM)
        chain.tile(part.result, [Role.RESULT] * len(part.result.shape), alone=True)
    return chain, touching


def _roles(tile: Tile, before: Joint | None, after: Joint | None) -> list[Role]:
    """The touching halves are good or bad; the outer ones go on to the result."""
    roles = [Role.RESULT] * len(tile.shape)
    if tile.shape and before is not None:
        roles[-2 if len(roles) > 1 else 0] = Role.GOOD if before.match else Role.WARNING
    if tile.shape and after is not None:
        roles[-1] = Role.GOOD if after.match else Role.WARNING
    return roles


def _touching(row: Row, start: int, end: int, joint: Joint, charset: Charset) -> Row:
    """The row with one joint more: under both numbers that touch, whether they are the same."""
    a, b = halves(joint.left, joint.right)
    if a is None or b is None:
        return row
    note = f"{a} = {b}" if a == b else f"{a} is not {b}"
    if end - start > len(note):
        middle = note.center(end - start - 1, charset.horizontal[0])
        note, begin = charset.bottom_left + middle + charset.bottom_right, start
    else:
        begin = max(0, (start + end + 1 - len(note)) // 2)
    if row and row_width(row) >= begin:
        return row  # no room: the tiles say it themselves
    role = Role.GOOD if joint.match else Role.WARNING
    return line(*pad_row(row, begin), Span(note, role)) if begin else (Span(note, role),)


def _words(part: DominoesPart, width: int) -> list[Row]:
    """What happened in words; for a refusal what NumPy says of it."""
    pieces = [Piece(told, Role.PLAIN) for told in _told(part)]
    rows: list[Row] = [row for piece in pieces for row in wrap([piece], width)]
    for said in part.said:
        who = Piece(f"{said.who}: ", Role.LABEL)
        rows += wrap([who, Piece(said.words, Role.WARNING)], max(width, 1))
    return rows


def _told(part: DominoesPart) -> list[str]:
    if not part.joints:
        return []
    at = len(part.joints)
    joint = part.joints[-1]
    a, b = halves(joint.left, joint.right)
    left, right = " @ ".join(tile.name for tile in part.tiles[:at]), part.tiles[at].name
    if part.result is None:
        if a is None or b is None:
            return [f"{left if a is None else right} is a single number: it has no half to touch."]
        if a == b:
            return ["The halves match, but the axes before them don't."]
        return [f"{_columns(joint, a)} of {left}, but {_rows(joint, b)} of {right}."]
    shape = part.result.shape
    outer = f"The outer halves stay: {shape}." if shape else "No half is left: one number."
    if at > 1 or a is None or b is None:
        return [f"All halves that touch match. {outer}"]
    return [f"{_columns(joint, a)} of {left} meet {_rows(joint, b)} of {right}. {outer}"]


def _columns(joint: Joint, count: int) -> str:
    return _count(count, "column" if len(joint.left) > 1 else "number")


def _rows(joint: Joint, count: int) -> str:
    return _count(count, "row" if len(joint.right) > 1 else "number")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def shape_text(shape: Shape) -> str:
    """A shape as a domino: [4|3]."""
    return f"[{'|'.join(str(n) for n in shape)}]"


@describe.register
def _describe_dominoes(part: DominoesPart) -> str:
    tiles = " @ ".join(f"{tile.name} {shape_text(tile.shape)}" for tile in part.tiles)
    text = f"Shapes as dominoes: {tiles}"
    for joint in part.joints:
        a, b = halves(joint.left, joint.right)
        if a is not None and b is not None:
            text += f"; {a} = {b}" if a == b else f"; {a} is not {b}"
    if part.result is not None:
        text += f"; the result is {shape_text(part.result.shape)}"
    text += "".join(f"; {said.who}: {said.words}" for said in part.said)
    return f"{text}."
