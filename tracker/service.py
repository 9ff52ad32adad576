"""The one front door for the command line, the screens and the scheduler: load, decide, append, view.

A :class:`Tracker` speaks for one ledger of a store. Each command is one write transaction under the ledger's
head; each report reads one moment. It may be used from several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from events.envelope import NewEvent, RecordedEvent
from events.store import EventStore, Head, LogReader, LogWriter, OutcomeUnknown, StoreError
from events.types.books import LedgerOpened, RuleSetChosen
from events.types.oversight import HeadAnchored
from events.values import LedgerId
from tracker.adoption import adoption_facts, is_same_plan
from tracker.checking import alert_standing, check_events, default_month, is_still_open, months_due
from tracker.clock import Today, today
from tracker.corrections import corrections_of
from tracker.deciding_again import decides_again, is_recorded, require_recorded
from tracker.decisions import Notice, Refusal, State, decide, draft
from tracker.decisions.texts import required
from tracker.explained import ExplainedFigure
from tracker.live_view import (
    SNAPSHOT_AFTER_READING,
    SNAPSHOT_EVERY,
    Counting,
    LiveView,
    counted,
    uncounted,
)
from tracker.plan.model import Finding, Plan
from tracker.projections.folding import fold_as_of
from tracker.projections.ledger_view import Alert, LedgerView
from tracker.projections.plan_view import as_plan
from tracker.projections.timeliness import Standing, reporting_deadline
from tracker.reports import StatusReport, status_report
from tracker.requests import Request
from tracker.watching import KINDS, Concern, alert_events, concerns

if TYPE_CHECKING:
    from tracker.figures import Figure


class Outcome(NamedTuple):
    """What a command recorded (or found recorded under its key), and what to warn of."""

    event: RecordedEvent
    warnings: tuple[Notice, ...] = ()
    repeated: bool = False


class Adoption(NamedTuple):
    """What adopting a plan did: how many events it made, or would make."""

    plan: Plan
    events: int
    revision: bool


class CheckReport(NamedTuple):
    """A monthly check's outcome: every standing, and the alerts it opened and closed."""

    month: str
    deadline: str
    standings: tuple[Standing, ...]
    opened: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    recorded: bool


class AlertReport(NamedTuple):
    """An alert with how things stand now (None where its indicator has left the plan)."""

    alert: Alert
    standing: Standing | None
    is_open: bool


class Tracker:
    """One ledger of a store, as somebody works with it."""

    def __init__(self, store: EventStore, ledger: LedgerId, *, actor: str, today: Today = today) -> None:
        """``actor`` is who is at the keyboard; ``today`` gives the business day."""
        self.store, self.ledger, self.actor, self.today = store, ledger, actor, today
        self.counting: Counting = uncounted
        """Shows people how far a long reading of the log has come; nothing unless somebody sets it."""
        self._live = LiveView()
        self._appended: list[RecordedEvent] = []
        self._lock = threading.RLock()

    # -- writing ---------------------------------------------------------------------------------

    @decides_again
    def open_books(self, name: str) -> Outcome:
        """Open the ledger; refused where it is open already under another name."""
        fact = LedgerOpened(self.ledger.unit, required(name, "name"), self.ledger.year)
        with self._transaction() as log:
            first = log.at(1)
            if first is not None:
                if first.fact == fact:
                    return Outcome(first, repeated=True)
                raise Refusal("ledger_exists", ledger=str(self.ledger))
            (event,) = self._appended = list(
                log.append([NewEvent(fact, f"{self.ledger.year}-01-01")], actor=self.actor)
            )
        return Outcome(event)

    @decides_again
    def record(self, request: Request, *, key: str | None = None) -> Outcome:
        """Record what a person asks; the same key again records nothing and answers with the first event.

        Raises :class:`Refusal` where a rule forbids it, and the store's errors.
        """
        with self.writing() as (log, view):
            state = State(view, log, self.today())
            earlier = log.by_key(key) if key is not None else None
            if earlier is not None:
                return repeated_outcome(earlier, draft(state, request), request)
            decision = decide(state, request)
            events = [decision.events[0]._replace(key=key), *decision.events[1:]]
            recorded = self.append(log, view, events)
        return Outcome(recorded[0], decision.warnings)

    def preview(self, request: Request) -> tuple[Notice, ...]:
        """The warnings a request would raise now, without recording it; raises :class:`Refusal` as it would."""
        with self.reading() as (log, view):
            return decide(State(view, log, self.today()), request).warnings

    @decides_again
    def adopt_plan(
        self,
        plan: Plan,
        contradictions: tuple[Finding, ...],
        *,
        document: str,
        sha256: str,
        on: str | None = None,
        revise: bool = False,
        dry_run: bool = False,
    ) -> Adoption:
        """Adopt a plan, or say how it differs from the one adopted; a ledger that has it already is left alone."""
        with self.writing() as (log, view):
            current = self._plan(view) if view.plan.adoptions else None
            if current is not None and is_same_plan(current, plan):
                return Adoption(plan, 0, False)
            if current is not None and not revise and not dry_run:
                raise Refusal("plan_differs", document=view.plan.document)
            facts = adoption_facts(plan, contradictions, document=document, sha256=sha256, current=current)
            if not dry_run:
                state = State(view, log, self.today())
                if on is not None:
                    state.require_in_year(on)
                day = on or self._plan_day()
                self.append(log, view, [NewEvent(fact, day) for fact in facts])
        return Adoption(plan, len(facts), current is not None)

    def _plan_day(self) -> str:
        """Today within the fiscal year, else the year's first day: a plan entered late held from the start."""
        day = self.today()
        return day if day.startswith(f"{self.ledger.year}-") else f"{self.ledger.year}-01-01"

    @decides_again
    def check(self, month: str | None = None) -> CheckReport:
        """Run the timeliness check of a month (the latest that ended); running it again changes nothing."""
        with self.writing() as (log, view):
            return self._check(log, view, month or default_month(self.ledger.year, self.today()))

    def check_due_months(self) -> list[CheckReport]:
        """Check every month whose deadline has passed, in order; only what changed is recorded."""
        with self.reading() as (_, view):
            months = months_due(view, self.today())
        return [self.check(month) for month in months]

    @decides_again
    def look_around(
        self, also: Sequence[Concern] = (), also_kinds: Sequence[str] = ()
    ) -> tuple[list[Alert], list[Alert]]:
        """Open and close the alerts that are not the monthly check's; the alerts opened and those closed.

        ``also`` are concerns of ``also_kinds`` that only somebody who looks at the whole store can have.
        """
        with self.writing() as (log, view):
            day = self.today()
            found = [*concerns(view, day), *also] if view.plan.adoptions else list(also)
            events = alert_events(view, found, (*KINDS, *also_kinds), day)
            if events:
                self.append(log, view, events)
            changed = [view.alerts[name] for event in events if (name := getattr(event.fact, "alert", None))]
        opened = [alert for alert in changed if alert.closed_on is None]
        return opened, [alert for alert in changed if alert.closed_on is not None]

    @decides_again
    def choose_rules(self, fact: RuleSetChosen) -> Head:
        """Record the rule set a form is scored by, where it is not in force already; the head afterwards."""
        with self.writing() as (log, view):
            if view.rules != fact:
                self.append(log, view, [NewEvent(fact, self.today())])
            return log.head

    @decides_again
    def keep_anchor(self, fact: HeadAnchored) -> RecordedEvent:
        """Record what a time-stamp authority confirmed; the event it was about must be in the log as it says."""
        with self.writing() as (log, view):
            stamped = log.at(fact.position)
            if stamped is None or stamped.hash != fact.hash:
                raise Refusal("anchor_elsewhere", position=fact.position)
            (event,) = self.append(log, view, [NewEvent(fact, self.today())])
        return event

    # -- reading ---------------------------------------------------------------------------------

    def head(self) -> Head:
        """The end of the ledger's chain; refused where the ledger has not been opened."""
        with self.store.reader(str(self.ledger)) as log:
            if log.head.position == 0:
                raise Refusal("no_ledger", ledger=str(self.ledger))
            return log.head

    def plan(self) -> Plan:
        """The plan in force; refused where none has been adopted."""
        with self.reading() as (_, view):
            if not view.plan.adoptions:
                raise Refusal("no_plan", ledger=str(self.ledger))
            return self._plan(view)

    def accepted_findings(self) -> dict[str, str]:
        """``code@subject`` of the findings somebody lives with, and why."""
        with self.reading() as (_, view):
            return dict(view.plan.accepted_findings)

    def status(self, *, as_of: str | None = None, known_at: str | None = None) -> StatusReport:
        """The ledger as of a business date (today), as known at an instant (now)."""
        day = as_of or self.today()
        with self.view(as_of=day, known_at=known_at) as (log, view):
            head = Head(view.position, view.hash, view.latest_recorded_at or None) if known_at else log.head
            return status_report(
                view,
                ledger=str(self.ledger),
                year=self.ledger.year,
                as_of=day,
                known_at=known_at,
                head=head,
                corrections=corrections_of(log, as_of=day, known_at=known_at),
            )

    @contextmanager
    def view(
        self, *, as_of: str | None = None, known_at: str | None = None
    ) -> Iterator[tuple[LogReader, LedgerView]]:
        """The log and its view as of a business date (today), as known at an instant (now); not to be changed."""
        day = as_of or self.today()
        with self.reading() as (log, live):
            if known_at is None and live.latest_occurred_on <= day:
                yield log, live
                return
            with self.counting("said.reading_log", log.head.position) as tell:
                view = fold_as_of(counted(log.read(as_of=day, known_at=known_at), tell), day)
            view.year = view.year or self.ledger.year
            view.unit, view.name = view.unit or live.unit, view.name or live.name
            yield log, view

    def alerts(
        self, *, closed_too: bool = False, as_of: str | None = None, known_at: str | None = None
    ) -> list[AlertReport]:
        """The alerts that are open and still true, earliest month first; with ``closed_too`` all there ever were."""
        day = as_of or self.today()
        now = as_of is None and known_at is None
        with self.reading() if now else self.view(as_of=day, known_at=known_at) as (_, view):
            reports = [
                AlertReport(alert, alert_standing(view, alert, day), is_still_open(view, alert, day))
                for alert in view.alerts.values()
            ]
        shown = [report for report in reports if closed_too or report.is_open]
        return sorted(shown, key=lambda report: (report.alert.period or "", report.alert.subject))

    def explain(
        self,
        code: str,
        period: str | None = None,
        *,
        what: Figure = "execution",
        events: bool = True,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> ExplainedFigure:
        """The events behind a figure of a project's money (``P10``) or an indicator's actual (``P10.03``).

        ``total`` stands for all projects; with ``events`` false only its parts are given, by project.
        ``score`` asks for the points of a project (its total) or an indicator, ``execution_score`` for those of a
        project's execution rate, under the rule set in force.
        """
        from tracker.figures import Moment, explain_figure

        day = as_of or self.today()
        with self.view(known_at=known_at) as (_, known):
            rules = known.rules
        with (
            self.view(as_of=day, known_at=known_at) as (log, view),
            self.counting("said.looking_up", None),
        ):
            moment = Moment(State(view, log, day), log, known_at, rules)
            return explain_figure(moment, code, period, what, events=events)

    def recent(self, limit: int, *, before: int | None = None) -> Sequence[RecordedEvent]:
        """The latest events, newest first, below a position where one is given."""
        with self.store.reader(str(self.ledger)) as log:
            return log.read_back(before=before, limit=limit)

    def event(self, reference: str) -> RecordedEvent:
        """One event by id or position; refused where there is none."""
        with self.reading() as (log, view):
            return State(view, log, self.today()).event(reference)

    # -- within ----------------------------------------------------------------------------------

    def _check(self, log: LogWriter, view: LedgerView, month: str) -> CheckReport:
        if not view.plan.adoptions:
            raise Refusal("no_plan", ledger=str(self.ledger))
        if not month.startswith(f"{self.ledger.year}-"):
            raise Refusal("period_outside_year", period=month, year=self.ledger.year)
        standings, events = check_events(view, month, self.today())
        if events:
            self.append(log, view, events)
        changed = [view.alerts[name] for event in events if (name := getattr(event.fact, "alert", None))]
        return CheckReport(
            month,
            reporting_deadline(view, month),
            tuple(standings),
            tuple(alert for alert in changed if alert.closed_on is None),
            tuple(alert for alert in changed if alert.closed_on is not None),
            recorded=bool(events),
        )

    def _plan(self, view: LedgerView) -> Plan:
        return as_plan(view.plan, unit=self.ledger.unit, name=view.name, year=self.ledger.year)

    # -- for commands that have a file of their own -----------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[tuple[LogWriter, LedgerView]]:
        """Lock the head and bring the view up to it; a failure leaves neither log nor view changed."""
        with self._transaction() as log:
            yield log, self._at_head(log)

    @contextmanager
    def _transaction(self) -> Iterator[LogWriter]:
        """Write to the log, and know in the end whether it took effect.

        Where the store can't tell, a look into the log can: a block that took effect ends as usual, one that
        did not raises :class:`tracker.deciding_again.Unrecorded`.
        """
        with self._lock:
            self._appended = []
            try:
                with self.store.writer(str(self.ledger)) as log:
                    yield log
            except OutcomeUnknown as error:
                self._live.forget()
                require_recorded(self.store, str(self.ledger), self._appended, error)
            except KeyboardInterrupt:  # in the moment of the commit: too late to undo, the command is done
                self._live.forget()
                if not is_recorded(self.store, str(self.ledger), self._appended):
                    raise
            except BaseException:
                self._live.forget()
                raise

    def append(self, log: LogWriter, view: LedgerView, events: Sequence[NewEvent]) -> Sequence[RecordedEvent]:
        """Append to a log that is being written and bring its view forward."""
        recorded = log.append(events, actor=self.actor, expected=view.position)
        self._appended += recorded
        self._live.take(view, recorded)
        if self._live.is_ahead_by(SNAPSHOT_EVERY):
            self._live.store(log)
        return recorded

    @contextmanager
    def reading(self) -> Iterator[tuple[LogReader, LedgerView]]:
        """One moment of the log, and the view of it; not to be changed."""
        with self._lock, self.store.reader(str(self.ledger)) as log:
            behind = log.head.position - self._live.position
            yield log, self._at_head(log)
        if behind > SNAPSHOT_AFTER_READING and self._live.is_ahead_by(SNAPSHOT_AFTER_READING):
            self._try_to_store()

    def _at_head(self, log: LogReader) -> LedgerView:
        if log.head.position == 0:
            raise Refusal("no_ledger", ledger=str(self.ledger))
        return self._live.at(log, self.counting)

    def _try_to_store(self) -> None:
        """Store the view for the next reader; a store that can only be read does without."""
        try:
            with self._lock, self.store.writer(str(self.ledger)) as log:
                log.index_subjects()
                self._live.store(log)
        except StoreError:
            pass


def repeated_outcome(earlier: RecordedEvent, wanted: NewEvent, request: Request) -> Outcome:
    """The answer to a key seen before: the first event, or a refusal where the content is another."""
    chosen = [getattr(request, name, None) for name in ("on", "paid_on")]
    same_day = not any(chosen) or earlier.occurred_on == wanted.occurred_on
    if earlier.fact != wanted.fact or not same_day:
        raise Refusal("key_used", key=earlier.key, position=earlier.position)
    return Outcome(earlier, repeated=True)
