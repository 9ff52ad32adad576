"""What all forms share: fields, what is known while one types, drafts, and doing the thing once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tracker.service import Outcome, Tracker
from tui.commands import IN_FORMS, bindings
from tui.dialogs.dialog import Dialog
from tui.dialogs.typed import read_fields
from tui.formatting import clean
from tui.messages import Previewed, Recorded, Refused
from tui.remembered import Draft
from tui.session import Session
from tui.widgets.choice import Choice
from tui.widgets.field import FieldSpec, FormField, select_whole, stand_behind
from tui.widgets.key_line import KeyLine

ABOUT = (
    "of", "alert", "line", "request", "roster", "setting", "indicator", "period", "finding", "finding_subject", "file",
)  # fmt: skip
"""Fields that say what a form is about where it is opened for them: each has a draft of its own."""

FIELD_OF_OPTION = {"doc": "document", "allow-over": "over_reason"}
"""Our word for a field that a refusal calls by its option."""

MOST_ROWS = {"-tiny": 5, "-low": 12, "-tall": 17}
"""So many lines of fields are shown at most, by the height of the screen; the rest is scrolled to."""
STYLES = {"error": "bold $error", "warning": "bold $warning", "plain": ""}
"""How what is said below the fields looks, what matters most first."""


class LastTime(NamedTuple):
    """What was recorded last time, as texts of fields; nothing where there is none."""

    texts: Mapping[str, str] = {}
    of: str = ""
    """The day or month of the event they are from; empty where they are how things stand."""


class Form(Dialog[Outcome | None]):
    """Fields to fill in. The idempotency key is made when it opens, and kept in the draft."""

    BINDINGS = [
        *bindings(IN_FORMS),
        Binding("enter", "next_field", show=False, priority=True),
        Binding("tab", "go_on", show=False, priority=True),
        Binding("shift+tab", "go_back", show=False, priority=True),
    ]
    NAME: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[FieldSpec, ...]] = ()
    FIELD_OF_REFUSAL: ClassVar[Mapping[str, str]] = {}
    """Which field a refusal speaks of, by its code."""

    def __init__(self, session: Session, tracker: Tracker, **start: str) -> None:
        super().__init__()
        self.session, self.say, self.tracker = session, session.say, tracker
        given = {name: text for name, text in start.items() if name in self._names()}
        self.about = {name: given[name] for name in ABOUT if name in given}
        self.start = {**self.defaults(), **given}
        self.draft = Draft(session.drafts, str(tracker.ledger), self.NAME, *self.about.values())
        left = self.draft.find(self.about)
        self.restored = left is not None
        self.key, typed = left or (str(uuid4()), {})
        self.start |= {name: text for name, text in typed.items() if name in self._names()}
        self.as_of_last = ""
        """The day or month of what the fields were filled in from, once they were."""

        self._sending = False
        self._shown: dict[str, str] = {}
        self._sentences: tuple[tuple[str, str], ...] = ()

    def _names(self) -> set[str]:
        return {spec.name for spec in self.FIELDS}

    def defaults(self) -> dict[str, str]:
        """What stands in the fields when nothing else is known."""
        return {}

    def compose(self) -> ComposeResult:
        """Heading, fields, what it would do, keys."""
        with Vertical(classes="dialog"):
            yield Static(self._heading(), classes="heading", markup=False)
            with VerticalScroll(classes="rows", can_focus=False):
                for spec in self.FIELDS:
                    yield FormField(self.say, spec, self.start.get(spec.name, ""))
            yield Static("", classes="live", markup=False)
        yield KeyLine(self.say)

    def _heading(self) -> str:
        """What the form is for; where its texts come from stands there as long as they do."""
        title = self.say(f"form.{self.NAME}")
        if self.as_of_last:
            return f"{title}  {self.say('form.as_last', date=self.as_of_last)}"
        if not self.restored:
            return title
        day = self.draft.old_of
        back = self.say("form.restored_of", date=day) if day is not None else self.say("form.restored")
        return f"{title}  {back}"

    def on_mount(self) -> None:
        """Stand in the first field that is empty; fetch what may be offered."""
        for field in self.query(FormField):
            if field.coded is not None:
                self.mount(field.coded)
        fields = list(self.query(FormField))
        empty = [f for f in fields if not f.typed and f.spec.required]
        about_it = [f for f in fields if f.spec.name not in ABOUT]
        self.set_focus((empty or about_it)[0].control)  # at once: the next key is typed into it already
        self._shown = self.typed
        self._offer()
        self._try()

    @work(thread=True, exclusive=True, exit_on_error=False, group="offer")
    def _offer(self) -> None:
        from tui.asking import answer

        self.bring(*answer(self.say, self.offers))

    def offers(self) -> dict[str, Sequence[str]]:
        """What may be offered in each field, from the plan and from history; runs in a thread."""
        from tracker.desk import choices
        from tui.dialogs.offering import habits

        found = choices(self.tracker)
        projects = [f"{code} {name}" for code, name in found.projects]
        return {
            **habits(self.tracker, [spec.name for spec in self.FIELDS if spec.habits]),
            "project": projects,
            "to_project": projects,
            "indicator": [f"{item[0]} {item[1]}" for item in found.indicators],
            "payee": found.payees,
            "document": found.documents,
        }

    def display_view(self, view: dict[str, Sequence[str]]) -> None:
        """Offer codes, payees, documents."""
        for field in self.query(FormField):
            if field.spec.name in view:
                field.offer(view[field.spec.name])

    def display_failure(self, sentence: str) -> None:
        """Nothing to offer; one can type all the same."""

    # -- typing ----------------------------------------------------------------------------------

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.spec.name: field.typed for field in self.query(FormField)}

    def field(self, name: str) -> FormField:
        """A field by name."""
        return self.query_one(f"#field-{name}", FormField)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Forgive the field, keep the draft, see what it would do."""
        self._changed(message.input)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """The same."""
        self._changed(message.choice)

    def _changed(self, control: Input | Choice) -> None:
        for field in self.query(FormField):
            if field.control is control:
                field.forgive()
        typed = self.typed
        if self._sending or typed == self._shown:
            return
        self._shown = typed
        self.draft.hold(self.key, typed)
        self._write_draft()
        self._try()

    @work(thread=True, exclusive=True, exit_on_error=False, group="draft")
    def _write_draft(self) -> None:
        self.draft.write()

    def on_unmount(self) -> None:
        """Left at once after the last key: that key is kept too."""
        self.draft.write()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter and Tab are the list's while codes are offered, and Enter is the last field's own."""
        if action == "same_as_last":
            return type(self).last_time is not Form.last_time
        if action == "more":
            return any(spec.rare for spec in self.FIELDS)
        if action not in ("next_field", "go_on", "go_back"):
            return True
        fields = [field for field in self.query(FormField) if field.display]
        here = next((field for field in fields if field.control is self.focused), None)
        if action != "next_field":
            return here is None or not here.is_choosing
        return here is not None and here is not fields[-1] and not here.is_choosing

    def action_next_field(self) -> None:
        """Enter goes on before the next key is handed out, however fast one types."""
        select_whole(self.focus_next())

    def action_go_on(self) -> None:
        """So does Tab."""
        select_whole(self.focus_next())

    def action_go_back(self) -> None:
        """And back."""
        select_whole(self.focus_previous())

    def on_input_submitted(self) -> None:
        """In the last field Enter records."""
        self.action_record()

    # -- what it would do ------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """The fields read; raises :class:`FieldFaults`."""
        return read_fields(self.say, self.FIELDS, self.typed, self.tracker.ledger.year, self.tracker.today())

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What is worth knowing while typing, as styles and sentences; runs in a thread."""
        return []

    def ledger_moved(self) -> None:
        """Somebody has recorded something: the balance below may be another one."""
        if not self._sending:
            self._try()

    @abstractmethod
    def _try(self) -> None:
        """Have a worker see what would come of what is typed, and post :class:`Previewed`."""

    def on_previewed(self, message: Previewed) -> None:
        """Show it below the fields."""
        if message.is_overtaken:
            return
        self._sentences = tuple((style, clean(sentence)) for style, sentence in message.lines)
        self._say_below()

    def _say_below(self) -> None:
        """What stands under a field already is not said a second time."""
        if not self.is_open:
            return
        faults = {field.fault for field in self.query(FormField)}
        live = self.query_one(".live", Static)
        live.update(rows_within(live, [said for said in self._sentences if said[1] not in faults]))
        self.call_after_refresh(self._make_room)

    def on_resize(self) -> None:
        """The fields have what room there is, and so has what is said below them."""
        self.call_after_refresh(self._say_below)

    def _make_room(self) -> None:
        """The fields scroll where what is said below them needs the room; the field one is in stays in sight."""
        if not self.is_open:
            return
        parts = (".dialog", ".heading", ".rows", ".live")
        dialog, heading, rows, live = (self.query_one(part) for part in parts)
        most = next(most for name, most in MOST_ROWS.items() if self.has_class(name))
        around = (
            dialog.gutter.height
            + heading.outer_size.height
            + live.outer_size.height
            + live.styles.margin.height
        )
        share = 1.0 if self.has_class("-tiny") else 0.96
        rows.styles.max_height = max(3, min(most, int((self.size.height - 1) * share) - around))
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False, immediate=True)

    # -- commands --------------------------------------------------------------------------------

    @abstractmethod
    def action_record(self) -> None:
        """Do it, once, however often Enter is pressed."""

    def _blame(self, faults: Mapping[str, str]) -> None:
        for name, sentence in faults.items():
            self.field(name).blame(clean(sentence))
        stand_behind(self.field(next(iter(faults))).control.focus())
        self._say_below()

    def on_refused(self, message: Refused) -> None:
        """Nothing is recorded; what was typed stays, and the field the refusal speaks of is marked."""
        self._sending = False
        spoken_of = FIELD_OF_OPTION.get(message.field or "", message.field)
        name = spoken_of if spoken_of in self._names() else self.FIELD_OF_REFUSAL.get(message.code)
        if name in self._names():
            self._blame({name: message.sentence})
        else:
            self.on_previewed(Previewed((("error", message.sentence),)))

    def on_recorded(self, message: Recorded) -> None:
        """It is in the log: the draft is done with."""
        self.draft.forget()
        self.dismiss(message.outcome)

    def action_cancel(self) -> None:
        """Leave; a draft of what was typed stays for next time."""
        if not self._sending:
            self.dismiss(None)

    def action_more(self) -> None:
        """Show the fields that are seldom needed, and stand in the first of them."""
        hidden = [field for field in self.query(FormField) if not field.display]
        for field in hidden:
            field.display = True
        rare = hidden or [field for field in self.query(FormField) if field.spec.rare]
        self.call_after_refresh(rare[0].control.focus)

    def action_clear(self) -> None:
        """Empty the form but for what it was opened for, with a new key."""
        self.key, self.restored, self.as_of_last = str(uuid4()), False, ""
        self.query_one(".heading", Static).update(self._heading())
        first = {**self.defaults(), **self.about}
        for field in self.query(FormField):
            field.put(first.get(field.spec.name, ""))
            field.forgive()
        self.draft.forget()

    def action_same_as_last(self) -> None:
        """Fill in what was recorded last time."""
        self._last(self.typed)

    @work(thread=True, exclusive=True, exit_on_error=False, group="last")
    def _last(self, typed: dict[str, str]) -> None:
        from tui.asking import answer

        found, _ = answer(self.say, lambda: self.last_time(typed))
        self.app.call_from_thread(self._fill, found or LastTime())

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """What was recorded last time; runs in a thread."""
        return LastTime()

    def _fill(self, last: LastTime) -> None:
        if not self.is_open:
            return
        if not last.texts:
            self.notify(self.say("form.no_last"), markup=False)
            return
        self.as_of_last = last.of
        self.query_one(".heading", Static).update(self._heading())
        for name, text in last.texts.items():
            self.field(name).put(clean(text))
        select_whole(self.focused)


def rows_within(box: Static, said: Sequence[tuple[str, str]]) -> Content:
    """Sentences in the rows a box has; where they need more, what matters most comes first and the cut is marked."""
    most, width = box.styles.max_height, box.container_size.width - box.gutter.width
    rows = wrapped(said, width)
    if most is None or most.cells is None or len(rows) <= most.cells:
        return Content("\n").join(rows)
    rows = wrapped(sorted(said, key=lambda one: list(STYLES).index(one[0])), width)[: most.cells]
    last = Content.assemble(rows[-1].rstrip().truncate(max(width - 2, 1)), "..")
    return Content("\n").join((*rows[:-1], last))


def wrapped(said: Sequence[tuple[str, str]], width: int) -> list[Content]:
    """Styled sentences in rows of at most ``width`` cells."""
    return [
        row for style, sentence in said for row in Content.styled(sentence, STYLES[style]).wrap(max(width, 1))
    ]
