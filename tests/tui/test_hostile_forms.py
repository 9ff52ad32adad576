"""Whatever is put into a form, it is read or refused in a sentence: nothing breaks, nothing half is recorded."""

from __future__ import annotations

import asyncio
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from tests.builders import Desk
from tests.effort import EFFORT
from tests.tui.desk import WIDE, opened, press, seen, settled
from tracker.requests import RequestPayment
from tui.dialogs.form import Form
from tui.dialogs.opening import FORMS, open_form
from tui.widgets.field import FormField

HOSTILE = (
    "长" * 10_000, "\x1b[2J\x1b]0;title\x07\x1b[31m红", "[red]x[/red][/] {0} %s", "第一行\n第二行\r\n第三行", "５０００",
    "-5", "0",
    "1e400", "NaN", "Infinity", "9" * 30, "2022-02-30", "二〇二二年十二月", "👩‍👩‍👧 e\u0301", "\u202e倒\u200b\ufeff",
    "\x00\x08\x7f", "P99", "P99.99", "1 2 3", "'; DROP TABLE events; --", "None", "١٢٣", "½", "12.345", "100%",
    "#", ".", "\\",
)  # fmt: skip

GIVEN = {
    "alert": "timeliness:P01.03:2022-03", "setting": "pay_day", "of": "4", "request": "9", "finding": "x", "line": "2",
    "finding_subject": "P01", "roster": "4", "file": "/nowhere/list.csv",
}  # fmt: skip
GOOD = {
    "project": "P01", "amount": "100", "paid_on": "2022-04-15", "on": "2022-04-15", "indicator": "P01.01",
    "period": "2022-03", "reason": "r",
    "measure": "m", "note": "n", "value": "5", "figure": "9", "to": "李四", "kind": "initial", "month": "2022-04",
    **GIVEN,
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ufeff]")


def a_desk() -> Desk:
    desk = Desk(day="2022-04-20")
    desk.grant(yuan=100_000)
    desk.grant("P02", yuan=50_000)
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    desk.tracker.record(RequestPayment(project="P01", amount_fen=1_000_00, on="2022-04-15"))
    return desk


def forms() -> list[str]:
    return [
        name
        for name, (module, cls) in FORMS.items()
        if hasattr(getattr(import_module(module), cls), "FIELDS")
    ]


async def form_on(pilot: Pilot[int], name: str) -> Form:
    """The form opened anew, with something good in every field."""
    app: Any = pilot.app
    while len(app.screen_stack) > 2:
        app.pop_screen()
        await settled(pilot)
    open_form(app, app.session, name, **GIVEN)
    await settled(pilot)
    form = app.screen
    while not isinstance(form, Form):  # the file picker over it
        await press(pilot, "escape")
        form = app.screen
    for field in form.query(FormField):
        if field.spec.name in GOOD:
            field.put(GOOD[field.spec.name])
    return form


def texts_for(name: str) -> tuple[str, ...]:
    """A sixth of them for each form, all of them where more effort is asked for."""
    return HOSTILE if EFFORT > 1 else HOSTILE[forms().index(name) % 6 :: 6]


def texts(fact: object) -> list[str]:
    found = msgspec.to_builtins(fact)
    return [value for value in found.values() if isinstance(value, str)]


@pytest.mark.parametrize("name", forms())
async def test_nothing_typed_breaks_a_form_or_reaches_the_log_as_a_control_character(
    tmp_path: Path, name: str
) -> None:
    desk = a_desk()
    before = desk.tracker.head().position
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        for number, text in enumerate(texts_for(name)):
            form = await form_on(pilot, name)
            fields = [field for field in form.query(FormField) if isinstance(field.control, Input)]
            field = fields[number % len(fields)]
            control = field.control
            assert isinstance(control, Input)
            field.display = True
            form.set_focus(control)
            control.value = ""
            pilot.app.post_message(Paste(text))
            await settled(pilot)
            kept = control.value
            assert not CONTROL.search(kept.replace("\u200b", "").replace("\u202e", "").replace("\ufeff", ""))
            await press(pilot, "ctrl+s")
            assert "Traceback" not in seen(pilot)
            assert "程序内部错误" not in seen(pilot)
            if pilot.app.screen is form and kept:
                assert control.value == kept, "what was typed stays"
        while len(pilot.app.screen_stack) > 2:
            await press(pilot, "escape")
    for event in desk.tracker.recent(100):
        if event.position > before:
            assert not any(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) for text in texts(event.fact))


@pytest.mark.parametrize("name", forms())
async def test_a_form_sent_again_and_again_records_once(tmp_path: Path, name: str) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        form = await form_on(pilot, name)
        await settled(pilot)
        before = desk.tracker.head().position
        form.set_focus(form.query(FormField).first().control)
        for _ in range(5):
            await pilot.press("ctrl+s")
        for _ in range(5):
            await pilot.press("enter")
            await asyncio.sleep(0)
        await settled(pilot)
        assert desk.tracker.head().position - before <= 1
