"""The JSON Schema of a plan's JSON, published as ``docs/plan.schema.json``."""

from __future__ import annotations

from typing import Any, get_args

from events.types.plan import Comparator, Period, Rollup, Source

_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_MONEY = {
    "type": ["string", "null"],
    "pattern": r"^\d{1,14}(\.\d{1,2})?$",
    "description": "yuan, at most two decimals",
}
_LINE = {"type": ["integer", "null"], "minimum": 1}


def plan_schema() -> dict[str, Any]:
    """The schema of the JSON that ``plan show`` prints and ``plan import`` reads."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Plan of a budget unit for one year (部门预算绩效计划)",
        **_object(
            {
                "unit": _TEXT_OR_NULL,
                "name": _TEXT_OR_NULL,
                "year": {"type": ["integer", "null"], "minimum": 1949, "maximum": 2999},
                "budget_lines": _list(_budget_line()),
                "department_indicators": _list(_department_indicator()),
                "projects": _list(_project()),
            },
            needed=["projects"],
        ),
        "$defs": {"target": _target(), "where": _where()},
    }


def _object(properties: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": needed}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _where() -> dict[str, Any]:
    return {
        **_object({"line": _LINE, "end_line": _LINE, "cell": _TEXT_OR_NULL}, []),
        "type": ["object", "null"],
    }


def _target() -> dict[str, Any]:
    return {
        **_object(
            {
                "comparator": {"enum": [*get_args(Comparator), None]},
                "value": {
                    "type": ["string", "null"],
                    "pattern": r"^-?\d{1,15}(\.\d{1,9})?$",
                    "description": "exact decimal, 万 and 亿 folded",
                },
                "unit": _TEXT_OR_NULL,
                "text": {
                    **_TEXT_OR_NULL,
                    "description": "a qualitative target; the other three are then null",
                },
            },
            [],
        )
    }


def _budget_line() -> dict[str, Any]:
    return _object(
        {"name": _TEXT, "amount": _MONEY, "corrected": _MONEY, "where": {"$ref": "#/$defs/where"}}, ["name"]
    )


def _department_indicator() -> dict[str, Any]:
    return _object(
        {
            "code": {"type": "string", "pattern": r"^D\d{1,2}\.\d{2,3}$"},
            "goal": _TEXT,
            "name": _TEXT,
            "target": {"$ref": "#/$defs/target"},
            "where": {"$ref": "#/$defs/where"},
        },
        ["code", "name", "target"],
    )


def _project() -> dict[str, Any]:
    budget = _object({"total": _MONEY, "fiscal": _MONEY, "other": _MONEY}, ["total"])
    return _object(
        {
            "code": {"type": "string", "pattern": r"^P\d{2,4}$"},
            "name": _TEXT_OR_NULL,
            "finance_code": _TEXT_OR_NULL,
            "spending_plan": {
                "type": ["array", "null"],
                "items": {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,4})?$"},
                "minItems": 4,
                "maxItems": 4,
            },
            "goal": _TEXT,
            "budget": {**budget, "type": ["object", "null"]},
            "where": {"$ref": "#/$defs/where"},
            "indicators": _list(_indicator()),
        },
        ["code"],
    )


def _indicator() -> dict[str, Any]:
    return _object(
        {
            "code": {"type": "string", "pattern": r"^P\d{2,4}\.\d{2,3}$"},
            "level1": _TEXT,
            "level2": _TEXT,
            "level3": _TEXT,
            "definition": _TEXT,
            "target": {"$ref": "#/$defs/target"},
            "basis": _TEXT,
            "source": {"enum": [*get_args(Source), None]},
            "period": {"enum": [*get_args(Period), None]},
            "rollup": {"enum": [*get_args(Rollup), None]},
            "weight": {"type": ["string", "integer", "null"]},
            "confirmed": {"type": "boolean"},
            "confidence": {"type": "integer", "minimum": 0, "maximum": 100},
            "where": {"$ref": "#/$defs/where"},
        },
        ["code", "level1", "level2", "level3", "target"],
    )
