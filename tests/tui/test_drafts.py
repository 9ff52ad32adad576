"""What was being typed belongs to one store: a draft of a training ledger is never offered in the real one."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from events.opening import open_store
from events.store import EventStore
from tests.builders import LEDGER, Desk
from tests.tui.desk import opened, press, seen, type_text
from tracker.service import Tracker
from tui.dialogs.form import Form
from tui.remembered import Draft, Remembered
from tui.session import Session


def keep(draft: Draft, key: str, typed: dict[str, str]) -> None:
    """What a form does at a key."""
    draft.hold(key, typed)
    draft.write()


def session_on(store: EventStore, directory: Path) -> Session:
    tracker = Tracker(store, LEDGER, actor="clerk", today=lambda: "2022-03-01")
    return Session(lambda: tracker, "zh", Remembered(directory), tracker=tracker)


def test_two_stores_with_one_ledger_keep_their_drafts_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name / "store.db" for name in ("real", "training")]
    for path in paths:
        path.parent.mkdir()
    real, training = (open_store(f"sqlite:///{path}", create=True) for path in paths)
    keep(Draft(session_on(real, tmp_path).drafts, str(LEDGER), "payment"), "key", {"amount": "5"})
    assert Draft(session_on(training, tmp_path).drafts, str(LEDGER), "payment").find({}) is None
    monkeypatch.chdir(paths[0].parent)
    again = open_store("store.db", create=False)
    kept = Draft(session_on(again, tmp_path).drafts, str(LEDGER), "payment").find({})
    assert kept == ("key", {"amount": "5"}), "however the store is named"
    for store in (real, training, again):
        store.close()


def test_each_subject_has_its_draft_and_what_says_nothing_against_it_is_found(tmp_path: Path) -> None:
    def draft(*about: str, form: str = "measurement") -> Draft:
        return Draft(tmp_path, "900/2022", form, *about)

    keep(draft("P01.03"), "one", {"indicator": "P01.03 及时率", "value": "5"})
    assert draft("P01.03").find({"indicator": "P01.03"}) == (
        "one",
        {"indicator": "P01.03 及时率", "value": "5"},
    )
    assert draft("P01.04").find({"indicator": "P01.04"}) is None
    assert draft(form="measure").find({}) is None, "another form, whose name begins alike"
    found = draft()
    assert found.find({}) is not None, "opened for nothing, what was left behind last is found"
    found.forget()
    assert draft("P01.03").find({}) is None


@pytest.mark.parametrize("name", ["P" * 300, "汉" * 300, "../../x", "a\nb\0c", ""])
def test_a_draft_is_kept_whatever_it_is_about(tmp_path: Path, name: str) -> None:
    keep(Draft(tmp_path, "900/2022", "evidence_file", name), "key", {"file": name, "note": "n"})
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path]
    found = Draft(tmp_path, "900/2022", "evidence_file", name).find({"file": name})
    assert found == ("key", {"file": name, "note": "n"})


async def test_what_was_begun_on_one_indicator_is_not_put_on_another(tmp_path: Path) -> None:
    desk = Desk(day="2022-06-30")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "enter", "v")
        form = pilot.app.screen
        assert isinstance(form, Form)
        await type_text(pilot, "heavy rain")
        await press(pilot, "escape", "down", "v")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.typed["reason"] == ""
        await press(pilot, "escape", "up", "v")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.typed["reason"] == "heavy rain"


async def test_a_draft_of_another_day_says_of_which(tmp_path: Path) -> None:
    desk = Desk(day="2022-06-30")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "P02")
        await press(pilot, "escape", "p")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert "已恢复上次未记完的内容" in seen(pilot)
        path = form.draft.path
        await press(pilot, "escape")
        noon = dt.datetime(2022, 6, 20, 12).astimezone().timestamp()
        os.utime(path, (noon, noon))
        await press(pilot, "p")
        assert "已恢复 2022-06-20 未记完的内容" in seen(pilot)
