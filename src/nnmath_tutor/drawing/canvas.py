"""A sheet of squared paper: put texts anywhere on it, whatever falls off the edge is lost."""

from __future__ import annotations

import re

from nnmath_tutor.drawing.cells import cells_wide, printable
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

# Printable ASCII, arrows, lines, blocks, dots, heads and braille: certainly one cell each.
_NARROW = re.compile(
    "[ -~\u00b7\u00d7\u2190-\u21ff\u22ee\u2500-\u25a0\u25b8\u25c2\u2800-\u28ff\u2026\u2212]*"
)


class Canvas:
    """A grid of characters with a role each, for pictures that aren't made row by row.

    It lives inside one painter's call and never leaves it; what leaves are the `rows`.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self._wide = False  # whether characters of other than one cell may be on the sheet
        self._text = [[" "] * self.width for _ in range(self.height)]
        self._role = [[Role.PLAIN] * self.width for _ in range(self.height)]

    @classmethod
    def of(cls, size: Size) -> Canvas:
        return cls(size.width, size.height)

    def put(self, x: int, y: int, text: str, role: Role = Role.PLAIN) -> None:
        """Write from (x, y) to the right; y grows downwards."""
        if not 0 <= y < self.height:
            return
        if _NARROW.fullmatch(text) and not self._wide:
            first, last = max(0, -x), min(len(text), self.width - x)
            if last > first:
                self._text[y][x + first : x + last] = text[first:last]
                self._role[y][x + first : x + last] = [role] * (last - first)
            return
        self._wide = True
        for character in printable(text):
            wide = cells_wide(character)
            if x >= 0 and x + wide <= self.width:
                for at, content in zip(range(x, x + wide), (character, ""), strict=False):
                    self._free(at, y)
                    self._text[y][at] = content
                    self._role[y][at] = role
            x += wide

    def _free(self, x: int, y: int) -> None:
        """Blank the other half of a wide character (the second half holds an empty text)."""
        row = self._text[y]
        if row[x] == "":
            row[x - 1] = " "
        elif x + 1 < self.width and row[x + 1] == "":
            row[x + 1] = " "

    def put_row(self, x: int, y: int, row: Row) -> None:
        """Write the spans of a row one after another."""
        for span in row:
            self.put(x, y, span.text, span.role)
            x += cells_wide(span.text)

    def put_rows(self, x: int, y: int, rows: Rows) -> None:
        """Write a whole block with its top left corner at (x, y)."""
        for down, row in enumerate(rows):
            self.put_row(x, y + down, row)

    def blank(self, x: int, y: int, length: int = 1) -> bool:
        """Whether `length` cells from (x, y) on are on the sheet and empty."""
        inside = 0 <= y < self.height and x >= 0 and x + length <= self.width
        return inside and all(c == " " for c in self._text[y][x : x + length])

    def text(self, x: int, y: int, length: int) -> str:
        """What stands in `length` cells from (x, y) on."""
        return "".join(self._text[y][max(0, x) : x + length]) if 0 <= y < self.height else ""

    def rows(self) -> Rows:
        """The rows of the sheet, without blanks at their ends."""
        return tuple(self._row(y) for y in range(self.height))

    def _row(self, y: int) -> Row:
        text, roles = self._text[y], self._role[y]
        end = self.width
        while end and text[end - 1] == " ":
            end -= 1
        spans: list[Span] = []
        begin = 0
        for x in range(1, end + 1):
            if x == end or roles[x] is not roles[begin]:
                spans.append(Span("".join(text[begin:x]), roles[begin]))
                begin = x
        return tuple(spans)
