"""A figure asked for by its code and a word, found and explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from events.envelope import RecordedEvent
from events.searching import Sought
from events.store import LogReader
from events.subjects import about_indicator, about_project
from events.types.books import RuleSetChosen
from events.types.plan import DepartmentIndicatorPlanned
from events.values import DEPARTMENT, is_project_code, owner_of
from tracker.decisions.state import Refusal, State
from tracker.explain import (
    TOTAL,
    MoneyFigure,
    effective_about,
    event_rows,
    explain_indicator,
    explain_money,
    explain_total,
    month_in,
)
from tracker.explained import ExplainedFigure
from tracker.explained_scores import (
    ScoreFigure,
    explain_execution_score,
    explain_indicator_score,
    explain_total_score,
)
from tracker.rules.recording import in_force

Figure = MoneyFigure | ScoreFigure


class Moment(NamedTuple):
    """What a figure is explained by: the ledger on a day, its log, and what was known when."""

    state: State
    log: LogReader
    known_at: str | None
    rules: RuleSetChosen | None
    """The rule set points are given by, as chosen; None is the default."""

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """The events about a subject that count."""
        return effective_about(self.log, subject, as_of=self.state.today, known_at=self.known_at)

    def about_owner(self, indicator: str) -> Sequence[RecordedEvent]:
        """The events about an indicator's project, or about a department's indicator itself."""
        owner = owner_of(indicator)
        return self.about(about_project(owner) if is_project_code(owner) else about_indicator(indicator))

    def of_types(self, *types: type) -> list[RecordedEvent]:
        """The events of some types that no subject leads to."""
        sought = Sought(types=tuple(each.__name__ for each in types), known_at=self.known_at)
        return list(self.log.several(self.log.search(sought, after=0, through=self.log.head.position)))


def explain_figure(
    moment: Moment, code: str, period: str | None, what: Figure, *, events: bool
) -> ExplainedFigure:
    """As :meth:`tracker.service.Tracker.explain`."""
    state, view = moment.state, moment.state.view
    state.require_period(period)
    if what == "score" or what == "execution_score":
        return _explain_points(moment, code, period, what, events=events)
    if code.strip().lower() == TOTAL:
        return explain_total(view, what, period, _about_project(moment) if events else None)
    if is_project_code(code.strip().upper()):
        retired = code.strip().upper() in view.plan.retired_projects
        project = code.strip().upper() if retired else state.project(code)
        return explain_money(view, project, what, period, moment.about(about_project(project)))
    measure = state.measure(code)
    return explain_indicator(view, measure, period, moment.about_owner(measure.code))


def _about_project(moment: Moment) -> Callable[[str], Sequence[RecordedEvent]]:
    return lambda project: moment.about(about_project(project))


def _explain_points(
    moment: Moment, code: str, period: str | None, what: ScoreFigure, *, events: bool
) -> ExplainedFigure:
    state, rules = moment.state, in_force(moment.rules)
    if month_in(period) or code.strip().lower() == TOTAL:
        raise Refusal("score_of_year", figure=code, period=period or "")
    owner = _owner(state, code)
    about = _about_points(moment)
    if owner is None:
        indicator = state.measure(code).code
        figure = explain_indicator_score(state.view, indicator, about(indicator), rules)
    elif what == "score":
        figure = explain_total_score(state.view, owner, about if events else None, rules)
    else:
        figure = explain_execution_score(state.view, owner, about, rules)
    return _with_rule_set(moment, figure) if events else figure


def _owner(state: State, code: str) -> str | None:
    """The project or department a code names; None where it names an indicator."""
    plain = code.strip().upper()
    if plain == DEPARTMENT and state.view.plan.department_indicators:
        return DEPARTMENT
    return state.project(code) if is_project_code(plain) else None


def _about_points(moment: Moment) -> Callable[[str], Sequence[RecordedEvent]]:
    """What is about a project or an indicator; no subject leads to how the department's indicators were planned."""
    found: dict[str, Sequence[RecordedEvent]] = {}

    def about(code: str) -> Sequence[RecordedEvent]:
        if is_project_code(owner_of(code)):
            subject = about_project(owner_of(code))
            return found[subject] if subject in found else found.setdefault(subject, moment.about(subject))
        if DEPARTMENT not in found:
            found[DEPARTMENT] = moment.of_types(DepartmentIndicatorPlanned)
        return [*found[DEPARTMENT], *moment.about(about_indicator(code))]

    return about


def _with_rule_set(moment: Moment, figure: ExplainedFigure) -> ExplainedFigure:
    """With the event that chose the rule set, where one did."""
    if moment.rules is None:
        return figure
    chosen = event_rows(moment.of_types(RuleSetChosen)[-1:])
    events = sorted((*chosen, *figure.events), key=lambda event: event.position)
    return msgspec.structs.replace(figure, events=tuple(events))
