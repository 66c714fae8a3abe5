"""The words of `nnmath-tutor workshop …` that look back: its report, and forgetting."""

from __future__ import annotations

import argparse

REPORT_TABLES = ("learners", "questions", "polls")


def add_actions(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """`report` and `forget`; the word is in `action`, and --state, if given, in `state`."""
    actions = parser.add_subparsers(
        dest="action", title="afterwards", metavar="ACTION", required=required
    )
    report = _action(
        actions,
        "report",
        "who reached what, what was hard, and how polls went",
        ("report", "report --csv questions > questions.csv", "report --json"),
    )
    form = report.add_mutually_exclusive_group()
    form.add_argument(
        "--csv",
        metavar="TABLE",
        nargs="?",
        const=REPORT_TABLES[0],
        choices=REPORT_TABLES,
        help=f"for spreadsheets: {', '.join(REPORT_TABLES)} (default: {REPORT_TABLES[0]})",
    )
    form.add_argument("--json", action="store_true", help="for programs")
    forget = _action(
        actions,
        "forget",
        "delete what is known of a learner, or of all",
        ("forget maria", "forget --key maria", "forget --all"),
    )
    forget.add_argument("name", metavar="NAME", nargs="?", help="the learner's name")
    forget.add_argument("--all", action="store_true", help="everybody, and everything")
    forget.add_argument(
        "--key", action="store_true", help="only that the name is bound to an SSH key"
    )


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    examples: tuple[str, ...],
) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(
        name,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog="examples:\n" + "\n".join(f"  nnmath-tutor workshop {line}" for line in examples),
    )
    action.add_argument(
        "--state",
        metavar="DIR",
        default=argparse.SUPPRESS,  # it may stand before the action as well
        help="the folder of the workshop",
    )
    return action
