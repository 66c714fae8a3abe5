"""The progress file: whole, private, shared by two tutors, and never a reason to crash."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.progress import LessonProgress, Preferences, Progress, Store, default_path

FORWARD = Progress().visit("forward", "rows").visit("forward", "sums")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "progress.json"


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_a_missing_file_is_a_fresh_start(path: Path) -> None:
    assert Store(path).load() == (Progress(), None)
    assert not path.parent.exists()


def test_what_was_saved_is_loaded(path: Path) -> None:
    progress = Progress(first_start_done=True, preferences=Preferences(verse=False, speed=0.25))
    progress = progress.visit("forward", "rows").visit("forward", "sums").visit("forward", "rows")
    progress = progress.finish("forward").visit("backprop", "blame")
    assert Store(path).save(progress) is None
    loaded, message = Store(path).load()
    assert (loaded, message) == (progress, None)
    assert loaded.lesson("forward") == LessonProgress(("rows", "sums"), "rows", finished=True)
    assert loaded.last_lesson == "backprop"
    assert loaded.lesson("never opened") == LessonProgress()


def test_only_the_owner_may_read_it_and_nothing_else_is_left_behind(path: Path) -> None:
    Store(path).save(FORWARD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(path) == ["progress.json"]


def test_nothing_is_written_when_nothing_changed(path: Path) -> None:
    store = Store(path)
    store.save(FORWARD)
    before = path.stat()
    assert store.save(FORWARD) is None
    assert Store(path).save(FORWARD) is None  # another store that has not loaded
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"9" * 10_000, "not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "not from this tutor"),
        (b"{}", "not from this tutor"),
        (b'{"format": true}', "not from this tutor"),
        (b'{"format": 2}', "newer version"),
        (b'{"format": 1, "lessons": []}', "'lessons'"),
        (b'{"format": 1, "lessons": {"forward": 3}}', "a lesson"),
        (b'{"format": 1, "lessons": {"forward": {"visited": [1]}}}', "'visited'"),
        (b'{"format": 1, "lessons": {"forward": {"finished": 1}}}', "'finished'"),
        (b'{"format": 1, "preferences": {"speed": NaN}}', "'speed'"),
        (b'{"format": 1, "preferences": {"speed": 0}}', "'speed'"),
    ],
)
def test_a_damaged_file_is_set_aside(path: Path, data: bytes, reason: str) -> None:
    put(path, data)
    store = Store(path)
    progress, message = store.load()
    assert progress == Progress()
    assert message is not None
    assert reason in message
    assert str(path.with_name("progress.json.damaged-1")) in message
    assert path.with_name("progress.json.damaged-1").read_bytes() == data
    assert store.save(FORWARD) is None
    assert Store(path).load() == (FORWARD, None)


def test_setting_aside_overwrites_nothing(path: Path) -> None:
    for number in range(1, 4):
        put(path, b"damaged %d" % number)
        Store(path).load()
    put(path.with_name("progress.json.damaged-5"), b"somebody else's")
    put(path, b"damaged 4")
    Store(path).load()
    put(path, b"damaged 6")
    Store(path).load()
    kept = [path.with_name(f"progress.json.damaged-{n}").read_bytes() for n in range(1, 7)]
    assert kept == [
        b"damaged 1",
        b"damaged 2",
        b"damaged 3",
        b"damaged 4",
        b"somebody else's",
        b"damaged 6",
    ]


def test_a_folder_of_that_name_is_set_aside_with_what_is_in_it(path: Path) -> None:
    put(path / "diary.txt", b"mine")
    progress, message = Store(path).load()
    assert progress == Progress()
    assert message is not None
    assert (path.with_name("progress.json.damaged-1") / "diary.txt").read_bytes() == b"mine"


def test_a_pipe_of_that_name_does_not_make_the_tutor_wait(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    progress, message = Store(path).load()
    assert progress == Progress()
    assert message is not None


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere.json")
    Store(path).save(FORWARD)
    assert path.is_symlink()
    assert Store(tmp_path / "elsewhere.json").load() == (FORWARD, None)


def test_a_link_to_itself_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path)
    assert Store(path).load()[1] is not None
    assert Store(path).save(FORWARD) is None
    assert Store(path).load() == (FORWARD, None)


def test_a_file_damaged_while_the_tutor_runs_is_set_aside_when_it_saves(path: Path) -> None:
    store = Store(path)
    store.save(FORWARD)
    put(path, b"oops")
    message = store.save(FORWARD.visit("tensors", "ladder"))
    assert message is not None
    assert path.with_name("progress.json.damaged-1").read_bytes() == b"oops"
    assert Store(path).load()[0].lessons.keys() == {"forward", "tensors"}


def test_a_file_removed_while_the_tutor_runs_is_written_whole_again(path: Path) -> None:
    store = Store(path)
    store.save(FORWARD)
    path.unlink()
    store.save(FORWARD.visit("tensors", "ladder"))
    assert Store(path).load()[0].lessons.keys() == {"forward", "tensors"}


def test_what_a_newer_tutor_wrote_survives(path: Path) -> None:
    document = {
        "format": 1,
        "mascot": {"name": "Ada"},
        "preferences": {"verse": False, "theme": "dark"},
        "lessons": {"forward": {"visited": ["rows"], "marks": [3, 4]}, "gates": {"step": "and"}},
    }
    put(path, json.dumps(document).encode())
    store = Store(path)
    progress, _ = store.load()
    store.save(progress.visit("forward", "sums"))
    after = json.loads(path.read_text())
    assert after["mascot"] == {"name": "Ada"}
    assert after["preferences"] == {"verse": False, "theme": "dark"}
    assert after["lessons"]["gates"] == {"step": "and"}
    assert after["lessons"]["forward"] == {
        "visited": ["rows", "sums"],
        "step": "sums",
        "finished": False,
        "marks": [3, 4],
    }


def test_two_tutors_keep_each_others_lessons(path: Path) -> None:
    one, other = Store(path), Store(path)
    one.load()
    other.load()
    one.save(Progress().visit("forward", "rows"))
    other.save(Progress().visit("tensors", "ladder"))
    one.save(Progress().visit("forward", "rows").finish("forward"))
    loaded, _ = Store(path).load()
    assert loaded.lesson("forward").finished
    assert loaded.lesson("tensors").step == "ladder"
    assert loaded.last_lesson == "tensors"  # `one` did not change it again


def test_of_two_that_changed_one_lesson_the_later_wins(path: Path) -> None:
    one, other = Store(path), Store(path)
    one.save(Progress().visit("forward", "rows"))
    other.save(Progress().visit("forward", "sums"))
    assert Store(path).load()[0].lesson("forward") == LessonProgress(("sums",), "sums")


def test_a_lesson_forgotten_here_is_not_brought_back_there(path: Path) -> None:
    both = FORWARD.visit("tensors", "ladder")
    one, other = Store(path), Store(path)
    one.save(both)
    other.load()
    one.save(both.forget("forward"))
    other.save(both.visit("tensors", "shape"))
    assert Store(path).load()[0].lessons.keys() == {"tensors"}


def test_forgetting_everything_keeps_what_the_learner_likes(path: Path) -> None:
    likes = Preferences(verse=False, speed=2.0)
    progress = Progress(first_start_done=True, preferences=likes).visit("forward", "rows")
    Store(path).save(progress)
    store = Store(path)
    store.load()
    store.save(progress.forget())
    assert Store(path).load()[0] == Progress(preferences=likes)


def test_forgetting_the_last_lesson_leaves_nothing_to_resume() -> None:
    assert FORWARD.forget("forward") == Progress()
    assert FORWARD.forget("tensors") == FORWARD


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_refuses_is_told_once_and_harms_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    store = Store(path)
    store.save(FORWARD)
    before = path.read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        message = store.save(FORWARD.finish("forward"))
        assert message is not None
        assert os.strerror(number) in message
        assert store.save(FORWARD.visit("tensors", "ladder")) is None
        assert names(path) == ["progress.json"]
        assert path.read_bytes() == before
    assert store.save(FORWARD.finish("forward")) is None
    assert Store(path).load() == (FORWARD.finish("forward"), None)


def test_a_state_directory_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "progress.json")
    progress, message = store.load()
    assert progress == Progress()
    assert message is not None
    assert not store.usable
    assert store.save(FORWARD) is not None
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_set_aside(path: Path) -> None:
    put(path, b"secret")
    path.chmod(0)
    assert Store(path).load()[1] is not None
    assert names(path) == ["progress.json.damaged-1"]


def test_the_environment_names_the_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NNMATH_TUTOR_STATE", str(tmp_path))
    assert default_path() == tmp_path / "progress.json"
    monkeypatch.setenv("NNMATH_TUTOR_STATE", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert default_path() == tmp_path / "xdg" / "nnmath-tutor" / "progress.json"


def everything_kept(directory: Path) -> list[bytes]:
    return [entry.read_bytes() for entry in directory.iterdir()]


@given(data=st.binary())
def test_arbitrary_bytes_never_raise_and_are_never_lost(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("state") / "progress.json"
    put(path, data)
    store = Store(path)
    progress, message = store.load()
    assert (progress, message is None) == (Progress(), False)
    assert data in everything_kept(path.parent)
    assert store.save(FORWARD) is None
    assert data in everything_kept(path.parent)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KNOWN = st.sampled_from(
    ["lessons", "preferences", "last_lesson", "first_start_done", "verse", "speed", "visited"]
)
LOOKALIKES = st.dictionaries(
    KNOWN | st.text(), JSON | st.dictionaries(KNOWN, st.dictionaries(KNOWN, JSON)), max_size=6
)


@given(document=LOOKALIKES)
def test_a_document_that_nearly_fits_is_understood_or_kept(
    document: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("state") / "progress.json"
    data = json.dumps({"format": 1, **document}).encode()
    put(path, data)
    store = Store(path)
    progress, message = store.load()
    if message is not None:
        assert data in everything_kept(path.parent)
    assert store.save(progress.visit("forward", "rows")) is None
    again, message = Store(path).load()
    assert (again, message) == (progress.visit("forward", "rows"), None)


@given(
    lessons=st.dictionaries(
        st.text(),
        st.builds(
            LessonProgress,
            visited=st.lists(st.text(), unique=True).map(tuple),
            step=st.none() | st.text(),
            finished=st.booleans(),
        ),
    )
)
def test_any_progress_comes_back(
    lessons: dict[str, LessonProgress], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("state") / "progress.json"
    Store(path).save(Progress(lessons=lessons))
    assert Store(path).load() == (Progress(lessons=lessons), None)
