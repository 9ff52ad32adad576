"""Twenty-six forms as one workbook, against writing as many cells with the same library and nothing else."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from benchmarks.measuring import Row, Stopwatch, compare, directory, each
from events.memory_store import MemoryStore
from tracker.demo.playing import play
from tracker.forms.selfevaluation import SelfEvaluation
from tracker.forms.writing import write_forms
from tracker.plan.exchange import published_plan
from tracker.year_end import evaluate_year

SEED = 2022


def measure() -> list[Row]:
    """The row about forms."""
    evaluation = evaluate_year(play(MemoryStore(), published_plan(), seed=SEED).tracker)
    with directory() as place:
        cells = [sheet for path in write_forms(evaluation, place, ["xlsx"]) for sheet in _cells(path)]
        found = compare(lambda: _ours(evaluation, place), lambda: _bare(place / "bare.xlsx", cells))
    work = f"{len(evaluation.projects)} forms, summary and index as XLSX ({sum(len(sheet) for sheet in cells):,} cells)"
    return [Row(work, each(found.ours), f"{each(found.control)} (bare XlsxWriter)", found.ratio, 1.3)]


def _cells(path: Path) -> list[list[tuple[int, int, object]]]:
    """Every filled cell of a workbook, sheet by sheet."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return [
        [
            (row, column, value)
            for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for column, value in enumerate(values)
            if value != ""
        ]
        for name in book.sheet_names
    ]


def _ours(evaluation: SelfEvaluation, place: Path) -> float:
    with Stopwatch() as watch:
        write_forms(evaluation, place, ["xlsx"])
    return watch.seconds


def _bare(path: Path, cells: list[list[tuple[int, int, object]]]) -> float:
    with Stopwatch() as watch:
        book = xlsxwriter.Workbook(str(path))
        bordered = book.add_format({"border": 1, "font_name": "SimSun", "text_wrap": True})
        for sheet in cells:
            page = book.add_worksheet()
            for row, column, value in sheet:
                page.write(row, column, value, bordered)
        book.close()
    return watch.seconds
