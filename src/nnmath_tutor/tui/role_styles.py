"""How each role of a drawing looks: component classes of the app, so that every theme reaches them.

Without colour (`:ansi` under NO_COLOR) the characters of a drawing say all there is; bold, reverse
and underline only help.
"""

from __future__ import annotations

from nnmath_tutor.drawing import Role


def component(role: Role) -> str:
    """The component class of a role."""
    return f"rows--{role.value}"


COMPONENT_CLASSES = {component(role) for role in Role}

CSS = """
TutorApp > .rows--dim { color: $foreground 60%; }
TutorApp > .rows--strong { text-style: bold; }
TutorApp > .rows--emphasis { text-style: italic; }
TutorApp > .rows--code { color: $text-accent; }
TutorApp > .rows--title { color: $text-primary; text-style: bold; }
TutorApp > .rows--label { color: $foreground 60%; }
TutorApp > .rows--verse { color: $text-secondary; text-style: italic; }
TutorApp > .rows--row { color: $text-warning; text-style: bold; }
TutorApp > .rows--column { color: $text-success; text-style: bold; }
TutorApp > .rows--cell { text-style: bold reverse; }
TutorApp > .rows--result { color: $foreground; }
TutorApp > .rows--changed { color: $text-warning; text-style: bold; }
TutorApp > .rows--lit { color: $text-warning; text-style: bold underline; }
TutorApp > .rows--running { text-style: bold; }
TutorApp > .rows--keyword { color: $text-primary; }
TutorApp > .rows--string { color: $text-success; }
TutorApp > .rows--number { color: $text-accent; }
TutorApp > .rows--comment { color: $foreground 60%; text-style: italic; }
TutorApp > .rows--axis { color: $foreground 60%; }
TutorApp > .rows--cursor { color: $text-warning; text-style: bold; }
TutorApp > .rows--target { color: $text-success; text-style: bold; }
TutorApp > .rows--good { color: $text-success; }
TutorApp > .rows--warning { color: $text-error; text-style: bold; }
TutorApp > .rows--series-1 { color: $text-primary; }
TutorApp > .rows--series-2 { color: $text-warning; }
TutorApp > .rows--series-3 { color: $text-success; }
TutorApp > .rows--series-4 { color: $text-error; }
TutorApp > .rows--heat-neg-3 { background: $primary 50%; }
TutorApp > .rows--heat-neg-2 { background: $primary 30%; }
TutorApp > .rows--heat-neg-1 { background: $primary 15%; }
TutorApp > .rows--heat-pos-1 { background: $warning 15%; }
TutorApp > .rows--heat-pos-2 { background: $warning 30%; }
TutorApp > .rows--heat-pos-3 { background: $warning 50%; }
TutorApp:ansi > .rows--dim { color: ansi_default; text-style: dim; }
TutorApp:ansi > .rows--label { color: ansi_default; text-style: dim; }
TutorApp:ansi > .rows--axis { color: ansi_default; text-style: dim; }
TutorApp:ansi > .rows--comment { color: ansi_default; text-style: dim; }
TutorApp:ansi > .rows--code { text-style: bold; }
TutorApp:ansi > .rows--heat-neg-3 { background: ansi_default; }
TutorApp:ansi > .rows--heat-neg-2 { background: ansi_default; }
TutorApp:ansi > .rows--heat-neg-1 { background: ansi_default; }
TutorApp:ansi > .rows--heat-pos-1 { background: ansi_default; }
TutorApp:ansi > .rows--heat-pos-2 { background: ansi_default; }
TutorApp:ansi > .rows--heat-pos-3 { background: ansi_default; }
"""
