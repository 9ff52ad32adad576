"""Families of checks on a plan, each a function from the plan to its findings."""
