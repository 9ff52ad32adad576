"""The auditor's front door: files in, one report out, however many forms stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.forms.audit.csv_forms import csv_grid
from tracker.forms.audit.filled import FilledForm
from tracker.forms.audit.findings import AuditFinding
from tracker.forms.audit.form_checks import computed_total, form_findings
from tracker.forms.audit.grid import Grid
from tracker.forms.audit.json_forms import json_forms
from tracker.forms.audit.reading import forms_in
from tracker.forms.audit.workbooks import UnusableFile, sheets
from tracker.rules.levels import level_name
from tracker.rules.loading import load_rule_set, rule_set_names
from tracker.rules.points import round_half_up
from tracker.rules.rule_set import RuleSet

TOLERANCE = Decimal("0.1")
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".docx", ".csv", ".json")


@dataclass(frozen=True)
class AuditedForm:
    """What was found in one form; the form itself is not kept, for there may be thousands."""

    file: str
    sheet: str | None
    project: str
    """The project's name, or its code where the form has none."""
    rows: int
    total_printed: Decimal | None
    total_computed: Decimal | None
    rules: str
    findings: tuple[AuditFinding, ...]

    def to_json(self, language: str = "zh") -> dict[str, Any]:
        """The form in the report's shape; points are strings with two decimals."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "project": self.project or None,
            "rules": self.rules,
            "total_printed": None if self.total_printed is None else str(self.total_printed),
            "total_computed": None if self.total_computed is None else str(self.total_computed),
            "findings": [each.to_json(language) for each in self.findings],
        }


@dataclass(frozen=True)
class FileProblem:
    """A file the auditor cannot use, and why."""

    file: str
    message: str
    message_en: str

    def sentence(self, language: str = "zh") -> str:
        """The reason in that language."""
        return self.message_en if language == "en" else self.message


class UnusableForm(ValueError):
    """None of the files holds a form the auditor can read; ``problems`` says why, file by file."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("; ".join(f"{each.file}: {each.message}" for each in problems))
        self.problems = problems

    def sentences(self, language: str = "zh") -> list[str]:
        """One line a file."""
        return [f"{each.file}: {each.sentence(language)}" for each in self.problems]


@dataclass(frozen=True)
class AuditReport:
    """Every form of every file, in order, and the files that could not be used."""

    forms: tuple[AuditedForm, ...]
    problems: tuple[FileProblem, ...] = ()

    @property
    def has_findings(self) -> bool:
        """Whether anything needs attention."""
        return any(form.findings for form in self.forms)

    def to_json(self, language: str = "zh") -> dict[str, Any]:
        """The document of ``audit --json``; ``problems`` names the files that could not be used."""
        return {
            "forms": [form.to_json(language) for form in self.forms],
            "problems": [{"file": each.file, "message": each.sentence(language)} for each in self.problems],
        }


def audit_files(
    paths: Iterable[str | Path],
    rules: RuleSet | None = None,
    tolerance: Decimal = TOLERANCE,
    tell: Callable[[int], None] = lambda _done: None,
) -> AuditReport:
    """Examine filled forms: our JSON, and workbooks, documents or CSV files in the national, Hebei and Sichuan layouts.

    Args:
        paths: files, or folders whose workbooks, documents, CSV and JSON files are all examined.
        rules: the rule set to hold the forms against; without it each form's own is recognised.
        tolerance: how many points a score may differ from its rule.
        tell: told how many files are done.

    Raises:
        UnusableForm: not one form could be read; otherwise the report names the unusable files.
    """
    forms: list[AuditedForm] = []
    problems: list[FileProblem] = []
    for number, path in enumerate(files_in(paths)):
        tell(number)
        try:
            found = _audit_file(path, rules, tolerance)
        except UnusableFile as error:
            problems.append(FileProblem(str(path), error.message, error.message_en))
            continue
        forms.extend(found)
        if not found:
            problems.append(FileProblem(str(path), "没有找到自评表", "no self-evaluation form found"))
    if problems and not forms:
        raise UnusableForm(tuple(problems))
    return AuditReport(tuple(forms), tuple(problems))


def files_in(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files themselves, and for a folder every file in it that may hold a form."""
    for each in paths:
        path = Path(each)
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*")
                              if file.suffix.lower() in _SUFFIXES and not file.name.startswith(("~$", ".")))  # fmt: skip
        else:
            yield path


def _audit_file(path: Path, rules: RuleSet | None, tolerance: Decimal) -> list[AuditedForm]:
    found: Sequence[FilledForm]
    if path.suffix.lower() == ".json":
        found = json_forms(path)
    else:
        found = [form for name, grid in _grids(path) for form in forms_in(grid, name)]
    return [_audited(path, form, rules, tolerance) for form in found]


def _grids(path: Path) -> Iterator[tuple[str, Grid]]:
    if path.suffix.lower() == ".csv":
        return iter([(path.stem, csv_grid(path))])
    if path.suffix.lower() != ".docx":
        return sheets(path)
    from tracker.forms.audit.documents import tables  # python-docx is slow to import

    return tables(path)


def _audited(path: Path, form: FilledForm, rules: RuleSet | None, tolerance: Decimal) -> AuditedForm:
    chosen = rules or recognised(form)
    strict = rules is not None or form.rules == chosen.name
    findings = form_findings(form, chosen, tolerance, strict=strict)
    printed, summed = form.total.number, computed_total(form)
    return AuditedForm(
        file=str(path),
        sheet=form.sheet,
        project=form.name or form.subject or "",
        rows=len(form.rows),
        total_printed=None if printed is None else round_half_up(printed),
        total_computed=None if summed is None else round_half_up(summed),
        rules=chosen.name,
        findings=findings,
    )


def recognised(form: FilledForm) -> RuleSet:
    """The rule set a form was filled under: the one it names, else by its layout and weights."""
    if form.rules in rule_set_names():
        return load_rule_set(form.rules or "")
    if form.layout in ("hebei", "sichuan"):
        return load_rule_set(form.layout)
    if form.execution is not None and form.execution.weight.number == 20:
        return load_rule_set("hubei")
    if any(level_name(row.level1) == "成本" for row in form.rows):
        return load_rule_set("national-2021-cost")
    return load_rule_set("national-2020")
