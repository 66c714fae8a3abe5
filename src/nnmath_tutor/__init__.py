"""A terminal tutorial, animated by a real NumPy training loop, on the mathematics of a network."""

__version__ = "0.1.0"
