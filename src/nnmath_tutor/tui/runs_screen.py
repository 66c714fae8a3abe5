"""The learner's runs, one a row: look at another, compare, name, keep, delete, take back."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from nnmath_tutor.drawing import Charset, Role, TextPart
from nnmath_tutor.play import MAIN, Session, Trial, Trials
from nnmath_tutor.tui.line_entry import LineEntry
from nnmath_tutor.tui.messages import RunsKept
from nnmath_tutor.tui.reference_key import REFERENCE
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.tui.run_rows import run_rows

HINT = (
    "enter: show it, c: compare with it, n: name, k: keep for next time, x: delete, "
    "u: undo, U: redo, /: words, q: back"
)


class RunsScreen(ModalScreen[None]):
    """Every run with its error at the present epoch and what was changed in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "move(-1)", "Up"),
        Binding("down,right,tab", "move(1)", "Down"),
        Binding("enter", "show", "Show"),
        Binding("c", "compare", "Compare with"),
        Binding("n", "rename", "Name"),
        Binding("k", "keep", "Keep for next time"),
        Binding("x,delete", "delete", "Delete"),
        Binding("u", "undo", "Undo"),
        Binding("U", "redo", "Redo"),
        REFERENCE,
        Binding("q,escape,t,backspace,b", "close", "Back"),
    ]

    DEFAULT_CSS = """
    RunsScreen { align: center middle; }
    RunsScreen > Vertical {
        width: 100%; max-width: 110; height: auto; max-height: 100%; background: $panel;
        padding: 1 2;
    }
    RunsScreen RowsView { height: auto; }
    RunsScreen #runs-list { max-height: 13; margin: 1 0; }
    """

    def __init__(self, session: Session, charset: Charset) -> None:
        super().__init__()
        self._session = session
        self._charset = charset
        self._number = session.trials.current  # of the chosen run
        self._entry: LineEntry | None = None

    def compose(self) -> ComposeResult:
        """A title, the runs, keys, a line to type in."""
        with Vertical():
            yield RowsView(self._charset, id="runs-title")
            yield RowsView(self._charset, id="runs-list")
            yield RowsView(self._charset, id="runs-hint")
            yield RowsView(self._charset, id="runs-line")

    def on_mount(self) -> None:
        """The list, the run on the screen chosen."""
        epoch = self._session.cursor.position.epoch
        title = f"Runs, with their error at epoch {epoch:,}"
        if self._session.recording.epochs <= 1:
            title = "Runs"
        self._pane("title").show_part(TextPart((title,), Role.TITLE))
        self._pane("hint").show_part(TextPart((HINT,), Role.DIM))
        self._tell("")

    def on_key(self, event: events.Key) -> None:
        """Keys of a name being typed go to it, and to nothing else."""
        if self._entry is None:
            # At once: a binding's action comes too late for letters in the same packet.
            if event.character == "n":
                event.stop()
                event.prevent_default()
                self.action_rename()
            return
        event.stop()
        event.prevent_default()
        entry = self._entry.press(event.key, event.character)
        self._entry = None if entry.closed else entry
        if entry.entered is not None:
            self._session.arrange(self._trials.rename(self._number, entry.entered))
            self._tell_kept()
        self._tell("" if entry.closed else entry.line)

    def action_move(self, by: int) -> None:
        """Choose the next run."""
        numbers = [trial.number for trial in self._trials.runs]
        at = numbers.index(self._chosen.number) + by
        self._number = numbers[min(max(at, 0), len(numbers) - 1)]
        self._tell("")

    def action_show(self) -> None:
        """Show the chosen run."""
        self._session.show(self._chosen.number)
        self.dismiss(None)

    def action_compare(self) -> None:
        """Compare the run on the screen with the chosen one."""
        number = self._chosen.number
        if number == self._trials.current:
            self._tell("This run is on the screen: choose another to compare it with.")
            return
        other = None if self._trials.other == number else number
        self._session.arrange(self._trials.compare(other))
        self._tell("" if other is None else "In the lesson d shows the difference.")

    def action_rename(self) -> None:
        """Call the chosen run by another name."""
        if self._chosen.number == MAIN:
            self._tell("main is the program as the lesson has it; it keeps its name.")
            return
        self._entry = LineEntry(f"A name for {self._chosen.name}:")
        self._tell(self._entry.line)

    def action_keep(self) -> None:
        """Keep the chosen run for the next time, or no longer."""
        if self._chosen.number == MAIN:
            self._tell("main is always there.")
            return
        self._session.arrange(self._trials.keep(self._chosen.number))
        self._tell_kept()
        kept = self._chosen.kept
        self._tell("Kept: it will be here next time." if kept else "It goes when the tutor ends.")

    def action_delete(self) -> None:
        """Delete the chosen run."""
        if self._chosen.number == MAIN:
            self._tell("main can't be deleted.")
            return
        name = self._chosen.name
        self._session.arrange(self._trials.delete(self._chosen.number))
        self._tell_kept()
        self._number = self._trials.current
        self._tell(f"{name} is deleted; u brings it back.")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._session.undo()
        self._tell_kept()
        self._tell(self._session.view.remark)

    def action_redo(self) -> None:
        """Make it again."""
        self._session.redo()
        self._tell_kept()
        self._tell(self._session.view.remark)

    def action_close(self) -> None:
        """Back to the lesson."""
        self.dismiss(None)

    @property
    def _trials(self) -> Trials:
        return self._session.trials

    @property
    def _chosen(self) -> Trial:
        runs = self._trials.runs
        return next((trial for trial in runs if trial.number == self._number), self._trials.shown)

    def _tell_kept(self) -> None:
        """At once: the tutor may end while the list is open."""
        self.post_message(RunsKept(self._session.lecture.lesson.id, self._trials))

    def _tell(self, text: str) -> None:
        """The runs as they are now, and something to say about them."""
        rows = run_rows(self._session, self._chosen.number, self._charset)
        self._pane("list").show(rows)
        self._pane("line").show_part(TextPart((text or " ",), Role.CURSOR))

    def _pane(self, name: str) -> RowsView:
        return self.query_one(f"#runs-{name}", RowsView)
