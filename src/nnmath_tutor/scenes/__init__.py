"""Scenes: which parts a moment of a running program shows."""

from __future__ import annotations

from nnmath_tutor.scenes.kinds import KINDS, SceneKind, build_picture
from nnmath_tutor.scenes.labels import AxisLabels
from nnmath_tutor.scenes.moment import Moment, SceneError, cells_of, clamp, moment_at
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture, completed, draw_picture
from nnmath_tutor.scenes.places import PlaceError, locate
from nnmath_tutor.scenes.plot import default_series

__all__ = [
    "KINDS",
    "AxisLabels",
    "Moment",
    "Option",
    "OptionType",
    "Picture",
    "PlaceError",
    "SceneError",
    "SceneKind",
    "build_picture",
    "cells_of",
    "clamp",
    "completed",
    "default_series",
    "draw_picture",
    "locate",
    "moment_at",
]
