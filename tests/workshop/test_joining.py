"""Joining with OpenSSH's own client: code, name, key, size, leaving; and what one then reads."""

from __future__ import annotations

import signal
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import clients
from .clients import command, join, run
from .hosting import CODE, Hosting


@pytest.fixture
def hosting(tmp_path: Path) -> Iterator[Hosting]:
    with Hosting(tmp_path) as hosting:
        yield hosting


def test_whoever_has_the_code_is_in_and_leaves_with_a_goodbye(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready size 80x24 maria xterm-256color")
        maria.type("aé")
        maria.wait_for("key 'a'.*\n.*key 'é'")
        maria.type("q")
        assert maria.ended() == 0
        assert "Goodbye, maria!" in maria.screen
    assert hosting.room.here == {}
    assert "joined name=maria address=127.0.0.1" in hosting.logged
    assert "left name=maria" in hosting.logged


def test_the_window_changes(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready size 80x24")
        maria.resize(120, 40)
        maria.wait_for("size 120x40")
        maria.resize(5000, 1)
        maria.wait_for("size 300x6")
