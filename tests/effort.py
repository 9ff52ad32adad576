"""How hard generated tests try: ``EFFORT=20`` looks at twenty times as many examples as an ordinary run."""

import os

EFFORT = int(os.environ.get("EFFORT", "1"))


def examples(ordinarily: int) -> int:
    """How many examples to look at in this run."""
    return ordinarily * EFFORT
