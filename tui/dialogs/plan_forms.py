"""Where an indicator's value comes from, and living with a contradiction of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from events.types.plan import Period, Rollup, Source
from tracker.deadlines import deadline_text
from tracker.desk import everything
from tracker.plan.model import Finding
from tracker.plan_page import plan_page, subjects_of_finding
from tracker.projections.actuals import Measure, measure_of
from tracker.requests import AcceptFinding, ChooseMeasure, Request
from tui.dialogs.entry import EntryForm
from tui.dialogs.form import LastTime
from tui.dialogs.live import code_of, indicator_lines
from tui.widgets.field import FieldSpec

AS_IS = ("", "measure.as_is")


def _words(kind: Any, family: str) -> tuple[tuple[str, str], ...]:
    return (AS_IS, *((name, f"{family}.{name}") for name in get_args(kind)))


class MeasureForm(EntryForm):
    """What is not chosen stays as it is."""

    NAME = "measure"
    FIELDS = (
        FieldSpec("indicator", "indicator", required=True),
        FieldSpec("value_source", "choice", options=_words(Source, "how")),
        FieldSpec("frequency", "choice", options=_words(Period, "period")),
        FieldSpec("rollup", "choice", options=_words(Rollup, "rollup")),
        FieldSpec("deadline"),
    )
    FIELD_OF_REFUSAL = {
        "unknown_indicator": "indicator", "department_indicator_fixed": "indicator",
        "source_against_target": "value_source", "deadline_unreadable": "deadline",
    }  # fmt: skip

    def request(self, values: dict[str, Any]) -> Request:
        """Confirm or change it."""
        return ChooseMeasure(
            indicator=values["indicator"],
            source=values["value_source"] or None,
            period=values["frequency"] or None,
            rollup=values["rollup"] or None,
            deadline=values["deadline"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The target, and how the value arises now."""
        lines = indicator_lines(self.say, self.tracker, typed)
        measure = self._measure(typed)
        if measure is not None:
            facts = {
                "how": self.say(f"how.{measure.source}"),
                "every": self.say(f"period.{measure.period}"),
                "rollup": self.say(f"rollup.{measure.rollup}"),
                "deadline": deadline_text(self.say, measure.deadline or "default"),
            }
            lines.append(("plain", self.say("live.measure", **facts)))
        return lines

    def _measure(self, typed: Mapping[str, str]) -> Measure | None:
        with everything(self.tracker) as (_, view):
            return measure_of(view, code_of(typed, "indicator").upper())

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """As it is now, to confirm."""
        measure = self._measure(typed)
        if measure is None:
            return LastTime()
        texts = {
            "value_source": measure.source,
            "frequency": measure.period,
            "rollup": measure.rollup,
            "deadline": deadline_text(self.say, measure.deadline) if measure.deadline else "",
        }
        return LastTime(texts)


class AcceptanceForm(EntryForm):
    """The document says so, and it is going to stay so."""

    NAME = "acceptance"
    FIELDS = (
        FieldSpec("finding", "event", required=True),
        FieldSpec("finding_subject", required=True),
        FieldSpec("note", required=True, hint="hint.acceptance_note", habits=True),
    )
    FIELD_OF_REFUSAL = {"text_missing": "note"}

    _left: list[Finding] | None = None

    def request(self, values: dict[str, Any]) -> Request:
        """Accept it."""
        return AcceptFinding(code=values["finding"], subject=values["finding_subject"], note=values["note"])

    def offers(self) -> dict[str, Sequence[str]]:
        """What the plan contradicts and nobody has accepted yet."""
        return {
            **super().offers(),
            "finding": [f"{item.code} {self._told(item)}" for item in self._open()],
            "finding_subject": list(dict.fromkeys(subjects_of_finding(item)[0] for item in self._open())),
        }

    def ledger_moved(self) -> None:
        """Somebody may have accepted one, or adopted another plan."""
        self._left = None
        super().ledger_moved()

    def _open(self) -> list[Finding]:
        """Found once, not at every key: the whole plan is checked for it."""
        if (left := self._left) is None:
            left = self._left = plan_page(self.tracker).open_findings
        return left

    def _told(self, finding: Finding) -> str:
        message = finding.message if self.session.language == "zh" else finding.message_en
        return f"{subjects_of_finding(finding)[0]}  {message}"

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The finding in full; where its place is left out, what it may be."""
        code, subject = code_of(typed, "finding"), typed["finding_subject"].strip()
        found = [item for item in self._open() if item.code == code]
        meant = [item for item in found if not subject or subject in subjects_of_finding(item)]
        return [("plain", self._told(item)) for item in meant[:4]]
