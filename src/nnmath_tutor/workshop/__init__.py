"""Many learners at once: the host of a workshop over SSH, what it remembers, and its report."""
