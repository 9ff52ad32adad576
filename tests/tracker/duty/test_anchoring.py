from __future__ import annotations

import sqlite3

import pytest

from tests.tracker.duty.offices import Office
from tracker.anchoring import page, statement
from tracker.decisions.state import Refusal
from tracker.labels import words


def test_the_statement_says_where_the_log_stands_on_one_page(office: Office) -> None:
    office.day = "2022-03-20"
    office.grant()
    office.pay()
    made, head = statement(office.tracker), office.tracker.head()
    assert (made.position, made.hash) == head[:2]
    assert (made.appropriated_fen, made.disbursed_fen, made.balance_fen) == (2_400_000, 100_000, 2_300_000)
    for language in ("zh", "en"):
        text = page(words(language, "duty"), made)
        assert head.hash[:32] in text
        assert made.seal in text
        assert len(text.splitlines()) < 40


def test_any_other_figure_has_another_seal(office: Office) -> None:
    made = statement(office.tracker)
    assert statement(office.tracker).seal == made.seal
    assert made._replace(disbursed_fen=1).seal != made.seal
    assert made._replace(position=1).seal != made.seal


def test_a_log_that_does_not_verify_is_not_stated(office: Office) -> None:
    connection = sqlite3.connect(office.store.database.path)  # type: ignore[attr-defined]
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET actor = 'x' WHERE position = 3")
    connection.commit()
    connection.close()
    with pytest.raises(Refusal, match="anchor_broken"):
        statement(office.tracker)
