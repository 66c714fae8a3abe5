"""The keys of the lesson screen. Every one has a twin that SSH, tmux and screen leave alone."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from nnmath_tutor.tui.reference_key import REFERENCE

TIME = Binding.Group("Time", compact=True)
LEVEL = Binding.Group("Level", compact=True)

# What the time bar says, above the keys of the help page.
INTRODUCTION = (
    "A program runs in epochs (rounds of training), an epoch in lines, a line in parts, and a "
    "part computes cells. The bar at the bottom says where you are on each of these. Left and "
    "right move by the one in [brackets]; up and down choose it. i looks at one number."
)

KEYS: list[BindingType] = [
    Binding("space", "play", "Play"),
    Binding("left", "command('BACK')", "Back in time", key_display="←", group=TIME),
    Binding("right", "command('FORWARD')", "Forward in time", key_display="→", group=TIME),
    Binding("up", "command('COARSER')", "Bigger steps", key_display="↑", group=LEVEL),
    Binding("down", "command('FINER')", "Finer steps", key_display="↓", group=LEVEL),
    Binding("enter,n", "next_step", "Next", key_display="enter"),
    Binding("backspace,b", "previous_step", "Step before", show=False),
    Binding("home,less_than_sign", "command('FIRST')", "First", show=False),
    Binding("end,greater_than_sign", "command('LAST')", "Last", show=False),
    Binding("comma,shift+left", "command('EPOCH_BACK')", "One epoch back", show=False),
    Binding("full_stop,shift+right", "command('EPOCH_FORWARD')", "One epoch on", show=False),
    Binding("s", "command('SKIP')", "Skip to the end: sum, product, line", show=False),
    Binding("i", "look", "Look"),
    Binding("e", "change", "Edit"),
    Binding("t", "runs", "All runs: compare, name, keep, delete", show=False),
    Binding("tab", "next_run", "The next run", show=False),
    Binding("d", "difference", "Difference from the run compared with", show=False),
    Binding("u", "undo", "Undo a change", show=False),
    Binding("U", "redo", "Redo it", show=False),
    Binding("g", "wires", "The network as a graph, or as matrices", show=False),
    Binding("r", "command('RESTART')", "Back to where this step began", show=False),
    Binding("a", "question", "Ask the question of this step", show=False),
    Binding("plus,equals_sign", "speed('FASTER')", "Faster", show=False),
    Binding("minus", "speed('SLOWER')", "Slower", show=False),
    Binding("colon", "jump", "Jump to an epoch", show=False),
    Binding("v", "verse", "Verse on or off", show=False),
    Binding("p", "plot", "Error plot on or off", show=False),
    Binding("w", "words", "Words on or off, for a larger picture", show=False),
    Binding("c", "code", "Code, large or small", show=False),
    Binding("x", "hold", "Hold or go on computing the other epochs", show=False),
    Binding("X", "cancel", "Give up the other epochs", show=False),
    REFERENCE,
    Binding("question_mark,f1", "keys", "Keys", key_display="?"),
    Binding("q,escape", "leave", "Map", key_display="q"),
]
