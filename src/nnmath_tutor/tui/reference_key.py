"""The key of the reference. Every screen has it among its own: a modal one hides the app's."""

from __future__ import annotations

from textual.binding import Binding

REFERENCE = Binding("slash", "app.reference", "Words", key_display="/")
