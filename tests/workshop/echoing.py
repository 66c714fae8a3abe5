"""A program instead of the tutor: says which keys it gets, its size, its surroundings."""

import os
import signal
import sys
import termios
import tty


def say(text: str) -> None:
    os.write(1, f"{text}\r\n".encode())


def size() -> str:
    columns, rows = os.get_terminal_size(0)
    return f"size {columns}x{rows}"


def main() -> int:
    tty.setraw(0, termios.TCSANOW)
    signal.signal(signal.SIGWINCH, lambda *_: say(size()))
    os.write(1, b"\x1b[?1049h\x1b[?1000h")
    say(f"ready {size()} {' '.join(sys.argv[1:])}")
    while True:
        try:
            data = os.read(0, 4096)
        except InterruptedError:
            continue
        except OSError:
            return 0
        if not data:
            return 0
        for key in data.decode("utf-8", "replace"):
            if key == "q":
                os.write(1, b"\x1b[?1000l\x1b[?1049l")
                return 0
            if key == "x":
                return 3
            if key == "k":
                os.kill(os.getpid(), signal.SIGKILL)
            if key == "s":
                for number in (signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                say("stubborn")
            if key == "f":  # flood
                while True:
                    os.write(1, b"flood " * 1000)
            say(f"key {key!r}")


if __name__ == "__main__":
    sys.exit(main())
