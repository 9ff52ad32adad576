"""Events to record, small and fictitious."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from events.envelope import NewEvent
from events.types.books import LedgerOpened
from events.types.budget import AppropriationRecorded
from events.types.payments import DisbursementRecorded

LEDGER = "323/2022"
OTHER = "324/2022"


def opened() -> NewEvent:
    return NewEvent(LedgerOpened("323", "某县人社局（虚构）", 2022), "2022-01-01", "open")


def paid(
    number: int = 1, *, project: str = "P01", on: str = "2022-01-15", key: str | None = None, fen: int = 100
) -> NewEvent:
    fact = DisbursementRecorded(project=project, amount_fen=fen, due_on=on, voucher=f"记-{number:04d}")
    return NewEvent(fact, on, key)


def granted(project: str = "P01", fen: int = 10_000, *, to: str | None = None) -> NewEvent:
    kind = "initial" if to is None else "transfer"
    return NewEvent(
        AppropriationRecorded(project=project, kind=kind, amount_fen=fen, to_project=to), "2022-01-02"
    )


def payments(count: int, first: int = 1) -> list[NewEvent]:
    return [paid(number) for number in range(first, first + count)]


def clock_of(instants: Sequence[str]) -> Callable[[], str]:
    """A clock that gives these instants, the last one for ever."""
    source = _endless(instants)
    return lambda: next(source)


def counted_ids() -> Callable[[int], Sequence[str]]:
    """Identifiers of the right form that are the same in every run."""
    state = {"next": 1}

    def give(count: int) -> Sequence[str]:
        first = state["next"]
        state["next"] += count
        return [f"01800000-0000-7000-8000-{number:012x}" for number in range(first, first + count)]

    return give


def _endless(instants: Sequence[str]) -> Iterator[str]:
    yield from instants
    while True:
        yield instants[-1]
