"""A small lesson with a question of every kind, about the program of the forward pass."""

from __future__ import annotations

from nnmath_tutor.lesson import Lesson, own_lessons, parse_lesson

TEXT = """+++
format = 1
id = "asked"
title = "Asked"
branch = "linear algebra"
stage = "train"
minutes = 5
summary = "A question of every kind."
builds_on = []
program = "programs/forward.py"

[labels]
X = { rows = "ex", columns = "in" }
W1 = { rows = "in", columns = "h" }
A1 = { rows = "ex", columns = "h" }
+++

# Asked

## Begin {#begin}

Nothing is asked here.

> One

```scene
kind = "operation"
at = "X @ W1"
```

## Pairs {#pairs}

Pairs are multiplied.

> Two

```question
kind = "number"
ask = "A row `[{a}, {b}]` meets a column `[{c}, {d}]`. What comes out?"
draw = { a = "rng.integers(2, 6)", b = "rng.integers(2, 6)", c = "rng.integers(6, 9)", d = "2" }
answer = "a * c + b * d"
hint = "Multiply in pairs, then add."
solution = "{a} times {c} plus {b} times {d} is {a * c + b * d}."
work = "np.array([[a, b]]) @ np.array([[c], [d]])"

[[slip]]
answer = "a + b + c + d"
say = "That is the sum of all four; first multiply in pairs."
```

```scene
kind = "operation"
at = "X @ W1"
```

## Cell {#cell}

The cell is there.

> Three

```question
kind = "cell"
ask = "Where is the largest activation?"
of = "A1"
answer = "np.unravel_index(A1.argmax(), A1.shape)"
hint = "Look row by row."
solution = "It is {A1.max():.2f}."
```

```scene
kind = "operation"
at = "sigmoid(Z1)"
```

## Shape {#shape}

The outer lengths remain.

> Four

```question
kind = "shape"
ask = "What is the shape of `X @ W1`?"
answer = "(X @ W1).shape"
hint = "The inner lengths go."
solution = "Four rows, four columns."
```

```scene
kind = "operation"
at = "X @ W1"
```

## Sign {#sign}

It may be below zero.

> Five

```question
kind = "sign"
ask = "Which sign has `W1[0, 0]`?"
answer = "W1[0, 0]"
hint = "Half of them are below zero."
solution = "It is {W1[0, 0]:.2f}."
```

```scene
kind = "operation"
at = "X @ W1"
```

## Choice {#choice}

It is squashed.

> Six

```question
kind = "choice"
ask = "Where do all activations lie?"
hint = "The squash has two walls."
solution = "Between 0 and 1: the least is {A1.min():.2f}."

[[choice]]
text = "Above 1"
when = "bool((A1 > 1).all())"
say = "The squash never goes above 1."

[[choice]]
text = "Between 0 and 1"
when = "bool(((A1 > 0) & (A1 < 1)).all())"
```

```scene
kind = "operation"
at = "sigmoid(Z1)"
```
"""


def asked_lesson() -> Lesson:
    """The lesson; the ids of its steps are the kinds of question, and `begin` and `pairs`."""
    return parse_lesson(TEXT, own_lessons() / "98-asked.md")
