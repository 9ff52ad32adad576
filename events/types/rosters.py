"""Payment lists and the bank's answers: counts, sums and hashes; the lines sit in their own table.

No event here holds a name, an identity number or an account.
"""

from __future__ import annotations

import msgspec


class DatedPeople(msgspec.Struct, frozen=True):
    """People and money of one kind of outcome on one day."""

    on: str
    people: int
    amount_fen: int


class ReturnedPeople(msgspec.Struct, frozen=True):
    """People and money that had been paid on one day and came back on another."""

    on: str
    paid_on: str
    people: int
    amount_fen: int


class RosterImported(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk imports the month's list of recipients. Says what is due; nothing is paid by it.

    ``lines_sha256`` and ``merkle_root`` are over the canonical lines, ``file_sha256`` over the file as given.
    ``key_id`` says under which key the recipients' pseudonyms were made, and tells nothing about the key.
    """

    project: str
    month: str
    due_on: str
    lines: int
    people_due: int
    amount_due_fen: int
    lines_sha256: str
    merkle_root: str
    file_sha256: str
    key_id: str
    late_reason: str | msgspec.UnsetType = msgspec.UNSET
    """Why it was imported after its month or year had been closed; absent where it was not."""


class RosterResultRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """The bank's result for a list: what was paid on which day, what failed, what came back.

    ``paid`` counts money leaving, ``returned`` money that came back after it had left. Repeats the list's
    project and due date, so that it can be counted by itself. ``put_aside`` lines matched nothing.
    """

    roster: str
    roster_position: int
    project: str
    due_on: str
    paid: tuple[DatedPeople, ...]
    failed_people: int
    failed_amount_fen: int
    returned: tuple[ReturnedPeople, ...]
    put_aside: int
    lines_sha256: str
    merkle_root: str
    file_sha256: str
    late_reason: str | msgspec.UnsetType = msgspec.UNSET
    """Why it was recorded after one of its months or the year had been closed; absent where it was not."""


class RosterLineResolved(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has dealt with a line of the bank's result that had been put aside, and says how. Moves no money."""

    result: str
    result_position: int
    project: str
    line: int
    note: str


class RosterColumnsMapped(msgspec.Struct, frozen=True):
    """How a project's lists name their columns: our word for a column to the header in the file. Replaces earlier ones."""

    project: str
    columns: dict[str, str]


class RosterKeyAdopted(msgspec.Struct, frozen=True):
    """From here on recipients' pseudonyms are made under this key: the first one, or one that follows another.

    The key itself never enters the log; ``key_id`` is a hash of it.
    """

    key_id: str


class RosterKeysDestroyed(msgspec.Struct, frozen=True):
    """The keys were destroyed for good: nobody can tell any more whom the lines made under them belong to.

    Their sums and hashes still verify. A destroyed key is never taken into use again.
    """

    key_ids: tuple[str, ...]
    reason: str
