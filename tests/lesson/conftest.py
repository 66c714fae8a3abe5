"""A small healthy lesson with its program, to be spoilt in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nnmath_tutor.lesson import LessonError, check, parse_lesson

PROGRAM = '''\
"""One weight learns to double a number."""

import numpy as np

rate = 0.1
X = np.array([[1.0, 2.0], [3.0, 4.0]])
y = 2 * X
W = np.array([[0.5, 0.0], [0.0, 0.5]])

for epoch in range(40):
    P = X @ W
    error = y - P
    loss = np.mean(np.abs(error))
    W += rate * (X.T @ error) / 2

print("done", loss)
'''

LESSON = """\
+++
format = 1
id = "doubling"
title = "Doubling"
branch = "linear algebra"
stage = "train"
minutes = 3
summary = "A matrix learns to double."
builds_on = []
program = "doubling.py"

[labels]
X = { rows = "ex", columns = "in" }
W = { rows = "in", columns = ["a", "b"] }

[runs.slow]
set = { rate = 0.01 }

[runs.plain.swap]
"W += rate * (X.T @ error) / 2" = "W += rate * (X.T @ error)"

[runs.short]
epochs = 5
+++

# Doubling

## Rows meet columns {#rows}

The product `X @ W` starts at {P[0, 0]:.2f}, with a rate of {rate}.
After {len(series.loss)} epochs the loss is {final.loss:.3f}; {{this}} stays.

> A row comes in, a column too,
> and what they make is new.

```scene
kind = "operation"
at = "X @ W"
epoch = 3
level = "cell"
cell = [0, 1]
plot = true
```

```claim
final.loss < at(0).loss
runs.slow.final.loss > final.loss
```

## What is left {#left}

The errors:

- they shrink,
- all of them.

> What's left to learn grows small,
> with every round, for all.

```scene
kind = "plot"
runs = ["plain", "short"]
```
"""


class Author:
    """Writes lessons and hears what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "01-doubling.md"
        self.program = folder / "doubling.py"
        self.program.write_text(PROGRAM, encoding="utf-8")

    def write(self, text: str) -> Path:
        """Put the lesson on disk."""
        self.path.write_text(text, encoding="utf-8")
        return self.path

    def read(self, text: str) -> list[str]:
        """`line: message` of everything that the reader says about a text."""
        try:
            parse_lesson(text, self.path)
            return []
        except LessonError as error:
            problems = error.problems
        assert {problem.file for problem in problems} == {str(self.path)}
        return [f"{problem.line}: {problem.message}" for problem in problems]

    def check(self, text: str) -> list[str]:
        """`file:line: message` of everything that `check` says, with bare file names."""
        found = check([self.write(text)])
        return [f"{Path(p.file).name}:{p.line}: {p.message}" for p in found]


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


@pytest.fixture(scope="session")
def lesson_text() -> str:
    return LESSON


@pytest.fixture(scope="session")
def program_text() -> str:
    return PROGRAM


@pytest.fixture
def spoil() -> Callable[[str, str], str]:
    """The healthy lesson with one piece exchanged."""

    def exchange(old: str, new: str) -> str:
        assert LESSON.count(old) == 1, f"{old!r} is not once in the lesson"
        return LESSON.replace(old, new)

    return exchange
