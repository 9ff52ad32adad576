"""The weekly digest: how the ledger stands, and what was kept for it."""

from __future__ import annotations

from tracker.labels import words
from tracker.money import percent
from tracker.notices.channels import Channel
from tracker.notices.sending import Message
from tracker.sentences import rate_text
from tracker.service import Tracker


def digest(tracker: Tracker, channel: Channel) -> Message:
    """Counts of the open alerts by level, and the money against the year; no names."""
    told, status = words(channel.language, "duty"), tracker.status()
    levels = [report.alert.level for report in tracker.alerts()]
    counts = {level: levels.count(level) for level in ("urgent", "warning", "info")}
    text = told(
        "notice.digest",
        ledger=status.ledger,
        as_of=status.as_of,
        rate=rate_text(told, status.total.execution_rate),
        progress=percent(status.days_passed, status.days_of_year),
        **counts,
    )
    data: dict[str, object] = {
        "type": "digest",
        "data": {"ledger": status.ledger, "as_of": status.as_of, **counts},
    }
    return Message("", told("notice.digest.title", ledger=status.ledger), text, data)
