"""The words of `nnmath-tutor workshop`: where it listens, who may come, for how long."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable

LONGEST_IDLE = 24 * 3600.0
_DURATION = re.compile(r"(\d{1,6})([smh]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def add_host_options(parser: argparse.ArgumentParser) -> None:
    """The options of the host."""
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="where to listen; 0.0.0.0 opens it to the room (default: this machine alone)",
    )
    parser.add_argument(
        "--port", metavar="N", type=_number(0, 65535), default=2222, help="(default: 2222)"
    )
    parser.add_argument(
        "--code",
        metavar="WORD",
        help="what everybody has to type (default: the one of last time, or a new one)",
    )
    parser.add_argument(
        "--max-learners",
        metavar="N",
        type=_number(1, 500),
        default=60,
        help="how many may learn at once (default: 60)",
    )
    parser.add_argument(
        "--idle-timeout",
        metavar="TIME",
        type=_duration,
        default=30 * 60.0,
        help="a place is given back after so long without a key, like 90s, 30m, 2h (default: 30m)",
    )
    parser.add_argument(
        "--state", metavar="DIR", help="where the key, the code and the record are kept"
    )
    parser.add_argument(
        "--lessons", metavar="DIR", help="lessons of your own, instead of those of the tutor"
    )
    parser.add_argument("--headless", action="store_true", help="without the presenter's console")


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(
                f"wants a whole number from {low} to {high}, not {text[:40]!r}"
            )
        return int(text)

    return read


def _duration(text: str) -> float:
    found = _DURATION.fullmatch(text)
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if not 10 <= seconds <= LONGEST_IDLE:
        raise argparse.ArgumentTypeError(
            f"wants a time from 10s to 24h, like 30m, not {text[:40]!r}"
        )
    return float(seconds)
