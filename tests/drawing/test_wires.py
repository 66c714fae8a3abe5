"""The network as neurons and wires: exact pictures, and what must hold for any network."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Flow,
    Layer,
    MatrixPart,
    Size,
    WiresPart,
    describe,
    draw,
    row_text,
)
from nnmath_tutor.drawing.elementwise import ElementwisePart
from nnmath_tutor.drawing.wire_lines import Wire, faint_texts, lit_texts, strength
from nnmath_tutor.drawing.wire_places import columns_for, height_for

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
W1 = np.array(
    [[-0.166, 0.441, -1.0, -0.395], [-0.706, -0.815, -0.627, -0.309], [-0.206, 0.078, -0.162, 0.37]]
)
W2 = np.array([[-0.206], [0.078], [-0.945], [0.37]])
DELTA = np.array([[0.05], [0.1], [-0.02], [-0.135]])
EXAMPLES = ("ex1", "ex2", "ex3", "ex4")
HIDDEN = ("h1", "h2", "h3", "h4")
INPUTS = ("in1", "in2", "in3")


def forward(**changes: object) -> WiresPart:
    part = WiresPart(
        layers=(
            Layer("X", 3, X, INPUTS),
            Layer("X @ W1", 4, X @ W1, HIDDEN),
            Layer("A2", 1, None, ("out",)),
        ),
        weights=(W1, W2),
        titles=("W1", "W2"),
        example=1,
        example_label="ex2",
        flow=Flow.FORWARD,
        gap=0,
        target=1,
        cell=(1, 2),
        filled=7,
    )
    return replace(part, **changes)


def back(**changes: object) -> WiresPart:
    part = WiresPart(
        layers=(
            Layer("X", 3, X, INPUTS),
            Layer("delta2 @ W2.T", 4, DELTA @ W2.T, HIDDEN),
            Layer("delta2", 1, DELTA, ("out",)),
        ),
        weights=(W1, W2),
        titles=("W1", "W2.T"),
        example=3,
        example_label="ex4",
        flow=Flow.BACK,
        gap=1,
        target=1,
        cell=(3, 2),
        filled=15,
    )
    return replace(part, **changes)


def picture(part: object, width: int, height: int, charset=UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def network(counts: list[int], gap: int, cell: tuple[int, int], flow=Flow.FORWARD) -> WiresPart:
    rng = np.random.default_rng(3)
    weights = tuple(rng.normal(size=shape) for shape in pairwise(counts))
    layers = [
        Layer(f"A{k}", n, rng.random((2, n)), tuple(f"{'abcdefgh'[k]}{i + 1}" for i in range(n)))
        for k, n in enumerate(counts)
    ]
    source, target = (gap, gap + 1) if flow is Flow.FORWARD else (gap + 1, gap)
    matrix = weights[gap] if flow is Flow.FORWARD else weights[gap].T
    given = layers[source].values
    assert given is not None
    layers[target] = replace(layers[target], values=given @ matrix)
    titles = tuple(f"W{k + 1}" for k in range(len(weights)))
    return WiresPart(
        tuple(layers), weights, titles, cell[0], "", flow, gap, target, cell, filled=None
    )


def test_numbers_run_right_over_the_lit_wires() -> None:
    assert picture(forward(), 76, 9, ASCII) == FORWARD_ASCII
    rows = picture(forward(), 76, 9)
    assert rows[0].split() == ["X[ex2]", "──", "W1", "──▸", "X", "@", "W1", "W2", "A2"]
    for source, text in ((2, "0×(−1)▸"), (4, "1×(−0.627)▸"), (6, "1×(−0.162)▸")):
        assert rows[source].lstrip().startswith("in")
        assert text in rows[source]
    assert "▸[h3 −0.789]" in rows[5]
    assert rows[-1] == "ex2: sum of h3 = 0×(−1) + 1×(−0.627) + 1×(−0.162) = −0.789"


def test_the_sum_runs_product_by_product() -> None:
    texts = ("0*(-1)>", "1*(-0.627)>", "1*(-0.162)>")
    for terms, running in ((0, "."), (1, "0"), (2, "-0.627"), (3, "-0.789")):
        rows = picture(forward(terms=terms), 76, 9, ASCII)
        carried = [row for row in rows[2:8:2] if ">" in row[:24]]
        assert len(carried) == terms
        assert re.search(rf"\[h3 +{re.escape(running)}\]", "\n".join(rows))
        if terms:
            newest = "[" + texts[terms - 1].replace(">", "]>")
            assert newest in rows[2 * terms]
            assert sum("]>" in row for row in rows) == 1


def test_blame_runs_left_over_the_same_wires() -> None:
    assert picture(back(), 76, 9, ASCII) == BACK_ASCII
    rows = picture(back(), 76, 9)
    assert "◂── W2.T ──" in rows[0]
    assert "◂−0.135×(−0.945)" in rows[4]
    assert rows[4].endswith("out  −0.14")
    assert "[h3  0.128]◂" in rows[5]


def test_all_wires_of_a_layer_at_once_have_signs_and_heads() -> None:
    rows = picture(forward(cell=None, filled=None), 76, 9, ASCII)
    assert [row[29:34].strip() for row in rows[1:8:2]] == [f"> {name}" for name in HIDDEN]
    signs = [c for row in rows[1:8] for c in row[8:28]]
    assert signs.count("+") == np.count_nonzero(W1 > 0)


def test_a_neuron_shows_what_its_sum_turns_into() -> None:
    sums = X @ W1
    squashed = 1 / (1 + np.exp(-sums))
    layers = (
        Layer("X", 3, X, INPUTS),
        Layer("sigmoid(X @ W1)", 4, squashed, HIDDEN, before=sums),
        Layer("A2", 1, None, ("out",)),
    )
    work = ElementwisePart(
        "sigmoid",
        (MatrixPart("X @ W1", sums, EXAMPLES, HIDDEN),),
        MatrixPart("A1", squashed, EXAMPLES, HIDDEN),
        (1, 2),
    )
    rows = picture(forward(layers=layers, flow=None, gap=None, work=work), 76, 9, ASCII)
    assert "[h3 -0.79->0.31]" in rows[5]
    assert " h1 -0.91->0.29" in rows[1]
    assert re.search(r" h4 +0.06->\.", rows[7])  # not computed yet
    assert rows[-1] == "A1[ex2,h3] = sigmoid(-0.789) = 0.312"
    assert not any(">" in row.replace("->", "") for row in rows)  # nothing runs on any wire


def test_the_wire_that_changes_tells_old_and_new() -> None:
    new = W2 + np.array([[0.01], [0.02], [0.03], [0.04]])
    part = forward(flow=Flow.CHANGE, gap=1, target=None, cell=(2, 0), filled=None)
    part = replace(part, weights=(W1, new), amounts=new - W2, before=W2)
    rows = picture(part, 76, 9)
    assert sum("[−0.945→−0.915]" in row for row in rows) == 1
    votes = replace(part, weights=(W1, W2), before=None, votes=4)
    assert any("[4 votes: +0.03]" in row for row in picture(votes, 76, 9))
    assert "all wires change at once" in describe(replace(part, cell=None))


@pytest.mark.parametrize("height", [8, 9, 10, 11, 14, 25])
def test_every_input_and_neuron_is_in_sight_where_there_is_room(height: int) -> None:
    for charset in (UNICODE, ASCII):
        text = "\n".join(picture(forward(), 76, height, charset))
        assert all(name in text for name in (*INPUTS, *HIDDEN, "out"))


def test_long_layers_are_cut_and_the_chosen_neurons_stay() -> None:
    rows = picture(network([2, 30, 5], 0, (0, 16)), 76, 9)
    assert any("[b17" in row for row in rows)
    assert any("⋮" in row for row in rows)
    rows = picture(network([1000, 3], 0, (1, 1)), 76, 10, ASCII)
    assert any("a1000" in row for row in rows)
    assert any(row.strip() == ":" for row in (r[:12] for r in rows))
    last = replace(network([1000, 3], 0, (1, 1)), terms=500)
    assert any("a500" in row and "]>" in row for row in picture(last, 76, 10, ASCII))


def test_more_layers_than_there_is_room_for_lose_their_numbers_first() -> None:
    rows = picture(network([3, 4, 4, 4, 4, 4, 2], 4, (0, 2)), 76, 9)
    assert any("[●]" in row for row in rows)
    assert picture(network([3] * 8, 4, (0, 2)), 20, 9)[0].startswith("3 → 3")


def test_in_one_row_the_arithmetic_is_left() -> None:
    assert picture(forward(), 76, 1, ASCII) == [
        "ex2: sum of h3 = 0*(-1) + 1*(-0.627) + 1*(-0.162) = -0.789"
    ]


@settings(max_examples=60)
@given(
    counts=st.lists(st.integers(1, 6), min_size=2, max_size=4),
    data=st.data(),
    charset=st.sampled_from([UNICODE, ASCII]),
)
def test_what_the_wires_carry_adds_up(counts: list[int], data: st.DataObject, charset) -> None:
    flow = data.draw(st.sampled_from([Flow.FORWARD, Flow.BACK]))
    gap = data.draw(st.integers(0, len(counts) - 2))
    target = gap + 1 if flow is Flow.FORWARD else gap
    cell = (data.draw(st.integers(0, 1)), data.draw(st.integers(0, counts[target] - 1)))
    part = network(counts, gap, cell, flow)
    values = part.layers[target].values
    assert values is not None
    text = picture(part, 400, 30, charset)[-1].replace("−", "-").replace("×", "*")
    terms, _, shown = text.rpartition(" = ")
    assert float(shown) == pytest.approx(values[cell], abs=0.51 * 10 ** -len(shown.split(".")[-1]))
    assert eval(terms.rpartition(" = ")[2]) == pytest.approx(float(shown), abs=1e-2)


def test_a_heavier_wire_has_more_dots() -> None:
    for braille in (True, False):
        inked = [
            sum(
                bin(ord(c) - 0x2800).count("1") if braille else 1
                for text in faint_texts((Wire(1, 3, level),), 20, 5, braille=braille)
                for c in text
                if c != " "
            )
            for level in (0, 1, 2)
        ]
        assert inked[0] < inked[1] < inked[2]
    assert [strength(w, 3.0) for w in (0.0, -0.9, 1.5, -3.0, np.nan)] == [0, 0, 1, 2, 0]
    assert strength(1.0, 0.0) == 0


@given(
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    level=st.integers(0, 2),
    width=st.integers(1, 40),
    before=st.integers(0, 20),
    after=st.integers(0, 20),
    braille=st.booleans(),
)
def test_a_lit_wire_joins_its_ends(
    start: int, end: int, level: int, width: int, before: int, after: int, braille: bool
) -> None:
    before, after = min(before, width // 3), min(after, width // 3)
    wire = Wire(start, end, level, before, after)
    texts = lit_texts((wire,), width, 10, braille=braille, thick=True)
    assert len(texts) == 10
    assert all(len(text) == width for text in texts)
    assert texts[start][0] != " "
    if width > 1:
        assert texts[end][-1] != " "
    reached = [y for y, text in enumerate(texts) if text.strip()]
    if braille:
        low, high = min(start, end), max(start, end)
        assert set(range(low, high + 1)) <= set(reached) if width > 1 else True
        assert all(any(text[x] != " " for text in texts) for x in range(width))


def test_layers_stand_in_even_rows() -> None:
    assert [height_for([3, 4, 1], room) for room in (1, 4, 6, 7, 9, 10, 30)] == [
        1,
        4,
        4,
        7,
        7,
        10,
        13,
    ]
    columns = columns_for([3, 4, 1], [7, 10, 9], [(), (), ()], Size(76, 7))
    assert [list(column.rows.values()) for column in columns] == [[1, 3, 5], [0, 2, 4, 6], [3]]
    assert columns_for([3, 4, 1], [7, 10, 9], [(), (), ()], Size(30, 7)) == ()


def test_the_description_says_what_runs_where() -> None:
    assert describe(forward()) == (
        "The network as neurons and wires: X (3), X @ W1 (4), A2 (1), example ex2; forward into h3 "
        "run 0 times -1 from in1, 1 times -0.63 from in2, 1 times -0.16 from in3: -0.79."
    )
    assert "back into h3 run -0.14 times" in describe(back())
    assert "nothing has run forward into h3 yet" in describe(forward(terms=0))
    assert "2 of 3 products so far" not in describe(forward())
    assert "over all wires of W1" in describe(forward(cell=None))


FORWARD_ASCII = [
    " X[ex2]       -- W1 -->        X @ W1              W2            A2",
    "             .  .  .  . .:..'' h1  -0.91 '  .",
    " in1 0 =========0*(-1)>\\ '                     '  '  .",
    "         ..:.::::.......:\\':'' h2  -0.74   '  '  .  .  .'  .",
    " in2 1 -----1*(-0.627)>-._ \\                   ...........:':''' out      .",
    "         .. . '' .   ' .  `_.>[h3 -0.789]''''''     . ' '",
    " in3 1 -----1*(-0.162)>--''.                . . ' '",
    "                         ' ' ' h4      .  '",
    "ex2: sum of h3 = 0*(-1) + 1*(-0.627) + 1*(-0.162) = -0.789",
]
BACK_ASCII = [
    " X[ex4]          W1            delta2 @ W2.T   <-- W2.T --       delta2",
    "             .  .  .  . .:..'' h1   0.03 '  .",
    " in1 1 ''.:.: . ....:'::                       '  '  .",
    "         ...:::::...:...':'''' h2  -0.01   '  '  .  .  .'  .",
    " in2 1 '':'':...'...':':....                .=<-0.135*(-0.945)== out  -0.14",
    "          .' ' :' . '.. '' '''[h3  0.128]<='       . . ' '",
    " in3 1 '''' ' . . . .'. : ..               . . ' '",
    "                        ' ' '  h4      . '",
    "ex4: blame on h3 = -0.135*(-0.945) = 0.128",
]
