"""A terminal for each test, closed afterwards whatever happened, with a state of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from answered import answer_all

from .terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    """Start the command with arguments; `size=` and environment variables by name.

    Every question has been answered long ago, unless it `asks`.
    """
    terminals: list[Terminal] = []

    def begin(*arguments: str, asks: bool = False, **options: object) -> Terminal:
        if not asks:
            answer_all(state)
        terminals.append(Terminal(*arguments, state=state, **options))
        return terminals[-1]

    yield begin
    for terminal in terminals:
        terminal.close()
