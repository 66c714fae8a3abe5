"""The tutor as a learner of a workshop has it."""

from __future__ import annotations

import asyncio
import contextlib

from rich.text import Text

from nnmath_tutor.progress import Progress, Store
from nnmath_tutor.tui.app import TutorApp
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.workshop.channel import LearnerChannel
from nnmath_tutor.workshop.orders import Start
from nnmath_tutor.workshop.protocol import End, ProtocolError
from nnmath_tutor.workshop.stock import Stock


class _NoStore(Store):
    """Remembers nothing."""

    def __init__(self) -> None:
        self.usable = True

    def load(self) -> tuple[Progress, str | None]:
        return Progress(), None

    def save(self, progress: Progress) -> str | None:
        return None


class LearnerApp(TutorApp):
    """The tutor that listens to its host, and ends when the host says so, or is gone."""

    def __init__(self, start: Start, stock: Stock, channel: LearnerChannel) -> None:
        super().__init__(
            stock.catalogue.lessons,
            stock.catalogue.problems,
            _NoStore(),
            ascii_only=start.ascii,
            no_color=start.no_color,
        )
        self.reference = stock.reference
        self.desk = Desk(stock.cache(), stock.runs)
        self.channel = channel

    def on_mount(self) -> None:
        """Begin to listen."""
        super().on_mount()
        asyncio.get_running_loop().add_reader(self.channel.fileno(), self._listen)

    def on_unmount(self) -> None:
        """Listen no longer."""
        super().on_unmount()
        with contextlib.suppress(ValueError, OSError):
            asyncio.get_running_loop().remove_reader(self.channel.fileno())

    def last_words(self) -> tuple[Text, ...]:
        """None: the host says what there is to say after a fault."""
        return ()

    def _listen(self) -> None:
        ends = False
        try:
            ends = any(isinstance(message, End) for message in self.channel.receive())
        except ProtocolError as error:  # out of here it would reach the loop, and not the app
            self.fault = error
        if ends or self.fault is not None or self.channel.closed:
            asyncio.get_running_loop().remove_reader(self.channel.fileno())
            self.exit()
