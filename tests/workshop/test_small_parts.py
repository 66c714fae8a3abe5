"""What a client says of its terminal, last sentences, the log, and bytes of a pty."""

from __future__ import annotations

import asyncio
import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.client_terminal import LARGEST, SMALLEST, client_terminal
from nnmath_tutor.workshop.log import Log, forget_in_log
from nnmath_tutor.workshop.pump import MOST_TYPED, Pump


@given(st.text(max_size=60), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_no_client_makes_a_screen_too_large_or_a_name_that_is_none(
    term: str, columns: int, rows: int
) -> None:
    terminal = client_terminal(term, columns, rows, {})
    assert SMALLEST[0] <= terminal.columns <= LARGEST[0]
    assert SMALLEST[1] <= terminal.rows <= LARGEST[1]
    assert terminal.term.isascii()
    assert terminal.term.isprintable()
    assert "/" not in terminal.term
    assert len(terminal.term) <= 40


def test_a_client_that_knows_no_size_gets_the_usual_one() -> None:
    terminal = client_terminal("xterm", 0, 0, {})
    assert (terminal.columns, terminal.rows) == (80, 24)


@pytest.mark.parametrize(
    ("environment", "ascii_only"),
    [
        ({}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "C.utf8"}, False),
        ({"LANG": "de_DE"}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "POSIX"}, True),
        ({"LC_ALL": "", "LC_CTYPE": "UTF-8", "LANG": "C"}, False),
    ],
)
def test_the_locale_says_which_characters(environment: dict[str, str], ascii_only: bool) -> None:
    assert client_terminal("xterm", 80, 24, environment).ascii is ascii_only


def test_colour_is_what_the_client_says() -> None:
    assert client_terminal("xterm", 80, 24, {"NO_COLOR": "1"}).no_color
    assert not client_terminal("xterm", 80, 24, {"NO_COLOR": ""}).no_color
    assert client_terminal("vt220", 80, 24, {}).no_color
    assert client_terminal("xterm", 80, 24, {"COLORTERM": "truecolor"}).truecolor
    assert not client_terminal("xterm", 80, 24, {"COLORTERM": "yes"}).truecolor


def test_a_screen_left_behind_is_put_in_order_and_the_sentence_is_read() -> None:
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    stream.feed(b"$ ssh maria@teacher\r\n\x1b[?25l\x1b[7m\x1b[31m")
    stream.feed(ends.restored(ends.IDLE.format(minutes=ends.minutes(1800))))
    assert any("No key was pressed for 30 minutes" in line for line in screen.display)
    assert not screen.cursor.hidden
    assert (screen.cursor.attrs.fg, screen.cursor.attrs.reverse) == ("default", False)
    for mode in (1000, 1002, 1003, 1006, 2004, 1049):
        assert f"\x1b[?{mode}l" in ends.RESTORE


@given(st.text())
def test_no_sentence_says_anything_to_a_terminal(text: str) -> None:
    said = ends.said(text).decode()
    assert said.replace("\r", "").replace("\n", "").isprintable()


@given(st.lists(st.text(max_size=200), max_size=5))
def test_a_line_of_the_log_is_one_line(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    state = tmp_path_factory.mktemp("log")
    log = Log(state)
    for text in texts:
        log.note("refused", name=text)
    log.close()
    lines = (state / "log").read_text().splitlines()
    assert len(lines) == len(texts)
    assert all(line.isprintable() and " refused name=" in line for line in lines)


def test_a_fault_has_a_number_and_its_story_is_in_the_log(tmp_path: Path) -> None:
    log = Log(tmp_path)
    try:
        raise ValueError("\x1b[2Jwho\nput this here")
    except ValueError as error:
        number = log.fault("the session of maria", error)
    log.close()
    text = (tmp_path / "log").read_text()
    assert f"fault number={number}" in text
    assert "ValueError: who" in text
    assert "\x1b" not in text
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both sides of a pty in raw mode; the master is whoever's takes it."""
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, slave
    os.close(slave)


async def test_typing_into_a_program_that_does_not_read_is_held(terminal: tuple[int, int]) -> None:
    master, slave = terminal
    held: list[bool] = []
    pump = Pump(master, lambda data: None, held.append, lambda: None)
    typed = os.urandom(MOST_TYPED // 2).replace(b"\0", b"x")
    pump.type(typed)
    assert held == [True]
    read = b""
    os.set_blocking(slave, False)
    while len(read) < len(typed):
        try:
            read += os.read(slave, 65536)
        except BlockingIOError:
            await asyncio.sleep(0)
    assert read == typed
    while held[-1]:
        await asyncio.sleep(0)
    assert held == [True, False]
    pump.close()


async def test_a_pump_that_is_held_reads_nothing_until_all_can_take_more(
    terminal: tuple[int, int],
) -> None:
    master, slave = terminal
    drawn: list[bytes] = []
    pump = Pump(master, drawn.append, lambda held: None, lambda: None)
    pump.hold("channel")
    pump.hold("connection")
    os.write(slave, b"frame")
    for _ in range(10):
        await asyncio.sleep(0)
    pump.go_on("channel")
    for _ in range(10):
        await asyncio.sleep(0)
    assert drawn == []
    pump.go_on("connection")
    while not drawn:
        await asyncio.sleep(0)
    assert drawn == [b"frame"]
    pump.close()
    pump.close()
    pump.type(b"too late")
    pump.resize(80, 24)
    pump.go_on("nobody")


async def test_the_end_of_the_program_is_told_once() -> None:
    master, slave = os.openpty()
    told: list[str] = []
    done = asyncio.Event()

    def finished() -> None:
        told.append("finished")
        done.set()

    pump = Pump(master, lambda data: told.append(data.decode()), lambda held: None, finished)
    os.write(slave, b"bye")
    os.close(slave)
    await asyncio.wait_for(done.wait(), 5)
    assert told[-1] == "finished"
    assert not pump.open


def test_whoever_is_forgotten_is_in_no_log(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.note("joined", name="Maria", address="192.0.2.1")
    log.note("joined", name="Maria Anna", address="192.0.2.2")
    log.note("joined", name="annamaria", address="192.0.2.3")
    log.fault("the session of maria", ValueError("of hers"))
    log.fault("a session", ValueError("of another's"))
    assert forget_in_log(tmp_path, "maria anna")
    text = (tmp_path / "log").read_text()
    assert "Anna" not in text
    assert "name=Maria" in text
    assert forget_in_log(tmp_path, "maria")
    log.note("joined", name="otto", address="192.0.2.4")  # the host goes on
    log.close()
    text = (tmp_path / "log").read_text()
    assert "192.0.2.1" not in text
    assert "of hers" not in text
    assert "of another's" in text
    assert "name=annamaria" in text
    assert text.splitlines()[-1].endswith("joined name=otto address=192.0.2.4")
    assert not forget_in_log(tmp_path, "eva")
    assert forget_in_log(tmp_path, None)
    assert (tmp_path / "log").read_text() == ""
