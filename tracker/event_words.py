"""What one event is about and what it says, in few words for a line of a list."""

from __future__ import annotations


def subject_of(fact: object) -> str:
    """The project or indicator a fact is about."""
    for name in ("indicator", "project", "subject", "month", "reversed_position"):
        value = getattr(fact, name, None)
        if value is not None:
            return f"#{value}" if name == "reversed_position" else str(value)
    alert = getattr(fact, "alert", None)
    return str(alert).split(":")[1] if alert and ":" in str(alert) else ""


def words_of(fact: object) -> str:
    """What somebody wrote, and the figures that matter."""
    parts = []
    people_due, people_paid = getattr(fact, "people_due", None), getattr(fact, "people_paid", None)
    if people_due is not None and people_paid is not None:
        parts.append(f"{people_paid}/{people_due}")
    for name in (
        "to_project",
        "voucher",
        "document",
        "payee",
        "period",
        "reason",
        "measure",
        "note",
        "evidence",
        "level3",
        "name",
    ):
        value = getattr(fact, name, None)
        if value and value not in ("month", "year"):
            parts.append(str(value))
    numerator, denominator = getattr(fact, "numerator", None), getattr(fact, "denominator", None)
    if numerator is not None:
        parts.append(f"{numerator}/{denominator}")
    value = getattr(fact, "value", None)
    if value is not None:
        parts.append(f"{value}{getattr(fact, 'unit', None) or ''}")
    return " ".join(parts)
