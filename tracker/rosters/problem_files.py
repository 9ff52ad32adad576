"""The problems of a file as a table beside it, for whoever has to mend it: line, reason, nothing of what stood there."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from tracker.labels import Words
from tracker.rosters.problems import LineProblem
from tracker.rosters.sentences import reason_sentence


def write_problems(file: Path, problems: Sequence[LineProblem], words: Words) -> Path | None:
    """Write ``<file>.problems.csv``; None where the directory can't be written."""
    beside = file.with_name(f"{file.name}.problems.csv")
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as text:
            writer = csv.writer(text)
            writer.writerow([words("roster.column.line"), words("roster.column.reason"), "code"])
            writer.writerows([p.line or "", reason_sentence(words, p), p.code] for p in problems)
    except OSError:
        return None
    return beside
