"""What all full screens share: the lines above and below, loading in a worker, the entry keys, search and copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events as terminal
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import ENTRIES, ON_SCREENS, RECORDING, bindings
from tui.filling import Filling
from tui.formatting import clean
from tui.messages import AskedFigure
from tui.session import Session
from tui.widgets.kept import Kept
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Lines
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from tracker.service import Tracker
    from tui.screens.standing import Standing


ENTRY_IDS = frozenset(command.id for command in ENTRIES)


class Body(Vertical, Kept):
    """Between the first line and the last."""


class DeskScreen(Filling[None], Kept):
    """A place in the desk. Subclasses say what to read, and show it when it has come."""

    BINDINGS = bindings((*ENTRIES, *ON_SCREENS))
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-roomy")]
    SLIM, TINY = 70, 14
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]

    PLACE = ""
    """The word's key for the first line."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.say = session, session.say
        self._fit(self.app.size)
        self._stale = self._asking = False
        self._back_to: Widget | None = None
        self._standing: Standing | None = None

    def anew(self) -> DeskScreen:
        """The same place, made again in the words and for the moment of now; one stands in it where one stood here."""
        from tui.screens.standing import standing_in

        made = self.twin()
        made._standing = standing_in(self)
        return made

    def twin(self) -> DeskScreen:
        """The same place, made again."""
        return type(self)(self.session)

    def compose(self) -> ComposeResult:
        """First line, body, search, last line."""
        yield TopLine(self.session, self.say(self.PLACE))
        with Body(id="body"):
            yield from self.body()
        search = Input(id="search", placeholder=self.say("search.hint"), classes="hidden")
        yield search
        yield KeyLine(self.say)

    def body(self) -> ComposeResult:
        """The widgets of this place."""
        yield Static(self.say("loading"), markup=False)

    # -- loading ---------------------------------------------------------------------------------

    def on_resize(self, event: terminal.Resize) -> None:
        """Another size, other classes."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """The classes that go with a size, from the start: a place is never drawn first as for a larger window.

        Very narrow windows have lists below each other that stand beside each other elsewhere.
        """
        self.set_class(size.width < self.SLIM, "-slim")
        self.set_class(size.height < self.TINY, "-tiny")
        for length, (small, (least, large)) in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.set_class(length >= least, large)
            self.set_class(length < least, small[1])

    def on_mount(self) -> None:
        """Ask as soon as the frame stands."""
        self.ask()

    def ask(self) -> None:
        """Fetch what is shown, where the ledger is open."""
        if self.session.tracker is not None:
            self._asking = True
            self._load(self.session.tracker)
        elif self.session.fault:
            self.bring(None, self.session.fault)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, tracker: Tracker) -> None:
        from tui.asking import answer

        self.bring(*answer(self.say, lambda: self.read(tracker)))

    def read(self, tracker: Tracker) -> Any:
        """What is to be shown; runs in a thread."""
        return None

    def displayed(self) -> None:
        """The first line is of the same moment; one stands where one stood before."""
        self.query_one(TopLine).refresh()
        if self._standing is not None:
            self._take_up(self._standing)

    def _take_up(self, standing: Standing) -> None:
        from tui.screens.standing import stand

        self._standing = None
        stand(self, standing)

    def display_failure(self, sentence: str) -> None:
        """Say why there is nothing, and no longer that it is being read."""
        for lines in self.query(Lines):
            if lines.empty == self.say("loading"):
                lines.empty = ""
                lines.refresh()
        super().display_failure(sentence)

    def ledger_moved(self) -> None:
        """Something was recorded: look again, now or when this place is shown next."""
        self._stale = True
        self._catch_up()

    def on_screen_resume(self) -> None:
        """Catch up with what was recorded meanwhile."""
        self._catch_up()

    def on_filled(self) -> None:
        """What was asked for is shown; so will be what was recorded since."""
        self._asking = False
        self._catch_up()

    def _catch_up(self) -> None:
        """However fast others record, what is on its way is shown before the next is asked for."""
        if self._stale and self.is_current and not self._asking:
            self._stale = False
            self.ask()

    def looks_changed(self) -> None:
        """The theme or the borders are others now."""

    # -- the last line ---------------------------------------------------------------------------

    def matters(self, command: str) -> bool:
        """Whether the last line speaks of a command: not where there is nothing to do it to, nor in the past."""
        if command in RECORDING and self.session.read_only:
            return False
        place = type(self)
        if command == "explain":
            explains = place.explained, place.action_explain
            return explains != (DeskScreen.explained, DeskScreen.action_explain)
        if command == "back":
            return len(self.app.screen_stack) > 2 or not self.query_one("#search").has_class("hidden")
        return command not in ENTRY_IDS or place.about is not DeskScreen.about

    # -- commands --------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Close the search, else this place; the overview is the last."""
        search = self.query_one("#search", Input)
        if not search.has_class("hidden"):
            search.value = ""
            search.add_class("hidden")
            self._leave_search()
        elif len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_enter(self, form: str) -> None:
        """Open an entry form for what the cursor is on."""
        from tui.dialogs.opening import open_form

        about = self.about()
        if form == "deviation" and "project" in about:
            about.setdefault("indicator", about["project"])
        open_form(self.app, self.session, form, **about)

    def about(self) -> dict[str, str]:
        """What a form should start with: the project or indicator the cursor is on."""
        return {}

    def explained(self) -> AskedFigure | None:
        """The figure the cursor is on."""
        return None

    def action_explain(self) -> None:
        """Show the events behind the figure under the cursor."""
        from tui.dialogs.explain import ExplainDialog

        figure = self.explained()
        if figure is not None and self.session.tracker is not None:
            self.app.push_screen(ExplainDialog(self.session, figure))
        elif self.session.tracker is not None:
            self.notify(self.say("explain.no_row"), severity="warning", markup=False)

    def action_search(self) -> None:
        """Search in the list as one types."""
        search = self.query_one("#search", Input)
        if self.focused is not search:
            self._back_to = self._list_to_search()
        search.remove_class("hidden")
        self.set_focus(search)  # at once: the next key is typed into it already

    def _list_to_search(self) -> Widget:
        return self.query(Lines).first()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow the list."""
        if message.input.id == "search":
            self.seek(message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go to what was found."""
        if message.input.id == "search":
            self._leave_search()

    def _leave_search(self) -> None:
        """Back to the list one came from."""
        (self._back_to or self._list_to_search()).focus()

    def seek(self, text: str) -> None:
        """Show only what is found."""
        for lines in self.query(Lines):
            lines.seek(text)

    def action_copy_table(self) -> None:
        """The list under the cursor as CSV: to the terminal's clipboard, and the system's where there is one."""
        source = self.focused if hasattr(self.focused, "as_csv") else self._list_to_search()
        text = source.as_csv()  # type: ignore[union-attr]
        self.copy_text(text, text.count("\n") - 1)

    def action_copy_cell(self) -> None:
        """What stands in the row under the cursor, in the column chosen by left and right."""
        from tui.clipboard import copy

        source = self.focused if hasattr(self.focused, "cell_text") else self._list_to_search()
        text = str(getattr(source, "cell_text", "")).strip()
        if text:
            copy(self.app, text)
            self.notify(self.say("copied.cell", text=clean(text)[:60]), markup=False)

    def copy_text(self, text: str, rows: int) -> None:
        """Copy rows, and say so."""
        from tui.clipboard import copy

        copy(self.app, text)
        self.notify(self.say("copied", rows=rows), markup=False)
