"""Textual's driver for terminals, mended for terminals that go away.

Textual 8.2 spins at full load when the terminal is gone and SIGHUP is ignored, dies without its
exit path when it isn't, ends at a byte that is not UTF-8, and stops for good once nobody reads
what it writes. Here a lost terminal leads to `App.exit`, so that whatever the app does on its way
out (saving, restoring the terminal) is done, and noise is skipped. A frame goes out when the
terminal has taken the last one, and nothing that is sent holds up the app. Private names of
Textual's are in this module and in `mended_app` alone.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from nnmath_tutor.tui.answers import Answer, Answers
from nnmath_tutor.tui.pace import Pace
from nnmath_tutor.tui.thrift import thrifty

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

EXIT_STATUS = {signal.SIGHUP: 0, signal.SIGTERM: 0, signal.SIGINT: 130}
LOOK_UP = 0.1  # seconds after which the input thread looks up from a quiet keyboard
GRACE = 4.0  # seconds for a terminal that doesn't read to let the app leave
ANSWERS = 2.0  # of them for the answers that are still to come
PIECES = 0.5  # seconds that may pass between the pieces of an answer
CUT_OFF = "\x1b[?2026l\x1b[0m"  # ends the frame and the style that were begun
READ_SIZE = 4096


class TerminalOutput:
    """The terminal as Textual's writer thread sees it: a text file that never fails.

    Once a write fails, `gone` is set, `when_gone` is called, and the rest is thrown away; whoever
    sets `gone` ends a write that waits. Nothing is kept in Python's own buffers, where it would
    fail again as the interpreter ends.
    """

    def __init__(self, file: TextIO, pace: Pace, when_gone: Callable[[], None]) -> None:
        self._descriptor = _open_without_blocking(file.fileno())
        self._encoding = file.encoding
        self._pending = bytearray()
        self._lock = threading.Lock()  # of what is pending
        self._pace = pace
        self._when_gone = when_gone
        self.gone = False

    def fileno(self) -> int:
        """The terminal's file descriptor."""
        return self._descriptor

    def write(self, text: str) -> None:
        """Keep `text` until `flush`."""
        with self._lock:
            self._pending += text.encode(self._encoding, "replace")

    def flush(self) -> None:
        """Write what is kept. Waits while the terminal does not read."""
        waited = False
        try:
            while self._pending and not self.gone:
                if self._write_some():
                    continue
                if not waited:
                    waited = True
                    self._pace.blocked()
                select.select([], [self._descriptor], [], LOOK_UP)
        except OSError:
            self.gone = True
            self._when_gone()
        if self.gone:
            self.cut()
        if waited:
            self._pace.moved()

    def cut(self) -> bool:
        """Throw away what is kept, wherever it stands; whether that was anything."""
        with self._lock:
            anything = bool(self._pending)
            self._pending.clear()
        return anything

    def _write_some(self) -> bool:
        with self._lock:
            if not self._pending:
                return True
            try:
                written = os.write(self._descriptor, self._pending)
            except BlockingIOError:
                return False
            del self._pending[:written]
        return True


def _open_without_blocking(descriptor: int) -> int:
    """The same terminal once more, with a setting that is shared with no other process.

    The very descriptor where that can't be: then a terminal that doesn't read can't be left.
    """
    try:
        return os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return descriptor


class TerminalInput:
    """Bytes from the terminal, made into Textual's messages. No byte stops it."""

    def __init__(self, debug: bool, pace: Pace) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._pace = pace
        self._answers = Answers()
        self._fed_at = 0.0

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that `data` completes. Answers are for the pace alone."""
        self._fed_at = time.monotonic()
        for character in self._decode(data):
            passed = self._answers.feed(character)
            if isinstance(passed, Answer):
                self._pace.heard(passed)
            else:
                yield from self._parse(passed)

    def tick(self) -> Iterator[Message]:
        """The messages that time completes: Escape by itself."""
        patience = PIECES if self._pace.expects else 0.0
        if self._answers.unfinished and time.monotonic() - self._fed_at >= patience:
            yield from self._parse(self._answers.release())
        yield from self._parser.tick()

    def _parse(self, text: str) -> Iterator[Message]:
        for character in text:  # one by one, so that an error costs no more
            try:
                yield from self._parser.feed(character)
            except (ValueError, OverflowError):  # `ESC [ 1 : 2 A` and its like: noise
                before, self._parser = self._parser, XTermParser(self._debug)
                for name in ("mouse_pixels", "terminal_size", "terminal_pixel_size"):
                    setattr(self._parser, name, getattr(before, name))


class TutorDriver(LinuxDriver):
    """A Linux and macOS driver that leaves in good order whatever happens to its terminal."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        screen = sys.__stderr__ if sys.__stderr__ and sys.__stderr__.isatty() else sys.__stdout__
        assert screen is not None
        self._pace = Pace(self._loop, self.write, can_ask=self.input_tty)
        self._frame: list[str] | None = None  # what a frame consists of, while it is put together
        self._output = TerminalOutput(screen, self._pace, self._leave)
        self._file = self._output  # type: ignore[assignment]  # all that the writer thread needs
        self._closed = threading.Event()
        # For the driver's whole life, also while it is suspended. `_on_signal` stands back later.
        self._handlers_before = {
            number: signal.signal(number, self._on_signal) for number in EXIT_STATUS
        }

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._loop.is_closed():  # the app has ended; the signal means what it always means
            before = self._handlers_before[signal.Signals(number)]
            signal.signal(number, signal.SIG_DFL if before is None else before)
            signal.raise_signal(number)
            return
        self._leave(EXIT_STATUS[signal.Signals(number)])
        threading.Thread(target=self._insist, name="tutor-leaving", daemon=True).start()

    def _on_resize(self, number: int, frame: FrameType | None) -> None:
        if not self._in_band_window_resize and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def _leave(self, status: int = 0) -> None:
        """Ask the app to exit, from any thread."""

        def leave() -> None:
            if not self._app._exit:
                self._app.exit(return_code=status)

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(leave)

    def _insist(self) -> None:
        """After GRACE, give up on a terminal that doesn't read: the app waits for it."""
        if not self._closed.wait(GRACE):
            self._output.gone = True

    def write(self, data: str) -> None:
        """Write to the terminal, if it is still there."""
        if self._frame is not None:
            self._frame.append(data)
        elif not self._output.gone:
            super().write(data)

    @property
    def free(self) -> bool:
        """Whether a frame may go out; otherwise it would have to wait on its way."""
        return self._pace.free

    def when_free(self, then: Callable[[], None]) -> None:
        """Call `then`, once, as soon as a frame may go out."""
        self._pace.when_free(then)

    @contextmanager
    def frame(self) -> Iterator[None]:
        """What is written meanwhile is one frame."""
        self._frame = []
        try:
            yield
        finally:
            pieces, self._frame = self._frame, None
            text = thrifty("".join(pieces))
            if text:
                self.write(text + self._pace.sent(len(text.encode())))

    def start_application_mode(self) -> None:
        """Begin, or go on after a pause."""
        self._closed.clear()
        self._pace.start_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self._writer_thread._queue.maxsize = 0  # a full queue would hold up the app
            # Textual's handler reads the size itself: interrupted by the next resize between
            # reading and telling, it tells the old size last.
            signal.signal(signal.SIGWINCH, self._on_resize)
            self.write(self._pace.sent(0))

    def stop_application_mode(self) -> None:
        """Restore the terminal. The rest of a frame that it hasn't taken yet it needn't have."""
        if self._writer_thread is not None and self._pace.stuck:
            with self._writer_thread._queue.mutex:
                self._writer_thread._queue.queue.clear()
            if self._output.cut():
                self.write(CUT_OFF)
        self._pace.wait_for_answers(ANSWERS)  # or they would be typed into the shell
        super().stop_application_mode()

    def close(self) -> None:
        """Wait until all is written; not for ever if the app is leaving."""
        if not self._app._running:
            threading.Thread(target=self._insist, name="tutor-leaving", daemon=True).start()
        super().close()
        self._closed.set()

    def run_input_thread(self) -> None:
        """Read keys until the app leaves or the input ends."""
        keys = TerminalInput(self._debug, self._pace)
        while not self.exit_event.is_set():
            try:
                ready, _, _ = select.select([self.fileno], [], [], LOOK_UP)
                data = os.read(self.fileno, READ_SIZE) if ready else None
            except BlockingIOError:
                data = None
            except OSError:
                data = b""
            if data == b"":
                self._leave()
                return
            if data:
                for message in keys.feed(data):
                    self.process_message(message)
            for message in keys.tick():
                self.process_message(message)
