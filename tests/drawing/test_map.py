"""The map of decisions: shades, the leap at one half, marks that are right or wrong."""

from __future__ import annotations

import numpy as np

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    MapPart,
    Role,
    Size,
    describe,
    draw,
    row_text,
)

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
WANTED = np.array([0.0, 1.0, 1.0, 0.0])


def plane(scale: float = 1.0) -> MapPart:
    """Answers that rise from left to right alone: x itself, around one half if scaled."""
    xs = np.linspace(-0.25, 1.25, 61)
    values = np.tile(0.5 + scale * (xs - 0.5), (31, 1))
    answers = 0.5 + scale * (CORNERS[:, 0] - 0.5)
    return MapPart(values, -0.25, 1.25, CORNERS, answers, WANTED, "in1", "in2")


def look(part: object, width: int, height: int, charset: Charset = UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def test_shades_from_no_to_yes_and_marks() -> None:
    assert look(plane(), 70, 10, ASCII) == [
        "answers: in1 across, in2 up",
        "    |              .......+++++++###############   ## above 0.75: yes",
        "1.0 +      !1!     .......+++++++######!0!######   ++ above 0.5",
        "    |              .......+++++++###############   .. below 0.5",
        "0.5 +              .......+++++++###############      below 0.25: no",
        "    |              .......+++++++###############   [1] wanted 1: right",
        "0.0 +      [0]     .......+++++++######[1]######   !1! wanted 1: wrong",
        "    |              .......+++++++###############   2 of 4 right",
        "    +-+-----+-----+----+-----+----+-----+-----+-",
        "     -0.2  0.0   0.2  0.4   0.6  0.8   1.0   1.2",
    ]


def test_each_shade_stands_for_its_quarter() -> None:
    row = look(plane(), 66, 8)[2][5:]
    field = row[: row.rindex("█", 0, 40) + 1]
    width = len(field)
    for column, glyph in enumerate(field):
        x = -0.25 + 1.5 * column / (width - 1)
        wanted = " ░▓█"[int(np.clip(np.floor(x * 4), 0, 3))]
        near_edge = abs(x * 4 - round(x * 4)) < 0.02
        assert glyph == wanted or near_edge or glyph in "[]!01", (column, x)


def test_the_highest_y_is_on_top() -> None:
    ys = np.linspace(-0.25, 1.25, 31)
    part = MapPart(np.tile(ys[:, None], (1, 61)), -0.25, 1.25, np.empty((0, 2)), np.empty(0))
    rows = look(part, 40, 8)
    assert "█" in rows[1]
    assert "█" not in rows[-3]
    assert "]" not in "".join(rows)


def test_answers_that_lie_close_together_are_told_in_numbers() -> None:
    assert "all from 0.47 to 0.53" in "\n".join(look(plane(0.04), 70, 10))
    assert "all from 0.47 to 0.53" in look(plane(0.04), 40, 9)[-1]
    assert "all from" not in "\n".join(look(plane(), 70, 10))
    # However close, the boundary is to be seen.
    assert all("░▓" in row for row in look(plane(0.0002), 70, 10)[1:7])


def test_marks_are_right_or_wrong_by_the_answer_at_their_place() -> None:
    part = plane()
    spans = [span for row in draw(part, Size(70, 10), UNICODE) for span in row]
    marks = {(span.text, span.role) for span in spans if span.text in ("[1]", "[0]", "!1!", "!0!")}
    assert marks == {
        ("[0]", Role.GOOD),
        ("[1]", Role.GOOD),
        ("!1!", Role.WARNING),
        ("!0!", Role.WARNING),
    }
    assert "2 of 4 right" in "\n".join(look(part, 70, 10))
    assert describe(part).endswith("of the marked points 2 of 4 right.")


def test_many_points_have_one_character_each() -> None:
    rng = np.random.default_rng(0)
    points = rng.random((30, 2))
    wanted = np.round(points[:, 0])
    part = MapPart(plane().values, -0.25, 1.25, points, 1 - wanted, wanted)
    text = "\n".join(row[:40] for row in look(part, 70, 12)[1:9])
    assert "!" in text
    assert "[" not in text
    assert "0 of 30 right" in "\n".join(look(part, 70, 12))


def test_points_beyond_the_plane_are_left_out() -> None:
    part = MapPart(plane().values, -0.25, 1.25, np.array([[5.0, 0.5]]), np.ones(1), np.ones(1))
    assert not any("[1]" in row[:40] for row in look(part, 70, 10))


def test_what_is_no_number_is_a_question() -> None:
    values = np.full((5, 5), 0.9)
    values[2, 2] = np.nan
    assert "?" in "\n".join(look(MapPart(values, 0, 1, np.empty((0, 2)), np.empty(0)), 60, 9))
