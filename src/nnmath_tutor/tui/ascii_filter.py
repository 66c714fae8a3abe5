"""The last door before the terminal: behind it there is ASCII alone."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from nnmath_tutor.drawing import to_ascii


class AsciiFilter(LineFilter):
    """Turns every character of a line, borders and buttons included, into an ASCII one."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments; each character keeps its one cell."""
        return [
            segment
            if segment.text.isascii()
            else Segment(to_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]
