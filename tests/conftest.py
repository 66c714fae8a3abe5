"""What holds for every test: how long an example takes says nothing about whether it is right.

In CI the examples are the same for the same code, so that a change is judged by what it changes;
whoever runs the tests otherwise meets new ones.
"""

import os

from hypothesis import settings

settings.register_profile(
    "whatever the machine", deadline=None, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("whatever the machine")
