"""How the columns of a gallery share a row: name, epoch, curve, predictions, error."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing.cells import cells_wide, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.gallery_runs import (
    GalleryPart,
    answer_texts,
    differ,
    epoch_text,
    error_text,
)

GAP = 2
_LONGEST_NAME = 18
_NARROWEST, _WIDEST = 6, 36  # cells of a curve
_HEADS = ("mean squared error", "mean squared", "sq. error")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column begins and how wide it is; a width of 0: it isn't there."""

    name: int
    epoch: int
    curve: int
    examples: Shown
    cell: int
    error: int
    head: str

    @property
    def curve_at(self) -> int:
        return self.name + GAP + (self.epoch + GAP if self.epoch else 0)

    @property
    def examples_at(self) -> int:
        return self.curve_at + (self.curve + GAP if self.curve else 0)

    @property
    def examples_width(self) -> int:
        return max(len(self.examples) * (self.cell + 1) - 1, 0)

    @property
    def error_at(self) -> int:
        return self.examples_at + (self.examples_width + GAP if self.examples else 0)


def columns_of(part: GalleryPart, width: int, charset: Charset) -> Columns:
    """What has room in a row: first the predictions and the error, then curve and epoch."""
    name = min(max((cells_wide(printable(run.name)) for run in part.runs), default=0), width)
    name = max(min(name, _LONGEST_NAME), len("wanted") if width > 20 else 0)
    examples = max((run.outputs.size for run in part.runs), default=0)
    cell = max([len(text) for run in part.runs for text in answer_texts(run, charset)] + [5])
    errors = max([len(error_text(run, charset)) for run in part.runs] + [5])
    epoch = max([len(epoch_text(run)) for run in part.runs]) if differ(part) else 0
    epoch = max(epoch, len("epoch")) if epoch else 0
    # A shorter word for the error before the curve gets short; then no epochs, in the end no curve.
    long, middle, short = _HEADS
    for head, with_epoch, least in (
        (long, epoch, 24),
        (middle, epoch, 12),
        (middle, 0, 10),
        (short, 0, _NARROWEST),
        (short, 0, 0),
    ):
        error = max(errors, len(head))
        room = width - name - GAP - error
        room -= (with_epoch + GAP if with_epoch else 0) + (least + GAP if least else 0)
        fits = max(0, (room - GAP + 1) // (cell + 1))
        if least and fits < min(examples, 4):
            continue
        seen: Shown = choose(examples, fits) if examples and fits else ()
        spare = room - (len(seen) * (cell + 1) - 1 + GAP if seen else 0)
        curve = min(least + max(spare, 0), _WIDEST) if least else 0
        return Columns(name, with_epoch, curve, seen, cell, error, head)
    raise AssertionError("the last try takes any room")
