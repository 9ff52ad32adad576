"""Problems of lines as sentences; the words themselves are in the labels."""

from __future__ import annotations

from tracker.labels import Words
from tracker.money import grouped_yuan
from tracker.rosters.problems import LineProblem

_FEN_FACTS = frozenset(("wanted_fen", "found_fen", "printed", "total"))


def reason_sentence(words: Words, problem: LineProblem) -> str:
    """Why a line can't be used, without saying which line."""
    told = {name: _told(words, name, value) for name, value in problem.facts.items()}
    key = f"roster.problem.{problem.code}"
    return words(key, **told) if told or "{" not in words(key) else words(f"{key}.plain")


def _told(words: Words, name: str, value: str | int | tuple[str, ...]) -> str | int:
    if isinstance(value, tuple):
        return words.listed(value)
    return grouped_yuan(value) if name in _FEN_FACTS and isinstance(value, int) else value


def problem_sentence(words: Words, problem: LineProblem) -> str:
    """The same with the line's number."""
    reason = reason_sentence(words, problem)
    if problem.line is None:
        return reason
    return words("roster.line", line=problem.line, reason=reason)
