"""A screen as spans of text and style, to be seen by the presenter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from nnmath_tutor.workshop.fields import LONGEST_SPAN, MOST_ROWS, MOST_SPANS, Span

ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


def spans(rows: Iterable[Iterable[Segment]]) -> tuple[tuple[Span, ...], ...]:
    """The rows as a message takes them: neighbours of one style joined, and cut to size."""
    return tuple(_joined(row) for _, row in zip(range(MOST_ROWS), rows, strict=False))


def _joined(row: Iterable[Segment]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for segment in row:
        style = style_text(segment.style) if segment.style else ""
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + segment.text, style)
        elif segment.text:
            joined.append((segment.text, style))
    return tuple((text[:LONGEST_SPAN], style) for text, style in joined[:MOST_SPANS])


@lru_cache(maxsize=1024)
def style_text(style: Style) -> str:
    """The style as `fields.STYLE` has it: attributes, colour, colour behind; no link."""
    words = [name for name in ATTRIBUTES if getattr(style, name)]
    if style.color is not None and not style.color.is_default:
        words.append(_hex(style.color))
    if style.bgcolor is not None and not style.bgcolor.is_default:
        words.append(f"on {_hex(style.bgcolor)}")
    return " ".join(words)


def _hex(colour: Color) -> str:
    return colour.get_truecolor().hex
