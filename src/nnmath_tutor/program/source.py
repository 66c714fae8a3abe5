"""The text of a program: lines, and the places of syntax nodes counted in characters."""

from __future__ import annotations

import ast
import functools

from nnmath_tutor.program.model import Span


def normalised(source: str) -> str:
    """The source without a byte order mark and with `\\n` alone at the ends of its lines."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class SourceText:
    """Lines of a normalised source. `ast` counts columns in bytes; here they are characters."""

    def __init__(self, source: str) -> None:
        self.lines: tuple[str, ...] = tuple(source.split("\n"))

    def _column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1]
        if text.isascii():
            return offset
        return len(text.encode()[:offset].decode(errors="ignore"))

    def span(self, node: ast.stmt | ast.expr) -> Span:
        """Where a node stands."""
        end_line = node.end_lineno or node.lineno
        end_offset = node.end_col_offset if node.end_col_offset is not None else node.col_offset
        return Span(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, end_offset),
        )

    def text(self, span: Span) -> str:
        """The characters of a span, its lines joined by `\\n`."""
        if span.line == span.end_line:
            return self.lines[span.line - 1][span.column : span.end_column]
        first = self.lines[span.line - 1][span.column :]
        middle = self.lines[span.line : span.end_line - 1]
        last = self.lines[span.end_line - 1][: span.end_column]
        return "\n".join((first, *middle, last))


@functools.lru_cache(maxsize=2048)
def placed(source: SourceText, node: ast.stmt | ast.expr) -> tuple[Span, str]:
    """Where a node stands, and what it reads. Every epoch that is looked at asks for the same."""
    span = source.span(node)
    return span, source.text(span)
