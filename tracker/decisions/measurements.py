"""Measurements and explanations: what is typed must be able to belong to its indicator."""

from __future__ import annotations

from fractions import Fraction

from msgspec import UNSET

from events.envelope import NewEvent
from events.subjects import late_reason_of
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.values import last_day_of
from tracker.decisions.evaluation import indicator_or_project, require_not_submitted
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import clean, required
from tracker.projections.actuals import COMPUTED_SOURCES, Measure, month_actual, year_actual
from tracker.projections.ledger_view import Entry
from tracker.projections.typed_figures import contradiction
from tracker.requests import ExplainDeviation, RecordMeasurement

BAND_SHARES = {"met": (80, 100), "partly": (60, 80), "missed": (0, 60)}
"""The percentages of the weight a qualitative band allows (财预〔2020〕10号): lower bound in; upper in for met only."""


def draft_measurement(state: State, request: RecordMeasurement) -> NewEvent:
    """The measurement as it would be recorded; it happened by the end of its period, or today if that is earlier."""
    measure = state.measure(request.indicator)
    fact = MeasurementRecorded(
        indicator=measure.code,
        period=request.period,
        numerator=request.numerator,
        denominator=request.denominator,
        value=request.value,
        unit=request.unit or (measure.target.unit if request.value is not None else None),
        band=request.band,
        share=request.share,
        evidence=clean(request.evidence, "evidence"),
        over_reason=clean(request.allow_over, "allow-over"),
        late_reason=clean(request.late, "late") or UNSET,
    )
    return NewEvent(fact, request.on or _day_of(state, request.period))


def _day_of(state: State, period: str) -> str:
    """The last day of the period, or the day of the year nearest to today where that is earlier."""
    end = f"{period}-12-31" if len(period) == 4 else last_day_of(period)
    return min(end, state.day_in_year())


def check_measurement(state: State, event: NewEvent) -> list[Notice]:
    """Its period, form, unit and size must be able to belong to the indicator."""
    fact = event.fact
    assert isinstance(fact, MeasurementRecorded)
    measure = state.measure(fact.indicator)
    _require_period(state, measure, fact.period)
    _require_form(measure, fact)
    _require_size(measure, fact)
    state.day(event.occurred_on, late_reason=late_reason_of(fact))
    require_not_submitted(state)
    return [
        *_share_without_parts(measure, fact),
        *_computed_already(state, measure, fact.period),
        *_contradicted(state, measure, fact),
    ]


def _share_without_parts(measure: Measure, fact: MeasurementRecorded) -> list[Notice]:
    """A month's percentage alone can't be added to the other months'."""
    if measure.rollup != "ratio_of_sums" or fact.value is None or len(fact.period) == 4:
        return []
    return [Notice("share_without_parts", {"indicator": measure.code, "period": fact.period})]


def _require_period(state: State, measure: Measure, period: str) -> None:
    state.require_period(period)
    if len(period) > 4 and measure.period == "year" and measure.rollup == "none":
        raise Refusal("period_not_monthly", indicator=measure.code, period=period, year=state.view.year)


def _require_form(measure: Measure, fact: MeasurementRecorded) -> None:
    target = measure.target
    qualitative = target.comparator is None
    if qualitative != (fact.band is not None):
        code = "band_wanted" if qualitative else "figure_wanted"
        raise Refusal(code, indicator=measure.code, name=measure.name, target=target)
    if fact.numerator is not None and target.unit != "%":
        raise Refusal("value_wanted", indicator=measure.code, name=measure.name, target=target)
    if fact.unit is not None and fact.value is not None and fact.unit != target.unit:
        raise Refusal("unit_differs", indicator=measure.code, unit=fact.unit, wanted=target.unit or "—")
    if fact.band is not None and fact.share is not None:
        _require_share(fact.band, Fraction(fact.share))


def _require_share(band: str, share: Fraction) -> None:
    low, high = BAND_SHARES[band]
    if not (low <= share < high or share == high == 100):
        raise Refusal("share_outside_band", band=band, low=low, high=high, share=str(share))


def _require_size(measure: Measure, fact: MeasurementRecorded) -> None:
    figures = [Fraction(text) for text in (fact.numerator, fact.denominator) if text is not None]
    if any(figure < 0 for figure in figures):
        raise Refusal("figure_negative", indicator=measure.code)
    if len(figures) == 2:
        _require_ratio(measure, fact, *figures)
    elif fact.value is not None:
        _require_plain(measure, fact, Fraction(fact.value))


def _require_ratio(
    measure: Measure, fact: MeasurementRecorded, numerator: Fraction, denominator: Fraction
) -> None:
    if denominator == 0 and numerator != 0:
        raise Refusal("denominator_zero", indicator=measure.code)
    if numerator > denominator and not fact.over_reason:
        raise Refusal(
            "numerator_over", indicator=measure.code, numerator=fact.numerator, denominator=fact.denominator
        )


def _require_plain(measure: Measure, fact: MeasurementRecorded, value: Fraction) -> None:
    unit = measure.target.unit
    if value < 0 and unit != "%":
        raise Refusal("figure_negative", indicator=measure.code)
    if unit in ("人", "个", "次", "户", "件", "家", "台", "名") and value.denominator != 1:
        raise Refusal("count_not_whole", indicator=measure.code, unit=unit)
    if unit == "%" and measure.source != "value" and value > 100 and not fact.over_reason:
        raise Refusal("percent_over", indicator=measure.code, value=fact.value)
    if unit == "分" and value > 100 and not fact.over_reason:
        raise Refusal("points_over", indicator=measure.code, value=fact.value)


def _computed_already(state: State, measure: Measure, period: str) -> list[Notice]:
    if measure.source not in COMPUTED_SOURCES:
        return []
    yearly = len(period) == 4
    actual = year_actual(state.view, measure) if yearly else month_actual(state.view, measure, period)
    if actual is None or actual.typed is not None:
        return []
    return [Notice("computed_already", {"indicator": measure.code, "period": period})]


def _contradicted(state: State, measure: Measure, fact: MeasurementRecorded) -> list[Notice]:
    """A typed figure that is not what the log makes of the same."""
    if measure.source not in COMPUTED_SOURCES:
        return []
    found = contradiction(state.view, measure, Entry(0, "", "", "", fact))
    if found is None:
        return []
    facts = {"indicator": measure.code, "period": fact.period, "unit": measure.target.unit or ""}
    values = {"typed": found.typed.in_target_unit, "computed": found.computed.in_target_unit}
    return [Notice("typed_differs", {**facts, **values})]


def draft_explanation(state: State, request: ExplainDeviation) -> NewEvent:
    """The explanation as it would be recorded."""
    fact = DeviationExplained(
        indicator=indicator_or_project(state, request.indicator),
        reason=required(request.reason, "reason"),
        measure=required(request.measure, "measure"),
        cause=request.cause or UNSET,
        likelihood=request.likelihood or UNSET,
    )
    return NewEvent(fact, request.on or state.day_in_year())


def check_explanation(state: State, event: NewEvent) -> list[Notice]:
    """An explanation belongs to the year it explains; closed months do not matter to it."""
    state.require_in_year(event.occurred_on)
    require_not_submitted(state)
    return []
