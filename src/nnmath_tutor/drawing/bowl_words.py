"""What a descent says in words: weight, loss, slope and next step of each ball."""

from __future__ import annotations

import numpy as np

from nnmath_tutor.drawing.arithmetic import spell
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.bowl import Ball, DescentPart
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.computing import total
from nnmath_tutor.drawing.numbers import NumberFormat, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Span, row_width
from nnmath_tutor.drawing.secant_figures import slope_text

_GAP = 2
_PAIRS = 38  # columns from which on two numbers stand in a row of a panel


def ball_rows(part: DescentPart, ball: Ball, width: int, most: int, charset: Charset) -> Rows:
    """Weight, loss, slope and next step, on at most `most` rows; what has no room is left out."""
    several = len(part.balls) > 1
    rows: list[Row] = []
    for piece in _pieces(part, ball, charset, several):
        # Narrow panels beside each other have the same in the same row.
        apart = several and width < _PAIRS
        if rows and not apart and row_width(rows[-1]) + _GAP + row_width(piece) <= width:
            rows[-1] = line(*rows[-1], " " * _GAP, *piece)
        elif len(rows) < most:
            rows.append(piece)
    return tuple(clip_row(row, width, charset.dots) for row in rows)


def _pieces(part: DescentPart, ball: Ball, charset: Charset, several: bool) -> list[Row]:
    def number(text: str, role: Role = Role.STRONG) -> Span:
        finite = np.isfinite(float(text))
        return Span(with_minus(text, charset.minus), role if finite else Role.WARNING)

    weight, *later = ball_figures(ball)
    who = (Span(ball.run, Role.TITLE), Span(" at ", Role.LABEL))
    called = who if several else (Span(f"{part.weight} = ", Role.LABEL),)
    pieces = [
        line(Span(f"{charset.dot} ", Role.CURSOR), *called, number(weight, Role.CELL)),
        line(Span(f"{part.name} ", Role.LABEL), number(slope_text(ball.loss))),
        line(Span("slope ", Role.SERIES_3), number(slope_text(ball.slope))),
    ]
    if later:
        step, following = later
        told = line(Span("next step ", Role.CHANGED), number(step))
        arrow = Span(f" {charset.becomes} ", Role.DIM)
        pieces.append(told if several else line(*told, arrow, number(following)))
    return pieces


def ball_figures(ball: Ball) -> tuple[str, ...]:
    """The weight, its step and the weight after it, so that what is shown adds up."""
    if ball.step is None or ball.following is None:
        return (slope_text(ball.weight),)
    fixed = NumberFormat("fixed", 4)
    operands = [(ball.weight, fixed), (ball.step, fixed)]
    spelled = spell(operands, (ball.following, fixed), total, added=True)
    if spelled.holds:
        return (*spelled.operands, spelled.result)
    return slope_text(ball.weight), slope_text(ball.step), slope_text(ball.following)


def descent_sentence(part: DescentPart) -> str:
    """The bowl's ends and lowest point, and every ball's numbers."""
    xs = np.asarray(part.xs, dtype=np.float64).ravel()
    ys = np.asarray(part.ys, dtype=np.float64).ravel()
    text = f"A bowl: {part.name} over {part.weight}"
    if len(xs):
        text += f" from {slope_text(xs[0])} to {slope_text(xs[-1])}"
    if len(ys) == len(xs) and np.isfinite(ys).any():
        lowest = int(np.nanargmin(np.where(np.isfinite(ys), ys, np.nan)))
        text += f", lowest near {slope_text(xs[lowest])} with {slope_text(ys[lowest])}"
    for ball in part.balls:
        text += f"; {_told(part, ball)}"
    return f"{text}."


def _told(part: DescentPart, ball: Ball) -> str:
    who = f"the ball of {ball.run}" if len(part.balls) > 1 else "the ball"
    texts = ball_figures(ball)
    text = f"{who} is at {texts[0]}, {part.name} {slope_text(ball.loss)}"
    text += f", slope {slope_text(ball.slope)}"
    if len(texts) > 1:
        text += f", next step {texts[1]} to {texts[2]}"
    if ball.earlier:
        text += f", before that {', '.join(slope_text(w) for w, _ in ball.earlier[-6:])}"
    return text
