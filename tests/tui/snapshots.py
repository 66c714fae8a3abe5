"""Screens kept as text: what they should be, and a readable difference when they aren't."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = "NNMATH_TUTOR_SNAPSHOTS"  # =update writes what is there now


def assert_snapshot(name: str, lines: list[str], folder: Path = FOLDER) -> None:
    """Compare the lines of a screen with those kept in FOLDER/NAME.txt."""
    path = folder / f"{name}.txt"
    if os.environ.get(UPDATE) == "update":
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    difference = list(difflib.unified_diff(kept, lines, "kept", "now", lineterm="", n=2))
    assert not difference, (
        f"the screen {name} has changed; look at it, then {UPDATE}=update pytest tests/tui\n"
        + "\n".join(difference)
    )
