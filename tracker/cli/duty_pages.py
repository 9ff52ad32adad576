"""What ``schedule list`` shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.cli.invocation import Invocation
from tracker.cli.output import table

if TYPE_CHECKING:
    from tracker.duty.outlook import Outlook


def schedule_json(rows: Sequence[Outlook]) -> dict[str, Any]:
    """The checks of every ledger: next, last, and waiting."""
    return {
        "ledgers": [
            {
                "ledger": row.ledger,
                "waiting": list(row.waiting),
                "next": {"job": "timeliness", "month": row.next_month, "after": row.next_after},
                "last": {"job": "timeliness", "month": row.last_month, "at": row.last_at},
            }
            for row in rows
        ]
    }


def print_schedule(invocation: Invocation, rows: Sequence[Outlook]) -> None:
    """The same as a table."""
    words = invocation.words
    shown = [
        [
            row.ledger,
            "、".join(row.waiting) or words("none"),
            f"{row.next_month}  > {row.next_after}" if row.next_month else words("none"),
            f"{row.last_month}  {(row.last_at or '')[:19]}" if row.last_month else words("none"),
        ]
        for row in rows
    ]
    names = ("ledger", "waiting", "next", "last")
    table(invocation, [words(f"table.{name}") for name in names], shown)
