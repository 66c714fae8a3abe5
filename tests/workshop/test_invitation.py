"""What stands on the board: the line, the code, the key; and what is kept from last time."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import pytest

from nnmath_tutor.workshop.code_words import WORDS
from nnmath_tutor.workshop.codes import BadCodeError, checked, kept_code, make_code, same
from nnmath_tutor.workshop.invitation import (
    how_to_open,
    invitation,
    is_loopback,
    join_lines,
    reachable,
)
from nnmath_tutor.workshop.keys import fingerprint, host_key
from nnmath_tutor.workshop.state_dir import StateError, opened


def test_the_line_is_what_ssh_takes() -> None:
    lines = join_lines(["192.0.2.4", "2001:db8::1"], 2222)
    assert lines == ["ssh -p 2222 YOUR-NAME@192.0.2.4", "ssh -p 2222 YOUR-NAME@2001:db8::1"]
    assert join_lines(["192.0.2.4"], 22) == ["ssh YOUR-NAME@192.0.2.4"]
    for line in lines:  # -G: says what it would do
        said = subprocess.run([*line.split(), "-G"], capture_output=True, text=True, check=True)
        assert "user YOUR-NAME" in said.stdout
        assert "port 2222" in said.stdout


def test_the_invitation_names_all_that_is_needed_in_eighty_columns() -> None:
    lines = invitation(["192.0.2.4"], 2222, "otter-maple-4821", "SHA256:" + "x" * 43)
    lines += how_to_open(["--port", "22"])
    text = "\n".join(lines)
    for wanted in ("ssh -p 2222", "otter-maple-4821", "SHA256:x", "--host 0.0.0.0 --port 22"):
        assert wanted in text
    assert text.isascii()
    assert max(map(len, lines)) <= 80


def test_where_it_listens_is_where_it_is_found() -> None:
    assert reachable("127.0.0.1") == ["127.0.0.1"]
    assert reachable("teacher.example") == ["teacher.example"]
    assert reachable("0.0.0.0")[0] != "0.0.0.0"
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0")] == [
        *[True] * 3,
        False,
    ]


def test_a_code_is_long_enough_for_the_guard_and_easy_to_type() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert 2 * math.log2(len(WORDS)) + math.log2(10_000) > 27
    assert len({make_code() for _ in range(50)}) > 45


def test_capitals_spaces_and_hyphens_do_not_count() -> None:
    assert same(" Otter Maple-4821\n", "otter-maple-4821")
    for wrong in ("", "otter-maple-482", "otter-maple-48211", "maple-otter-4821", "x" * 10**6):
        assert not same(wrong, "otter-maple-4821")


@pytest.mark.parametrize("code", ["", "abc", "---------", "käse und brot", "a\x1bbcd", "x" * 65])
def test_codes_that_cannot_be_typed_are_refused(code: str) -> None:
    with pytest.raises(BadCodeError):
        checked(code)


def test_the_code_is_kept_until_another_is_given(tmp_path: Path) -> None:
    first = kept_code(tmp_path, None)
    assert kept_code(tmp_path, None) == first
    assert kept_code(tmp_path, "banana") == "banana"
    assert kept_code(tmp_path, None) == "banana"
    assert (tmp_path / "code").stat().st_mode & 0o777 == 0o600


def test_the_key_is_made_once_and_ssh_agrees_on_its_fingerprint(tmp_path: Path) -> None:
    key = host_key(tmp_path)
    path = tmp_path / "host_key"
    assert path.stat().st_mode & 0o777 == 0o600
    line = ["ssh-keygen", "-l", "-f", str(path)]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert fingerprint(key) in said
    path.chmod(0o644)
    assert fingerprint(host_key(tmp_path)) == fingerprint(key)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_broken_key_is_not_replaced_behind_anyones_back(tmp_path: Path) -> None:
    (tmp_path / "host_key").write_bytes(b"nothing")
    with pytest.raises(StateError, match="host_key"):
        host_key(tmp_path)
    assert (tmp_path / "host_key").read_bytes() == b"nothing"


def test_a_folder_that_others_can_write_to_is_refused_and_left_alone(tmp_path: Path) -> None:
    assert opened(tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    tmp_path.chmod(0o777)
    with pytest.raises(StateError, match="others can write"):
        opened(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o777
