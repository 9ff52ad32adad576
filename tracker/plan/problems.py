"""Why a file can't be used as a plan: every problem with its place, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One reason: what is wrong and what was expected, in both languages, and where (a line, a cell, a path)."""

    message: str
    message_en: str
    place: str | None = None


class UnusablePlan(ValueError):
    """The file can't be used as a plan; nothing was read. ``problems`` names each reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(_sentence(problem) for problem in self.problems))


def unusable(message: str, message_en: str, place: str | None = None) -> UnusablePlan:
    """An error with a single problem."""
    return UnusablePlan([Problem(message, message_en, place)])


def _sentence(problem: Problem) -> str:
    return f"{problem.place}: {problem.message_en}" if problem.place else problem.message_en
