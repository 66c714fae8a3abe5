"""Bytes between a pseudo-terminal and a connection, none faster than the other side takes them."""

from __future__ import annotations

import asyncio
import errno
import os
import termios
from collections.abc import Callable

PIECE = 16 * 1024  # bytes read at once: then it is somebody else's turn
MOST_TYPED = 64 * 1024  # bytes kept for a program that does not read; more are not accepted


class Pump:
    """Reads the master side of a pty and writes to it; owns the descriptor.

    `out` gets what the program draws. `hold_input(True)` asks for no more typing until
    `hold_input(False)`. `finished` is called once, when the program's side is closed.
    """

    def __init__(
        self,
        master: int,
        out: Callable[[bytes], None],
        hold_input: Callable[[bool], None],
        finished: Callable[[], None],
    ) -> None:
        """`master`: the descriptor. Must be made within the running loop."""
        self._loop = asyncio.get_running_loop()
        self._master = master
        self._out, self._hold_input, self._finished = out, hold_input, finished
        self._typed = bytearray()
        self._held: set[str] = set()
        self._input_held = False
        self._open = True
        os.set_blocking(master, False)
        self._loop.add_reader(master, self._read)

    @property
    def open(self) -> bool:
        """Whether the program may still draw."""
        return self._open

    def hold(self, who: str) -> None:
        """Read no more until `who` says so: the program waits, and nothing piles up here."""
        if self._open and not self._held:
            self._loop.remove_reader(self._master)
        self._held.add(who)

    def go_on(self, who: str) -> None:
        """`who` can take more."""
        self._held.discard(who)
        if self._open and not self._held:
            self._loop.add_reader(self._master, self._read)

    def type(self, data: bytes) -> None:
        """Hand on what was typed; what the program does not take is kept, up to a bound."""
        if not self._open:
            return
        waiting = bool(self._typed)
        self._typed += data[: MOST_TYPED - len(self._typed)]
        if waiting:
            return
        self._write()
        if self._typed and self._open:
            self._loop.add_writer(self._master, self._write)
            self._input_held = True
            self._hold_input(True)

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size; the kernel tells the program."""
        if self._open:
            termios.tcsetwinsize(self._master, (rows, columns))

    def close(self) -> None:
        """Let go of the terminal: the program's side is hung up. Does not call `finished`."""
        if not self._open:
            return
        self._open = False
        self._loop.remove_reader(self._master)
        self._loop.remove_writer(self._master)
        os.close(self._master)
        self._typed.clear()

    def drain(self, most: int = 256 * 1024) -> None:
        """Hand on what the program drew last, up to `most` bytes, without waiting."""
        while self._open and most > 0:
            piece = self._piece()
            if not piece:
                return
            most -= len(piece)
            self._out(piece)

    def _read(self) -> None:
        piece = self._piece()
        if piece:
            self._out(piece)
        elif piece is not None:
            self.close()
            self._finished()

    def _piece(self) -> bytes | None:
        """What there is to read: nothing at the end, None if there is nothing now."""
        try:
            return os.read(self._master, PIECE)
        except BlockingIOError:
            return None
        except OSError as error:
            if error.errno == errno.EIO:  # Linux: the last process has closed its side
                return b""
            raise

    def _write(self) -> None:
        try:
            while self._typed:
                written = os.write(self._master, self._typed)
                del self._typed[:written]
        except BlockingIOError:
            return
        except OSError:
            self._typed.clear()  # its end is noticed when reading
        self._loop.remove_writer(self._master)
        if self._input_held:
            self._input_held = False
            self._hold_input(False)
