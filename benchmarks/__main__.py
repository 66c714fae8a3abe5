"""The benchmarks, or those that are named: `python -m benchmarks [--quick] [SECTION …]`.

`workshop` and `losses` run by name alone: they want OpenSSH's client and a calm machine.

Exit code 0 whether or not the aims are met (what a figure is worth depends on the machine, and on
what else it does), 1 if something could not be measured. Ratios are between medians of runs that
took turns.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping

from benchmarks import link, losses, playing, recording, scenes, starting, workshop
from benchmarks.figures import Figure, table
from benchmarks.terminal import BenchmarkError

SECTIONS: Mapping[str, Callable[[bool], list[Figure]]] = {
    "frame": starting.first_frame,
    "help": starting.help_text,
    "record": recording.recording_cost,
    "product": playing.product,
    "epochs": playing.epochs,
    "scenes": scenes.playing,
    "calm": scenes.calm,
    "steps": playing.stepping,
    "keys": playing.keys,
    "rest": playing.rest,
    "link": link.link,
    "seek": recording.seeking,
    "jump": scenes.jumping,
    "workshop": workshop.classes,
    "losses": losses.losses,
}
BY_NAME = ("workshop", "losses")


def main() -> int:
    """Run the sections asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", metavar="SECTION", nargs="*", help=", ".join(SECTIONS))
    parser.add_argument(
        "--quick", action="store_true", help="a few runs only, to see that it works"
    )
    arguments = parser.parse_args()
    unknown = [name for name in arguments.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]!r}; known: {', '.join(SECTIONS)}")
    if not sys.platform.startswith("linux"):
        parser.error("the CPU time of another process is read as Linux gives it")
    began = time.perf_counter()
    figures: list[Figure] = []
    failed = False
    for name in arguments.sections or [name for name in SECTIONS if name not in BY_NAME]:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            figures += SECTIONS[name](arguments.quick)
        except BenchmarkError as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
    print(table(figures))
    load, _, _ = os.getloadavg()
    print(
        f"\n{time.perf_counter() - began:.0f} s on Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, load {load:.1f}"
        + (" (others are at work: times are high, ratios less so)" if load > 2 else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
