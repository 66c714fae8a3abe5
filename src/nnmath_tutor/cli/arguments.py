"""The words of the command line, and what to say about a wrong one."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from nnmath_tutor import __version__
from nnmath_tutor.cli.hosting_arguments import add_host_options
from nnmath_tutor.cli.workshop_arguments import add_actions

PROG = "nnmath-tutor"
MOST_EPOCHS = 1_000_000
LARGEST_SEED = 2**32 - 1  # what NumPy's RandomState takes


class UsageError(Exception):
    """A mistake of the caller's, told in one line."""


class UnknownCommandError(UsageError):
    """The first word is no command; `word` may still be something else that is known."""

    def __init__(self, word: str) -> None:
        self.word = word
        hint = _nearest(word, COMMANDS)
        super().__init__(f"there is no command {word!r}; {hint}")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see `{self.prog} --help`)")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command and its options. Raises UsageError; SystemExit after --help and --version.

    `command` is None if none was given. `ascii`, `still` and `restricted` are always there.
    """
    # The options of all commands take no value, so the first other word must be the command.
    word = next((argument for argument in argv if not argument.startswith("-")), None)
    if word is not None and word not in COMMANDS:
        raise UnknownCommandError(word)
    parser, commands = _parsers()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        _refuse(unknown[0], commands[word] if word else parser)
    for name in ("ascii", "still", "restricted"):
        setattr(arguments, name, getattr(arguments, name, False))
    return arguments


def _refuse(word: str, parser: argparse.ArgumentParser) -> NoReturn:
    name = word.partition("=")[0]
    if name.startswith("-"):
        known = [option for action in parser._actions for option in action.option_strings]
        raise UsageError(f"there is no option {name!r} here; {_nearest(name, known)}")
    raise UsageError(f"{word!r} is one word too many (see `{parser.prog} --help`)")


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib  # only whoever mistypes waits for it

    listed = sorted(known)
    close = difflib.get_close_matches(word.lower(), listed, n=1, cutoff=0.5)
    return f"did you mean `{close[0]}`?" if close else f"known: {', '.join(listed)}"


def _whole_number(low: int, high: int | None) -> Callable[[str], int]:
    bounds = f"from {low:,} to {high:,}" if high is not None else f"from {low:,} on"

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if number < low or (high is not None and number > high):
            raise argparse.ArgumentTypeError(f"wants a whole number {bounds}, not {text[:40]!r}")
        return number

    return read


def _everywhere() -> _Parser:
    """Options that stand before or after the command; left out, they are no attribute."""
    options = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    options.add_argument("--ascii", action="store_true", help="draw with plain ASCII characters")
    options.add_argument("--still", action="store_true", help="no motion but your own steps")
    options.add_argument(
        "--restricted",
        action="store_true",
        help="for learners on somebody else's machine: the screens alone, no files, no shell",
    )
    options.add_argument("--version", action="version", version=f"{PROG} {__version__}")
    return options


def _learn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson",
        metavar="LESSON[:STEP]",
        nargs="?",
        help="a lesson's id, or the file of one of your own, and a step's id or number; "
        "without it, where you left off",
    )
    parser.add_argument("--plain", action="store_true", help="print the lesson as text")


def _review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="print the questions, then answers")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def _song(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", nargs="?", help="the verses of this one alone")


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seed",
        type=_whole_number(0, LARGEST_SEED),
        default=1,
        metavar="N",
        help="where the random weights come from (default: 1)",
    )
    parser.add_argument(
        "--epochs",
        type=_whole_number(1, MOST_EPOCHS),
        default=60_000,
        metavar="N",
        help="how long to train (default: 60000)",
    )
    parser.add_argument(
        "--every",
        type=_whole_number(1, None),
        metavar="N",
        help="epochs from one line of the table to the next (default: a sixth of all)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--plot", action="store_true", help="draw the error under the table")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="lesson files or folders of them; without one, the lessons that come with the tutor",
    )


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "terms",
        metavar="TERM",
        nargs="*",
        help="a word of the glossary, or several; without one, all that there are",
    )
    parser.add_argument(
        "--sheet",
        metavar="NAME",
        help="a cheat sheet: calculus, linear-algebra or statistics",
    )


def _progress(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reset",
        metavar="LESSON",
        nargs="?",
        const="",
        help="forget this lesson, or everything",
    )


def _workshop(parser: argparse.ArgumentParser) -> None:
    add_host_options(parser)
    add_actions(parser, required=False)


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], tuple[str, ...]]] = {
    "learn": (
        "open a lesson",
        _learn,
        ("learn", "learn backprop", "learn backprop:3", "learn forward --plain | less"),
    ),
    "review": (
        "be asked again what is due, across the lessons",
        _review,
        ("review", "review --plain"),
    ),
    "list": ("list the lessons and how far you are", _list, ("list", "list --json")),
    "song": (
        "print the verses of all lessons, or of one",
        _song,
        ("song", "song backprop", "song | less"),
    ),
    "train": (
        "train the network of the lessons, without a screen",
        _train,
        ("train", "train --seed 911 --plot", "train --epochs 60000 --every 10000 --json"),
    ),
    "check": (
        "look for mistakes in lessons; it runs their programs",
        _check,
        ("check", "check my-lesson.md"),
    ),
    "words": (
        "look up a word, or a cheat sheet",
        _words,
        ("words", "words sigmoid", "words learning rate", "words --sheet calculus"),
    ),
    "workshop": (
        "hold a workshop that others join with ssh, or look back at it",
        _workshop,
        (
            "workshop",
            "workshop --host 0.0.0.0 --code otter-maple",
            "workshop report",
            "workshop forget maria",
        ),
    ),
    "progress": (
        "show what you have done, or forget it",
        _progress,
        ("progress", "progress --reset forward", "progress --reset"),
    ),
}


def _examples(lines: Iterable[str]) -> str:
    return "examples:\n" + "\n".join(f"  {PROG} {line}".rstrip() for line in lines)


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    everywhere = _everywhere()
    parser = _Parser(
        prog=PROG,
        parents=[everywhere],
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="The mathematics of a neural network, animated by a real training loop.\n"
        "Without a command the course opens; Enter goes on where you left off.",
        epilog=_examples(("", *(examples[1] for _, _, examples in COMMANDS.values()))),
    )
    children = parser.add_subparsers(
        dest="command", title="commands", metavar="COMMAND", parser_class=_Parser
    )
    commands: dict[str, argparse.ArgumentParser] = {}
    for name, (summary, fill, examples) in COMMANDS.items():
        command = children.add_parser(
            name,
            parents=[everywhere],
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=_examples(examples),
        )
        fill(command)
        commands[name] = command
    return parser, commands
