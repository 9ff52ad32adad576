"""Twenty-six forms as one workbook and in every format, and a thousand filled forms examined."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from benchmarks.measuring import Row, Stopwatch, compare, directory, each
from events.memory_store import MemoryStore
from tracker.demo.playing import play
from tracker.forms.audit import audit_files, write_summary
from tracker.forms.selfevaluation import SelfEvaluation
from tracker.forms.writing import write_forms
from tracker.plan.exchange import published_plan
from tracker.rules.loading import load_rule_set
from tracker.year_end import evaluate_year

SEED = 2022
FORMATS, PROMISED_SECONDS = ("xlsx", "docx", "json"), 5.0
FILES, PROMISED_AUDIT_SECONDS, AUDIT_ROUNDS = 1_000, 60.0, 3


def measure() -> list[Row]:
    """The rows about forms."""
    evaluation = evaluate_year(play(MemoryStore(), published_plan(), seed=SEED).tracker)
    with directory() as place:
        return [_workbook(evaluation, place), *_every_format(place), *_audits(evaluation, place)]


def _workbook(evaluation: SelfEvaluation, place: Path) -> Row:
    cells = [sheet for path in write_forms(evaluation, place, ["xlsx"]) for sheet in _cells(path)]
    found = compare(lambda: _ours(evaluation, place, ("xlsx",)), lambda: _bare(place / "bare.xlsx", cells))
    work = f"{len(evaluation.projects)} forms, summary and index as XLSX ({sum(len(sheet) for sheet in cells):,} cells)"
    return Row(work, each(found.ours), f"{each(found.control)} (bare XlsxWriter)", found.ratio, 1.3)


def _every_format(place: Path) -> list[Row]:
    """Facts, scores and files of the whole year in each layout, against what was promised."""
    tracker = play(MemoryStore(), published_plan(), seed=SEED).tracker
    rows = []
    for name in ("national-2020", "hebei", "sichuan"):
        rules = load_rule_set(name)

        def whole(rules=rules) -> float:  # type: ignore[no-untyped-def]
            with Stopwatch() as watch:
                write_forms(evaluate_year(tracker, rules), place, FORMATS)
            return watch.seconds

        seconds = min(whole() for _ in range(3))
        work = f"26 forms, department and report as XLSX, DOCX and JSON ({name})"
        rows.append(Row(work, each(seconds), "5 s promised", seconds / PROMISED_SECONDS, 1.0))
    return rows


def _audits(evaluation: SelfEvaluation, place: Path) -> list[Row]:
    """A folder of workbooks of one form each, read, examined and summed up; and half of it."""
    one = write_forms(_first(evaluation), place, ["xlsx"])[-1]
    folders = [_folder(one, place / f"forms-{count}", count) for count in (FILES, FILES // 2)]
    found = compare(lambda: _audited(folders[0]), lambda: _audited(folders[1]), AUDIT_ROUNDS)
    return [
        Row(f"{FILES:,} forms examined, one summary", each(found.ours), "60 s promised",
            found.ours / PROMISED_AUDIT_SECONDS, 1.0),
        Row("the time a form, in a folder twice as large", each(found.ours / FILES), each(found.control * 2 / FILES),
            found.ratio / 2, 1.1),
    ]  # fmt: skip


def _first(evaluation: SelfEvaluation) -> SelfEvaluation:
    from dataclasses import replace

    return replace(evaluation, projects=evaluation.projects[:1], department=None)


def _folder(one: Path, folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        shutil.copy(one, folder / f"{number:05d}.xlsx")
    return folder


def _audited(folder: Path) -> float:
    with Stopwatch() as watch:
        report = audit_files([folder], tolerance=Decimal("0.1"))
        write_summary(report, folder.with_suffix(".xlsx"))
    assert len(report.forms) >= len(list(folder.iterdir()))
    return watch.seconds


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


def _ours(evaluation: SelfEvaluation, place: Path, formats: tuple[str, ...]) -> float:
    with Stopwatch() as watch:
        write_forms(evaluation, place, formats)
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
