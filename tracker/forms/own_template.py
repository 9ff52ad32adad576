"""A bureau's own .docx with placeholders, filled with the facts of a self-evaluation.

Placeholders are Jinja: ``{{ year }}``, ``{% for project in projects %}`` …; every field is in
:func:`template_fields`. The template runs in a sandbox and its text is escaped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from tracker.forms.audit.workbooks import UnusableFile, check_archive
from tracker.forms.completion import completion_text
from tracker.forms.display import actual_text, target_text, wan_text
from tracker.forms.national_workbook import explanation
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, SelfEvaluation
from tracker.forms.sheet import clean


class UnusableTemplate(ValueError):
    """The template is no readable .docx, or a placeholder in it cannot be filled."""


def write_from_template(evaluation: SelfEvaluation, template: Path, directory: Path) -> Path:
    """Fill the template and write it into the directory under its own name with ``-filled``.

    Raises:
        UnusableTemplate: not a readable .docx, or a placeholder that is wrong.
    """
    try:
        check_archive(template)
        document = DocxTemplate(str(template))
        document.render(template_fields(evaluation), jinja_env=SandboxedEnvironment(), autoescape=True)
    except (UnusableFile, TemplateError, PackageNotFoundError, KeyError, TypeError, ValueError) as error:
        raise UnusableTemplate(f"模板不能用 / template cannot be used: {template.name}: {error}") from error
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{template.stem}-filled.docx"
    document.save(str(path))
    return path


def template_fields(evaluation: SelfEvaluation) -> dict[str, Any]:
    """What a template may name; every value is text as the forms print it, amounts in 万元."""
    facts, rules = evaluation.facts, evaluation.rules
    return {
        "unit": facts.unit,
        "name": clean(facts.name),
        "authority": clean(facts.authority or facts.name),
        "year": str(facts.year),
        "as_of": facts.as_of,
        "rules": rules.key,
        "rules_title": rules.title,
        "log_position": str(facts.log_position),
        "log_hash": facts.log_hash,
        "draft": "草稿" if evaluation.incomplete else "",
        "projects": [_project(each) for each in evaluation.projects],
        "department": None if evaluation.department is None else _project(evaluation.department),
    }


def _project(project: ProjectResult) -> dict[str, Any]:
    money, budget = project.budget.money, project.budget
    return {
        "code": project.facts.code,
        "name": clean(project.facts.name or project.facts.goal),
        "goal": clean(project.facts.goal),
        "completion": clean(completion_text(project)),
        "initial": wan_text(money.initial_fen),
        "adjusted": wan_text(money.adjusted_fen),
        "executed": wan_text(money.executed_fen),
        "rate": "—" if budget.rate is None else f"{budget.rate}%",
        "weight": str(budget.weight),
        "score": str(budget.score),
        "total": str(project.total),
        "grade": project.grade,
        "draft": "草稿" if project.incomplete else "",
        "indicators": [_indicator(each) for each in project.indicators],
        "missing": [each.message for each in project.missing],
    }


def _indicator(row: IndicatorResult) -> dict[str, str]:
    facts = row.facts
    return {
        "code": facts.code,
        "level1": clean(facts.level1),
        "level2": clean(facts.level2),
        "level3": clean(facts.level3),
        "definition": clean(facts.definition),
        "target": clean(target_text(facts.target)),
        "actual": clean(actual_text(facts.actual)),
        "weight": str(row.weight),
        "score": str(row.score),
        "explanation": clean(explanation(row)),
        "reason": clean(facts.reason or ""),
        "measure": clean(facts.measure or ""),
    }
