"""The one widget that shows drawings: rows of spans in, only the cells that changed out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from nnmath_tutor.drawing import Charset, Role, Row, Rows, cells_wide, row_width
from nnmath_tutor.drawing import Size as Room
from nnmath_tutor.drawing import draw as draw_part
from nnmath_tutor.tui.role_styles import component

Painter = Callable[[Room, Charset], Rows]

# Rows asked for when a view's height follows its content: more than any prose has.
TALL = 200


class Look(NamedTuple):
    """A style, and what decides how a blank in it looks."""

    style: Style
    ground: object


class RowsView(Widget):
    """Shows what a painter draws, at whatever size the view has.

    How a role looks is said once, on the app (`role_styles`): component classes of a view would be
    worked out anew for each of them whenever a class of the screen changes.
    """

    DEFAULT_CSS = """
    RowsView { height: 1fr; width: 1fr; }
    """

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._charset = charset
        self._painter: Painter | None = None
        self._part: object | None = None
        self._rows: Rows = ()
        self._drawn_at: Room | None = None
        self._wanted = 0
        self._looks: dict[Role, Look] = {}

    def show(self, painter: Painter | None) -> None:
        """Show another drawing; what stays the same is not sent again."""
        self._painter = painter
        self._part = None
        self._drawn_at = None
        if self.styles.is_auto_height and self._natural_height() != self._wanted:
            self.refresh(layout=True)
            return
        before = self._rows
        self._redraw()
        regions = _changes(before, self._rows, self.content_size.width)
        if regions:
            self.refresh(*regions)

    def show_part(self, part: object | None) -> None:
        """Show one part of a drawing, or nothing. One equal to the last is not drawn again."""
        shown = self._painter is None if part is None else part == self._part
        if shown and self._drawn_at == self._room():
            return
        self.show(None if part is None else partial(_paint_part, part))
        self._part = part

    @property
    def part(self) -> object | None:
        """The part it shows, if it was given one."""
        return self._part

    @property
    def rows(self) -> Rows:
        """What the view shows just now."""
        return self._rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows of the drawing at this width, where the view's height follows its content."""
        self._wanted = self._natural_height(width)
        return self._wanted

    def render_line(self, y: int) -> Strip:
        """Row y as a strip of styled segments."""
        if self._drawn_at != self._room():
            self._redraw()
        width = self.content_size.width
        row = self._rows[y] if y < len(self._rows) else ()
        return self._strip(row, width)

    def notify_style_update(self) -> None:
        """Forget colours when the theme changes."""
        super().notify_style_update()
        self._looks.clear()

    def _strip(self, row: Row, width: int) -> Strip:
        plain = self._look(Role.PLAIN)
        pieces = [(span.text, self._look(span.role)) for span in row]
        used = row_width(row)
        pieces.append((" " * (width - used), plain))
        return Strip(_joined(pieces), max(used, width)).adjust_cell_length(width, plain.style)

    def _look(self, role: Role) -> Look:
        """The role's look on this view's background; Textual's own cache lasts one refresh."""
        look = self._looks.get(role)
        if look is None:
            style = self._themed(role)
            look = self._looks[role] = Look(style, _ground(style))
        return look

    def _themed(self, role: Role) -> Style:
        if role is Role.PLAIN:
            return self.rich_style
        styles = self.app.get_component_styles(component(role))
        _, behind = self.background_colors
        style = self.rich_style + styles.partial_rich_style
        if styles.background.a:
            behind = behind + styles.background
            style += Style(bgcolor=behind.rich_color)
        if styles.color.ansi is None and styles.color.a < 1:
            style += Style(color=(behind + styles.color).rich_color)
        return style

    def _natural_height(self, width: int | None = None) -> int:
        width = self.content_size.width if width is None else width
        if self._painter is None or width <= 0:
            return 0
        return len(self._painter(Room(width, TALL), self._charset))

    def _room(self) -> Room:
        return Room(self.content_size.width, self.content_size.height)

    def _redraw(self) -> None:
        room = self._room()
        self._drawn_at = room
        if self._painter is None or room.width <= 0 or room.height <= 0:
            self._rows = ()
        else:
            self._rows = self._painter(room, self._charset)


def _paint_part(part: object, room: Room, charset: Charset) -> Rows:
    return draw_part(part, room, charset)


def _joined(pieces: Iterable[tuple[str, Look]]) -> list[Segment]:
    """Segments with as few changes of style as it takes: each is some 40 bytes on their way.

    Neighbours in one style become one, and blanks go with a neighbour where they look the same.
    """
    joined: list[tuple[str, Look]] = []
    for text, look in pieces:
        if joined:
            before, last = joined[-1]
            alike = look.ground == last.ground
            if look is last or (alike and (not text or text.isspace())):
                joined[-1] = (before + text, last)
                continue
            if alike and before.isspace():
                joined[-1] = (before + text, look)
                continue
        joined.append((text, look))
    return [Segment(text, look.style) for text, look in joined]


def _ground(style: Style) -> object:
    """What decides how a blank looks: its background, unless the style shows on blanks, too."""
    return style if style.underline or style.reverse or style.strike else style.bgcolor


# Bytes, about: to move the terminal's cursor and set a style again, and for each further style.
_JUMP, _STYLE = 48, 40


def _changes(before: Rows, after: Rows, width: int) -> list[Region]:
    """The stretches of rows that differ, each as a region one row high."""
    regions: list[Region] = []
    for y in range(max(len(before), len(after))):
        old = before[y] if y < len(before) else ()
        new = after[y] if y < len(after) else ()
        if old == new:
            continue
        for first, last in _stretches(old, new):
            regions.append(Region(first, y, min(max(last - first, 1), width), 1))
    return regions


def _stretches(old: Row, new: Row) -> list[tuple[int, int]]:
    """First and past-the-last columns in which two rows differ.

    What is alike between two of them is left out where that saves bytes.
    """
    longest = max(row_width(old), row_width(new))
    alike = 0
    while alike < min(len(old), len(new)) and old[alike] == new[alike]:
        alike += 1
    start = row_width(old[:alike])
    left = _cells(old[alike:], longest - start)
    right = _cells(new[alike:], longest - start)
    differing = [x for x in range(longest - start) if left[x] != right[x]]
    if not differing:
        return [(0, longest)]
    stretches: list[tuple[int, int]] = []
    first = before = differing[0]
    for x in differing[1:]:
        if x - before > 1 and _sent(right[before + 1 : x]) > _JUMP:
            stretches.append((start + first, start + before + 1))
            first = x
        before = x
    return [*stretches, (start + first, start + before + 1)]


def _sent(cells: list[tuple[str, Role]]) -> int:
    """About how many bytes cells take on their way."""
    roles = [role for _, role in cells]
    return len(roles) + _STYLE * sum(a is not b for a, b in itertools.pairwise(roles))


def _cells(row: Row, width: int) -> list[tuple[str, Role]]:
    """What stands in each column; beside a wide character nothing does."""
    cells: list[tuple[str, Role]] = []
    for span in row:
        for character in span.text:
            cells.append((character, span.role))
            if not character.isascii():
                cells.extend([("", span.role)] * (cells_wide(character) - 1))
    return cells + [(" ", Role.PLAIN)] * (width - len(cells))
