"""How fast the program is, as ratios to a control measured in the same run: ``python -m benchmarks``."""
