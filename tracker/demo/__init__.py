"""A whole plausible year on a published plan, simulated, seeded and marked as such."""
