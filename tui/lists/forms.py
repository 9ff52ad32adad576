"""The forms a list and a bank's result are brought in with: the file, what it is for, and what must come out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textual import work

from events.types.rosters import RosterImported
from events.values import InvalidValue
from tracker.decisions.state import Refusal, State
from tracker.desk import next_month_of
from tracker.labels import Words
from tracker.money import grouped_yuan
from tracker.rosters.first_lines import FileLook
from tracker.rosters.importing import ListAsked
from tracker.rosters.lookup import ImportedList, all_lists, imported_list, list_of, lists_of
from tracker.sentences import refusal_sentence
from tracker.service import Outcome
from tui.commands import IN_FILE_FORMS, bindings
from tui.dialogs.budget_forms import PROJECT_REFUSALS
from tui.dialogs.form import Form, LastTime
from tui.dialogs.live import code_of, project_lines, reference_of
from tui.dialogs.typed import FieldFaults, read_date
from tui.formatting import clean
from tui.lists.jobs import Job, ListJob, ResultJob
from tui.lists.looks import Looking, likely_lines
from tui.lists.mapping import MappingDialog, of_list
from tui.lists.picker import FilePicker
from tui.lists.review import ReviewDialog
from tui.messages import Previewed, Recorded
from tui.typed_path import path_typed, why_not_a_file
from tui.widgets.field import FieldSpec

CLOSED_BOOKS = {"month_closed": "late", "year_closed": "late"}
"""Refusals that a reason for coming late answers."""


class PickedFileForm(Form):
    """A form whose first field is a file, named or picked from the folders."""

    BINDINGS = bindings(IN_FILE_FORMS[:1])

    def on_mount(self) -> None:
        """Without a file, pick one first."""
        if not self.start.get("file"):
            self.call_after_refresh(self.action_pick_file)

    @property
    def path(self) -> Path | None:
        """The file named, if any is."""
        return path_typed(self.field("file").typed)

    def action_pick_file(self) -> None:
        """Pick it from the folders."""
        self.app.push_screen(FilePicker(self.say, self.session.remembered), self.picked)

    def picked(self, path: Path | None) -> None:
        """Take it, and go on."""
        if path is None:
            return
        self.field("file").put(str(path))
        if self.focused is self.field("file").control:
            self.focus_next()

    def action_next_field(self) -> None:
        """Enter in the empty file field picks one."""
        if self.focused is self.field("file").control and self.path is None:
            self.action_pick_file()
        else:
            super().action_next_field()

    def file_values(self) -> tuple[dict[str, Any], Path] | None:
        """The fields read and the file, or None once what is wrong has been said."""
        try:
            values = self.values()
            path = self.path
            fault = self.say("fault.file_missing") if path is None else why_not_a_file(self.say, path)
            if path is None or fault is not None:
                raise FieldFaults({"file": fault or ""})
        except FieldFaults as error:
            self._blame(error.faults)
            return None
        return values, path

    def review(self, job: Job, total: int | None) -> None:
        """Read it and show what it holds."""
        title = f"{self.say(f'form.{self.NAME}')}  {clean(job.path.name)}"
        self.app.push_screen(ReviewDialog(self.say, title, job, total), self._reviewed)

    def _reviewed(self, outcome: Outcome | None) -> None:
        self._sending = False
        if outcome is not None:
            self.post_message(Recorded(outcome))


class FileForm(PickedFileForm):
    """A form for a list: what stands in the file is looked at, its columns are named, and it is reviewed."""

    BINDINGS = bindings(IN_FILE_FORMS[1:2])
    RESULT = False

    def __init__(self, session: Any, tracker: Any, **start: str) -> None:
        super().__init__(session, tracker, **start)
        self.columns: dict[str, str] = {}
        self.looking = Looking()

    # -- the file --------------------------------------------------------------------------------

    def picked(self, path: Path | None) -> None:
        """Another file has columns of its own."""
        if path is not None:
            self.columns = {}
        super().picked(path)

    def action_map_columns(self) -> None:
        """Say what each column is."""
        if self.path is not None:
            self._ask_columns(self.path, self.typed, None)

    @work(thread=True, exclusive=True, exit_on_error=False, group="look")
    def _ask_columns(self, path: Path, typed: dict[str, str], values: dict[str, Any] | None) -> None:
        """Look, and have the columns named; with ``values`` only where a header is lacking, then go on to read."""
        look, lines = self.looking.tried(self.say, path, self._mapped(typed))
        if look is not None and look.header_line is not None and (values is None or look.problems):
            self.app.call_from_thread(self._open_mapping, look, path, values)
        elif values is not None:
            self.app.call_from_thread(self._review, path, values, likely_lines(path))
        else:
            self.post_message(Previewed(tuple(lines)))

    def _open_mapping(self, look: FileLook, path: Path, values: dict[str, Any] | None) -> None:
        def mapped(columns: dict[str, str] | None) -> None:
            self._sending = False
            if columns is None:
                return
            self.columns = columns
            self._try()
            if values is not None:
                self.action_record()

        self.app.push_screen(MappingDialog(self.say, of_list(self.say, look, result=self.RESULT)), mapped)

    def _mapped(self, typed: Mapping[str, str]) -> dict[str, str]:
        """Headers mapped now, and before for the project."""
        with self.tracker.reading() as (log, view):
            try:
                project = self._project(State(view, log, self.tracker.today()), typed)
            except Refusal:
                return self.columns
            return {**view.roster_columns.get(project, {}), **self.columns}

    @abstractmethod
    def _project(self, state: State, typed: Mapping[str, str]) -> str:
        """The project the file is for; raises :class:`Refusal` where none is named yet."""

    # -- what is known while one types -----------------------------------------------------------

    def _try(self) -> None:
        self._preview(self.typed, self.path)

    @work(thread=True, exclusive=True, exit_on_error=False, group="preview")
    def _preview(self, typed: dict[str, str], path: Path | None) -> None:
        from tui.dialogs.previewing import previewed

        self.post_message(previewed(self.say, self.tracker, None, lambda: self._lines(typed, path)))

    def _lines(self, typed: dict[str, str], path: Path | None) -> list[tuple[str, str]]:
        looked = [] if path is None else self.looking.tried(self.say, path, self._mapped(typed))[1]
        return [*looked, *self.live(typed)]

    def _closed_books(self, day: str, late_reason: str) -> list[tuple[str, str]]:
        """That the books of a day as typed are closed, where no reason for coming late is given."""
        today = self.tracker.today()
        try:
            on = read_date(day, self.tracker.ledger.year, today)
            with self.tracker.reading() as (log, view):
                State(view, log, today).day(on, late_reason=late_reason or None)
        except InvalidValue:
            return []
        except Refusal as refusal:
            return [("warning", refusal_sentence(self.say, refusal))] if refusal.code in CLOSED_BOOKS else []
        return []

    # -- into the log ----------------------------------------------------------------------------

    def action_record(self) -> None:
        """Read it and show what it holds; where its headers are unknown, ask for them first."""
        if self._sending or (found := self.file_values()) is None:
            return
        self._sending = True
        self._ask_columns(found[1], self.typed, found[0])

    def _review(self, path: Path, values: dict[str, Any], total: int | None) -> None:
        self.review(self.job(values, path), total)

    @abstractmethod
    def job(self, values: dict[str, Any], path: Path) -> Job:
        """What is to be done with the file."""


class RosterForm(FileForm):
    """A month's payment list."""

    NAME = "roster"
    FIELDS = (
        FieldSpec("file", required=True),
        FieldSpec("project", "project", required=True),
        FieldSpec("month", "month", required=True),
        FieldSpec("due_on", "date", hint="hint.roster_due_on"),
        FieldSpec("lines", "count"),
        FieldSpec("total", "amount"),
        FieldSpec("paid_on", "date", hint="hint.roster_paid_on"),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {**PROJECT_REFUSALS, **CLOSED_BOOKS}

    def defaults(self) -> dict[str, str]:
        """This month's."""
        return {"month": self.tracker.today()[:7]}

    def _project(self, state: State, typed: Mapping[str, str]) -> str:
        return state.project(code_of(typed, "project"))

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The project's money; that the month is closed, where no reason for coming late is given."""
        due_on = typed["due_on"] or f"{typed['month']}-01"
        return [*project_lines(self.say, self.tracker, typed), *self._closed_books(due_on, typed["late"])]

    def job(self, values: dict[str, Any], path: Path) -> Job:
        """Import it."""
        asked = ListAsked(
            project=values["project"],
            month=values["month"],
            due_on=values["due_on"],
            lines=values["lines"],
            amount_fen=values["total"],
            columns=self.columns,
            paid_on=values["paid_on"],
            late=values["late"],
        )
        return ListJob(self.say, self.tracker, self.session.keys_of(self.tracker), path, asked)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The project's list before, moved on by a month."""
        with self.tracker.reading() as (log, view):
            state = State(view, log, self.tracker.today())
            facts = [fact for _, fact in lists_of(log, state, self._project(state, typed))]
        if not facts:
            return LastTime()
        last = max(facts, key=lambda fact: fact.due_on)
        due_on = next_month_of(last.due_on)
        return LastTime({"month": due_on[:7], "due_on": due_on, "lines": str(last.lines)}, last.month)


class BankResultForm(FileForm):
    """What became of a list's lines at the bank."""

    NAME = "bank_result"
    RESULT = True
    FIELDS = (
        FieldSpec("file", required=True),
        FieldSpec("roster", "event", required=True),
        FieldSpec("paid_on", "date", hint="hint.roster_paid_on"),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {
        **dict.fromkeys(("unknown_event", "not_a_roster", "roster_undone"), "roster"), **CLOSED_BOOKS
    }  # fmt: skip

    def _project(self, state: State, typed: Mapping[str, str]) -> str:
        return list_of(state, code_of(typed, "roster"))[1].project

    def offers(self) -> dict[str, Sequence[str]]:
        """The lists in force, the latest first."""
        with self.tracker.reading() as (log, view):
            found = list(all_lists(log, State(view, log, self.tracker.today())))
        found.sort(key=lambda listed: -listed[0].position)
        return {
            **super().offers(),
            "roster": [self._offer_text(event.position, fact) for event, fact in found],
        }

    def _offer_text(self, position: int, fact: RosterImported) -> str:
        amount = grouped_yuan(fact.amount_due_fen)
        return self.say(
            "offer.roster",
            position=position,
            project=fact.project,
            month=fact.month,
            people=fact.people_due,
            amount=amount,
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The list meant, and what is paid of it already."""
        if not (reference := reference_of(typed, "roster")):
            return []
        with self.tracker.reading() as (log, view):
            state = State(view, log, self.tracker.today())
            listed: ImportedList = imported_list(log, state, list_of(state, reference)[0])
        paid_on = typed["paid_on"] or min(listed.fact.due_on, self.tracker.today())
        return [("plain", listed_text(self.say, listed)), *self._closed_books(paid_on, typed["late"])]

    def job(self, values: dict[str, Any], path: Path) -> Job:
        """Match it."""
        keys = self.session.keys_of(self.tracker)
        return ResultJob(
            self.say,
            self.tracker,
            keys,
            path,
            values["roster"],
            paid_on=values["paid_on"],
            columns=self.columns,
            late=values["late"],
        )


def listed_text(say: Words, listed: ImportedList) -> str:
    """A list and what is paid of it, in a line."""
    fact = listed.fact
    return say(
        "look.list",
        position=listed.event.position,
        project=fact.project,
        month=fact.month,
        people=fact.people_due,
        amount=grouped_yuan(fact.amount_due_fen),
        people_paid=listed.people_paid,
        amount_paid=grouped_yuan(listed.amount_paid_fen),
    )
