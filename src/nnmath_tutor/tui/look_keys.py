"""Keys while somebody looks at one number, or at what a nudge of it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nnmath_tutor.play import Session

Keys = Mapping[str, Callable[[Session], None]]

LOOK: Keys = {
    "left": lambda session: session.move_look(0, -1),
    "right": lambda session: session.move_look(0, 1),
    "up": lambda session: session.move_look(-1, 0),
    "down": lambda session: session.move_look(1, 0),
    "tab": lambda session: session.next_array(),
    "shift+tab": lambda session: session.next_array(-1),
    "enter": lambda session: session.where_from(),
    "backspace": lambda session: session.retrace(),
    "b": lambda session: session.retrace(),
    "escape": lambda session: session.look(),
    "q": lambda session: session.look(),
    "n": lambda session: session.nudge(),
}

RIPPLE: Keys = {
    "left": lambda session: session.move_ripple(-1),
    "right": lambda session: session.move_ripple(1),
    "up": lambda session: session.move_ripple(-1),
    "down": lambda session: session.move_ripple(1),
    "tab": lambda session: session.move_ripple(1),
    "enter": lambda session: session.open_ripple(),
    "plus": lambda session: session.size_ripple(-1),
    "equals_sign": lambda session: session.size_ripple(-1),
    "minus": lambda session: session.size_ripple(1),
    "backspace": lambda session: session.nudge(),
    "b": lambda session: session.nudge(),
    "escape": lambda session: session.nudge(),
    "q": lambda session: session.nudge(),
    "n": lambda session: session.nudge(),
}


def press(session: Session, key: str) -> bool:
    """Whether the key means something to what is looked at; if so, it has been carried out."""
    view = session.view
    if view.ripple is None and view.look is None:
        return False
    if view.ripple is None and key.isdigit() and key != "0":
        session.where_to(int(key))
        return True
    action = (LOOK if view.ripple is None else RIPPLE).get(key)
    if action is None:
        return False
    action(session)
    return True
