"""Restricted: every door that Textual has leads nowhere, and a fault is a number."""

from __future__ import annotations

import inspect
import io
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import textual
from textual.app import App, SuspendNotSupported
from textual.binding import Binding
from textual.driver import Driver
from textual.widgets import Link, Markdown

from nnmath_tutor.tui import doors
from nnmath_tutor.tui.course_map import CourseMap

from .opened import lesson_screen, opened, text, until

TEXTUAL = Path(textual.__file__).parent
REACHES_OUT = re.compile(
    r"webbrowser|os\.kill|os\.system|subprocess|Popen|\.write_text|(?<![\w.])open\("
)


class TouchedError(AssertionError):
    """Something beyond the tutor was reached."""


@pytest.fixture(autouse=True)
def _nothing_beyond(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Whatever gets out of the app fails the test; what is written lands in a watched folder."""

    def touched(*_: Any, **__: Any) -> None:
        raise TouchedError

    for name in ("open_url", "deliver_binary", "suspend_application_mode"):
        monkeypatch.setattr(Driver, name, touched)
    monkeypatch.setattr(Driver, "can_suspend", True)
    monkeypatch.setattr("webbrowser.open", touched)
    monkeypatch.setattr("os.kill", touched)
    monkeypatch.setattr("os.system", touched)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    here = Path.cwd()
    (tmp_path / "cwd").mkdir()
    os.chdir(tmp_path / "cwd")
    before = signal.getsignal(signal.SIGTSTP)
    yield
    signal.signal(signal.SIGTSTP, before)
    os.chdir(here)
    assert list((tmp_path / "home").iterdir()) == []
    assert list((tmp_path / "cwd").iterdir()) == []


def closed(state: Path, *where: str, **options: Any) -> Any:
    return opened(state, *where, restricted=True, **options)


def suspends(app: App[None]) -> None:
    with pytest.raises(SuspendNotSupported), app.suspend():
        raise TouchedError


DOORS: dict[str, Callable[[App[Any]], object]] = {
    "action_screenshot": lambda app: app.action_screenshot(),
    "save_screenshot": lambda app: app.save_screenshot("x.svg"),
    "deliver_screenshot": lambda app: app.deliver_screenshot(),
    "deliver_text": lambda app: app.deliver_text(io.StringIO("x"), save_directory="."),
    "deliver_binary": lambda app: app.deliver_binary(io.BytesIO(b"x"), save_directory="."),
    "open_url": lambda app: app.open_url("http://127.0.0.1/"),
    "suspend": suspends,
    "action_suspend_process": lambda app: app.action_suspend_process(),
}


@pytest.mark.parametrize("door", DOORS)
async def test_the_door_is_closed(door: str, tmp_path: Path) -> None:
    async with closed(tmp_path, "forward") as pilot:
        assert not DOORS[door](pilot.app)
        await pilot.pause()
        assert "That is closed here" in text(pilot)


@pytest.mark.parametrize("door", sorted({*DOORS} - {"suspend"}))
async def test_the_test_would_notice_an_open_door(door: str, tmp_path: Path) -> None:
    async with opened(tmp_path, "forward") as pilot:
        try:
            DOORS[door](pilot.app)
        except TouchedError:
            return
        written = list((tmp_path / "cwd").iterdir()) + list((tmp_path / "home").rglob("*"))
        assert written, door
        for path in written:
            path.unlink()


def test_no_door_of_textual_is_left_out() -> None:
    """Whatever in Textual's App reaches out, or leads to one of those, is among the closed."""
    names = {*DOORS}
    reaching = {
        name
        for name, method in vars(App).items()
        if inspect.isfunction(method) and not name.startswith("_")
        for source in [inspect.getsource(method)]
        if REACHES_OUT.search(source)
        or re.search(r"self\.(_driver\.(open_url|deliver|suspend)|_deliver_binary)", source)
    }
    assert reaching <= {*names, "export_screenshot"}, "a newer Textual has another door"
    assert reaching & names  # the search finds those it should
    assert {name for name in names if name in vars(doors.DoorsApp)} == names
    calls = re.compile(r"\.(open_url|deliver_\w+|save_screenshot|suspend_process|suspend)\(")
    callers = {
        path.name
        for path in (TEXTUAL / "widgets").glob("*.py")
        if calls.search(path.read_text("utf-8"))
    }
    assert callers == {"_link.py", "_markdown.py"}  # both by app.open_url, which is closed


async def test_the_palette_offers_nothing_that_writes(tmp_path: Path) -> None:
    async with closed(tmp_path, "forward") as pilot:
        titles = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Theme", "Quit"} <= titles <= doors.FINE
        await pilot.press("ctrl+p", *"screenshot")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)


async def test_links_lead_nowhere(tmp_path: Path) -> None:
    async with closed(tmp_path, "forward") as pilot:
        await pilot.app.screen.mount(Link("out", url="http://127.0.0.1/"))
        await pilot.app.screen.mount(Markdown("[out](http://127.0.0.1/)"))
        pilot.app.screen.query_one(Link).action_open_link()
        markdown = pilot.app.screen.query_one(Markdown)
        markdown.post_message(Markdown.LinkClicked(markdown, "http://127.0.0.1/"))
        await until(pilot, lambda: "That is closed here" in text(pilot))


def bound_keys() -> list[str]:
    """Every key that Textual binds anywhere, and those that terminals have meanings for."""
    keys = {f"ctrl+{letter}" for letter in "abcdefghijklmnoprstuvwxyz"}  # q leaves
    keys |= {f"f{number}" for number in range(1, 13)}
    for path in TEXTUAL.rglob("*.py"):
        for found in re.findall(r'Binding\(\s*"([^"]+)"', path.read_text("utf-8")):
            keys |= {key.strip() for key in found.split(",")}
    return sorted(keys - {"ctrl+q", ""})


@pytest.mark.parametrize("lesson", ["forward", None])
async def test_every_key_stays_inside(lesson: str | None, tmp_path: Path) -> None:
    async with closed(tmp_path, lesson) as pilot:
        for key in bound_keys():
            await pilot.press(key)
            if key in {"ctrl+p", "escape"}:
                await pilot.pause()
        assert pilot.app.is_running or pilot.app.return_code == 0


async def test_stopping_by_a_signal_of_the_terminal_is_ignored(tmp_path: Path) -> None:
    async with closed(tmp_path):
        assert signal.getsignal(signal.SIGTSTP) is signal.SIG_IGN


async def test_a_fault_is_a_number_and_the_log_has_the_rest(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    shown: list[str] = []
    secret = "a local variable"

    def fails() -> None:
        inside = secret
        raise RuntimeError(f"nothing to see: {inside}")

    def log(number: int, trace: str) -> None:
        told.append((number, trace))

    with pytest.raises(RuntimeError, match="nothing to see"):  # noqa: PT012
        async with closed(tmp_path, "forward", fault_log=log) as pilot:
            show = pilot.app.panic
            pilot.app.panic = lambda *told: (shown.extend(map(str, told)), show(*told))[1]  # type: ignore[method-assign]
            pilot.app.call_later(fails)
            await pilot.pause()
    [(number, trace)] = told
    assert "fails" in trace
    assert secret in trace
    assert f"fault {number}" in shown[0]
    assert "Error" not in shown[0]
    assert secret not in shown[0]


async def test_unrestricted_the_palette_is_whole(tmp_path: Path) -> None:
    async with opened(tmp_path, "forward") as pilot:
        titles = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert "Screenshot" in titles


async def test_what_is_typed_is_no_markup(tmp_path: Path) -> None:
    async with closed(tmp_path, "backprop", "update") as pilot:
        await pilot.press("colon", *"[b]x[/]", "enter")
        await pilot.pause()
        assert "That is no epoch" in text(pilot)
        await pilot.press("escape", "slash", *"[/][@click=app.quit]x")
        await pilot.pause()
        assert "[/][@click=app.quit]x" in text(pilot)
        await pilot.press("escape")
        assert lesson_screen(pilot)


def test_actions_of_textual_that_take_a_file_are_known() -> None:
    """`app.…` strings could call them; none that takes a path is open."""
    takes_path = {
        name
        for name, method in vars(App).items()
        if name.startswith("action_") and "path" in inspect.signature(method).parameters
    }
    assert takes_path <= {*DOORS}
    assert all(isinstance(binding, Binding | tuple) for binding in CourseMap.BINDINGS)
