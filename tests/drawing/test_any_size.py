"""Whatever the room and whatever the numbers: it fits, and ASCII is ASCII."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.cells import cell_len

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Ball,
    BarsPart,
    BroadcastPart,
    CodePart,
    ConvolutionPart,
    CurvePart,
    DescentPart,
    DominoesPart,
    Flow,
    GalleryPart,
    GalleryRun,
    HeadPart,
    Histogram,
    HistogramPart,
    Joint,
    LadderPart,
    Layer,
    MapPart,
    NudgePart,
    PlotPart,
    PlotSeries,
    ProsePart,
    Reached,
    RulersPart,
    Said,
    SearchPart,
    Size,
    SlopePart,
    TensorPart,
    TextPart,
    Tile,
    TimePart,
    TimeStop,
    TracePart,
    Tries,
    VersePart,
    WiresPart,
    describe,
    draw,
    row_text,
)

Draw = st.DrawFn

sizes = st.builds(Size, st.integers(1, 100), st.integers(1, 30))
any_float = st.one_of(
    st.floats(width=64),
    st.floats(-1, 1),
    st.sampled_from([0.0, -0.0, 1e308, -1e308, 5e-324, np.nan, np.inf, -np.inf]),
)
any_numbers = arrays(np.float64, st.integers(0, 40), elements=any_float)
texts = st.text(st.characters(codec="utf-8"), max_size=30)


@st.composite
def plots(pick: Draw) -> PlotPart:
    series = pick(
        st.lists(st.builds(PlotSeries, texts, st.integers(0, 50), any_numbers), max_size=5)
    )
    return PlotPart(
        tuple(series),
        log_x=pick(st.booleans()),
        log_y=pick(st.booleans()),
        cursor=pick(st.none() | st.integers(0, 100)),
        total=pick(st.none() | st.integers(0, 70_000)),
    )


@st.composite
def curves(pick: Draw) -> CurvePart:
    points = pick(any_numbers)
    xs = np.linspace(-6, 6, pick(st.integers(0, 40)))
    return CurvePart(
        "sigmoid",
        xs,
        pick(arrays(np.float64, len(xs), elements=any_float)),
        points,
        pick(arrays(np.float64, len(points), elements=any_float)),
        tuple(pick(st.lists(texts, max_size=len(points)))),
        pick(st.none() | st.integers(0, 40)),
    )


@st.composite
def bars(pick: Draw) -> BarsPart:
    values = pick(any_numbers)
    targets = pick(st.none() | arrays(np.float64, len(values), elements=any_float))
    return BarsPart(
        tuple(pick(st.lists(texts, max_size=len(values)))),
        values,
        targets,
        pick(st.sampled_from([0.0, -1.0, 5.0, 1.0])),
        pick(st.sampled_from([1.0, 1e6])),
        pick(texts),
    )


@st.composite
def rulers(pick: Draw) -> RulersPart:
    raw = pick(any_numbers)
    scaled = pick(arrays(np.float64, len(raw), elements=any_float))
    window = st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
    return RulersPart(
        "depth", raw, scaled, pick(st.none() | st.integers(0, 40)), "km", pick(st.none() | window)
    )


@st.composite
def ladders(pick: Draw) -> LadderPart:
    shapes = st.lists(st.integers(0, 5), max_size=4).map(tuple)
    kinds = st.sampled_from([np.float64, np.int64, np.bool_])
    values = pick(st.lists(arrays(kinds, shapes), max_size=5))
    return LadderPart(tuple((pick(texts), value) for value in values))


@st.composite
def maps(pick: Draw) -> MapPart:
    count = pick(st.integers(0, 14))
    shape = (pick(st.integers(0, 6)), pick(st.integers(0, 6)))
    return MapPart(
        pick(arrays(np.float64, shape, elements=any_float)),
        -0.25,
        pick(st.sampled_from([-0.2, 1.25, 1e9])),
        pick(arrays(np.float64, (count, 2), elements=any_float)),
        pick(arrays(np.float64, count, elements=any_float)),
        pick(st.none() | arrays(np.float64, count, elements=any_float)),
        pick(texts),
        pick(texts),
    )


@st.composite
def slopes(pick: Draw) -> SlopePart:
    samples = pick(st.integers(0, 40))
    numbers = [pick(any_float) for _ in range(4)]
    ys = pick(arrays(np.float64, samples, elements=any_float))
    return SlopePart(
        pick(texts), np.linspace(-6, 6, samples), ys, *numbers, pick(st.none() | any_float)
    )


@st.composite
def descents(pick: Draw) -> DescentPart:
    samples = pick(st.integers(0, 40))
    ys = pick(arrays(np.float64, samples, elements=any_float))
    places = st.lists(st.tuples(any_float, any_float), max_size=5).map(tuple)
    ball = st.builds(Ball, texts, any_float, any_float, any_float, st.none() | any_float, places)
    balls = pick(st.lists(ball, max_size=4))
    return DescentPart(pick(texts), pick(texts), np.linspace(-6, 6, samples), ys, tuple(balls))


@st.composite
def histograms(pick: Draw) -> HistogramPart:
    bins, whole = pick(st.integers(0, 60)), st.integers(0, 10**6)
    counts = arrays(np.int64, bins, elements=whole)
    group = st.builds(Histogram, texts, counts, whole, any_float, any_float, whole, whole, whole)
    groups = pick(st.lists(group, max_size=4))
    return HistogramPart(tuple(groups), -1.0, pick(st.sampled_from([-1.0, -0.9, 2.0, 1e9])))


shapes = st.lists(st.integers(0, 10**6), max_size=4).map(tuple)
tiles = st.builds(Tile, texts, shapes, st.lists(texts, max_size=4).map(tuple))
said = st.lists(st.builds(Said, texts, texts), max_size=2).map(tuple)


@st.composite
def dominoes(pick: Draw) -> DominoesPart:
    chain = pick(st.lists(tiles, max_size=5))
    joint = st.builds(Joint, shapes, shapes, st.booleans())
    joints = pick(st.lists(joint, max_size=max(0, len(chain) - 1)))
    return DominoesPart(tuple(chain), tuple(joints), pick(st.none() | tiles), pick(said))


@st.composite
def broadcasts(pick: Draw) -> BroadcastPart:
    rows = pick(st.lists(tiles, max_size=4))
    try:
        shape = np.broadcast_shapes(*[tile.shape for tile in rows])
    except ValueError:
        return BroadcastPart(tuple(rows), None, pick(said))
    return BroadcastPart(tuple(rows), Tile(pick(texts), shape))


@st.composite
def galleries(pick: Draw) -> GalleryPart:
    count = pick(st.integers(0, 6))
    shown = st.builds(
        GalleryRun,
        texts,
        st.none() | st.builds(PlotSeries, texts, st.integers(0, 50), any_numbers),
        arrays(np.float64, count, elements=any_float),
        arrays(np.float64, count, elements=any_float | st.sampled_from([0.0, 1.0])),
        st.none() | st.integers(0, 70_000),
        st.just("") | texts,
    )
    runs = pick(st.lists(shown, max_size=9))
    return GalleryPart(tuple(runs), tuple(pick(st.lists(texts, max_size=count))), pick(texts))


@st.composite
def nudges(pick: Draw) -> NudgePart:
    shapes = st.lists(st.integers(1, 9), max_size=3).map(tuple)
    arrays_reached = []
    for shape in pick(st.lists(shapes, max_size=6)):
        before, after = (pick(arrays(np.float64, shape, elements=any_float)) for _ in "12")
        arrays_reached.append(Reached(pick(texts), None, before, after))
    return NudgePart(
        pick(texts),
        pick(any_float),
        pick(st.sampled_from([0.001, -0.1, 1e-9])),
        tuple(arrays_reached),
        pick(st.none() | st.tuples(any_float, any_float)),
        pick(texts),
        pick(texts),
        pick(st.none() | any_float),
    )


@st.composite
def tensors(pick: Draw) -> TensorPart:
    what = pick(st.sampled_from(["picture", "sentence", "video"]))
    shape = [pick(st.integers(0, 9)) for _ in range(3 if what == "video" else 2)]
    if what != "sentence" and pick(st.booleans()):
        shape.append(3)
    values = pick(
        arrays(np.float64, tuple(shape), elements=any_float)
        | arrays(np.int64, tuple(shape), elements=st.integers(0, 300))
        | arrays(np.bool_, tuple(shape))
    )
    return TensorPart(pick(texts), values, what, tuple(pick(st.lists(texts, max_size=9))))


@st.composite
def searches(pick: Draw) -> SearchPart:
    tries = []
    for _ in range(pick(st.integers(0, 3))):
        count = pick(st.integers(0, 12))
        points = pick(arrays(np.float64, (count, 2), elements=any_float))
        scores = pick(arrays(np.float64, count, elements=any_float))
        tries.append(Tries(pick(texts), points, scores))
    return SearchPart(tuple(tries), pick(texts), pick(texts))


@st.composite
def slidings(pick: Draw) -> ConvolutionPart:
    signal, kernel = (
        pick(any_numbers),
        pick(arrays(np.float64, st.integers(0, 9), elements=any_float)),
    )
    places = signal.size - kernel.size + 1
    position = pick(st.none() | st.integers(0, places - 1)) if places > 0 else None
    return ConvolutionPart(signal, kernel, position, pick(texts), pick(texts))


@st.composite
def codes(pick: Draw) -> CodePart:
    lines = tuple(pick(st.lists(texts, max_size=12)))
    places = st.tuples(
        st.integers(0, 14), st.integers(0, 40), st.integers(0, 14), st.integers(0, 40)
    )
    return CodePart(lines, 1, pick(st.none() | places), pick(st.none() | places))


@st.composite
def networks(pick: Draw) -> WiresPart:
    counts = pick(st.lists(st.integers(1, 12), min_size=2, max_size=5))
    shapes = [(pick(st.integers(1, 3)), n) for n in counts]
    examples = min(rows for rows, _ in shapes)
    values = [pick(st.none() | arrays(np.float64, shape, elements=any_float)) for shape in shapes]
    weights = [
        pick(arrays(np.float64, shape, elements=any_float)) for shape in itertools.pairwise(counts)
    ]
    flow = pick(st.none() | st.sampled_from(Flow))
    gap = pick(st.integers(0, len(weights) - 1)) if flow is not None else None
    target, cell, amounts = pick(st.integers(0, len(counts) - 1)), None, None
    example = pick(st.integers(0, examples - 1))
    if gap is not None:
        target = gap if flow is Flow.BACK else gap + 1
    if flow is Flow.CHANGE and gap is not None:
        amounts = pick(arrays(np.float64, weights[gap].shape, elements=any_float))
        cell = (pick(st.integers(0, counts[gap] - 1)), pick(st.integers(0, counts[gap + 1] - 1)))
    else:
        cell = (example, pick(st.integers(0, counts[target] - 1)))
    return WiresPart(
        tuple(
            Layer(pick(texts), n, held, tuple(pick(st.lists(texts, max_size=n))))
            for n, held in zip(counts, values, strict=True)
        ),
        tuple(weights),
        tuple(pick(texts) for _ in weights),
        example,
        pick(texts),
        flow,
        gap,
        None if flow is Flow.CHANGE else target,
        pick(st.sampled_from([None, cell])),
        pick(st.none() | st.integers(0, 40)),
        pick(st.none() | st.integers(0, 14)),
        amounts,
        before=weights[gap] if gap is not None and pick(st.booleans()) else None,
    )


@st.composite
def times(pick: Draw) -> TimePart:
    levels = pick(st.lists(st.sampled_from(["epoch", "line", "part", "cell"]), unique=True))
    stops = []
    for level in levels:
        places = pick(st.integers(1, 70_000))
        number = pick(st.none() | st.integers(1, 999))
        stops.append(TimeStop(level, pick(st.integers(0, places - 1)), places, number))
    chosen = pick(st.sampled_from(levels)) if levels else "epoch"
    return TimePart(tuple(stops), chosen, pick(st.integers(0, 70_000)), pick(st.booleans()))


PARTS: dict[str, st.SearchStrategy[object]] = {
    "plot": plots(),
    "curve": curves(),
    "bars": bars(),
    "rulers": rulers(),
    "ladder": ladders(),
    "map": maps(),
    "slope": slopes(),
    "descent": descents(),
    "histogram": histograms(),
    "dominoes": dominoes(),
    "broadcast": broadcasts(),
    "gallery": galleries(),
    "convolution": slidings(),
    "search": searches(),
    "tensor": tensors(),
    "nudge": nudges(),
    "code": codes(),
    "wires": networks(),
    "prose": st.builds(ProsePart, st.text(max_size=200)),
    "verse": st.builds(VersePart, st.lists(texts, max_size=6).map(tuple)),
    "trace": st.builds(
        TracePart,
        texts,
        st.lists(texts, max_size=5).map(tuple),
        texts,
        st.lists(texts, max_size=4).map(tuple),
        texts,
    ),
    "head": st.builds(
        HeadPart,
        texts,
        texts,
        st.integers(0, 20),
        st.integers(1, 20),
        st.lists(texts, max_size=6).map(tuple),
        texts,
        run=texts,
        away=texts,
    ),
    "time": times(),
    "text": st.builds(TextPart, st.lists(texts, max_size=6).map(tuple)),
}


@pytest.mark.parametrize("kind", PARTS)
@settings(max_examples=100)
@given(data=st.data(), size=sizes)
def test_a_picture_fits_whatever_it_shows(kind: str, data: st.DataObject, size: Size) -> None:
    part = data.draw(PARTS[kind])
    for charset in (UNICODE, ASCII):
        rows = draw(part, size, charset)
        assert len(rows) <= size.height
        for row in rows:
            assert cell_len(row_text(row)) <= size.width
            assert "\n" not in row_text(row)
            if charset is ASCII:
                assert row_text(row).isascii()
        assert draw(part, size, charset) == rows
    assert isinstance(describe(part), str)
