"""What somebody who leads has decided, as the screens ask for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.tui.guide import Guide


@given(st.floats(0.0, 2.0), st.floats(0.05, 2.0))
def test_beats_are_joined_so_that_frames_are_rare_enough_and_no_rarer(
    pace: float, beat: float
) -> None:
    beats = Guide(pace=pace).beats(beat)
    assert beats * beat >= pace - 1e-6
    assert beats == 1 or (beats - 1) * beat < pace


@pytest.mark.parametrize(("lessons", "opens"), [(None, True), ((), False), (("a",), True)])
def test_which_lessons_are_open(lessons: tuple[str, ...] | None, opens: bool) -> None:
    assert Guide(lessons=lessons).opens("a") is opens
