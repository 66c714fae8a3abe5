"""Messages of every kind, as hypothesis draws them: only such as are clean already."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop import fields, names, protocol

ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)
wholes = st.integers(0, fields.LARGEST)
seconds = st.floats(0, 1e9)
texts = st.text(max_size=400).map(names.clean_text)
labels = st.text(max_size=80).map(fields.label)
outcomes = st.sampled_from(Outcome)
flags = st.booleans()
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
documents = st.dictionaries(st.text(max_size=8), json_values, max_size=4)
attributes = st.lists(st.sampled_from(["bold", "dim", "reverse"]), max_size=2)
colours = st.from_regex("#[0-9a-f]{6}", fullmatch=True)
styles = st.builds(
    lambda words, front, back: " ".join([*words, *front, *(f"on {one}" for one in back)]),
    attributes,
    st.lists(colours, max_size=1),
    st.lists(colours, max_size=1),
)
spans = st.tuples(st.text(max_size=20).map(names.visible), styles)
rows = st.lists(st.lists(spans, max_size=4).map(tuple), max_size=4).map(tuple)
lessons = st.none() | st.lists(ids, max_size=4).map(tuple)
places = ids | st.just("")

FROM_LEARNER: dict[type, st.SearchStrategy[Any]] = {
    protocol.Here: st.builds(protocol.Here, places, places, wholes, flags),
    protocol.Answered: st.builds(protocol.Answered, ids, ids, wholes, outcomes, wholes, texts),
    protocol.Keep: st.builds(protocol.Keep, wholes, documents),
    protocol.Hand: st.builds(protocol.Hand, flags),
    protocol.Consent: st.builds(protocol.Consent, flags),
    protocol.Screen: st.builds(protocol.Screen, rows),
    protocol.Poll: st.builds(protocol.Poll, wholes, outcomes, labels),
    protocol.Idle: st.builds(protocol.Idle, seconds),
}
FROM_HOST: dict[type, st.SearchStrategy[Any]] = {
    protocol.Welcome: st.builds(
        protocol.Welcome, texts, st.none() | documents, lessons, flags, flags
    ),
    protocol.Kept: st.builds(protocol.Kept, wholes, st.none() | texts),
    protocol.Gather: st.builds(
        protocol.Gather,
        ids,
        ids,
        wholes,
        wholes,
        st.sampled_from(fields.LEVELS),
        wholes,
        wholes,
        st.none() | wholes,
    ),
    protocol.Release: st.builds(protocol.Release),
    protocol.Ask: st.builds(protocol.Ask, wholes, ids, ids, wholes),
    protocol.Tally: st.builds(
        protocol.Tally,
        wholes,
        st.lists(st.tuples(labels, wholes), max_size=4).map(tuple),
        st.lists(labels, max_size=3).map(tuple),
        flags,
    ),
    protocol.Say: st.builds(protocol.Say, texts),
    protocol.Lock: st.builds(protocol.Lock, lessons),
    protocol.Skipping: st.builds(protocol.Skipping, flags),
    protocol.Lowered: st.builds(protocol.Lowered),
    protocol.Look: st.builds(protocol.Look, flags),
    protocol.Pace: st.builds(protocol.Pace, seconds),
    protocol.End: st.builds(protocol.End, texts),
}

from_learner = st.one_of(*FROM_LEARNER.values())
from_host = st.one_of(*FROM_HOST.values())
