"""Progress as a JSON document, there and back.

The document has a format number. A newer tutor may add keys without raising that number; they are
carried along untouched by this one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnmath_tutor.progress.kept_runs import decode_runs, encode_runs
from nnmath_tutor.progress.learner import LessonProgress, Preferences, Progress
from nnmath_tutor.progress.memory_json import decode_memories, merge_memories

FORMAT = 1


class DamagedError(Exception):
    """The file can be read but not understood; the text says why."""


def parse(data: bytes) -> dict[str, Any]:
    """The file's bytes as a document that `decode` takes. Raises DamagedError."""
    try:
        document = json.loads(data.decode("utf-8"))
        json.dumps(document)  # what can't be written again can't be carried along
    except UnicodeDecodeError:
        raise DamagedError("it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise DamagedError("it is not JSON") from None
    return parse_document(document)


def parse_document(document: Any) -> dict[str, Any]:
    """JSON that was read already, as a document that `decode` takes. Raises DamagedError."""
    _expect(isinstance(document, dict) and "format" in document, "it is not from this tutor")
    version = document["format"]
    _expect(type(version) is int and version >= 1, "it is not from this tutor")
    _expect(version <= FORMAT, "a newer version of the tutor wrote it")
    decode(document)
    return dict(document)


def _expect(fine: bool, otherwise: str) -> None:
    if not fine:
        raise DamagedError(otherwise)


def _take(mapping: Mapping[str, Any], key: str, default: Any, *types: type) -> Any:
    value = mapping.get(key, default)
    _expect(type(value) in types, f"its {key!r} is not what it should be")
    return value


def decode(document: Mapping[str, Any]) -> Progress:
    """Progress as the document has it. Raises DamagedError."""
    preferences = _take(document, "preferences", {}, dict)
    speed = _take(preferences, "speed", 1.0, int, float)
    _expect(0 < speed <= sys.float_info.max, "its 'speed' is no speed")  # nor is NaN
    lessons = _take(document, "lessons", {}, dict)
    _expect(all(type(value) is dict for value in lessons.values()), "a lesson in it is no table")
    return Progress(
        lessons={lesson_id: _decode_lesson(value) for lesson_id, value in lessons.items()},
        last_lesson=_take(document, "last_lesson", None, str, type(None)),
        first_start_done=_take(document, "first_start_done", False, bool),
        preferences=Preferences(_take(preferences, "verse", True, bool), float(speed)),
    )


def _decode_lesson(value: Mapping[str, Any]) -> LessonProgress:
    visited = _take(value, "visited", [], list)
    _expect(all(type(step) is str for step in visited), "its 'visited' is not what it should be")
    return LessonProgress(
        visited=tuple(dict.fromkeys(visited)),
        step=_take(value, "step", None, str, type(None)),
        finished=_take(value, "finished", False, bool),
        runs=decode_runs(value.get("runs")),
        questions=decode_memories(value.get("questions")),
    )


def merge(document: Mapping[str, Any], *, since: Progress, now: Progress) -> dict[str, Any]:
    """`document` with the changes from `since` to `now`; everything else in it stays."""
    merged = {"format": FORMAT, **document}
    lessons = dict(merged.get("lessons", {}))
    for lesson_id in sorted({*since.lessons, *now.lessons}):
        after = now.lessons.get(lesson_id)
        if after is None:
            if lesson_id in since.lessons:
                lessons.pop(lesson_id, None)
        elif after != since.lessons.get(lesson_id):
            known = lessons.get(lesson_id, {})
            lessons[lesson_id] = _merge_lesson(known, since.lesson(lesson_id), after)
    merged["lessons"] = lessons
    preferences = dict(merged.get("preferences", {}))
    for key in ("verse", "speed"):
        if getattr(now.preferences, key) != getattr(since.preferences, key):
            preferences[key] = getattr(now.preferences, key)
    merged["preferences"] = preferences
    for key in ("last_lesson", "first_start_done"):
        if getattr(now, key) != getattr(since, key):
            merged[key] = getattr(now, key)
    return merged


def _merge_lesson(
    known: Mapping[str, Any], since: LessonProgress, now: LessonProgress
) -> dict[str, Any]:
    """A lesson's table. Who only answers questions leaves the place that another tutor is at."""
    merged = dict(known)
    if replace(now, questions=since.questions) != since or now == LessonProgress():
        merged |= {"visited": list(now.visited), "step": now.step, "finished": now.finished}
        if now.runs or "runs" in known:
            merged["runs"] = encode_runs(now.runs)
    questions = known.get("questions")
    merged_questions = merge_memories(questions, since=since.questions, now=now.questions)
    if merged_questions:
        merged["questions"] = merged_questions
    return merged
