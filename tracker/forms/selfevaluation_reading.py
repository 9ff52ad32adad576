"""A ``selfeval.json`` read back as a self-evaluation, to be compared; what it does not hold stays empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from events.types.plan import Target
from tracker.forms.facts import ActualFacts, Counted, IndicatorFacts, MoneyFacts, ProjectFacts, UnitFacts
from tracker.forms.selfevaluation import BudgetResult, IndicatorResult, ProjectResult, SelfEvaluation
from tracker.rules.loading import load_rule_set, rule_set_names
from tracker.rules.rule_set import RuleSet

_MOST_BYTES = 64_000_000


class UnreadableForm(ValueError):
    """The file is no self-evaluation as this program writes it."""

    def sentence(self, language: str = "zh") -> str:
        """What is wrong, for people."""
        told = {"zh": "不是本程序导出的自评 JSON", "en": "no self-evaluation JSON of this program"}
        return f"{told[language]}: {self}"


def read_json(path: Path) -> SelfEvaluation:
    """The self-evaluation of a file written by ``export selfeval``.

    Raises:
        UnreadableForm: not JSON, or not of that shape.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableForm("too large")
    try:
        document = json.loads(path.read_bytes())
        return _evaluation(document)
    except KeyError as error:
        raise UnreadableForm(f"{error.args[0]}?") from error
    except (ValueError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise UnreadableForm(str(error)[:200]) from error


def _evaluation(document: Mapping[str, Any]) -> SelfEvaluation:
    projects = tuple(_project(each) for each in document["projects"])
    facts = UnitFacts(
        unit=str(document["unit"]),
        name=str(document["name"]),
        year=int(document["year"]),
        as_of=str(document["as_of"]),
        log_position=int(document["log"]["position"]),
        log_hash=str(document["log"]["hash"]),
        projects=tuple(each.facts for each in projects),
    )
    return SelfEvaluation(facts, _rules(document["rules"]), projects)


def _rules(told: Mapping[str, Any]) -> RuleSet:
    """The rule set by its name; of one nobody knows only name, version and title are true."""
    name = str(told["name"])
    known = load_rule_set(name) if name in rule_set_names() else load_rule_set()
    title = str(told.get("title") or name)
    return msgspec.structs.replace(known, name=name, version=str(told["version"]), title=title)


def _project(told: Mapping[str, Any]) -> ProjectResult:
    budget, rows = told["budget"], tuple(_row(each) for each in told["indicators"])
    money = MoneyFacts(_fen(budget["initial"]), _fen(budget["adjusted"]), _fen(budget["executed"]))
    facts = ProjectFacts(
        code=str(told["code"]),
        name=told["name"],
        goal=str(told.get("goal") or ""),
        money=money,
        indicators=tuple(row.facts for row in rows),
    )
    rate = None if budget["rate"] is None else _decimal(budget["rate"])
    scored = BudgetResult(money, rate, _decimal(budget["weight"]), _decimal(budget["score"]))
    return ProjectResult(facts, scored, rows, _decimal(told["total"]), str(told["grade"]))


def _row(told: Mapping[str, Any]) -> IndicatorResult:
    target = {key: told["target"].get(key) for key in ("comparator", "value", "unit", "text")}
    facts = IndicatorFacts(
        code=str(told["code"]),
        level1=str(told["level1"]),
        level2=str(told["level2"]),
        level3=str(told["level3"]),
        definition=str(told.get("definition") or ""),
        target=msgspec.convert(target, Target),
        actual=_actual(told["actual"]),
        reason=told.get("deviation"),
        measure=told.get("measure"),
    )
    return IndicatorResult(facts, _decimal(told["weight"]), _decimal(told["score"]))


def _actual(told: Mapping[str, Any]) -> ActualFacts | None:
    band, share = told.get("band"), told.get("share")
    if band is not None:
        return ActualFacts(band=band, share=None if share is None else _decimal(share))
    parts = [None if told[key] is None else Fraction(told[key]) for key in ("numerator", "denominator")]
    counted: Counted = "number"
    if told["value"] is None and parts == [None, None]:
        return None
    value = None if told["value"] is None else Fraction(told["value"])
    return ActualFacts(value, told.get("unit"), parts[0], parts[1], counted)


def _decimal(text: object) -> Decimal:
    found = Decimal(str(text))
    if not found.is_finite():
        raise ValueError(f"{text}?")
    return found


def _fen(text: object) -> int | None:
    return None if text is None else int(_decimal(text) * 100)
