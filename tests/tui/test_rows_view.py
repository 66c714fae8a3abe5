"""Which cells of a row are sent: all that differ, and not much more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import Role, Row, Span, row_text
from nnmath_tutor.tui.rows_view import _changes

ROLES = st.sampled_from([Role.PLAIN, Role.CELL, Role.ROW])
SPANS = st.builds(Span, st.text("ab ", min_size=1, max_size=40), ROLES)
ROWS = st.lists(SPANS, max_size=5).map(tuple)


def cells(row: Row, width: int) -> list[tuple[str, Role]]:
    seen = [(character, span.role) for span in row for character in span.text]
    return seen + [(" ", Role.PLAIN)] * (width - len(seen))


@given(ROWS, ROWS)
def test_every_cell_that_differs_is_sent_once(old: Row, new: Row) -> None:
    width = max(len(row_text(old)), len(row_text(new)))
    pairs = zip(cells(old, width), cells(new, width), strict=True)
    differing = [x for x, (before, after) in enumerate(pairs) if before != after]
    sent = [x for r in _changes((old,), (new,), width) for x in range(r.x, r.right)]
    assert len(sent) == len(set(sent))
    assert set(differing) <= set(sent)
    if differing:
        assert (sent[0], sent[-1]) == (differing[0], differing[-1])


def test_what_lies_between_two_changes_is_left_out_where_that_is_shorter() -> None:
    same = Span("=" * 60, Role.ROW)
    old: Row = (Span("a"), same, Span("a"))
    new: Row = (Span("b"), same, Span("b"))
    assert [(r.x, r.width) for r in _changes((old,), (new,), 80)] == [(0, 1), (61, 1)]
    near: Row = (Span("a"), Span("=" * 5), Span("a"))
    moved: Row = (Span("b"), Span("=" * 5), Span("b"))
    assert [(r.x, r.width) for r in _changes((near,), (moved,), 80)] == [(0, 7)]


def test_a_change_beside_wide_characters_is_sent_where_it_stands() -> None:
    old: Row = (Span("\u65e5\u672c abc"),)
    new: Row = (Span("\u65e5\u672c abd"),)
    assert [(r.x, r.width) for r in _changes((old,), (new,), 80)] == [(7, 1)]
    after: Row = (Span("\u65e5\u672c", Role.ROW), Span("x"))
    before: Row = (Span("\u65e5\u672c", Role.ROW), Span("y"))
    assert [(r.x, r.width) for r in _changes((before,), (after,), 80)] == [(4, 1)]
