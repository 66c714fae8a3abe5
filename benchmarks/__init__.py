"""Benchmarks of the tutor: `python -m benchmarks` from the top of the repository."""
