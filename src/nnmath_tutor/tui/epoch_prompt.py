"""The question "which epoch?"."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.validation import Function
from textual.widgets import Input, Label


def parse_epoch(text: str, epochs: int) -> int | None:
    """The epoch that somebody typed (`30000`, `30,000`, `30 000`, `30k`, `end`), if it is one."""
    plain = text.strip().lower().lstrip(":").replace(",", "").replace("_", "").replace(" ", "")
    if plain in ("end", "last"):
        return epochs - 1
    factor = 1000 if plain.endswith("k") else 1
    plain = plain.removesuffix("k")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 9:
        return None
    epoch = int(plain) * factor
    return epoch if epoch < epochs else None


class EpochPrompt(ModalScreen[int | None]):
    """Asks for an epoch; gives it back, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    DEFAULT_CSS = """
    EpochPrompt { align: center bottom; }
    EpochPrompt > Vertical {
        height: auto; width: 60; max-width: 100%; background: $panel; padding: 0 1; margin: 0 0 2 0;
    }
    EpochPrompt Input { border: none; height: 1; background: $surface; padding: 0 1; }
    EpochPrompt #wrong { color: $text-error; display: none; }
    EpochPrompt.-wrong #wrong { display: block; }
    """

    def __init__(self, epochs: int) -> None:
        super().__init__()
        self._epochs = epochs

    def compose(self) -> ComposeResult:
        """A line to type in, and what is wrong with it."""
        valid = Function(lambda text: parse_epoch(text, self._epochs) is not None)
        with Vertical():
            yield Label(f"Go to epoch (0 to {self._epochs - 1:,}, or end):", markup=False)
            yield Input(validators=[valid], validate_on=["submitted"], max_length=12)
            yield Label(
                f"No epoch from 0 to {self._epochs - 1:,}. Enter tries again, Esc goes back.",
                id="wrong",
                markup=False,
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back the epoch, or say that it isn't one; nothing at all means never mind."""
        if not event.value.strip():
            self.dismiss(None)
            return
        epoch = parse_epoch(event.value, self._epochs)
        if epoch is None:
            self.add_class("-wrong")
        else:
            self.dismiss(epoch)

    def action_cancel(self) -> None:
        """Never mind."""
        self.dismiss(None)
