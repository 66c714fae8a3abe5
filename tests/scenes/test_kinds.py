"""Every kind of scene: what it shows, what an author may set, what it says when it can't."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnmath_tutor.drawing import (
    BarsPart,
    BroadcastPart,
    CurvePart,
    DominoesPart,
    GalleryPart,
    HistogramPart,
    LadderPart,
    MapPart,
    MatrixPart,
    PlotPart,
    RulersPart,
    TextPart,
)
from nnmath_tutor.program import Level, Position, Recorder, Recording, Run, parse, record
from nnmath_tutor.scenes import KINDS, Moment, SceneError, build_picture, default_series, moment_at
from nnmath_tutor.scenes.options import OptionType, filled

from .conftest import LABELS

Build = Callable[..., Any]

SLIDING = {"signal": "y[:, 0]", "kernel": "X[1, :2]"}
TRIES = {
    "grid": "X[:, :2]",
    "random": "X[:2, :2] + 1",
    "grid_scores": "A2",
    "random_scores": "A2[:2]",
}


def only(picture: Any) -> Any:
    (part,) = picture.parts
    return part


def test_kinds_are_listed_with_help_for_authors() -> None:
    kinds = "operation votes wires matrices rulers ladder curve bars map plot"
    kinds += " gallery ripple tensor search slope descent histogram dominoes convolution song"
    assert list(KINDS) == kinds.split()
    for name, kind in KINDS.items():
        assert kind.name == name
        assert kind.summary
        for option in kind.options.values():
            assert option.help
            assert not (option.required and option.default is not None)
            if option.default not in (None, ""):
                assert option.problem(option.default) is None


def test_an_unknown_kind_is_refused_with_those_there_are(build: Build, training: Recording) -> None:
    with pytest.raises(SceneError, match="No scene is called matrix; there is operation, votes"):
        build("matrix", training)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (OptionType.EXPRESSION, ["X @ W1", "lambda x: x"], ["", " ", 3, None, "X @", ["X"]]),
        (OptionType.EXPRESSIONS, [["X"], ("X", "y - A2")], [[], ["X @"], "X", [3], [""]]),
        (OptionType.NAMES, [["a", "b c"]], [[], "ab", [1]]),
        (OptionType.TEXT, ["anything ["], ["", 3]),
        (OptionType.INTEGERS, [[0, 2], (1,), []], [0, [0.5], [True], "01"]),
        (OptionType.INTEGER, [0, -3], [True, 1.0, "1"]),
        (OptionType.NUMBER, [0, 1.5], [True, "1"]),
        (OptionType.SWITCH, [True, False], [0, "true", None]),
    ],
)
def test_options_take_what_they_say(kind: OptionType, good: list[Any], bad: list[Any]) -> None:
    options = [option for scene in KINDS.values() for option in scene.options.values()]
    option = next(option for option in options if option.type is kind)
    for value in good:
        assert option.problem(value) is None
    for value in bad:
        assert option.problem(value)


def test_options_not_given_have_their_defaults() -> None:
    options = filled(KINDS["curve"].options, {"low": -1})
    assert options["low"] == -1
    assert (options["high"], options["function"], options["points"]) == (6.0, "sigmoid", None)


def test_matrices_show_values_with_their_labels(build: Build, training: Recording) -> None:
    picture = build("matrices", training, show=["X", "W1", "(X @ W1).T"])
    assert [part.name for part in picture.parts] == ["X", "W1", "(X @ W1).T"]
    last = picture.parts[-1]
    assert last.row_labels == ("h1", "h2", "h3", "h4")
    assert last.column_labels == ("ex1", "ex2", "ex3", "ex4")
    values = training.values(29)
    assert np.array_equal(last.values, (values["X"] @ values["W1"]).T)


def test_one_axis_runs_across_the_screen(build: Build, quakes: Recording) -> None:
    part = only(build("matrices", quakes, show=["high - low"]))
    assert (part.row_labels, part.column_labels[0]) == ((), "lat")


def test_bars_are_named_after_the_rows_or_as_told(build: Build, training: Recording) -> None:
    part = only(build("bars", training, values="A2", targets="y"))
    assert isinstance(part, BarsPart)
    assert part.labels == ("ex1", "ex2", "ex3", "ex4")
    assert np.array_equal(part.values, training.values(29)["A2"].ravel())
    assert part.targets.tolist() == [0, 1, 1, 0]
    part = only(build("bars", training, values="delta2", names=["a", "b", "c", "d"], name="n"))
    assert (part.labels, part.name, part.targets) == (("a", "b", "c", "d"), "n", None)
    assert only(build("bars", training, values="blame[0]")).labels == ("1", "2", "3", "4")


def test_a_curve_has_the_programs_own_numbers_on_it(build: Build, training: Recording) -> None:
    part = only(build("curve", training, points="X @ W1", marked=6, low=-2, high=2))
    assert isinstance(part, CurvePart)
    values = training.values(29)
    assert np.array_equal(part.points, (values["X"] @ values["W1"]).ravel())
    assert np.allclose(part.heights, 1 / (1 + np.exp(-part.points)), rtol=1e-15)
    assert part.xs[[0, -1]].tolist() == [-2, 2]
    assert part.labels[6] == "ex2,h3"
    assert only(build("curve", training)).points.size == 0


def test_a_histogram_counts_as_numpy_does(build: Build, training: Recording) -> None:
    part = only(build("histogram", training, values=["W1", "W2"], names=["a", "b"], bins=7, low=-2))
    assert isinstance(part, HistogramPart)
    values = training.values(29)
    both = np.concatenate([values["W1"].ravel(), values["W2"].ravel()])
    assert (part.low, part.high) == (-2, both.max())
    for group, array, name in zip(part.groups, (values["W1"], values["W2"]), "ab", strict=True):
        counts, _ = np.histogram(array, 7, (-2, both.max()))
        assert np.array_equal(group.counts, counts)
        assert (group.name, group.numbers) == (name, array.size)
        assert (group.mean, group.spread) == (array.mean(), array.std())
        assert group.below == (array < -2).sum()


def test_a_histogram_leaves_out_what_is_no_number(build: Build, odd: Recording) -> None:
    part = only(build("histogram", odd, values=["bad", "np.append(vector, np.nan)"]))
    assert [group.broken for group in part.groups] == [3, 1]
    assert [int(np.sum(group.counts)) for group in part.groups] == [0, 3]


def test_dominoes_multiply_for_real(build: Build, training: Recording) -> None:
    part = only(build("dominoes", training, show=["X", "W1", "W2"]))
    assert isinstance(part, DominoesPart)
    assert [tile.shape for tile in part.tiles] == [(4, 3), (3, 4), (4, 1)]
    assert [tile.axes for tile in part.tiles] == [("ex", "in"), ("in", "h"), ("h", "out")]
    assert [(joint.left, joint.match) for joint in part.joints] == [((4, 3), True), ((4, 4), True)]
    assert (part.result.shape, part.result.axes) == ((4, 1), ("ex", "out"))
    assert part.said == ()


def test_a_refusal_is_shown_in_numpys_own_words(build: Build, training: Recording) -> None:
    part = only(build("dominoes", training, show=["error", "X", "W1"]))
    assert part.result is None
    assert [joint.match for joint in part.joints] == [False]
    for said, join in zip(part.said, (np.matmul, np.dot), strict=True):
        with pytest.raises(ValueError, match=re.escape(said.words)):
            join(np.ones((4, 1)), np.ones((4, 3)))
    assert "not aligned: 1 (dim 1) != 4 (dim 0)" in part.said[1].words


def test_stars_broadcast_or_refuse(build: Build, training: Recording) -> None:
    part = only(build("dominoes", training, show=["error", "X"], operator="*"))
    assert isinstance(part, BroadcastPart)
    assert part.result.shape == (4, 3)
    part = only(build("dominoes", training, show=["X", "W1"], operator="*"))
    assert part.result is None
    assert "could not be broadcast together" in part.said[0].words


def test_rulers_carry_both_scales(build: Build, quakes: Recording) -> None:
    part = only(
        build("rulers", quakes, raw="quakes[:, 2]", scaled="scaled[:, 2]", marked=0, unit="km")
    )
    assert isinstance(part, RulersPart)
    assert part.raw[0] == 562
    assert part.scaled[0] == (562 - part.raw.min()) / (part.raw.max() - part.raw.min())


def test_a_ladder_takes_any_number_of_axes(build: Build, odd: Recording) -> None:
    part = only(build("ladder", odd, show=["scalar", "vector", "table", "cube", "truth"]))
    assert isinstance(part, LadderPart)
    assert [np.ndim(array) for _, array in part.items] == [0, 1, 2, 3, 1]


def test_a_map_asks_the_network_for_every_pair_of_inputs(build: Build, training: Recording) -> None:
    output = "sigmoid(sigmoid(grid @ W1) @ W2)"
    part = only(build("map", training, output=output, bias=True, points="X", targets="y"))
    assert isinstance(part, MapPart)
    values = training.values(29)

    def answer(x: float, y: float) -> float:
        hidden = 1 / (1 + np.exp(-(np.array([x, y, 1]) @ values["W1"])))
        return float((1 / (1 + np.exp(-(hidden @ values["W2"]))))[0])

    rows, columns = part.values.shape
    for row, column in ((0, 0), (0, columns - 1), (rows - 1, 5), (7, 30)):
        x, y = (-0.25 + 1.5 * i / (n - 1) for i, n in ((column, columns), (row, rows)))
        assert np.isclose(part.values[row, column], answer(x, y), rtol=1e-12)
    assert np.allclose(part.answers, [answer(x, y) for x, y in part.points], rtol=1e-12)
    assert part.targets.tolist() == [0, 1, 1, 0]
    assert (part.x_name, part.y_name) == ("in1", "in2")
    part = only(build("map", training, output="grid[:, 0]", low=0, high=2, x_name="length"))
    assert (part.values[0, -1], part.x_name, part.y_name) == (2, "length", "input 2")


def test_the_plot_finds_the_error_and_the_present(training: Recording) -> None:
    moment = moment_at(training, Position(12, level=Level.EPOCH))
    part = only(build_picture("plot", {}, moment))
    assert isinstance(part, PlotPart)
    assert (part.y_label, part.cursor, part.total) == ("mean absolute error", 12, 30)
    assert np.array_equal(part.series[0].values, training.series("mean_absolute_error"))


def test_the_plot_draws_further_runs(training: Recording) -> None:
    other = record(Run(training.program, {"seed": 2}, epochs=10, name="other"))
    moment = moment_at(training, Position(3), LABELS, {"other": other})
    part = only(build_picture("plot", {"runs": ["other"], "log_y": True}, moment))
    assert [series.name for series in part.series] == ["main", "other"]
    assert [len(series.values) for series in part.series] == [30, 10]


def test_the_plot_waits_for_a_run_that_has_not_begun(training: Recording) -> None:
    waiting = Recorder(Run(training.program, {"seed": 2}, name="waiting")).recording
    moment = moment_at(training, Position(3), LABELS, {"waiting": waiting})
    part = only(build_picture("plot", {"runs": ["waiting"]}, moment))
    assert [series.name for series in part.series] == ["main"]


def test_the_plot_refuses_a_run_that_never_binds_the_series(training: Recording) -> None:
    other = record(Run(parse("for epoch in range(3):\n    x = epoch / 2\n", "p.py")))
    moment = moment_at(training, Position(3), LABELS, {"other": other})
    with pytest.raises(SceneError, match="The run other has no series mean_absolute_error"):
        build_picture("plot", {"runs": ["other"]}, moment)


def gallery_of(moment: Moment, *runs: str, **options: Any) -> GalleryPart:
    options = {"runs": runs, "output": "A2", "targets": "y", **options}
    part = only(build_picture("gallery", options, moment))
    assert isinstance(part, GalleryPart)
    return part


def test_a_gallery_asks_every_run_at_this_epoch_or_at_its_last(training: Recording) -> None:
    runs = {
        "short": record(Run(training.program, {"seed": 2}, epochs=10)),
        "long": record(Run(training.program, {"seed": 3}, epochs=50)),
    }
    for epoch, expected in ((12, (12, 9, 12)), (29, (29, 9, 49))):
        moment = moment_at(training, Position(epoch, level=Level.EPOCH), LABELS, runs)
        part = gallery_of(moment, "main", "short", "long")
        assert part.names == ("ex1", "ex2", "ex3", "ex4")
        assert tuple(run.epoch for run in part.runs) == expected
        for run, recording in zip(part.runs, (training, *runs.values()), strict=True):
            assert run.epoch is not None
            values = recording.values(run.epoch)
            assert np.array_equal(run.outputs, values["A2"].ravel())
            error = float(np.mean((values["y"] - values["A2"]) ** 2))
            assert run.squared_error == pytest.approx(error, rel=1e-12)
            assert run.curve is not None
            assert np.array_equal(run.curve.values, recording.series("mean_absolute_error"))


def test_a_gallery_tells_of_a_run_that_fails_and_of_one_that_has_not_begun(
    training: Recording,
) -> None:
    swap = {"A2 = sigmoid(A1 @ W2)": "A2 = sigmoid(W2 @ A1)"}
    runs = {
        "bad": record(Run(training.program, swaps=swap)),
        "waiting": Recorder(Run(training.program)).recording,
    }
    moment = moment_at(training, Position(3, level=Level.EPOCH), LABELS, runs)
    part = gallery_of(moment, "main", "bad", "waiting")
    good, bad, waiting = part.runs
    assert good.trouble == ""
    assert "matmul" in bad.trouble
    assert waiting.trouble == "not begun yet"
    with pytest.raises(SceneError, match="No run nope; there is main, bad, waiting"):
        gallery_of(moment, "nope")
    assert "A9" in gallery_of(moment, "main", output="A9").runs[0].trouble


def test_the_usual_name_of_the_error_is_preferred() -> None:
    body = "for epoch in range(3):\n    first = epoch / 2\n    loss = 1 / (epoch + 1)\n"
    assert default_series(record(Run(parse(body, "p.py")))) == "loss"
    assert default_series(record(Run(parse(body.replace("loss", "g"), "p.py")))) == "first"
    assert default_series(record(Run(parse("x = 1\n", "p.py")))) is None


def test_the_operation_follows_the_cursor(training: Recording) -> None:
    seen = []
    for line, made in enumerate(training.lines(3)):
        for part in range(len(made.evaluations)):
            moment = moment_at(training, Position(3, line, part, 1, Level.CELL), LABELS)
            seen.append(type(only(build_picture("operation", {}, moment))).__name__)
    assert seen[:3] == ["ProductPart", "SquashPart", "MatrixPart"]
    assert {"TransposePart", "ReductionPart", "AssignPart"} <= set(seen)


def test_the_operation_shows_cells_only_on_their_level(training: Recording) -> None:
    for level, cell in ((Level.CELL, (0, 2)), (Level.PART, None), (Level.LINE, None)):
        moment = moment_at(training, Position(3, 0, 0, 2, level), LABELS)
        part = only(build_picture("operation", {}, moment))
        assert getattr(part, "cell", None) == cell
        if level is Level.PART:
            assert part.filled is None


def test_every_operation_of_every_odd_shape_is_shown(odd: Recording) -> None:
    for line, made in enumerate(odd.lines(0)):
        for part in range(max(len(made.evaluations), 1)):
            for level in Level:
                moment = moment_at(odd, Position(0, line, part, 0, level), LABELS)
                assert build_picture("operation", {}, moment).sentences()
    moment = moment_at(odd, Position(0, 7, 9, 0, Level.LINE))
    assert isinstance(only(build_picture("operation", {}, moment)), TextPart | MatrixPart)


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("matrices", {"show": ["X", "nope"]}, "`nope` has no value yet"),
        ("matrices", {"show": ["X @ y"]}, "`X @ y`"),
        ("matrices", {"show": ["sigmoid"]}, "not numbers"),
        ("ladder", {"show": ["np.array(['a'])"]}, "not numbers"),
        ("ladder", {"show": ["[[1], [2, 3]]"]}, "is not an array"),
        ("bars", {"values": "A2", "targets": "A1"}, "`A2` has 4 numbers, `A1` has 16"),
        ("bars", {"values": "A2", "names": ["a"]}, "1 entries for 4 bars"),
        ("bars", {"values": "A2", "minimum": 1, "maximum": 1}, "minimum must be below"),
        ("bars", {"values": "A2[:0]"}, "`A2[:0]` is empty"),
        ("curve", {"function": "X"}, "`X` is not a function"),
        ("curve", {"function": "np.sum"}, "no curve"),
        ("curve", {"function": "lambda x: x @ x @ x"}, "can't be drawn"),
        ("curve", {"low": 1, "high": 1}, "must be below"),
        ("curve", {"points": "X", "marked": 12}, "there are 12 points, from 0"),
        ("rulers", {"raw": "X", "scaled": "A2"}, "`X` has 12 numbers"),
        ("rulers", {"raw": "A2", "scaled": "A2", "marked": 4}, "there are 4 numbers"),
        ("rulers", {"raw": "A2", "scaled": "A2", "ends": "[2, 1]"}, "the smaller one first"),
        ("rulers", {"raw": "A2", "scaled": "A2", "ends": "[1]"}, "must give two numbers"),
        ("search", {**TRIES, "grid": "X"}, "grid: `X` must be pairs, shape (n, 2), not (4, 3)"),
        ("search", {**TRIES, "random": "[[1, np.inf]]"}, "random: `[[1, np.inf]]` holds settings"),
        ("search", {**TRIES, "grid_scores": "X"}, "grid_scores has 12 numbers for 4 pairs"),
        ("convolution", {"signal": "X", "kernel": "y[:, 0]"}, "must have one axis, not the shape"),
        ("convolution", {**SLIDING, "position": "3"}, "is 3; the window has places 0 to 2"),
        ("convolution", {**SLIDING, "position": "0.5"}, "must be a whole number, not 0.5"),
        ("convolution", {"signal": "X[0]", "kernel": "y[:, 0]"}, "The kernel has 4 numbers"),
        ("tensor", {"show": "X", "what": "dream"}, "one of picture, sentence, video"),
        ("tensor", {"show": "X[0]", "what": "picture"}, "has the shape (3,); a picture has"),
        ("tensor", {"show": "X", "what": "video"}, "has the shape (4, 3); a video has"),
        ("tensor", {"show": "np.ones((2, 3, 4, 2))", "what": "video"}, "a video has (time"),
        ("tensor", {"show": "X", "what": "sentence", "words": ["a"]}, "words has 1 entries"),
        ("map", {"output": "X @ W1"}, "one number for each of the 2145 points in `grid`"),
        ("map", {"output": "0.5"}, "one number for each"),
        ("map", {"output": "grid @ W1"}, "`grid @ W1`"),
        ("map", {"output": "grid[:, 0] + nope"}, "has no value yet"),
        ("map", {"output": "grid[:, 0]", "points": "y"}, "two columns or more"),
        ("map", {"output": "grid[:, 0]", "points": "X", "targets": "X"}, "12 numbers for 4 points"),
        ("map", {"output": "grid[:, 0]", "low": 2}, "must be below high"),
        ("slope", {"function": "X", "point": "1", "nudge": "1"}, "`X` is not a function"),
        ("slope", {"function": "np.sum", "point": "X", "nudge": "1"}, "one number, not 12"),
        ("slope", {"function": "lambda x: X", "point": "1", "nudge": "1"}, "one number, not 12"),
        ("slope", {"function": "sigmoid", "point": "1", "nudge": "1", "low": 7}, "must be below"),
        ("descent", {"function": "lambda w: w @ w", "ball": "W2[0, 0]"}, "can't be computed"),
        ("descent", {"function": "np.sum", "ball": "W2"}, "must give one number, not 4"),
        ("descent", {"function": "np.sum", "ball": "seed", "runs": ["fast"]}, "No run fast"),
        ("histogram", {"values": ["W1"], "names": ["a", "b"]}, "2 entries for 1 arrays"),
        ("histogram", {"values": ["W1"], "bins": 0}, "1 to 200"),
        ("histogram", {"values": ["W1"], "low": 1, "high": 1}, "must be below"),
        ("histogram", {"values": ["W1[:0]"]}, "is empty"),
        ("dominoes", {"show": ["X"]}, "two arrays or more"),
        ("dominoes", {"show": ["X", "W1"], "operator": "+"}, "there is @ and *"),
        ("plot", {"series": "nope"}, "No series nope; there is mean_absolute_error"),
        ("plot", {"runs": ["fast"]}, "No run fast; there is none"),
    ],
)
def test_what_cannot_be_shown_says_why(
    kind: str, options: dict[str, Any], says: str, build: Build, training: Recording
) -> None:
    with pytest.raises(SceneError) as error:
        build(kind, training, **options)
    assert says in str(error.value)


def test_a_plot_without_a_loop_says_why(build: Build, quakes: Recording) -> None:
    with pytest.raises(SceneError, match="this program has no training loop"):
        build("plot", quakes)
