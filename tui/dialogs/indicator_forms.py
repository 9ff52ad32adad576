"""What was measured, and how a deviation is explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from events.values import DEPARTMENT
from tracker.desk import everything, last_measurement
from tracker.projections.ledger_view import Explanation
from tracker.requests import ExplainDeviation, RecordMeasurement, Request
from tui.dialogs.entry import EntryForm
from tui.dialogs.form import LastTime
from tui.dialogs.live import code_of, indicator_lines, project_lines
from tui.dialogs.typed import FieldFaults
from tui.widgets.field import FieldSpec

BANDS = (("", "band.unsaid"), *((name, f"band.{name}") for name in ("met", "partly", "missed")))

CAUSES = tuple(
    (name, f"cause.{name or 'unsaid'}") for name in ("", "funding", "system", "staff", "hardware", "other")
)
LIKELIHOODS = tuple(
    (name, f"likelihood.{name or 'unsaid'}") for name in ("", "certain", "possible", "impossible")
)
"""What the monitoring form asks for beside a reason (财预〔2019〕136号)."""


class MeasurementForm(EntryForm):
    """An indicator's actual for a month or the year."""

    NAME = "measurement"
    FIELDS = (
        FieldSpec("indicator", "indicator", required=True),
        FieldSpec("period", "period", required=True),
        FieldSpec("numerator", "figure"),
        FieldSpec("denominator", "figure"),
        FieldSpec("value", "figure"),
        FieldSpec("band", "choice", options=BANDS),
        FieldSpec("share", "share"),
        FieldSpec("evidence", habits=True),
        FieldSpec("over_reason", habits=True),
        FieldSpec("on", "date", hint="hint.measured_on", rare=True),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {
        "unknown_indicator": "indicator", "period_unreadable": "period", "period_outside_year": "period",
        "period_not_monthly": "period", "band_wanted": "band", "figure_wanted": "value", "value_wanted": "value",
        "unit_differs": "value", "share_outside_band": "share", "figure_negative": "value",
        "denominator_zero": "denominator", "numerator_over": "numerator", "percent_over": "value",
        "points_over": "value", "count_not_whole": "value",
        "month_closed": "late", "year_closed": "late",
    }  # fmt: skip

    def defaults(self) -> dict[str, str]:
        """The month before today's, which is the one reported on."""
        month = max(1, int(self.tracker.today()[5:7]) - 1)
        return {"period": f"{self.tracker.ledger.year}-{month:02d}"}

    def request(self, values: dict[str, Any]) -> Request:
        """A ratio, a value or a band: one of the three."""
        ratio = values["numerator"] is not None or values["denominator"] is not None
        if ratio and (values["numerator"] is None or values["denominator"] is None):
            name = "numerator" if values["numerator"] is None else "denominator"
            raise FieldFaults({name: self.say("fault.missing", field=self.say(f"field.{name}"))})
        if sum((ratio, values["value"] is not None, bool(values["band"]))) != 1:
            raise FieldFaults({"numerator": self.say("fault.one_measure")})
        value, unit = values["value"] or (None, None)
        return RecordMeasurement(
            indicator=values["indicator"],
            period=values["period"],
            numerator=values["numerator"][0] if ratio else None,
            denominator=values["denominator"][0] if ratio else None,
            value=value,
            unit=unit,
            band=values["band"] or None,
            share=values["share"][0] if values["share"] else None,
            evidence=values["evidence"],
            allow_over=values["over_reason"],
            late=values["late"],
            on=values["on"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Target, standing, last figure."""
        return indicator_lines(self.say, self.tracker, typed)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The figures of the latest period, for the next month."""
        fact = last_measurement(self.tracker, code_of(typed, "indicator"))
        if fact is None:
            return LastTime()
        texts = {
            "numerator": fact.numerator or "",
            "denominator": fact.denominator or "",
            "value": f"{fact.value}{fact.unit or ''}" if fact.value else "",
            "band": fact.band or "",
            "share": fact.share or "",
        }
        return LastTime(texts, fact.period)


class DeviationForm(EntryForm):
    """Why an indicator deviates, and what will be done."""

    NAME = "deviation"
    FIELDS = (
        FieldSpec("indicator", "indicator", required=True),
        FieldSpec("reason", required=True, habits=True),
        FieldSpec("measure", required=True, habits=True),
        FieldSpec("cause", "choice", options=CAUSES, rare=True),
        FieldSpec("likelihood", "choice", options=LIKELIHOODS, rare=True),
        FieldSpec("on", "date", hint="hint.today", rare=True),
    )
    FIELD_OF_REFUSAL = {
        "unknown_indicator": "indicator",
        "personal_data": "reason",
        "text_too_long": "reason",
    }

    def request(self, values: dict[str, Any]) -> Request:
        """The explanation."""
        return ExplainDeviation(
            indicator=values["indicator"],
            reason=values["reason"],
            measure=values["measure"],
            cause=values["cause"] or None,
            likelihood=values["likelihood"] or None,
            on=values["on"],
        )

    def offers(self) -> dict[str, Sequence[str]]:
        """Indicators, and projects and the department, whose execution may need explaining; and what was said."""
        found = super().offers()
        with everything(self.tracker) as (_, view):
            whole = bool(view.plan.department_indicators)
        department = [f"{DEPARTMENT} {self.say('selfeval.department')}"] if whole else []
        return {**found, "indicator": [*found["indicator"], *found["project"], *department]}

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Target and standing (a project's money), and the explanation there is."""
        code = code_of(typed, "indicator").upper()
        lines = indicator_lines(self.say, self.tracker, typed)
        lines = lines or project_lines(self.say, self.tracker, {"project": code})
        explained = self._explained(code)
        if explained is not None:
            lines.append(
                (
                    "plain",
                    self.say("live.explained", reason=explained.fact.reason, measure=explained.fact.measure),
                )
            )
        return lines

    def _explained(self, code: str) -> Explanation | None:
        with everything(self.tracker) as (_, view):
            return view.explanation(code)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The explanation there is, to write on."""
        explained = self._explained(code_of(typed, "indicator").upper())
        if explained is None:
            return LastTime()
        return LastTime({"reason": explained.fact.reason, "measure": explained.fact.measure})


class ReasonForm(DeviationForm):
    """The same on the self-evaluation, below its rows: they stay in sight while one types."""
