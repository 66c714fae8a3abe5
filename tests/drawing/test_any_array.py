"""Whatever the array and the room: the picture fits, and ASCII is ASCII."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    AssignPart,
    ElementwisePart,
    MatrixPart,
    ProductPart,
    Reached,
    ReductionPart,
    RipplePart,
    Size,
    SquashPart,
    TransposePart,
    VotesPart,
    describe,
    draw,
    row_text,
    row_width,
)
from nnmath_tutor.drawing.elide import choose

sizes = st.builds(Size, st.integers(1, 90), st.integers(1, 22))
names = st.sampled_from(["", "A", "X @ W1", "mean_absolute_error", "größe", "np.exp(-x) * (1 - y)"])
labels = st.sampled_from([(), ("ex1", "ex2"), tuple(f"größe{k}" for k in range(50))])
dtypes = st.sampled_from(
    [np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128, "U5"]
)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=7)
any_arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, shapes))
marks = st.none() | st.integers(-3, 9)
cells = st.none() | st.lists(st.integers(-1, 7), max_size=4).map(tuple)


def check(part: object, size: Size) -> None:
    for charset in (UNICODE, ASCII):
        rows = draw(part, size, charset)
        assert len(rows) <= size.height
        assert all(row_width(row) <= size.width for row in rows)
        assert draw(part, size, charset) == rows
        if charset is ASCII:
            assert all(row_text(row).isascii() for row in rows)
    assert describe(part).strip().endswith(".")


@st.composite
def matrices(pick: st.DrawFn) -> MatrixPart:
    values = pick(any_arrays)
    changed = pick(st.none() | st.just(values == values))
    return MatrixPart(
        pick(names),
        values,
        pick(labels),
        pick(labels),
        row=pick(marks),
        column=pick(marks),
        cell=pick(cells),
        filled=pick(st.none() | st.integers(0, 20)),
        changed=changed,
        heat=pick(st.booleans()),
        digits=pick(st.none() | st.integers(0, 6)),
        by_column=pick(st.booleans()),
    )


@given(matrices(), sizes)
def test_a_matrix(part: MatrixPart, size: Size) -> None:
    check(part, size)


@given(matrices(), matrices(), matrices(), cells, marks, sizes)
@settings(max_examples=60)
def test_parts_made_of_matrices_that_need_not_go_together(
    a: MatrixPart,
    b: MatrixPart,
    c: MatrixPart,
    cell: tuple[int, ...] | None,
    number: int | None,
    size: Size,
) -> None:
    check(ProductPart(a, b, c, cell, number, number), size)
    check(VotesPart(a, b, c, cell, number, "W2"), size)
    check(ElementwisePart("*", (a, b), c, cell, number), size)
    check(ElementwisePart("np.exp", (a,), c, cell, number), size)
    xs = np.linspace(-6, 6, 21)
    check(SquashPart("np.tanh", a, c, xs, np.tanh(xs), cell, number), size)
    check(TransposePart(a, b, cell), size)
    check(ReductionPart("np.min", a, b, number, cell), size)
    check(AssignPart("A", a.values, b.values, cell), size)
    check(AssignPart("A", a.values, b.values, cell, titles=("A, main", "difference", "B")), size)


@st.composite
def reached_arrays(pick: st.DrawFn) -> Reached:
    shape = pick(shapes)
    before, after = (pick(hnp.arrays(np.float64, shape)) for _ in range(2))
    return Reached(pick(names), pick(st.none() | st.integers(1, 99)), before, after)


@given(st.lists(reached_arrays(), max_size=6), st.integers(0, 6), sizes)
@settings(max_examples=60)
def test_a_ripple(reached: list[Reached], at: int, size: Size) -> None:
    check(RipplePart(tuple(reached), at), size)


@given(st.data(), sizes)
@settings(max_examples=60)
def test_real_products_and_reductions(data: st.DataObject, size: Size) -> None:
    m, k, n = (data.draw(st.integers(1, 12)) for _ in range(3))
    floats = st.floats(-1e9, 1e9) | st.floats(-1, 1)
    left = data.draw(hnp.arrays(np.float64, (m, k), elements=floats))
    right = data.draw(hnp.arrays(np.float64, (k, n), elements=floats))
    result = left @ right
    cell = (data.draw(st.integers(0, m - 1)), data.draw(st.integers(0, n - 1)))
    parts = [MatrixPart(name, v) for name, v in (("A", left), ("B", right), ("C", result))]
    terms = data.draw(st.none() | st.integers(0, k))
    check(ProductPart(*parts, cell, None, terms), size)
    check(VotesPart(*parts, cell, terms), size)
    check(TransposePart(parts[0], MatrixPart("A.T", left.T), (k - 1, m - 1)), size)
    for axis in (0, 1, None):
        reduced = np.asarray(left.mean(axis=axis))
        check(
            ReductionPart("mean", parts[0], MatrixPart("m", reduced), axis, (0,) * reduced.ndim),
            size,
        )


@pytest.mark.parametrize(("width", "height"), [(40, 8), (60, 9), (80, 10), (100, 30)])
@given(data=st.data())
@settings(max_examples=50)
def test_the_marked_cell_is_always_in_sight(width: int, height: int, data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    cell = (data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1)))
    values = np.arange(rows * columns).reshape(rows, columns)
    wanted = f"[{values[cell]}]"
    one = np.ones_like(values)
    parts = [
        MatrixPart("A", values, cell=cell),
        ElementwisePart(
            "*", (MatrixPart("A", values), MatrixPart("B", one)), MatrixPart("C", values), cell
        ),
        TransposePart(MatrixPart("A", values), MatrixPart("A.T", values.T), cell[::-1]),
    ]
    for part in parts:
        text = "\n".join(row_text(row) for row in draw(part, Size(width, height), UNICODE))
        assert wanted in text


@given(st.integers(0, 60), st.integers(1, 20), st.data(), st.booleans())
def test_what_is_shown_of_many(count: int, room: int, data: st.DataObject, free: bool) -> None:
    keep = (data.draw(st.integers(0, count - 1)),) if count else ()
    shown = choose(count, room, keep, free_gaps=free)
    indices = [index for index in shown if index is not None]
    assert indices == sorted(set(indices))
    assert set(keep) <= set(indices)
    assert (len(indices) if free else len(shown)) <= room or count <= room
    assert all(not (a is None and b is None) for a, b in itertools.pairwise(shown))
    if room >= 5 and count > room:
        assert {0, count - 1} <= set(indices)
