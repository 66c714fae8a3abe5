"""Looking at any number of any program, and following it: nowhere does the way break off or lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.drawing import ASCII, UNICODE, Size, draw, row_text, row_width
from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.play import Change, Look, Trials, look
from nnmath_tutor.play.changing import change_at
from nnmath_tutor.play.look_frame import look_frame
from nnmath_tutor.play.trials import MAIN
from nnmath_tutor.program import (
    Edit,
    Given,
    Level,
    Made,
    Operation,
    Position,
    Recording,
    Run,
    check_edit,
    feeds,
    load,
    parse,
    record,
)
from nnmath_tutor.scenes import RESULT, Moment, Place, draw_picture, moment_at

from .worlds import EPOCHS, recording_of

# What the lessons don't have: indices, updates of a part, names that share an array, odd shapes.
ODD = """\
import numpy as np

seed = 3
rate = 0.5
start = 4
table = np.random.RandomState(seed).random_sample((3, 2))
cube = np.arange(24.0).reshape(2, 3, 4)
empty = np.zeros((0, 3))
momentum = np.zeros((3, 2))
count = 0


def twice(a):
    b = a * 2
    return b


for epoch in range(6):
    count += 1
    same = table
    part = table[1:, 0]
    row = cube[0, epoch % 3]
    doubled = twice(table)
    lower = table - table.min(axis=0)
    total = doubled.sum()
    none = empty * 2
    turned = cube.T
    momentum = 0.9 * momentum - rate * lower
    table = table + momentum
    table[0, 0] = total
    word = "no number"
    truth = table > total
    table -= start / 10
"""


@lru_cache
def recorded(name: str) -> Recording:
    if name == "odd":
        recording = record(Run(parse(ODD, "odd.py")))
    elif name in ("normalization", "tensors"):
        recording = record(Run(load(own_lessons() / "programs" / f"{name}.py")))
    else:
        recording = recording_of(name)
    assert recording.finished, recording.problem
    return recording


PROGRAMS = pytest.mark.parametrize(
    "program", ["three_layers", "forward", "normalization", "tensors", "odd"]
)
some = settings(max_examples=25)


@dataclass(frozen=True)
class Site:
    """A number that is looked at, with the moment and the array it is in."""

    moment: Moment
    look: Look

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For Hypothesis: a moment's own repr holds every array of its epoch."""
        printer.text(f"{self.moment.line.text} {self.moment.position} {self.look}")

    @property
    def place(self) -> Place:
        found = look.place_of(self.moment, self.look)
        assert found is not None
        assert found[1].index == self.look.index, "the look has an index that its array has"
        return found[0]

    @property
    def value(self) -> Any:
        return self.place.values[self.look.index].item()

    def after(self, hop: look.Hop) -> Site:
        position = hop.position
        moment = moment_at(self.moment.recording, position)
        assert moment.position == position, "a hop leads to a place that there is"
        return Site(moment, hop.look)


@lru_cache
def spots(program: str) -> tuple[tuple[int, int, bool], ...]:
    """(line, part, table) of every evaluation, and of each table, that has numbers to look at."""
    recording, found = recorded(program), []
    for number, line in enumerate(recording.lines(0)):
        for part in range(len(line.evaluations)):
            moment = moment_at(recording, Position(0, number, part, 0, Level.CELL))
            for table in (False, True) if part == 0 else (False,):
                if any(place.values.size for place in look.places(moment, Look(table=table))):
                    found.append((number, part, table))
    return tuple(found)


@st.composite
def sites(draw: st.DrawFn, program: str) -> Site:
    """Any number of an operand or a result, or of the table of what can be changed."""
    recording = recorded(program)
    epoch = draw(st.integers(0, recording.done - 1))
    line, part, in_table = draw(st.sampled_from(spots(program)))
    moment = moment_at(recording, Position(epoch, line, part, 0, Level.CELL))
    known = [place for place in look.places(moment, Look(table=in_table)) if place.values.size]
    place = draw(st.sampled_from(known))
    index = tuple(draw(st.integers(0, length - 1)) for length in place.values.shape)
    return Site(moment, Look(place.operand, index, table=in_table))


def same(one: Any, other: Any) -> bool:
    return bool(one == other) or (one != one and other != other)


@PROGRAMS
@some
@given(data=st.data())
def test_the_way_back_ends_with_words_and_leads_back_the_way_it_came(
    program: str, data: st.DataObject
) -> None:
    here = first = data.draw(sites(program))
    way = [here]
    longest = 12 * (recorded(program).done + 4)
    while True:
        hop = look.back(here.moment, here.look)
        if hop.remark:
            assert (hop.position, hop.look) == (here.moment.position, here.look)
            assert hop.remark.endswith(".")
            break
        here = here.after(hop)
        way.append(here)
        assert len(way) <= longest, "the way goes round in a circle"
    for before in reversed(way[:-1]):
        retraced = look.retrace(here.moment, here.look)
        assert retraced is not None
        here = here.after(retraced)
        assert here.value == before.value or here.value != here.value
        assert here.look == before.look
        assert here.moment.position == before.moment.position
    assert look.retrace(first.moment, first.look) is None


@PROGRAMS
@some
@given(data=st.data())
def test_one_hop_back_leads_to_the_very_number_or_to_one_that_made_it(
    program: str, data: st.DataObject
) -> None:
    site = data.draw(sites(program))
    hop = look.back(site.moment, site.look)
    if hop.remark:
        return
    there = site.after(hop)
    if site.look.table or site.look.operand != RESULT:
        assert there.look.operand == RESULT
        assert same(there.value, site.value)
        return
    evaluation = site.moment.evaluation
    assert evaluation is not None
    # From a result: a number of one of its operands, here or where that was made.
    numbers = [np.asarray(operand.value) for operand in evaluation.operands]
    assert any(np.isin(there.value, array) or there.value != there.value for array in numbers)


@PROGRAMS
@some
@given(data=st.data())
def test_the_way_on_leads_to_the_same_number_in_another_operation_and_back(
    program: str, data: st.DataObject
) -> None:
    site = data.draw(sites(program))
    uses = look.uses(site.moment, site.look)
    assert len(uses) <= look.MOST_USES
    times = [(use.made.epoch, use.made.line, use.made.part) for use in uses]
    assert times == sorted(times)
    for use in uses:
        there = site.after(look.forward(site.moment, site.look, use))
        assert (there.moment.position.epoch, there.moment.position.line) == times[uses.index(use)][
            :2
        ]
        evaluation = there.moment.evaluation
        assert evaluation is not None
        found = look.place_of(there.moment, there.look)
        if found is None or found[0].operand != there.look.operand:
            continue  # an operation that shows its result alone, such as an index
        came = look.origin(site.moment, site.look)
        if evaluation.operation is Operation.ASSIGN:
            assert same(there.value, site.value)
            continue
        if there.look.operand == RESULT:  # it goes on as one number, which is looked at there
            assert feeds(evaluation, use.operand, site.look.index) == (there.look.index,)
            assert look.retrace(there.moment, there.look).position == site.moment.position
            continue
        assert same(there.value, site.value)
        assert look.origin(there.moment, there.look) == came or isinstance(came, Made)
        hop = look.back(there.moment, there.look)
        if isinstance(came, Given):
            assert hop.remark
        else:
            assert not hop.remark
            assert same(there.after(hop).value, site.value)


@PROGRAMS
@some
@given(data=st.data())
def test_changing_a_number_means_an_edit_that_can_be_done_or_a_sentence(
    program: str, data: st.DataObject
) -> None:
    site = data.draw(sites(program))
    change = change_at(site.moment, site.look)
    recording = site.moment.recording
    if isinstance(change, str):
        assert change.endswith((".", "?"))
        return
    assert isinstance(change, Change)
    assert same(change.value, site.value)
    assert change.told
    if change.anew:
        made = Trials().override(change.name, 7).shown
        run = made.run(recording.run)
        assert run.overrides == {change.name: 7}
        assert made.number != MAIN
        return
    assert check_edit(recording, change.edit(0.5)) is None
    loopless = recording.program.loop is None
    begins = recording.values(0) if loopless else recording.start(change.epoch)
    now = np.asarray(begins[change.name])[change.index]
    assert same(now, site.value), "the number that is changed is the one that is looked at"


@PROGRAMS
@some
@given(data=st.data(), size=st.builds(Size, st.integers(1, 100), st.integers(1, 30)))
def test_what_is_seen_of_a_number_fits_and_says_its_value(
    program: str, data: st.DataObject, size: Size
) -> None:
    site = data.draw(sites(program))
    words, picture = look_frame(site.moment, site.look, "A remark.")
    shown = words.chain[0]
    if isinstance(site.value, bool):
        assert shown in (str(site.value), f"{site.value:g}")
    else:
        assert float(shown) == pytest.approx(site.value, rel=1e-3, abs=6e-4, nan_ok=True)
    assert "A remark." in words.facts
    for charset in (UNICODE, ASCII):
        for rows in (draw(words, size, charset), draw_picture(picture, size, charset)):
            assert len(rows) <= size.height
            assert all(row_width(row) <= size.width for row in rows)
            assert charset is UNICODE or all(row_text(row).isascii() for row in rows)


@PROGRAMS
@some
@given(data=st.data())
def test_walking_about_stays_on_numbers_that_there_are(program: str, data: st.DataObject) -> None:
    site = data.draw(sites(program))
    steps = st.lists(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1), "next"]), max_size=12)
    here = site.look
    for step in data.draw(steps):
        if step == "next":
            here = look.next_place(site.moment, here)
        else:
            here = look.moved(site.moment, here, *step)
        found = look.place_of(site.moment, here)
        if found is not None:
            place, inside = found
            place.values[inside.index].item()
            assert place.operand == here.operand


@PROGRAMS
def test_walking_across_comes_to_every_array_of_every_picture(program: str) -> None:
    recording = recorded(program)
    lines = recording.lines(min(3, recording.done - 1))
    for number, line in enumerate(lines):
        for part in range(len(line.evaluations)):
            place = Position(min(3, recording.done - 1), number, part, 0, Level.CELL)
            moment = moment_at(recording, place)
            begun = look.begin(moment)
            if begun is None:
                continue
            known = {one.operand for one in look.places(moment, begun)}
            here, seen = begun, set()
            for _ in known:
                seen.add(here.operand)
                here = look.next_place(moment, here)
            assert seen == known
            assert here.operand == begun.operand


def test_a_weight_of_a_late_epoch_goes_back_through_every_epoch_to_the_set_up() -> None:
    recording = recorded("three_layers")
    lines = recording.lines(EPOCHS - 1)
    (update,) = (n for n, line in enumerate(lines) if line.text.startswith("W2 +="))
    last = len(lines[update].evaluations) - 1
    moment = moment_at(recording, Position(EPOCHS - 1, update, last, 0, Level.CELL))
    site, epochs = Site(moment, Look(0, (2, 0))), []
    assert site.place.name == "W2 before"
    for _ in range(12 * EPOCHS):
        epochs.append(site.moment.position.epoch)
        hop = look.back(site.moment, site.look)
        if hop.remark:
            assert "given" in hop.remark
            break
        site = site.after(hop)
    assert list(dict.fromkeys(epochs)) == list(range(EPOCHS - 1, -1, -1))


# A number that only the set-up reads, by way of a function or at once, and what nothing reads.
BEFORE = """\
seed = 1
start = 5.0
unread = 2


def train(times):
    return seed * times


first = train(3)
w = start * first
b = start
c = start
d = start + seed
for epoch in range(3):
    w += b
"""


def of_the_table(recording: Recording, name: str, epoch: int = 1) -> Site:
    moment = moment_at(recording, Position(epoch, 0, 0, 0, Level.CELL))
    found = look.chosen_by_name(moment, name, (), table=True)
    assert found is not None
    return Site(moment, found)


@pytest.mark.parametrize("name", ["seed", "start_weight"])
def test_what_only_acts_before_the_loop_begins_the_run_anew(name: str) -> None:
    program = load(own_lessons() / "programs" / "gradient_descent.py")
    site = of_the_table(record(Run(program, epochs=3)), name)
    change = change_at(site.moment, site.look)
    assert isinstance(change, Change)
    assert change.anew


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("seed", "It is used before the loop, in lines 10 and 14."),
        ("start", "It is used before the loop, in lines 11, 12, 13 and others."),
        ("first", "It is used before the loop, in line 11."),
        ("unread", "It goes into nothing further."),
        ("b", "It goes into 1: w += b (line 16)"),
    ],
)
def test_what_is_used_before_the_loop_is_said(name: str, sentence: str) -> None:
    site = of_the_table(record(Run(parse(BEFORE, "p.py"))), name)
    words, _ = look_frame(site.moment, site.look)
    assert words.facts[-1] == sentence


def test_what_a_function_of_the_loop_reads_is_said() -> None:
    source = "k = 2.0\nw = k\ndef f(): return k\nfor epoch in range(3):\n    w += f()\n"
    for edits in ((), (Edit(1, "k", (), 3.0),)):
        site = of_the_table(record(Run(parse(source, "p.py"), edits=edits)), "k")
        words, _ = look_frame(site.moment, site.look)
        assert words.facts[-1] == "It is used in line 5."


def test_without_a_loop_the_table_says_where_its_numbers_come_from_and_go() -> None:
    recording = recorded("forward")
    moment = moment_at(recording, Position(0, 0, 0, 0, Level.CELL))
    found = look.chosen_by_name(moment, "X", (0, 0), table=True)
    assert found is not None
    words, _ = look_frame(moment, found)
    assert words.facts[0].startswith("It comes from X = np.array")
    assert words.facts[-1].startswith("It goes into 1: X @ W1 (line ")
    assert look.uses(moment, found)[0].text == "X @ W1"
