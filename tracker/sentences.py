"""Codes and facts as sentences, figures as people read them; the words themselves are in the labels."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from events.types.oversight import AlertOpened
from events.types.plan import Target
from tracker.decisions.state import Notice, Refusal
from tracker.labels import Words
from tracker.money import FEN_PER_YUAN, grouped_yuan, half_up
from tracker.projections.actuals import Actual
from tracker.projections.ledger_view import Alert
from tracker.ratios import decimal_text

if TYPE_CHECKING:
    from tracker.explained import Step
    from tracker.rules.rule_set import RuleSet

_FEN_FACTS = frozenset(("amount", "balance", "adjusted", "disbursed", "left", "ceiling"))
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}


def refusal_sentence(words: Words, refusal: Refusal) -> str:
    """The sentence that says what was refused, why, and what to do."""
    return words(f"refusal.{refusal.code}", **_told(words, refusal.facts))


def notice_sentence(words: Words, notice: Notice) -> str:
    """The sentence of a warning."""
    return words(f"warning.{notice.code}", **_told(words, notice.facts))


def step_sentence(words: Words, step: Step) -> str:
    """One step of how points came about."""
    return words(f"score.{step.code}", **_told(words, step.facts))


def _told(words: Words, facts: dict[str, Any]) -> dict[str, str]:
    return {name: _tell(words, name, value) for name, value in facts.items()}


def _tell(words: Words, name: str, value: Any) -> str:
    if name == "nearest":
        return words("refusal.nearest", nearest=value) if value else ""
    if name == "category":
        return words(f"category.{value}")
    if name in ("name", "lower", "upper") and f"setting.{value}" in words:
        return words("refusal.setting_named", name=value, title=words(f"setting.{value}"))
    if name == "rules":
        return rules_text(words, value)
    if name == "grade":
        return grade_text(words, value)
    if name == "band":
        return words(f"band.{value}")
    if isinstance(value, list | tuple):
        return words.listed(map(str, value))
    if isinstance(value, Target):
        return target_text(words, value)
    if isinstance(value, Actual):
        return actual_text(words, value)
    if isinstance(value, Fraction):
        return half_up(value)
    if name in _FEN_FACTS and isinstance(value, int):
        return grouped_yuan(value)
    return str(value)


def remedy_of(alert: Alert) -> str:
    """The word (``do.``) for what can be done about an alert: by its kind, a timeliness alert by its verdict."""
    if alert.kind != "timeliness":
        return alert.kind
    return "unreported" if alert.opened.status == "unreported" else "missed"


def alert_sentence(words: Words, fact: AlertOpened) -> str:
    """What gave reason for an alert, with the figures it was opened by; codes and counts, no names."""
    key = f"alert.{fact.kind}.{fact.status}"
    if key not in words:
        return f"{fact.subject} {fact.period or ''}".strip()
    parts = Fraction(fact.numerator or 0), Fraction(fact.denominator or 1)
    return words(
        key,
        subject=words(f"category.{fact.subject}") if f"category.{fact.subject}" in words else fact.subject,
        period=fact.period or "",
        numerator=fact.numerator or "",
        denominator=fact.denominator or "",
        percent=half_up(parts[0] / parts[1] * 100) if parts[1] else "",
    )


def target_text(words: Words, target: Target) -> str:
    """A target as people write it: ``≥95%``, ``≤249万元`` (``≤2.49M yuan``), or its qualitative wording."""
    if target.comparator is None or target.value is None:
        return target.text or ""
    value, figure = Fraction(target.value), target.value
    if target.unit in ("元", "人") and value >= 10_000 and (value / 100).denominator == 1:
        figure = _large(words, value)
    return f"{_SIGNS[target.comparator]}{figure}{unit_text(words, target.unit)}"


def _large(words: Words, value: Fraction) -> str:
    """A round number of ten thousand and more in the language's own thousands."""
    if words.language == "zh":
        return f"{decimal_text(value / 10_000)}万"
    return f"{decimal_text(value / 10**6)}M" if value >= 10**6 else f"{decimal_text(value / 1000)}k"


def unit_text(words: Words, unit: str | None) -> str:
    """A unit as it follows its number; one the language has no word for as the plan has it, and 个 counts only."""
    if unit is None or words.language == "zh":
        return unit or ""
    if unit == "个":
        return ""
    return words(f"unit.{unit}") if f"unit.{unit}" in words else f" {unit}"


def rules_text(words: Words, rules: RuleSet) -> str:
    """What a rule set is called."""
    return rules.title if words.language == "zh" else rules.title_en


def grade_text(words: Words, grade: str) -> str:
    """A grade (等次) in the language's own word where it has one; a rule set may name others."""
    return words(f"grade.{grade}") if f"grade.{grade}" in words else grade


def change_sentence(words: Words, change: Mapping[str, Any]) -> str:
    """One difference between two plans, as :func:`tracker.plan.difference.changes_to_json` lists them."""
    said, subject = words(f"change.{change['change']}"), change["subject"]
    if change["kind"] == "plan":
        return f"{said} {words(f'change.field.{subject}')}"
    fields = (
        f"{words(f'change.field.{name}')} {_changed_value(words, both['old'])} → {_changed_value(words, both['new'])}"
        for name, both in change["fields"].items()
    )
    return f"{said} {subject} {words('change.and').join(fields)}".rstrip()


def _changed_value(words: Words, value: Any) -> str:
    if isinstance(value, Mapping):
        return target_text(words, Target(**value)) if "comparator" in value else f"{value['total']}"
    if isinstance(value, list | tuple):
        return " / ".join(map(str, value))
    return "—" if value is None else str(value)


def actual_text(words: Words, actual: Actual | None) -> str:
    """An actual value as people read it: ``98.67%``, ``115.20元`` (``115.20 yuan``), ``300``, or the band's word."""
    if actual is None or (actual.band is None and actual.in_target_unit is None):
        return words("none")
    if actual.band is not None:
        return words(f"band.{actual.band}")
    value = actual.in_target_unit
    assert value is not None, "seen above"
    if actual.kind in ("per_person",) or (actual.kind == "money" and actual.numerator is None):
        return f"{grouped_yuan(int(half_up(value * FEN_PER_YUAN, 0)))}{unit_text(words, '元')}"
    return f"{half_up(value)}%" if actual.numerator is not None else _plain(value)


def _plain(value: Fraction) -> str:
    return decimal_text(value) if (value * 10**6).denominator == 1 else half_up(value)


def rate_text(words: Words, rate: Fraction | None) -> str:
    """A rate as percent with two places, or a dash where there is none."""
    return words("none") if rate is None else f"{half_up(rate * 100)}%"
