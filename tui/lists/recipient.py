"""One recipient's year: every list somebody stands in, and what became of each payment.

The number is typed unseen, is used to look, and is kept nowhere: no draft, no log, not on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from tracker.money import grouped_yuan
from tui.dialogs.dialog import SearchedDialog
from tui.session import Session
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.rosters.people import PersonPayment, Story
    from tracker.service import Tracker

TONES: dict[Story, Tone] = {
    "on_time": "good", "late": "warn", "reissued": "warn", "failed": "bad", "returned": "bad", "unpaid": "muted",
}  # fmt: skip


class RecipientDialog(SearchedDialog[None]):
    """Type the number, Enter; Enter on a line opens the list's event."""

    BINDINGS = [Binding("q", "dismiss", show=False)]

    def __init__(self, session: Session, tracker: Tracker) -> None:
        super().__init__()
        self.session, self.say, self.tracker = session, session.say, tracker

    def compose(self) -> ComposeResult:
        """The number, and what is found."""
        say = self.say
        with Vertical(classes="dialog"):
            yield Static(say("recipient.title"), classes="heading", markup=False)
            yield Input(id="number", password=True, compact=True, placeholder=say("recipient.number"))
            yield Static(say("recipient.hint"), id="told", classes="live", markup=False)
            lines = Lines(
                [
                    Column(say("roster.column.month"), 7),
                    Column(say("roster.column.project"), 5),
                    Column(say("roster.column.amount"), 12, "right"),
                    Column(say("roster.column.story"), 10, share=1),
                    Column(say("roster.column.paid_on"), 10),
                    Column(say("roster.column.due_on"), 10, not_small=True),
                    Column(say("roster.column.position"), 6, "right", least=60),
                ]
            )
            lines.styles.height, lines.styles.max_height = 13, "50vh"
            lines.display = False
            yield lines
            yield self.search_line()
        yield KeyLine(say)

    def on_mount(self) -> None:
        """Stand in the number."""
        self.query_one("#number", Input).focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Look for it; what was typed is gone from the screen."""
        if message.input.id == "number" and message.value.strip():
            message.stop()
            number, message.input.value = message.value.strip(), ""
            self._told(self.say("loading"))
            self._find(number)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _find(self, number: str) -> None:
        from tui.asking import answer

        self.bring(*answer(self.say, lambda: self._found(number)))

    def _found(self, number: str) -> list[PersonPayment]:
        from tracker.rosters.people import find_person

        session = self.session
        found = find_person(self.tracker, session.keys_of(self.tracker), number, **session.moment)
        return sorted(found, key=lambda one: (one.fact.month, one.roster.position))

    def display_view(self, view: list[PersonPayment]) -> None:
        """Month by month; or that there is nobody."""
        lines = self.query_one(Lines)
        lines.display = bool(view)
        lines.show(FixedRows(self._rows(view)))
        if not view:
            self._told(self.say("said.roster_nobody"))
            return
        paid = [one for one in view if one.story in ("on_time", "late", "reissued")]
        amount = grouped_yuan(sum(one.line.amount_fen for one in paid))
        self._told(self.say("recipient.found", lists=len(view), paid=len(paid), amount=amount))
        lines.focus()

    def _rows(self, found: Iterable[PersonPayment]) -> Iterable[tuple[str, Row]]:
        for one in found:
            yield (
                str(one.roster.position),
                (
                    one.fact.month,
                    one.fact.project,
                    grouped_yuan(one.line.amount_fen),
                    (self.say(f"roster.story.{one.story}"), TONES[one.story]),
                    one.paid_on or self.say("none"),
                    one.fact.due_on,
                    str(one.roster.position),
                ),
            )

    def _told(self, sentence: str) -> None:
        self.query_one("#told", Static).update(sentence)

    def display_failure(self, sentence: str) -> None:
        """Why one cannot look."""
        self._told(sentence)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The list, as the log has it."""
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, int(message.key)))
