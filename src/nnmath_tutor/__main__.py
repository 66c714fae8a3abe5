"""``python -m nnmath_tutor``: the same command as ``nnmath-tutor``."""

import sys

from nnmath_tutor.cli import main

if __name__ == "__main__":
    sys.exit(main())
