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
