"""What is left of learners who vanish, of those who stop reading, of a host that is killed."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from benchmarks.classroom import Classroom, Host, children, memory, workshop
from benchmarks.figures import Figure

LOSSES, AT_ONCE = 100, 10
STOPPED = 300.0  # seconds
GONE_AIM = 2.0  # seconds
FLAT_AIM = 2.0  # MB
MB = 1_000_000


def losses(quick: bool) -> list[Figure]:
    """Clients killed, a client stopped, forge and host killed."""
    figures = []
    with workshop() as (host, classroom):
        figures += _vanish(host, classroom, 10 if quick else LOSSES)
        figures.append(_stopped(host, classroom, 5.0 if quick else STOPPED))
        figures.append(_forge_killed(host, classroom))
        figures.append(_host_killed(host, classroom))
    return figures


def _open(host: Host) -> tuple[int, int, int]:
    """Processes, descriptors of host and forge, pseudo-terminals in use."""
    descriptors = sum(len([*Path(f"/proc/{pid}/fd").iterdir()]) for pid in (host.pid, host.forge))
    ptys = len([each for each in Path("/dev/pts").iterdir() if each.name.isdigit()])
    return len(children(host.forge)), descriptors, ptys


def _vanish(host: Host, classroom: Classroom, number: int) -> list[Figure]:
    for learner in classroom.come(host.ssh(["first"])):
        classroom.leave(learner)
    classroom.until(lambda: not children(host.forge), "the end of the first")
    before = _open(host)
    for turn in range(number // AT_ONCE):
        numbers = range(turn * AT_ONCE, (turn + 1) * AT_ONCE)
        for learner in classroom.come(host.ssh(numbers)):
            classroom.leave(learner)
    began = time.perf_counter()
    classroom.until(lambda: not children(host.forge), "the end of all processes")
    classroom.until(lambda: _open(host) <= before, "the end of all descriptors")
    took = time.perf_counter() - began
    left = [max(0, now - then) for now, then in zip(_open(host), before, strict=True)]
    names = ("processes", "descriptors", "pseudo-terminals")
    return [
        Figure(f"left of {number} killed clients: {name}", count, "", 0, f"after {took:.1f} s")
        for name, count in zip(names, left, strict=True)
    ]


def _stopped(host: Host, classroom: Classroom, seconds: float) -> Figure:
    (learner,) = classroom.come(host.ssh(["stopped"]))
    learner.follow()
    learner.type("q")
    classroom.until(lambda: "q Quit" in learner.text, "the map")
    learner.type("\x1b[B" * 11 + "\r")
    classroom.until(lambda: "space Play" in learner.text, "the lesson")
    learner.type(" ")
    classroom.listen(3.0)
    os.kill(learner.pid, signal.SIGSTOP)
    before, began = memory(host.pid)[0], time.perf_counter()
    largest, cut = before, 0.0
    while (passed := time.perf_counter() - began) < seconds:
        classroom.listen(0.5)
        largest = max(largest, memory(host.pid)[0])
        if not cut and not children(host.forge):
            cut = passed
    classroom.leave(learner)
    note = f"it was cut off after {cut:.0f} s" if cut else "it was borne with"
    what = f"host's memory while a client was stopped for {seconds:.0f} s"
    return Figure(what, (largest - before) / MB, " MB more", FLAT_AIM, note)


def _forge_killed(host: Host, classroom: Classroom) -> Figure:
    classroom.until(lambda: not children(host.forge), "the end of the last")
    (learner,) = classroom.come(host.ssh(["forged"]))
    began = time.perf_counter()
    os.kill(host.forge, signal.SIGKILL)
    classroom.leave(learner)
    (again,) = classroom.come(host.ssh(["again"]))
    took = (again.whole or 0.0) - began
    classroom.leave(again)
    return Figure("forge killed: until the next learner has a screen", took, " s")


def _host_killed(host: Host, classroom: Classroom) -> Figure:
    came = classroom.come(host.ssh(["a", "b", "c"]))
    pids = {host.forge, *children(host.forge)}
    for learner in came:
        classroom.leave(learner)
    host.kill()
    began = time.perf_counter()
    classroom.until(lambda: not any(map(_alive, pids)), "their end")
    return Figure(
        f"host killed: until {len(pids)} processes are gone",
        time.perf_counter() - began,
        " s",
        GONE_AIM,
    )


def _alive(pid: int) -> bool:
    """Whether there is such a process; one that only waits to be reaped is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
