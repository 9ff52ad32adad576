"""What forms offer is what can be done."""

from __future__ import annotations

import pytest

from tests.builders import Desk
from tracker.decisions.state import Refusal
from tracker.labels import words
from tracker.requests import RecordReceipt, RecordReturn, Reverse
from tui.dialogs.offering import reversible
from tui.session import DESK_WORDS


def offered(desk: Desk) -> set[int]:
    return {int(text.split()[0]) for text in reversible(words("zh", *DESK_WORDS), desk.tracker)}


def can_be_undone(desk: Desk, position: int) -> bool:
    """Whether an event is not undone yet; money that has been paid on may stand in the way all the same."""
    try:
        desk.tracker.preview(Reverse(event=str(position), reason="trial"))
    except Refusal as refusal:
        return refusal.code not in ("not_reversible", "reversed_already")
    return True


@pytest.mark.parametrize("times", range(4))
def test_what_is_offered_to_be_undone_is_what_can_be(times: int) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant(yuan=100_000)
    desk.tracker.record(RecordReceipt(project="P01", amount_fen=1_000_00, on="2022-02-01"))
    paid = desk.pay(yuan=1_000, on="2022-02-15")
    last = desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=100, on="2022-03-01"))
    again = desk.pay(yuan=10, on="2022-03-15")
    for _ in range(times):
        last = desk.tracker.record(Reverse(event=last.event.id, reason="x"))
    desk.tracker.record(Reverse(event=again.event.id, reason="twice"))
    positions = [event.position for event in desk.tracker.recent(200)]
    assert offered(desk) == {each for each in positions if can_be_undone(desk, each)}
    assert again.event.position not in offered(desk)
