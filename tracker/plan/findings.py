"""Making findings: one place that knows their shape."""

from __future__ import annotations

from tracker.plan.model import Finding, FindingKind, FindingPlace, Severity


def finding(
    code: str,
    kind: FindingKind,
    severity: Severity,
    message: str,
    message_en: str,
    *places: FindingPlace | int | str | None,
) -> Finding:
    """A finding; a place may be given as a line's number or as a subject's code."""
    where = tuple(dict.fromkeys(_place(place) for place in places if place is not None))
    return Finding(code, kind, severity, message, message_en, where)


def _place(place: FindingPlace | int | str) -> FindingPlace:
    if isinstance(place, FindingPlace):
        return place
    if isinstance(place, int):
        return FindingPlace(line=place, end_line=place)
    return FindingPlace(subject=place)
