"""What a learner has done, and the file that remembers it."""

from nnmath_tutor.progress.learner import KeptRun, LessonProgress, Preferences, Progress
from nnmath_tutor.progress.memory import Memory, Outcome
from nnmath_tutor.progress.store import Keeping, Store, default_path

__all__ = [
    "Keeping",
    "KeptRun",
    "LessonProgress",
    "Memory",
    "Outcome",
    "Preferences",
    "Progress",
    "Store",
    "default_path",
]
