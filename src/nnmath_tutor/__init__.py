"""A terminal tutorial, animated by a real NumPy training loop, on the mathematics of a network."""

__version__ = "0.1.0"

DEBUG_VARIABLE = "NNMATH_TUTOR_DEBUG"  # set to 1, a fault shows its traceback
