"""What people install: the wheel has the lessons inside, a checkout has them beside `src`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.version import Version

import nnmath_tutor

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
REQUIREMENTS = [
    *PROJECT["dependencies"],
    *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a checkout without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


def pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", *arguments],
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )


def lessons_listed(cwd: Path, state: Path, import_from: Path | None) -> tuple[str, list[str]]:
    """Where the package was imported from and the lessons it lists, in a process elsewhere."""
    environment = {**os.environ, "NNMATH_TUTOR_STATE": str(state)}
    if import_from is not None:
        environment["PYTHONPATH"] = str(import_from)
    code = "import nnmath_tutor.cli as c; print(c.__file__); raise SystemExit(c.main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "list", "--json"],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
        stdin=subprocess.DEVNULL,
    )
    place, _, rest = done.stdout.partition("\n")
    return place, [lesson["id"] for lesson in json.loads(rest)["lessons"]]


def lesson_ids_of_the_checkout() -> list[str]:
    return [path.stem.partition("-")[2] for path in sorted((ROOT / "lessons").glob("[0-9]*.md"))]


def test_the_wheel_finds_its_own_lessons(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip("install", "--no-deps", "--target", str(target), str(wheel))
    place, lessons = lessons_listed(tmp_path, tmp_path / "state", target)
    assert place.startswith(str(target))
    assert lessons
    assert lessons == lesson_ids_of_the_checkout()


def test_the_checkout_finds_its_own_lessons(tmp_path: Path) -> None:
    place, lessons = lessons_listed(tmp_path, tmp_path / "state", None)
    assert place.startswith(str(Path(nnmath_tutor.__file__).parent))
    assert lessons == lesson_ids_of_the_checkout()


def test_the_wheel_has_everything_of_the_lessons(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "lessons").rglob("*"):
        if path.is_file() and path.suffix in {".md", ".py", ".csv"}:
            assert f"nnmath_tutor/lessons/{path.relative_to(ROOT / 'lessons')}" in inside
    assert "nnmath_tutor/lessons/glossary.md" in inside
    assert "nnmath_tutor/lessons/sheets/calculus.md" in inside
    assert "nnmath_tutor/py.typed" in inside
    assert not [name for name in inside if "__pycache__" in name or "/tests/" in name]


def test_the_wheel_says_how_to_start(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry_points,) = (n for n in archive.namelist() if n.endswith("entry_points.txt"))
        text = archive.read(entry_points).decode()
    assert "nnmath-tutor = nnmath_tutor.cli:main" in text


def test_the_versions_agree() -> None:
    assert PROJECT["version"] == nnmath_tutor.__version__


def pins() -> dict[str, list[tuple[Version, str | None]]]:
    """The versions of each locked project, with the marker each is for."""
    found: dict[str, list[tuple[Version, str | None]]] = {}
    for line in LOCK.splitlines():
        if match := re.match(r"([a-z0-9.-]+)==([^ ]+)(?: ; ([^\\]+))? \\$", line):
            found.setdefault(match[1], []).append((Version(match[2]), match[3]))
    return found


@pytest.mark.parametrize("line", REQUIREMENTS)
def test_every_requirement_is_locked(line: str) -> None:
    requirement = Requirement(line)
    locked = pins()[requirement.name]
    assert all(requirement.specifier.contains(version) for version, _ in locked)


def test_the_lock_is_whole_and_names_no_host() -> None:
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK
    blocks = re.split(r"\n(?=[a-z])", LOCK.strip())
    assert len(blocks) == sum(len(versions) for versions in pins().values())
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_one_version_of_each_is_for_one_python(python: str, platform: str) -> None:
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
    }
    for name, versions in pins().items():
        fitting = [v for v, marker in versions if marker is None or holds(marker, environment)]
        only_elsewhere = all(marker and "win32" in marker for _, marker in versions)
        assert len(fitting) == (0 if only_elsewhere else 1), name


def holds(marker: str, environment: dict[str, str]) -> bool:
    return Requirement(f"x ; {marker}").marker.evaluate(environment)
