"""The command line. Whatever is heavy is imported once a command needs it: `--help` is instant."""

from nnmath_tutor.cli.main import main

__all__ = ["main"]
