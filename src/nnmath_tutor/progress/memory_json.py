"""Memories of questions as JSON, there and back.

What can't be understood is left out and stays in the file untouched: no more hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.progress.memory import LADDER, Memory, Outcome

OUTCOMES = {outcome.value: outcome for outcome in Outcome}
LATEST = 2**53  # seconds; what JSON can hold exactly


def decode_memories(value: Any) -> dict[str, Memory]:
    """The memories that a table of them holds, by the step, as far as they can be understood."""
    if not isinstance(value, dict):
        return {}
    read = {step: _memory(entry) for step, entry in value.items()}
    return {step: memory for step, memory in read.items() if memory is not None}


def merge_memories(
    known: Any, *, since: Mapping[str, Memory], now: Mapping[str, Memory]
) -> dict[str, Any]:
    """The table `known` with the questions that changed from `since` to `now`; others stay.

    So two tutors that ask different questions of one lesson both keep their answers.
    """
    merged = dict(known) if isinstance(known, dict) else {}
    for step, memory in now.items():
        if memory != since.get(step):
            entry = merged.get(step)
            kept = entry if isinstance(entry, dict) else {}
            merged[step] = {
                **kept,
                "outcome": memory.outcome.value,
                "tries": memory.tries,
                "wrong": memory.wrong,
                "rung": memory.rung,
                "asked": memory.asked,
                "due": memory.due,
            }
    return merged


def _memory(entry: Any) -> Memory | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("outcome"), str):
        return None
    outcome = OUTCOMES.get(entry["outcome"])
    due = entry.get("due")
    counts: list[Any] = [entry.get(key) for key in ("tries", "wrong", "rung", "asked")]
    if outcome is None or not all(_whole(number) for number in counts):
        return None
    if not (due is None or _whole(due)) or (due is None) != (outcome is Outcome.SKIPPED):
        return None
    tries, wrong, rung, asked = (int(number) for number in counts)
    return Memory(outcome, tries, wrong, rung, asked, due) if rung < len(LADDER) else None


def _whole(number: object) -> bool:
    return type(number) is int and 0 <= number < LATEST
