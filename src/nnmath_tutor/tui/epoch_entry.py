"""Typing an epoch to jump to: a line of text, key by key."""

from __future__ import annotations

from dataclasses import dataclass, replace

LONGEST = 12


def parse_epoch(text: str, epochs: int) -> int | None:
    """The epoch that somebody typed (`30000`, `30,000`, `30 000`, `30k`, `end`), if it is one."""
    plain = text.strip().lower().replace(",", "").replace("_", "").replace(" ", "")
    if plain in ("end", "last"):
        return epochs - 1
    factor = 1000 if plain.endswith("k") else 1
    plain = plain.removesuffix("k")
    if not (plain.isascii() and plain.isdigit()):
        return None
    epoch = int(plain) * factor
    return epoch if epoch < epochs else None


@dataclass(frozen=True, slots=True)
class EpochEntry:
    """What was typed so far. `closed` once it was entered or given up; `epoch` if it was good.

    The screen itself takes the keys: on a slow line they arrive in one packet, before another
    screen could be there to catch them.
    """

    epochs: int
    text: str = ""
    wrong: bool = False
    closed: bool = False
    epoch: int | None = None

    def press(self, key: str, character: str | None) -> EpochEntry:
        """The entry after a key."""
        match key:
            case "escape":
                return replace(self, closed=True)
            case "enter":
                return self._entered()
            case "backspace":
                return replace(self, text=self.text[:-1], wrong=False, closed=not self.text)
        if character is not None and character.isprintable() and len(self.text) < LONGEST:
            return replace(self, text=self.text + character, wrong=False)
        return self

    def _entered(self) -> EpochEntry:
        if not self.text.strip() or self.epochs <= 1:
            return replace(self, closed=True)
        epoch = parse_epoch(self.text, self.epochs)
        if epoch is None:
            return replace(self, text="", wrong=True)
        return replace(self, closed=True, epoch=epoch)

    @property
    def line(self) -> str:
        """The line as the learner sees it."""
        if self.epochs <= 1:
            return "This program runs once: there are no epochs to go to. Enter goes back."
        asked = f"epoch, 0 to {self.epochs - 1:,} or end"
        if self.wrong:
            return f"That is no {asked}. Again, or Esc: {self.text}_"
        return f"Go to {asked}: {self.text}_"
