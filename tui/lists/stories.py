"""What became of a list's recipients: how many were paid on time, late, again, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from tracker.money import grouped_yuan
from tui.dialogs.dialog import SearchedDialog
from tui.session import Session
from tui.widgets.lines import Column, FixedRows, Lines

if TYPE_CHECKING:
    from events.types.rosters import RosterImported
    from tracker.rosters.people import Story, StoryCount
    from tracker.service import Tracker


class StoriesDialog(SearchedDialog[None]):
    """Counts and money by story; nobody is named."""

    is_filled = False
    BINDINGS = [Binding("q", "dismiss", show=False)]

    def __init__(self, session: Session, position: int, fact: RosterImported) -> None:
        super().__init__()
        self.session, self.say, self.position, self.fact = session, session.say, position, fact

    def compose(self) -> ComposeResult:
        """A short list."""
        say, fact = self.say, self.fact
        with Vertical(classes="dialog"):
            facts = {
                "position": self.position,
                "project": fact.project,
                "month": fact.month,
                "due_on": fact.due_on,
            }
            yield Static(say("rosters.stories", **facts), classes="heading", markup=False)
            lines = Lines(
                [
                    Column(say("roster.column.story"), 16, share=1),
                    Column(say("roster.column.people"), 10, "right"),
                    Column(say("roster.column.amount"), 18, "right"),
                ],
                empty=say("loading"),
            )
            lines.styles.height = 8
            yield lines
            yield self.search_line()

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Lines).focus()
        if self.session.tracker is not None:
            self._load(self.session.tracker)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, tracker: Tracker) -> None:
        from tracker.rosters.desk_page import stories
        from tui.asking import answer

        self.bring(*answer(self.say, lambda: stories(tracker, self.position, **self.session.moment)))

    def display_view(self, view: dict[Story, StoryCount]) -> None:
        """Show it."""
        rows = (
            (story, (self.say(f"roster.story.{story}"), f"{count.people:,}", grouped_yuan(count.amount_fen)))
            for story, count in view.items()
        )
        self.query_one(Lines).show(FixedRows(rows))

    def on_lines_chosen(self) -> None:
        """Seen."""
        self.dismiss()
