"""Lines and rasters on a canvas, fine ones in braille, coarse ones in ASCII."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nnmath_tutor.drawing.braille import ACROSS, DOWN, braille_text, segment
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.rows import Role

_RUN = re.compile("[^ ]+")


def put_texts(canvas: Canvas, x: int, y: int, texts: Sequence[str], role: Role) -> None:
    """Rows of characters with their top left corner at (x, y); their blanks leave what is there."""
    for down, text in enumerate(texts):
        for run in _RUN.finditer(text):
            canvas.put(x + run.start(), y + down, run.group(), role)


def put_line(
    canvas: Canvas, across: tuple[int, int], down: tuple[int, int], role: Role, charset: Charset
) -> None:
    """A line from (across[0], down[0]) to (across[1], down[1]), rows included."""
    height = down[1] - down[0] + 1
    if height < 1:
        return
    if charset.braille:
        dots = np.zeros((height * DOWN, canvas.width * ACROSS), dtype=bool)
        segment(dots, (across[0] * ACROSS, 0), (across[1] * ACROSS, height * DOWN - 1))
        put_texts(canvas, 0, down[0], braille_text(dots), role)
        return
    lean = (across[1] - across[0]) / height
    glyph = "|" if abs(lean) < 0.5 else "." if abs(lean) > 3 else "\\" if lean > 0 else "/"
    for y, x in enumerate(_columns(across, height), start=down[0]):
        canvas.put(x, y, glyph, role)


def put_head(
    canvas: Canvas,
    across: tuple[int, int],
    down: tuple[int, int],
    role: Role,
    charset: Charset,
    *,
    up: bool,
) -> None:
    """An arrow head at the lower end of a line that `put_line` drew, or at its upper one."""
    height = down[1] - down[0] + 1
    if height < 1:
        return
    ends = across if charset.braille else _columns(across, height)
    if up:
        canvas.put(ends[0], down[0], charset.arrow_up, role)
    else:
        canvas.put(ends[-1], down[1], charset.arrow_down, role)


def _columns(across: tuple[int, int], height: int) -> list[int]:
    """Where a coarse line passes the middle of each row."""
    steps = np.linspace(across[0], across[1], 2 * height + 1)[1::2]
    return [int(x) for x in np.rint(steps)]
