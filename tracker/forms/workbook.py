"""``selfeval.xlsx``: a summary, one sheet a project in the rule set's layout, gaps, and an index of events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tracker.forms.hebei_workbook import write_hebei_sheet
from tracker.forms.national_workbook import write_national_sheet
from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
from tracker.forms.sheet import Book, Pages
from tracker.forms.sichuan_workbook import write_sichuan_sheet
from tracker.forms.workbook_pages import write_gaps, write_index, write_summary
from tracker.rules.rule_set import Layout

FILE_NAME = "selfeval.xlsx"
SHEETS: dict[Layout, Callable[[Pages, SelfEvaluation, ProjectResult], None]] = {
    "national": write_national_sheet,
    "hebei": write_hebei_sheet,
    "sichuan": write_sichuan_sheet,
}


def write_workbook(evaluation: SelfEvaluation, directory: Path, layout: Layout | None = None) -> Path:
    """Write ``selfeval.xlsx`` into the directory (made if need be) and return its path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / FILE_NAME
    facts = evaluation.facts
    write_sheet = SHEETS[layout or evaluation.rules.layout]
    with Book(path, title=f"{facts.year}年度项目支出绩效自评表", author=facts.name) as book:
        write_summary(book, evaluation)
        for project in evaluation.projects:
            write_sheet(book, evaluation, project)
        write_gaps(book, evaluation)
        write_index(book, evaluation)
    return path
