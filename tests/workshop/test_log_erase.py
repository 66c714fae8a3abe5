"""A learner can be taken out of the log while a workshop writes on in it."""

from __future__ import annotations

from pathlib import Path

from nnmath_tutor.workshop.log import FILE, Log, erase


def test_the_log_goes_on_after_an_erasure(tmp_path: Path) -> None:
    log = Log(tmp_path)
    for name in ("Maria Anna", "maria", "tom", "[eve]"):
        log.note("joined", name=name, address="127.0.0.1")
    assert erase(tmp_path, "maria anna") == 1
    log.note("left", name="maria", seconds=3)
    assert erase(tmp_path, "eve") == 1  # under the name that the record would have
    left = [line.partition(" ")[2] for line in (tmp_path / FILE).read_text().splitlines()]
    assert left == [
        "joined name=maria address=127.0.0.1",
        "joined name=tom address=127.0.0.1",
        "left name=maria seconds=3",
    ]
    assert erase(tmp_path, None) == 3
    log.note("closed")
    log.close()
    assert (tmp_path / FILE).read_text().endswith("Z closed\n")
    assert erase(tmp_path, "nobody") == 0


def test_without_a_log_there_is_nothing_to_erase(tmp_path: Path) -> None:
    assert erase(tmp_path, "maria") == 0


def test_whoever_is_forgotten_is_in_no_log(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.note("joined", name="Maria", address="192.0.2.1")
    log.note("joined", name="Maria Anna", address="192.0.2.2")
    log.note("joined", name="annamaria", address="192.0.2.3")
    log.fault("the session of maria", ValueError("of hers"))
    log.fault("a session", ValueError("of another's"))
    assert erase(tmp_path, "maria anna")
    text = (tmp_path / "log").read_text()
    assert "Anna" not in text
    assert "name=Maria" in text
    assert erase(tmp_path, "maria")
    log.note("joined", name="otto", address="192.0.2.4")  # the host goes on
    log.close()
    text = (tmp_path / "log").read_text()
    assert "192.0.2.1" not in text
    assert "of hers" not in text
    assert "of another's" in text
    assert "name=annamaria" in text
    assert text.splitlines()[-1].endswith("joined name=otto address=192.0.2.4")
    assert not erase(tmp_path, "eva")
    assert erase(tmp_path, None)
    assert (tmp_path / "log").read_text() == ""
