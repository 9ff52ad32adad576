"""All files of a self-evaluation in the formats asked for: the one door the commands use."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tracker.forms.department_workbook import write_department_workbook
from tracker.forms.selfevaluation import SelfEvaluation
from tracker.forms.selfevaluation_json import write_json
from tracker.forms.workbook import write_workbook

FORMATS = ("xlsx", "docx", "json", "pdf")


def write_forms(evaluation: SelfEvaluation, directory: Path, formats: Sequence[str]) -> list[Path]:
    """Write the formats (of :data:`FORMATS`) into the directory and return the files in that order.

    ``xlsx`` gives the project forms and, where the plan has department indicators, the department's;
    ``docx`` the forms and the cover report.

    Raises:
        NoPdf: ``pdf`` was asked for and LibreOffice is not there; everything else is written by then.
    """
    files: list[Path] = []
    for wanted in sorted(formats, key=lambda each: each == "pdf"):
        if wanted == "xlsx":
            department = write_department_workbook(evaluation, directory)
            files += [write_workbook(evaluation, directory), *([department] if department else [])]
        elif wanted == "json":
            files.append(write_json(evaluation, directory))
        elif wanted == "docx":
            files += _documents(evaluation, directory)
        elif wanted == "pdf":
            files.append(_pdf(evaluation, directory))
        else:
            raise ValueError(f"no such format: {wanted}")
    return files


def _documents(evaluation: SelfEvaluation, directory: Path) -> list[Path]:
    from tracker.forms.cover_report import write_report  # python-docx is slow to import
    from tracker.forms.national_document import write_docx

    return [write_docx(evaluation, directory), write_report(evaluation, directory)]


def _pdf(evaluation: SelfEvaluation, directory: Path) -> Path:
    from tracker.forms.printing import write_pdf

    with tempfile.TemporaryDirectory(prefix="tracker-forms-") as place:
        return write_pdf(write_workbook(evaluation, Path(place)), directory)
