"""From a file to its text, whatever the file turns out to be."""

from __future__ import annotations

from pathlib import Path

from nnmath_tutor.lesson.mistakes import LessonError
from nnmath_tutor.program import Problem

MAX_BYTES = 1_000_000  # a long lesson has 20,000


def read_text(path: Path) -> str:
    """The text of a lesson file with plain line ends and no byte order mark.

    Raises LessonError for what isn't there, can't be read, isn't text, or is far too big.
    """
    file = str(path)
    try:
        if path.is_dir():
            raise LessonError(Problem(file, 1, "is a folder; a lesson is a Markdown file"))
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise LessonError(Problem(file, 1, "there is no such file")) from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise LessonError(Problem(file, 1, f"can't be read: {reason}")) from None
    return decode(data, file)


def decode(data: bytes, file: str) -> str:
    """The text of a lesson's bytes. Raises LessonError with the line of the first bad byte."""
    if len(data) > MAX_BYTES:
        raise LessonError(
            Problem(file, 1, f"is larger than {MAX_BYTES:,} bytes; this can't be a lesson")
        )
    null = data.find(b"\0")
    if null >= 0:
        message = "holds a null byte: is this a text file, saved as UTF-8?"
        raise LessonError(Problem(file, _line(data, null), message))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark the codec counts from behind it.
        offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        byte = data[offset]
        message = f"byte 0x{byte:02x} is not UTF-8 text; save the file as UTF-8"
        raise LessonError(Problem(file, _line(data, offset), message)) from None
    return plain_line_ends(text)


def plain_line_ends(text: str) -> str:
    """The text with every line ended as on Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(data: bytes, offset: int) -> int:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
