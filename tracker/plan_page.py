"""The plan as it is looked at: with its findings, accepted or not; and a plan from a file, before it is adopted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from events.values import LedgerId
from tracker.adoption import is_same_plan
from tracker.decisions.state import Refusal
from tracker.plan.check import check_plan
from tracker.plan.difference import PlanChanges, difference
from tracker.plan.files import Progress, read_plan_file
from tracker.plan.findings import finding
from tracker.plan.model import Finding, FindingPlace, Plan, Reading
from tracker.projections.plan_view import PlanView, as_plan
from tracker.requests import AcceptFinding
from tracker.service import Adoption, Tracker


class NotedFinding(NamedTuple):
    """A finding, and why somebody lives with it; None while nobody does."""

    finding: Finding
    note: str | None


class PlanPage(NamedTuple):
    """The plan in force at a moment, the document it came in, and what it contradicts."""

    plan: Plan
    document: str
    findings: tuple[NotedFinding, ...]

    @property
    def open_findings(self) -> list[Finding]:
        """Those nobody lives with yet."""
        return [each.finding for each in self.findings if each.note is None]


class Proposal(NamedTuple):
    """A plan read from a file, beside the ledger's: what it would change, and what was found in it."""

    reading: Reading
    document: str
    sha256: str
    current: Plan | None
    changes: PlanChanges
    findings: tuple[Finding, ...]

    @property
    def is_known(self) -> bool:
        """Whether the ledger has this plan already."""
        return self.current is not None and is_same_plan(self.current, self.reading.plan)


def plan_page(tracker: Tracker, *, as_of: str | None = None, known_at: str | None = None) -> PlanPage:
    """The plan as of a business date (today), as known at an instant (now); refused where there is none."""
    with tracker.view(as_of=as_of, known_at=known_at) as (_, view):
        if not view.plan.adoptions:
            raise Refusal("no_plan", ledger=str(tracker.ledger))
        plan = as_plan(view.plan, unit=tracker.ledger.unit, name=view.name, year=tracker.ledger.year)
        contradictions, document = tuple(recorded_contradictions(view.plan)), view.plan.document or ""
        accepted = dict(view.plan.accepted_findings)
    found = (*contradictions, *check_plan(plan))
    return PlanPage(plan, document, tuple(NotedFinding(item, note_on(item, accepted)) for item in found))


def recorded_contradictions(view: PlanView) -> Iterator[Finding]:
    """What the adopted document was found to contradict in its own prose."""
    for item in view.contradictions:
        yield Finding(
            code=item.code,
            kind=item.kind,  # type: ignore[arg-type]
            severity=item.severity,  # type: ignore[arg-type]
            message=item.message,
            message_en=item.message_en,
            where=tuple(FindingPlace(p.line, p.end_line, p.cell, p.subject) for p in item.where),
        )


def subjects_of_finding(found: Finding) -> Sequence[str]:
    """What a finding may be accepted for: its places by code, else by line or cell."""
    return [place.subject or str(place.line or place.cell or "") for place in found.where] or [""]


def note_on(found: Finding, accepted: Mapping[str, str]) -> str | None:
    """Why somebody lives with a finding, or None."""
    keys = (f"{found.code}@{subject}" for subject in subjects_of_finding(found))
    return next((accepted[key] for key in keys if key in accepted), None)


def of_another_ledger(ledger: LedgerId, plan: Plan) -> list[Finding]:
    """Warnings where the document calls itself another unit's or another year's than the ledger it goes into."""
    found = []
    if plan.year is not None and plan.year != ledger.year:
        zh, en = (
            f"文件是{plan.year}年度的，账套是{ledger.year}年度的。",
            f"the document is of {plan.year}, the ledger of {ledger.year}",
        )
        found.append(finding("year_of_another_ledger", "label", "warning", zh, en))
    if plan.unit is not None and plan.unit != ledger.unit:
        zh, en = (
            f"文件的单位是{plan.unit}，账套的单位是{ledger.unit}。",
            f"the document is of unit {plan.unit}, the ledger of {ledger.unit}",
        )
        found.append(finding("unit_of_another_ledger", "label", "warning", zh, en))
    return found


def changes_between(current: Plan | None, new: Plan) -> PlanChanges:
    """What differs, whatever the two call their unit and year: the ledger says what those are."""
    old = current or Plan()
    return difference(old, replace(new, unit=old.unit, name=old.name, year=old.year))


def current_plan(tracker: Tracker) -> Plan | None:
    """The plan in force, or None where none has been adopted."""
    try:
        return tracker.plan()
    except Refusal as refusal:
        if refusal.code == "no_plan":
            return None
        raise


def findings_of(reading: Reading) -> tuple[Finding, ...]:
    """What a plan as read contradicts: the document in its own prose, then the plan in itself."""
    return (*reading.contradictions, *check_plan(reading.plan))


def propose(tracker: Tracker, file: Path, progress: Progress | None = None) -> Proposal:
    """Read a plan from a file without adopting it; raises UnusablePlan."""
    reading = read_plan_file(file, progress)
    current = current_plan(tracker)
    checked = findings_of(reading)
    doubts = (*of_another_ledger(tracker.ledger, reading.plan), *reading.doubts)
    found = (*(doubt for doubt in doubts if doubt not in checked), *checked)
    return Proposal(
        reading,
        file.name,
        hashlib.sha256(file.read_bytes()).hexdigest(),
        current,
        changes_between(current, reading.plan),
        found,
    )


def adopt(tracker: Tracker, proposal: Proposal, notes: Mapping[int, str]) -> Adoption:
    """Adopt a plan that was read, and accept the findings a note was written for, by their place in the list.

    Asked again after an interruption it does what is left to do.
    """
    adoption = tracker.adopt_plan(
        proposal.reading.plan,
        proposal.reading.contradictions,
        document=proposal.document,
        sha256=proposal.sha256,
        revise=proposal.current is not None,
    )
    accepted = tracker.accepted_findings()
    for number, note in sorted(notes.items()):
        found = proposal.findings[number]
        if note_on(found, accepted) is None:
            subject = subjects_of_finding(found)[0]
            tracker.record(AcceptFinding(code=found.code, subject=subject, note=note))
    return adoption
