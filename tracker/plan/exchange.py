"""The plan as JSON, out and in: the shape of ``tracker plan show --json``.

Money is a text of yuan with two decimals, a target's value an exact decimal text. What comes in may leave out
source, period, rollup and weight; the first three are then proposed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any, get_args

from events.types.plan import Comparator, Period, Place, Rollup, Source, Target
from events.values import MAX_FEN
from tracker.plan.model import BudgetLine, DepartmentIndicator, Indicator, Plan, PlannedBudget, Project
from tracker.plan.problems import Problem, UnusablePlan
from tracker.plan.propose import Proposal, propose
from tracker.plan.spending import SpendingPlan, spending_plan
from tracker.plan.targets import plain_decimal
from tracker.plan.text import clean_line

_PROJECT = re.compile(r"P\d{2,4}")
_INDICATOR = re.compile(r"P\d{2,4}\.\d{2,3}")
_DEPARTMENT = re.compile(r"D\d{1,2}\.\d{2,3}")
_YUAN = re.compile(r"\d{1,14}(\.\d{1,2})?")
_MAX_TEXT = 20_000


def yuan(fen: int | None) -> str | None:
    """Fen as a text of yuan with two decimals."""
    if fen is None:
        return None
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan in the shape of ``plan show``."""
    return {
        "unit": plan.unit,
        "name": plan.name,
        "year": plan.year,
        "budget_lines": [_budget_line_to_json(line) for line in plan.budget_lines],
        "department_indicators": [_department_to_json(item) for item in plan.department_indicators],
        "projects": [_project_to_json(project) for project in plan.projects],
    }


def _budget_line_to_json(line: BudgetLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "amount": yuan(line.amount_fen),
        "corrected": yuan(line.corrected_fen),
        "where": place_to_json(line.where),
    }


def place_to_json(place: Place) -> dict[str, Any]:
    """Where something stands, as JSON."""
    return {"line": place.line, "end_line": place.end_line, "cell": place.cell}


def target_to_json(target: Target) -> dict[str, Any]:
    """A target as JSON."""
    return {"comparator": target.comparator, "value": target.value, "unit": target.unit, "text": target.text}


def _department_to_json(item: DepartmentIndicator) -> dict[str, Any]:
    return {
        "code": item.code,
        "goal": item.goal,
        "name": item.name,
        "target": target_to_json(item.target),
        "where": place_to_json(item.where),
    }


def _project_to_json(project: Project) -> dict[str, Any]:
    budget = project.budget
    return {
        "code": project.code,
        "name": project.name,
        "finance_code": project.finance_code,
        "spending_plan": None if project.spending_plan is None else list(project.spending_plan),
        "goal": project.goal,
        "budget": budget
        and {
            "total": yuan(budget.total_fen),
            "fiscal": yuan(budget.fiscal_fen),
            "other": yuan(budget.other_fen),
        },
        "where": place_to_json(project.where),
        "indicators": [_indicator_to_json(indicator) for indicator in project.indicators],
    }


def _indicator_to_json(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level3": indicator.level3,
        "definition": indicator.definition,
        "target": target_to_json(indicator.target),
        "basis": indicator.basis,
        "source": indicator.source,
        "period": indicator.period,
        "rollup": indicator.rollup,
        "weight": indicator.weight,
        "confirmed": indicator.confirmed,
        "confidence": indicator.confidence,
        "where": place_to_json(indicator.where),
    }


def plan_from_json(data: object) -> Plan:
    """Read a plan in the shape of ``plan show``; raises :class:`UnusablePlan` naming the path of every problem."""
    reader = _Reader()
    plan = reader.plan(data)
    if reader.problems or plan is None:
        raise UnusablePlan(reader.problems)
    return plan


class _Reader:
    """Reads a plan's JSON and collects every problem with its path, so that all are reported at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.codes: set[str] = set()

    def bad(self, path: str, zh: str, en: str) -> None:
        if len(self.problems) < 100:
            self.problems.append(Problem(zh, en, path))

    def plan(self, data: object) -> Plan | None:
        if not isinstance(data, Mapping):
            self.bad("$", "应为一个 JSON 对象。", "Expected a JSON object.")
            return None
        if "projects" not in data:
            self.bad("$.projects", "缺少项目列表。", "The list of projects is missing.")
            return None
        return Plan(
            unit=self.text(data, "$.unit", default=None),
            name=self.text(data, "$.name", default=None),
            year=self.year(data),
            budget_lines=tuple(self.budget_line(o, p) for o, p in self.items(data, "$", "budget_lines")),
            department_indicators=tuple(
                self.department(o, p) for o, p in self.items(data, "$", "department_indicators")
            ),
            projects=tuple(self.project(o, p) for o, p in self.items(data, "$", "projects")),
        )

    def items(self, data: Mapping[str, Any], path: str, key: str) -> list[tuple[Mapping[str, Any], str]]:
        value = data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.bad(f"{path}.{key}", "应为列表。", "Expected a list.")
            return []
        found = []
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                found.append((item, f"{path}.{key}[{index}]"))
            else:
                self.bad(f"{path}.{key}[{index}]", "应为 JSON 对象。", "Expected an object.")
        return found

    def text(self, data: Mapping[str, Any], path: str, *, default: str | None = "") -> Any:
        key = path.rpartition(".")[2]
        value = data.get(key, default)
        if value is None:
            return default
        if not isinstance(value, str):
            self.bad(path, "应为文字。", "Expected a text.")
            return default
        if len(value) > _MAX_TEXT:
            self.bad(path, f"文字超过 {_MAX_TEXT} 字。", f"The text is longer than {_MAX_TEXT} characters.")
            return default
        return clean_line(" ".join(value.splitlines()))

    def needed(self, data: Mapping[str, Any], path: str) -> str:
        value: str = self.text(data, path)
        if not value and not any(problem.place == path for problem in self.problems):
            self.bad(path, "不能为空。", "Must not be empty.")
        return value

    def year(self, data: Mapping[str, Any]) -> int | None:
        value = data.get("year")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1949 <= value <= 2999:
            self.bad("$.year", "年度应为四位整数。", "The year must be an integer of four digits.")
            return None
        return value

    def code(self, data: Mapping[str, Any], path: str, form: re.Pattern[str]) -> str:
        value = self.needed(data, f"{path}.code")
        if value and form.fullmatch(value) is None:
            self.bad(
                f"{path}.code",
                f"代码“{value[:20]}”的形式不对。",
                f"The code {value[:20]!r} has not the right form.",
            )
        elif value in self.codes:
            self.bad(f"{path}.code", f"代码“{value}”重复。", f"The code {value!r} is used twice.")
        self.codes.add(value)
        return value

    def money(self, data: Mapping[str, Any], path: str) -> int | None:
        value = data.get(path.rpartition(".")[2])
        if value is None:
            return None
        if (
            not isinstance(value, str)
            or _YUAN.fullmatch(value) is None
            or int(Decimal(value) * 100) > MAX_FEN
        ):
            self.bad(path, "金额应为以元为单位、至多两位小数的文字，如 \"1234.50\"。",
                     "Money must be a text of yuan with at most two decimals, such as \"1234.50\".")  # fmt: skip
            return None
        return int(Decimal(value) * 100)

    def place(self, data: Mapping[str, Any], path: str) -> Place:
        value = data.get("where")
        if value is None:
            return Place()
        if not isinstance(value, Mapping):
            self.bad(f"{path}.where", "应为 JSON 对象。", "Expected an object.")
            return Place()
        line, end_line = (self.line(value, f"{path}.where", key) for key in ("line", "end_line"))
        return Place(line=line, end_line=end_line, cell=self.text(value, f"{path}.where.cell", default=None))

    def line(self, data: Mapping[str, Any], path: str, key: str) -> int | None:
        value = data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31):
            return value
        self.bad(f"{path}.{key}", "行号应为正整数。", "A line number must be a positive integer.")
        return None

    def budget_line(self, data: Mapping[str, Any], path: str) -> BudgetLine:
        return BudgetLine(
            name=self.needed(data, f"{path}.name"),
            amount_fen=self.money(data, f"{path}.amount"),
            corrected_fen=self.money(data, f"{path}.corrected"),
            where=self.place(data, path),
        )

    def department(self, data: Mapping[str, Any], path: str) -> DepartmentIndicator:
        return DepartmentIndicator(
            code=self.code(data, path, _DEPARTMENT),
            goal=self.text(data, f"{path}.goal"),
            name=self.needed(data, f"{path}.name"),
            target=self.target(data, path),
            where=self.place(data, path),
        )

    def project(self, data: Mapping[str, Any], path: str) -> Project:
        code = self.code(data, path, _PROJECT)
        indicators = tuple(self.indicator(o, p, code) for o, p in self.items(data, path, "indicators"))
        return Project(
            code=code,
            name=self.text(data, f"{path}.name", default=None) or None,
            finance_code=self.text(data, f"{path}.finance_code", default=None) or None,
            spending_plan=self.spending(data, f"{path}.spending_plan"),
            goal=self.text(data, f"{path}.goal"),
            budget=self.budget(data, path),
            indicators=indicators,
            where=self.place(data, path),
        )

    def spending(self, data: Mapping[str, Any], path: str) -> SpendingPlan | None:
        value = data.get("spending_plan")
        texts = value if isinstance(value, list) and all(isinstance(text, str) for text in value) else ()
        found = spending_plan(texts)
        if value is not None and found is None:
            self.bad(path, "支出计划应为3、6、10、12月底的四个累计百分比，逐个不减且不超过100。",
                     "A spending plan is four cumulative percentages (end of March, June, October, December), "
                     "none below the one before and none above 100.")  # fmt: skip
        return found

    def budget(self, data: Mapping[str, Any], path: str) -> PlannedBudget | None:
        value = data.get("budget")
        if value is None:
            return None
        if not isinstance(value, Mapping) or value.get("total") is None:
            self.bad(f"{path}.budget.total", "预算应写明总额。", "A budget must give its total.")
            return None
        total = self.money(value, f"{path}.budget.total")
        fiscal, other = (self.money(value, f"{path}.budget.{key}") for key in ("fiscal", "other"))
        return None if total is None else PlannedBudget(total, fiscal, other)

    def target(self, data: Mapping[str, Any], path: str) -> Target:
        value = data.get("target")
        path = f"{path}.target"
        if not isinstance(value, Mapping):
            self.bad(path, "应为含 comparator、value、unit、text 的对象。",
                     "Expected an object with comparator, value, unit and text.")  # fmt: skip
            return Target()
        comparator = self.word(value, path, "comparator", get_args(Comparator))
        number, unit, text = (
            self.text(value, f"{path}.{key}", default=None) or None for key in ("value", "unit", "text")
        )
        if number is None:
            if comparator is not None or unit is not None:
                self.bad(path, "有比较符或单位却没有数值。", "A comparator or unit without a value.")
            elif text is None:
                self.bad(path, "指标值不能为空。", "The target is empty.")
            return Target(text=text)
        if text is not None:
            self.bad(
                path, "数值和定性文字不能同时给出。", "A value and a qualitative text exclude each other."
            )
        return Target(comparator=comparator or "=", value=self.decimal(number, f"{path}.value"), unit=unit)

    def decimal(self, text: str, path: str) -> str:
        try:
            value = Decimal(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text, re.ASCII) else None
        except InvalidOperation:
            value = None
        if value is None:
            self.bad(path, f"“{text[:20]}”不是数。", f"{text[:20]!r} is not a number.")
            return "0"
        return plain_decimal(value)

    def word(self, data: Mapping[str, Any], path: str, key: str, words: tuple[Any, ...]) -> Any:
        value = data.get(key)
        if value is None or (isinstance(value, str) and value in words):
            return value
        listed = "、".join(words)
        self.bad(f"{path}.{key}", f"应为以下之一：{listed}。", f"Expected one of: {', '.join(words)}.")
        return None

    def indicator(self, data: Mapping[str, Any], path: str, project: str) -> Indicator:
        code = self.code(data, path, _INDICATOR)
        if code and not code.startswith(f"{project}."):
            self.bad(f"{path}.code", f"指标“{code[:20]}”不属于项目“{project}”。",
                     f"The indicator {code[:20]!r} does not belong to project {project!r}.")  # fmt: skip
        level2 = self.needed(data, f"{path}.level2")
        level3 = self.needed(data, f"{path}.level3")
        definition = self.text(data, f"{path}.definition")
        target = self.target(data, path)
        chosen = self.measure(data, path, propose(level2, level3, definition, target))
        return Indicator(
            code=code,
            level1=self.needed(data, f"{path}.level1"),
            level2=level2,
            level3=level3,
            definition=definition,
            target=target,
            basis=self.text(data, f"{path}.basis"),
            source=chosen.source,
            period=chosen.period,
            rollup=chosen.rollup,
            weight=self.weight(data, path),
            confirmed=data.get("confirmed") is True,
            confidence=chosen.confidence,
            where=self.place(data, path),
        )

    def measure(self, data: Mapping[str, Any], path: str, proposed: Proposal) -> Proposal:
        source = self.word(data, path, "source", get_args(Source))
        period = self.word(data, path, "period", get_args(Period))
        rollup = self.word(data, path, "rollup", get_args(Rollup))
        stated = data.get("confidence")
        confidence = proposed.confidence
        if isinstance(stated, int) and not isinstance(stated, bool) and 0 <= stated <= 100:
            confidence = stated
        return Proposal(
            source or proposed.source, period or proposed.period, rollup or proposed.rollup, confidence
        )

    def weight(self, data: Mapping[str, Any], path: str) -> str | None:
        value = data.get("weight")
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if (
            not isinstance(value, str)
            or re.fullmatch(r"\d{1,3}(\.\d{1,4})?", value, re.ASCII) is None
            or Decimal(value) > 100
        ):
            self.bad(
                f"{path}.weight", "权重应为 0 到 100 之间的数。", "A weight must be a number from 0 to 100."
            )
            return None
        return plain_decimal(Decimal(value))


@cache
def published_plan() -> Plan:
    """The published 2022 plan that comes with the program, for the demonstration."""
    text = resources.files("tracker.plan").joinpath("published_2022.json").read_text("utf-8")
    return plan_from_json(json.loads(text))
