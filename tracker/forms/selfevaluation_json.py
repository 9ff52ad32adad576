"""The self-evaluation as one JSON document: money as strings of yuan, points as strings with two decimals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tracker.forms.completion import completion_text
from tracker.forms.display import parts_shape, target_text, value_shape
from tracker.forms.facts import ActualFacts, EventRef
from tracker.forms.selfevaluation import (
    BudgetResult,
    IndicatorResult,
    Missing,
    ProjectResult,
    SelfEvaluation,
)
from tracker.money import yuan

FILE_NAME = "selfeval.json"


def to_json(evaluation: SelfEvaluation) -> dict[str, Any]:
    """The document scripts rely on; ``rules``, ``incomplete`` and ``missing`` stand beside projects and log."""
    facts, rules = evaluation.facts, evaluation.rules
    return {
        "unit": facts.unit,
        "name": facts.name,
        "year": facts.year,
        "as_of": facts.as_of,
        "rules": {"name": rules.name, "version": rules.version, "title": rules.title, "source": rules.source},
        "incomplete": evaluation.incomplete,
        "missing": [missing_json(each) for each in evaluation.missing],
        "projects": [project_json(each) for each in evaluation.projects],
        "department": None if evaluation.department is None else project_json(evaluation.department),
        "log": {"position": facts.log_position, "hash": facts.log_hash},
    }


def write_json(evaluation: SelfEvaluation, directory: Path) -> Path:
    """Write ``selfeval.json`` into the directory (made if need be) and return its path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / FILE_NAME
    text = json.dumps(to_json(evaluation), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    return path


def project_json(project: ProjectResult) -> dict[str, Any]:
    """One project's form."""
    return {
        "code": project.facts.code,
        "name": project.facts.name,
        "goal": project.facts.goal,
        "completion": completion_text(project),
        "budget": _budget_json(project.budget),
        "indicators": [_indicator_json(each) for each in project.indicators],
        "total": str(project.total),
        "grade": project.grade,
        "incomplete": project.incomplete,
        "missing": [missing_json(each) for each in project.missing],
    }


def missing_json(missing: Missing) -> dict[str, str]:
    """One gap of a form."""
    return {
        "kind": missing.kind,
        "subject": missing.subject,
        "message": missing.message,
        "message_en": missing.message_en,
    }


def _budget_json(budget: BudgetResult) -> dict[str, Any]:
    return {
        "initial": _yuan(budget.money.initial_fen),
        "adjusted": _yuan(budget.money.adjusted_fen),
        "executed": _yuan(budget.money.executed_fen),
        "rate": None if budget.rate is None else str(budget.rate),
        "weight": str(budget.weight),
        "score": str(budget.score),
        "deviation": budget.reason,
        "measure": budget.measure,
        "sources": [
            {
                "source": each.source,
                "initial": _yuan(each.money.initial_fen),
                "adjusted": _yuan(each.money.adjusted_fen),
                "executed": _yuan(each.money.executed_fen),
            }
            for each in budget.funding
        ],
        "events": [event_json(each) for each in budget.events],
    }


def _indicator_json(row: IndicatorResult) -> dict[str, Any]:
    facts, target = row.facts, row.facts.target
    return {
        "code": facts.code,
        "level1": facts.level1,
        "level2": facts.level2,
        "level3": facts.level3,
        "definition": facts.definition,
        "target": {
            "comparator": target.comparator,
            "value": target.value,
            "unit": target.unit,
            "text": target.text,
            "printed": target_text(target),
        },
        "actual": actual_json(facts.actual or ActualFacts(unit=target.unit)),
        "weight": str(row.weight),
        "score": str(row.score),
        "overshoot": row.overshoot,
        "deviation": facts.reason,
        "measure": facts.measure,
        "events": [event_json(each) for each in facts.events],
        "evidence": [name for each in (*facts.events, *facts.evidence) for name in each.evidence],
    }


def actual_json(actual: ActualFacts) -> dict[str, Any]:
    """An actual value beside the parts it is made of, or a band with its share of the weight; as ``status``."""
    numerator, denominator = parts_shape(actual)
    document: dict[str, Any] = {
        "value": value_shape(actual),
        "unit": actual.unit,
        "numerator": numerator,
        "denominator": denominator,
    }
    if actual.band is not None:
        document["band"] = actual.band
        document["share"] = None if actual.share is None else str(actual.share)
    return document


def event_json(event: EventRef) -> dict[str, Any]:
    """An event as ``explain`` shows it."""
    return {
        "position": event.position,
        "id": event.id,
        "type": event.type,
        "occurred_on": event.occurred_on,
        "amount": _yuan(event.amount_fen),
        "people": event.people,
    }


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)
