"""The keys of the room. Every one has a twin that SSH, tmux and screen leave alone."""

from __future__ import annotations

from textual.binding import Binding, BindingType

INTRODUCTION = (
    "Everybody who has joined, live. What you do here shows on the learners' screens as the "
    "presenter's. Gather takes everyone to the lesson that you open, and they follow each of your "
    "steps until you release them. To see a learner's screen you ask them: they decide."
)

KEYS: list[BindingType] = [
    Binding("up,k", "move(-1)", "Learner above", show=False),
    Binding("down,j", "move(1)", "Learner below", show=False),
    Binding("g", "gather", "Gather"),
    Binding("r", "release", "Release"),
    Binding("a", "ask", "Ask"),
    Binding("m", "message", "Message"),
    Binding("enter", "look", "Look", key_display="enter"),
    Binding("p", "project", "Projector"),
    Binding("home,less_than_sign", "edge(0)", "First", show=False),
    Binding("end,greater_than_sign", "edge(-1)", "Last", show=False),
    Binding("pageup", "page(-1)", "A page up", show=False),
    Binding("pagedown", "page(1)", "A page down", show=False),
    Binding("M", "message_one", "Message to the chosen learner alone", show=False),
    Binding("d", "lower", "The hand of the chosen learner down: you were there", show=False),
    Binding("l", "lock", "Which lessons are open", show=False),
    Binding("n", "skipping", "No one skips a question, or everyone may", show=False),
    Binding("s", "sort(1)", "Sort by the next column", show=False),
    Binding("S", "sort(-1)", "Sort by the one before", show=False),
    Binding("f,slash", "filter", "Show only whom or what you type", show=False),
    Binding("escape", "all", "Show everyone again", show=False),
    Binding("question_mark,f1", "keys", "Keys", key_display="?"),
    Binding("q", "app.quit", "Quit"),
]
