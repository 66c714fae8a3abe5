"""Messages between host and learner: what is sent arrives, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.program import Level
from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop import fields, protocol
from nnmath_tutor.workshop.protocol import (
    Answered,
    Here,
    Keep,
    ProtocolError,
    Say,
    Screen,
    decode,
    decode_from_host,
    decode_from_learner,
    encode,
)
from workshop import messages


@given(messages.from_learner)
def test_what_a_learner_sends_arrives(message: Any) -> None:
    line = encode(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line) == decode_from_learner(line) == message
    with pytest.raises(ProtocolError):
        decode_from_host(line)


@given(messages.from_host)
def test_what_the_host_sends_arrives(message: Any) -> None:
    line = encode(message)
    assert decode(line) == decode_from_host(line) == message
    with pytest.raises(ProtocolError):
        decode_from_learner(line)


def test_every_kind_is_drawn_above() -> None:
    assert set(messages.FROM_LEARNER) == set(get_args(protocol.FromLearner))
    assert set(messages.FROM_HOST) == set(get_args(protocol.FromHost))


def test_levels_are_those_of_the_engine() -> None:
    assert set(fields.LEVELS) == {level.value for level in Level}


HERE = {"kind": "here", "lesson": "forward", "step": "rows", "epoch": 3, "playing": True}


def test_a_line_as_it_stands_in_the_plan() -> None:
    assert decode(json.dumps(HERE).encode()) == Here("forward", "rows", 3, True)
    on_the_map = {**HERE, "lesson": "", "step": ""}
    assert decode(json.dumps(on_the_map).encode()) == Here("", "", 3, True)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        b"9" * 10_000,
        b"{}",
        b'{"kind": "shell"}',
        b'{"kind": ["here"]}',
        b'{"kind": "hand"}',
        b'{"kind": "hand", "up": 1}',
        b'{"kind": "hand", "up": true, "sudo": true}',
        b'{"kind": "idle", "seconds": NaN}',
        b'{"kind": "idle", "seconds": 1e999}',
        b'{"kind": "idle", "seconds": -1}',
        b'{"kind": "idle", "seconds": true}',
        b'{"kind": "screen", "rows": [[["text", "link https://example.org"]]]}',
        b'{"kind": "screen", "rows": [[["text"]]]}',
        b'{"kind": "keep", "number": 1, "document": {"speed": 1e999}}',
        b'{"kind": "keep", "number": 1, "document": []}',
        b'{"kind": "poll", "number": 1, "outcome": "great", "label": "3"}',
        b'{"kind": "hand", "up": true}' + b" " * protocol.LONGEST_LINE,
        b'{"kind": "keep", "number": 1, "document": {"a": "' + b"a" * 950_000 + b'"}}',
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(line)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lesson", "../../etc"),
        ("lesson", "a" * 101),
        ("lesson", None),
        ("step", "Rows"),
        ("epoch", -1),
        ("epoch", 1.0),
        ("epoch", True),
        ("epoch", 2**53),
        ("playing", "yes"),
    ],
)
def test_a_bad_field_is_named_and_not_repeated(key: str, value: object) -> None:
    with pytest.raises(ProtocolError) as caught:
        decode(json.dumps({**HERE, key: value}).encode())
    assert f"here: its {key} wants" in str(caught.value)
    assert str(value)[:20] not in str(caught.value) or value in (True, None)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_raise(line: bytes) -> None:
    try:
        message = decode(line)
    except ProtocolError:
        return
    assert decode(encode(message)) == message


def test_text_is_clean_once_it_has_been_read() -> None:
    typed = "\x1b]0;owned\x07[1, 0]\r\n\u202e3"
    sent = Answered("forward", "rows", 0, Outcome.WRONG, 1, typed)
    assert decode(encode(sent)) == Answered("forward", "rows", 0, Outcome.WRONG, 1, "[1, 0] 3")
    assert decode(encode(Say("a\x00b" + "c" * 999))) == Say("ab" + "c" * 297 + "…")
    screen = Screen(((("a\x1b[2J  b", "bold #ffffff on #000000"),),))
    assert decode(encode(screen)) == Screen(((("a[2J  b", "bold #ffffff on #000000"),),))


def test_too_much_is_not_sent() -> None:
    with pytest.raises(ProtocolError):
        encode(Keep(1, {"a": "a" * protocol.LONGEST_LINE}))
