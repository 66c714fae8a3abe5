"""The rows of the reference: a list that narrows down as one types, or a page."""

from __future__ import annotations

from nnmath_tutor.drawing import CellRef, Charset, ProsePart, Role, Row, Rows, Size, Span, draw
from nnmath_tutor.drawing.blocks import clip, clip_row, line
from nnmath_tutor.lesson import Entry, Target
from nnmath_tutor.play import Browse, Page
from nnmath_tutor.tui.line_entry import shown_end

HIT, LINK = "hit", "link"  # names of what can be clicked
PREVIEW_FROM = 14  # rows of room from which on the chosen entry is shown under the list
PREVIEW = 8
# The longest that fits.
HINTS = (
    "type to search   up/down choose   enter: open   esc: back",
    "type to search  enter opens  esc: back",
    "esc: back",
)
PAGE_HINTS = (
    "up/down choose   enter: follow   space: read on   /: search   esc: back",
    "enter follows  space: on  esc: back",
    "esc: back",
)
SHEET_HINTS = ("up/down, space: read on   /: search   esc: back", "space: on  esc: back")


def reference_rows(browse: Browse, titles: dict[str, str], size: Size, charset: Charset) -> Rows:
    """All rows of the screen. `titles` are those of the lessons, by the names of their files."""
    page = browse.page
    rows = _list(browse, size, charset) if page is None else _page(page, titles, size, charset)
    return clip(rows, size)


def _list(browse: Browse, size: Size, charset: Charset) -> Rows:
    hits = browse.hits
    asked = "Look up: "
    typed = shown_end(browse.query, max(size.width - len(asked) - 1, 1))
    head: Row = line(Span(asked, Role.TITLE), Span(f"{typed}_", Role.CURSOR))
    room = size.height - 2
    preview: Rows = ()
    if size.height >= PREVIEW_FROM and hits:
        preview = ((), *_preview(hits[browse.chosen], Size(size.width, PREVIEW - 1), charset))
        room -= PREVIEW
    if not hits:
        told = "Nothing is called so. Backspace takes a letter back."
        body: Rows = draw(ProsePart(told), Size(size.width, max(room, 1)), charset)
    else:
        first = min(max(browse.chosen - room // 2, 0), max(len(hits) - room, 0))
        body = tuple(
            _hit(index, entry, browse, size.width, charset)
            for index, entry in list(enumerate(hits))[first : first + max(room, 1)]
        )
    blank: Rows = ((),) * max(room - len(body), 0)
    return (head, *body, *blank, *preview, _hint(HINTS, size.width))


def _preview(entry: Entry, size: Size, charset: Charset) -> Rows:
    title: Row = (Span(entry.title, Role.TITLE),)
    words = draw(ProsePart(entry.text), Size(size.width, size.height - 1), charset)
    blank: Rows = ((),) * (size.height - 1 - len(words))
    return (title, *words, *blank)


def _hit(index: int, entry: Entry, browse: Browse, width: int, charset: Charset) -> Row:
    here = CellRef(HIT, (index,))
    chosen = index == browse.chosen
    if not browse.query.strip() and entry in browse.first:
        note = "in this step"
    elif entry.kind:
        note = entry.kind
    else:
        note = ", ".join(entry.names[1:])
    column = min(28, max(width // 2, 1))
    title = entry.title
    if len(title) > column:
        title = title[: max(column - len(charset.dots), 1)] + charset.dots
    row = line(
        Span(f"{charset.pointer if chosen else ' '} ", Role.CURSOR, here),
        Span(f"{title:<{column}}  ", Role.STRONG if chosen else Role.PLAIN, here),
        Span(note, Role.DIM, here),
    )
    return clip_row(row, width, charset.dots)


def _page(page: Page, titles: dict[str, str], size: Size, charset: Charset) -> Rows:
    entry = page.entry
    head: Row = line(Span(entry.title, Role.TITLE), Span(f"   {entry.kind}", Role.DIM))
    also = ", ".join(entry.names[1:]) if not entry.kind else ""
    words = f"{entry.text}\n\nAlso called: {also}" if also else entry.text
    rows: list[Row] = list(draw(ProsePart(words), Size(size.width, 10_000), charset))
    links = page.links
    if links:
        rows.append(())
    start = len(rows)
    rows += [
        _link(index, words, target, page, titles, size.width, charset)
        for index, (words, target) in enumerate(links)
    ]
    room = max(size.height - 2, 1)
    first = min(page.scroll or 0, max(len(rows) - room, 0))
    if page.scroll is None:
        first = min(max(start + page.link - room + 1, 0), max(len(rows) - room, 0))
    shown = rows[first : first + room]
    blank: Rows = ((),) * (room - len(shown))
    more = f"{charset.dots} " if first + room < len(rows) else ""
    hints = tuple(more + hint for hint in (PAGE_HINTS if links else SHEET_HINTS))
    return (head, *shown, *blank, _hint(hints, size.width))


def _link(
    index: int,
    words: str,
    target: Target,
    page: Page,
    titles: dict[str, str],
    width: int,
    charset: Charset,
) -> Row:
    here = CellRef(LINK, (index,))
    chosen = index == page.link
    kind = "see   " if target.is_glossary or target.sheet else "lesson"
    row = line(
        Span(f"{charset.pointer if chosen else ' '} ", Role.CURSOR, here),
        Span(f"{kind}  ", Role.DIM, here),
        Span(titles.get(target.file, words), Role.STRONG if chosen else Role.PLAIN, here),
    )
    return clip_row(row, width, charset.dots)


def _hint(texts: tuple[str, ...], width: int) -> Row:
    text = next((text for text in texts if len(text) <= width), texts[-1])
    return clip_row((Span(text, Role.DIM),), width)
