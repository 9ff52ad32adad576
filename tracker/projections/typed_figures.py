"""Figures somebody typed that the log itself contradicts: kept for comparison, and a finding where they differ."""

from __future__ import annotations

import msgspec

from tracker.money import half_up
from tracker.projections.actuals import (
    COMPUTED_SOURCES,
    Actual,
    Measure,
    is_computed,
    measure_of,
    month_actual,
    typed_actual,
    year_actual,
)
from tracker.projections.ledger_view import Entry, LedgerView


class TypedContradiction(msgspec.Struct, frozen=True):
    """A figure typed for a month or the year, and what the log makes of the same."""

    measure: Measure
    period: str
    position: int
    typed: Actual
    computed: Actual


def typed_contradictions(view: LedgerView) -> tuple[TypedContradiction, ...]:
    """Every figure in force that was typed and differs from the computed one, by indicator and period."""
    found = []
    for code in sorted(view.measurements):
        measure = measure_of(view, code)
        if measure is None or measure.source not in COMPUTED_SOURCES:
            continue
        for period in sorted(view.measurements[code]):
            entry = view.measurement(code, period)
            if entry is not None and (against := contradiction(view, measure, entry)) is not None:
                found.append(against)
    return tuple(found)


def contradiction(view: LedgerView, measure: Measure, entry: Entry) -> TypedContradiction | None:
    """What the log says against a figure typed; None where it says nothing, or the same to two places."""
    period = entry.fact.period
    month = period if len(period) == 7 else None
    if not is_computed(view, measure, month):
        return None
    computed = year_actual(view, measure) if month is None else month_actual(view, measure, month)
    typed = typed_actual(entry, measure)
    if computed is None:
        return None
    ours, theirs = computed.in_target_unit, typed.in_target_unit
    if ours is None or theirs is None or half_up(ours) == half_up(theirs):
        return None
    return TypedContradiction(measure, period, entry.position, typed, computed)
