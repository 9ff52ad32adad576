"""All files of a self-evaluation in the formats asked for: the one door the commands use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tracker.forms.selfevaluation import SelfEvaluation
from tracker.forms.selfevaluation_json import write_json
from tracker.forms.workbook import write_workbook

FORMATS = ("xlsx", "json")
"""The formats a self-evaluation can be written in."""


def write_forms(evaluation: SelfEvaluation, directory: Path, formats: Sequence[str]) -> list[Path]:
    """Write the formats (xlsx, json) into the directory and return the files in that order."""
    files: list[Path] = []
    for wanted in formats:
        if wanted == "xlsx":
            files.append(write_workbook(evaluation, directory))
        elif wanted == "json":
            files.append(write_json(evaluation, directory))
    return files
