"""What the screens read is bounded, and what they leave out changes no figure."""

from __future__ import annotations

import msgspec
import pytest

from events.subjects import about_project, subjects_of
from tests.builders import Desk
from tracker import desk as pages
from tracker.requests import Reverse
from tracker.year_end import evaluate_year


def a_desk() -> Desk:
    desk = Desk(day="2022-07-20")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    for number in range(1, 8):
        desk.pay(yuan=1_000 + number, voucher=f"2022-{number}")
    desk.pay("P02", yuan=40_000, on="2022-05-20", due_on="2022-05-15")
    return desk


def test_an_untraced_evaluation_has_the_scores_of_a_traced_one() -> None:
    tracker = a_desk().tracker
    traced, untraced = evaluate_year(tracker), evaluate_year(tracker, traced=False)
    assert any(row.facts.events for project in traced.projects for row in project.indicators)
    assert not any(row.facts.events for project in untraced.projects for row in project.indicators)
    assert _without_events(traced) == _without_events(untraced)


def _without_events(evaluation: object) -> object:
    def strip(value: object) -> object:
        if isinstance(value, dict):
            dropped = ("events", "money_events", "evidence")
            return {key: strip(item) for key, item in value.items() if key not in dropped}
        return [strip(item) for item in value] if isinstance(value, list | tuple) else value

    return strip(msgspec.to_builtins(evaluation, enc_hook=str))


def test_a_projects_page_has_its_latest_events_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    tracker = a_desk().tracker
    whole = pages.project_page(tracker, "P01").events
    assert [event.position for event in whole] == sorted((event.position for event in whole), reverse=True)
    assert all(about_project("P01") in subjects_of(event.fact) for event in whole)
    assert len([event for event in whole if event.type == "DisbursementRecorded"]) == 7
    monkeypatch.setattr(pages, "LATEST_EVENTS", 3)
    monkeypatch.setattr(pages, "STRETCH", 2)
    assert pages.project_page(tracker, "P01").events == whole[:3]


def test_the_last_payment_is_the_latest_still_in_force() -> None:
    desk = a_desk()
    last = pages.last_about(desk.tracker, "P01")
    assert last is not None
    assert last.fact.voucher == "2022-7"  # type: ignore[union-attr]
    desk.tracker.record(Reverse(event=last.id, reason="误记"))
    again = pages.last_about(desk.tracker, "P01")
    assert again is not None
    assert again.fact.voucher == "2022-6"  # type: ignore[union-attr]
