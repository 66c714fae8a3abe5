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

> One by One the numbers meet,
> and in the sum they find a seat.

```scene
kind = "operation"
at = "X @ W1"
```

## Pairs {#pairs}

Pairs are multiplied.

> Two by Two the numbers meet,
> and in the sum they find a seat.

```question
kind = "number"
ask = "A row `{row[0]}` meets a column `{column[:, 0]}`. What comes out?"
draw = { row = "rng.integers(2, 6, (1, 3))", column = "rng.integers(6, 9, (3, 1))" }
answer = "(row @ column).item()"
hint = "Multiply in pairs, then add."
solution = "The products add up to {(row @ column).item()}."
work = "row @ column"

[[slip]]
answer = "row.sum() + column.sum()"
say = "That is the sum of all six; here we multiply in pairs first."
```

```scene
kind = "operation"
at = "X @ W1"
```

## Cell {#cell}

The cell is there.

> Three by Three the numbers meet,
> and in the sum they find a seat.

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

> Four by Four the numbers meet,
> and in the sum they find a seat.

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

> Five by Five the numbers meet,
> and in the sum they find a seat.

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

> Six by Six the numbers meet,
> and in the sum they find a seat.

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
