"""Regenerates the pictures in docs/ from the real tutor: `python scripts/screenshots.py`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from nnmath_tutor.lesson import catalogue
from nnmath_tutor.progress import Store
from nnmath_tutor.tui.app import TutorApp
from nnmath_tutor.tui.lesson_screen import LessonScreen

DOCS = Path(__file__).resolve().parent.parent / "docs"

# Picture → size of the screen, lesson and step to open, keys to press.
PICTURES = {
    "lesson.svg": ((120, 40), "backprop", "votes", ["left"]),
}


async def take(name: str) -> None:
    """Open the tutor at a lesson, press the keys, save what is on the screen."""
    size, lesson, step, keys = PICTURES[name]
    found = catalogue()
    with tempfile.TemporaryDirectory() as state:
        app = TutorApp(
            found.lessons, (), Store(Path(state) / "progress.json"), lesson=lesson, step=step
        )
        async with app.run_test(size=size) as pilot:
            screen = app.screen
            while isinstance(screen, LessonScreen) and not screen.lecture.ended:
                await pilot.pause(0.05)
            await pilot.press(*keys)
            await pilot.pause()
            picture = app.export_screenshot(title="nnmath-tutor")
    (DOCS / name).write_text(picture, encoding="utf-8")


def main() -> None:
    """Take every picture."""
    DOCS.mkdir(exist_ok=True)
    for name in PICTURES:
        asyncio.run(take(name))
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
