"""The tutor on a terminal: Textual screens that arrange what the floors below have worked out."""
