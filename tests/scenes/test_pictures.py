"""Pictures in a given room: never larger, ASCII where asked, and sums that work out as shown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, Charset, Size, row_text, row_width
from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.program import Level, Position, Recorder, Recording, Run, load
from nnmath_tutor.scenes import Picture, build_picture, draw_picture, moment_at

from .conftest import LABELS

SIZES = [Size(40, 8), Size(80, 10), Size(120, 30)]
CHARSETS = pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)

SCORES = {"grid_scores": "A2", "random_scores": "W1[:, 0]", "x_name": "rate"}

# Kind → what to build of which recording.
SCENES: list[tuple[str, str, dict[str, Any]]] = [
    ("matrices", "training", {"show": ["X", "W1", "A1", "W2.T", "error"]}),
    ("matrices", "quakes", {"show": ["quakes", "low", "scaled"]}),
    ("matrices", "odd", {"show": ["scalar", "vector", "cube", "bad", "truth", "empty"]}),
    ("bars", "training", {"values": "A2", "targets": "y"}),
    ("bars", "odd", {"values": "bad"}),
    ("curve", "training", {"points": "A1 @ W2", "marked": 3}),
    ("rulers", "quakes", {"raw": "quakes[:, 2]", "scaled": "scaled[:, 2]", "marked": 0}),
    ("rulers", "odd", {"raw": "vector", "scaled": "vector", "unit": "km"}),
    ("ladder", "odd", {"show": ["scalar", "vector", "table", "cube"]}),
    ("map", "training", {"output": "grid @ [1, 2]", "points": "X", "targets": "y"}),
    ("gallery", "training", {"runs": ["main"], "output": "A2", "targets": "y"}),
    ("ripple", "training", {"array": "W1", "index": (0, 1), "loss": "np.sum(error ** 2)"}),
    ("tensor", "odd", {"show": "cube", "what": "video"}),
    ("tensor", "odd", {"show": "table", "what": "sentence", "words": ["a", "b", "c"]}),
    ("search", "training", {"grid": "X[:, :2]", "random": "W1[:, :2]", **SCORES}),
    ("slope", "training", {"function": "sigmoid", "point": "W2[0, 0]", "nudge": "0.5"}),
    ("descent", "training", {"function": "lambda w: w * w", "ball": "W2[0, 0]"}),
    ("histogram", "training", {"values": ["W1", "A1"], "low": 0}),
    ("histogram", "odd", {"values": ["bad", "truth"]}),
    ("dominoes", "training", {"show": ["X", "W1", "W2"]}),
    ("dominoes", "training", {"show": ["error", "X"]}),
    ("dominoes", "odd", {"show": ["table", "cube", "scalar"], "operator": "*"}),
    ("convolution", "training", {"signal": "W1[0]", "kernel": "[0.5, 0.5]", "position": "2"}),
    ("plot", "training", {}),
    ("plot", "training", {"log_x": False, "log_y": True}),
]


def fits(picture: Picture, size: Size, charset: Charset) -> list[str]:
    rows = draw_picture(picture, size, charset)
    assert len(rows) <= size.height
    assert all(row_width(row) <= size.width for row in rows)
    lines = [row_text(row) for row in rows]
    assert not charset.ascii_only or all(line.isascii() for line in lines)
    assert rows == draw_picture(picture, size, charset)  # the same each time
    return lines


@CHARSETS
@pytest.mark.parametrize(("kind", "program", "options"), SCENES)
def test_a_picture_keeps_to_its_room(
    kind: str,
    program: str,
    options: dict[str, Any],
    charset: Charset,
    build: Callable[..., Picture],
    request: pytest.FixtureRequest,
) -> None:
    picture = build(kind, request.getfixturevalue(program), **options)
    for size in (*SIZES, Size(7, 3), Size(1, 1)):
        assert any(line.strip() for line in fits(picture, size, charset))
    assert picture.sentences().endswith(".")


def operations(recording: Recording, level: Level) -> Iterator[tuple[Any, Picture]]:
    """Every part of every line of a late epoch, each at a cell in the middle."""
    epoch = recording.done - 1
    for line, made in enumerate(recording.lines(epoch)):
        for part, evaluation in enumerate(made.evaluations):
            moment = moment_at(recording, Position(epoch, line, part, 2, level), LABELS)
            yield evaluation, build_picture("operation", {}, moment)


@CHARSETS
@pytest.mark.parametrize("level", [Level.PART, Level.CELL])
@pytest.mark.parametrize("program", ["training", "quakes", "odd"])
def test_every_operation_keeps_to_its_room(
    program: str, level: Level, charset: Charset, request: pytest.FixtureRequest
) -> None:
    pictures = [picture for _, picture in operations(request.getfixturevalue(program), level)]
    for picture, size in itertools.product(pictures, SIZES):
        fits(picture, size, charset)


def test_every_product_spelled_out_multiplies_and_adds_up(training: Recording) -> None:
    epoch, spelled = 29, 0
    for line, made in enumerate(training.lines(epoch)):
        for part, evaluation in enumerate(made.evaluations):
            if evaluation.symbol != "@":
                continue
            for cell, value in enumerate(evaluation.result.flat):
                position = Position(epoch, line, part, cell, Level.CELL)
                picture = build_picture("operation", {}, moment_at(training, position, LABELS))
                row = fits(picture, Size(80, 10), ASCII)[-1]
                terms, _, total = row.rpartition("] = ")[2].rpartition(" = ")
                place = 10.0 ** -len(total.partition(".")[2])
                assert re.fullmatch(r"[-+*(). \d]+", terms), row
                assert abs(float(value) - float(total)) <= 0.5000001 * place, row
                if " .. " in terms:  # not all of them fit
                    continue
                assert terms.count("*") == evaluation.operands[0].value.shape[1]
                assert abs(eval(terms) - float(total)) <= 0.5000001 * place, row
                spelled += 1
    assert spelled > 40


def test_a_curve_is_drawn_anew_once_its_recording_has_grown() -> None:
    recorder = Recorder(Run(load(own_lessons() / "programs" / "three_layers.py"), epochs=2000))
    lengths = []
    more = True
    while more:
        more = recorder.advance(0.002)
        done = recorder.recording.done
        if done:
            (part,) = picture_at(recorder.recording).parts
            (series,) = part.series
            (again,) = picture_at(recorder.recording).parts
            assert again.series[0] is series
            assert np.array_equal(series.values, recorder.recording.series(SERIES)[:done])
            lengths.append(len(series.values))
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1] == 2000


SERIES = "mean_absolute_error"


def picture_at(recording: Recording) -> Picture:
    return build_picture("plot", {}, moment_at(recording, Position(level=Level.EPOCH)))
