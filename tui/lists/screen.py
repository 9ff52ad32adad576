"""The place of payment lists: every list with what is paid of it, and the lines of bank results that wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tracker.money import grouped_yuan
from tracker.rosters.problems import LineProblem
from tracker.rosters.sentences import reason_sentence
from tui.commands import ROSTER_COMMANDS, bindings
from tui.screens.base import DeskScreen
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.rosters.desk_page import RosterPage
    from tracker.rosters.lookup import ImportedList
    from tracker.rosters.work import WorkItem
    from tracker.service import Tracker


class RostersScreen(DeskScreen):
    """Lists above, the work list below."""

    CSS_PATH = "screen.tcss"
    PLACE = "place.rosters"
    BINDINGS = bindings(ROSTER_COMMANDS)

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.page: RosterPage | None = None
        self.settled_too = False

    def body(self) -> ComposeResult:
        """Two lists."""
        say = self.say
        with Vertical(classes="pane", id="lists-pane"):
            yield Static(say("place.rosters"), id="lists-title", classes="title", markup=False)
            yield Lines(
                [
                    Column(say("roster.column.position"), 6, "right"),
                    Column(say("roster.column.project"), 7),
                    Column(say("roster.column.month"), 7),
                    Column(say("roster.column.due_on"), 10, only_wide=True),
                    Column(say("roster.column.people_due"), 10, "right"),
                    Column(say("roster.column.people_paid"), 11, "right"),
                    Column(say("roster.column.amount_due"), 13, "right", share=1, not_small=True),
                    Column(say("roster.column.amount_paid"), 13, "right", share=1),
                    Column(say("roster.column.returned"), 12, "right", only_wide=True),
                ],
                empty=say("loading"),
                id="lists",
            )
        with Vertical(classes="pane"):
            yield Static("", id="work-title", classes="title", markup=False)
            yield Lines(
                [
                    Column(say("roster.column.position"), 6, "right"),
                    Column(say("roster.column.project"), 7),
                    Column(say("roster.column.line"), 7, "right"),
                    Column(say("roster.column.reason"), 20, share=1),
                    Column(say("roster.column.note"), 12, share=1),
                ],
                id="work",
            )

    def on_mount(self) -> None:
        """Stand in the lists."""
        self.query_one("#lists", Lines).focus()

    def read(self, tracker: Tracker) -> RosterPage:
        """Lists and work."""
        from tracker.rosters.desk_page import roster_page

        session = self.session
        return roster_page(tracker, **session.moment)

    def display_view(self, view: RosterPage) -> None:
        """Fill both."""
        self.page = view
        lists = self.query_one("#lists", Lines)
        lists.empty = self.say("rosters.none")
        lists.show(FixedRows((str(one.event.position), self._list_row(one)) for one in view.lists))
        self.query_one("#lists-title", Static).update(self.say("rosters.lists", count=len(view.lists)))
        self._show_work(view)

    def _show_work(self, view: RosterPage) -> None:
        waiting = sum(item.note is None for item in view.work)
        self.query_one("#work-title", Static).update(self.say("rosters.work", count=waiting))
        work = self.query_one("#work", Lines)
        work.empty = self.say("rosters.no_work")
        work.show(FixedRows(self._work_rows(view.work)))

    def _list_row(self, one: ImportedList) -> Row:
        fact = one.fact
        paid: Tone = "good" if one.people_paid == fact.people_due else "warn" if one.people_paid else "muted"
        return (
            str(one.event.position),
            fact.project,
            fact.month,
            fact.due_on,
            f"{fact.people_due:,}",
            (f"{one.people_paid:,}", paid),
            grouped_yuan(fact.amount_due_fen),
            (grouped_yuan(one.amount_paid_fen), paid),
            grouped_yuan(one.returned_fen),
        )

    def _work_rows(self, items: tuple[WorkItem, ...]) -> Iterator[tuple[str, Row]]:
        for item in items:
            if item.note is None or self.settled_too:
                reason = reason_sentence(self.say, LineProblem(item.aside.line, item.aside.reason))
                tone: Tone = "warn" if item.note is None else "muted"
                yield (
                    f"{item.result.position}:{item.aside.line}",
                    (
                        str(item.result.position),
                        item.fact.project,
                        str(item.aside.line),
                        (reason, tone),
                        item.note or "",
                    ),
                )

    # -- commands --------------------------------------------------------------------------------

    def about(self) -> dict[str, str]:
        """The list under the cursor."""
        key = self.query_one("#lists", Lines).key
        found = next((one for one in self._lists() if str(one.event.position) == key), None)
        return {} if found is None else {"project": found.fact.project, "roster": str(found.event.position)}

    def _lists(self) -> tuple[ImportedList, ...]:
        return self.page.lists if self.page is not None else ()

    def action_explain(self) -> None:
        """The event its figures stand in: the import with its control totals, or the result a line waits in."""
        from tui.dialogs.event import EventDialog

        work = self.query_one("#work", Lines)
        key = work.key if self.focused is work else self.about().get("roster")
        if key is None:
            self.notify(self.say("explain.no_row"), severity="warning", markup=False)
        else:
            self.app.push_screen(EventDialog(self.session, int(key.partition(":")[0])))

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """What became of the people; a line that waits is dealt with."""
        if message.lines.id == "work":
            self.action_resolve()
            return
        from tui.lists.stories import StoriesDialog

        found = next(one for one in self._lists() if str(one.event.position) == message.key)
        self.app.push_screen(StoriesDialog(self.session, found.event.position, found.fact))

    def action_resolve(self) -> None:
        """Say how the line under the cursor was dealt with."""
        from tui.dialogs.opening import open_form

        key = self.query_one("#work", Lines).key
        if key is not None:
            position, _, line = key.partition(":")
            open_form(self.app, self.session, "resolution", of=position, line=line)

    def action_recipient(self) -> None:
        """One recipient's year, by the number."""
        from tui.lists.recipient import RecipientDialog

        if self.session.tracker is not None:
            self.app.push_screen(RecipientDialog(self.session, self.session.tracker))

    def action_settled_too(self) -> None:
        """List those dealt with as well, or only those that wait."""
        self.settled_too = not self.settled_too
        if self.page is not None:
            self._show_work(self.page)

    def _list_to_search(self) -> Widget:
        return self.focused if isinstance(self.focused, Lines) else self.query_one("#lists", Lines)
