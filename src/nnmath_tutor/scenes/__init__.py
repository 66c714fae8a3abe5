"""Scenes: which parts a moment of a running program shows."""

from __future__ import annotations

from nnmath_tutor.scenes.difference import difference_picture
from nnmath_tutor.scenes.kinds import KINDS, SceneKind, build_picture
from nnmath_tutor.scenes.labels import AxisLabels
from nnmath_tutor.scenes.looking import (
    RESULT,
    Place,
    beginnings,
    look_picture,
    name_of,
    name_of_cell,
    places_of,
    table_picture,
    table_places,
)
from nnmath_tutor.scenes.moment import (
    Moment,
    SceneError,
    cells_of,
    clamp,
    moment_at,
    term_stops,
)
from nnmath_tutor.scenes.operation import matrix, numbers_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture, completed, draw_picture
from nnmath_tutor.scenes.places import PlaceError, locate
from nnmath_tutor.scenes.plot import default_series
from nnmath_tutor.scenes.ripple import nudged, reached

__all__ = [
    "KINDS",
    "RESULT",
    "AxisLabels",
    "Moment",
    "Option",
    "OptionType",
    "Picture",
    "Place",
    "PlaceError",
    "SceneError",
    "SceneKind",
    "beginnings",
    "build_picture",
    "cells_of",
    "clamp",
    "completed",
    "default_series",
    "difference_picture",
    "draw_picture",
    "locate",
    "look_picture",
    "matrix",
    "moment_at",
    "name_of",
    "name_of_cell",
    "nudged",
    "numbers_of",
    "places_of",
    "reached",
    "table_picture",
    "table_places",
    "term_stops",
]
