"""The desk: opens the ledger behind the first frame, keeps the screens, and looks for what others record."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import events as terminal
from textual import work
from textual.app import App
from textual.notifications import Notify
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from tracker.labels import Language
from tui.asking import answer
from tui.commands import EVERYWHERE, PLACES, bindings, without_clashes
from tui.filling import Filling
from tui.messages import Filled, LedgerFailed, LedgerMoved, LedgerReady
from tui.notices import Notice
from tui.only_text import OnlyText, one_line
from tui.remembered import Remembered
from tui.screens.base import DeskScreen
from tui.screens.overview import OverviewScreen
from tui.session import Session, evidence_beside, keys_beside
from tui.theme import THEMES, next_theme, plain_scrollbars
from tui.widgets.key_line import key_name

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from tracker.bulk import RowFiles
    from tracker.evidence import EvidenceFiles
    from tracker.rosters.keys import KeyFile
    from tracker.service import Tracker

LOOK_EVERY_SECONDS = 1.0
LEAVE_SECONDS = 5.0
CATCH_UP_SECONDS = 0.5
"""A field that is going away takes nothing in any more."""

ONLY_TEXT = OnlyText()


class DeskApp(App[int]):
    """The whole application; what can be seen lives in the screens."""

    CSS_PATH = ["app.tcss", "screens/overview.tcss"]
    """With those of the first place, or all styles would be read twice before the first frame."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = bindings((*EVERYWHERE, *PLACES))

    def __init__(
        self,
        open_tracker: Callable[[], Tracker],
        language: Language | None = None,
        remembered: Remembered | None = None,
        keys_of: Callable[[Tracker], KeyFile] = keys_beside,
        evidence_of: Callable[[], EvidenceFiles] = evidence_beside,
        row_files: Callable[[Language], RowFiles] | None = None,
    ) -> None:
        """``open_tracker`` is called once, in a worker, after the first frame; no language is the one remembered."""
        super().__init__()
        kept = remembered or Remembered.load()
        self.session = Session(
            open_tracker, language or kept.language or "zh", kept, keys_of, evidence_of, row_files
        )
        self._position = 0
        self._look_as_kept(kept)

    def _look_as_kept(self, kept: Remembered) -> None:
        """The theme and the borders remembered, before styles are read for the first time."""
        for theme in THEMES:
            self.register_theme(theme)
        name = kept.theme if kept.theme in self.available_themes else THEMES[0].name
        self.set_reactive(App.theme, name)
        dark = self.current_theme.dark
        self.update_classes(
            {f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark, "-ascii": kept.ascii},
            update=False,
        )
        self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        """Paint at once; the store may take its time."""
        kept = self.session.remembered
        plain_scrollbars(kept.ascii)
        self._use_keys_kept()
        self._leave_when_told()
        self.call_later(self._show)

    def _show(self) -> None:
        """Not while Textual still holds back what is drawn: it would be drawn for nothing first."""
        overview = OverviewScreen(self.session)
        self.push_screen(overview)
        overview.call_after_refresh(self._first_frame_is_out)

    def _first_frame_is_out(self) -> None:
        """Open the ledger; and look for garbage from now on, but not among what was loaded to get here."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self._open()

    def _use_keys_kept(self) -> None:
        """The keys given anew; those that cannot be used together are left out, and that is said."""
        say, kept = self.session.say, self.session.remembered
        usable = without_clashes(kept.keys)
        words = (f"command.{name}" for name in kept.keys.keys() - usable.keys())
        dropped = sorted(say(word) for word in words if word in say)
        if dropped:
            told = say("settings.keys_dropped", commands=say("change.and").join(dropped))
            self.notify(told, severity="warning", markup=False, timeout=10)
        kept.keys = usable
        self.set_keymap(usable)

    def _leave_when_told(self) -> None:
        """Ended from outside, or left by its terminal: the terminal is put back as it was, and drafts are there."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()

        def leave(number: int, _: object) -> None:
            # A terminal that is gone may keep us waiting for ever; what is committed is on the disk.
            at_last = threading.Timer(LEAVE_SECONDS, os._exit, (128 + number,))
            at_last.daemon = True
            at_last.start()
            loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, leave)

    @work(thread=True, exit_on_error=False, group="open")
    def _open(self) -> None:
        def opened() -> Tracker:
            tracker = self.session.open_tracker()
            self.session.opened_at = tracker.head().position
            return tracker

        tracker, sentence = answer(self.session.say, opened)
        self.post_message(LedgerReady(tracker) if tracker is not None else LedgerFailed(sentence or ""))

    def on_ledger_ready(self, message: LedgerReady) -> None:
        """Everything may ask from now on."""
        self.session.tracker = message.tracker
        self._position = self.session.opened_at
        self.title = str(message.tracker.ledger)
        self.tell_screens()
        self.set_interval(LOOK_EVERY_SECONDS, self.look)

    def on_ledger_failed(self, message: LedgerFailed) -> None:
        """The sentence stands where the projects would."""
        self.session.fault = message.sentence
        for place in self.screen_stack:
            if isinstance(place, DeskScreen):
                place.ask()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Names of our own that styles use, before a theme of our own is on."""
        return THEMES[0].variables

    # -- foreign text ----------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """No line is written with anything a terminal would obey."""
        return [*super().get_line_filters(), ONLY_TEXT]

    # -- what others record ----------------------------------------------------------------------

    def look(self) -> None:
        """See whether the ledger's end has moved."""
        if self.session.tracker is not None:
            self._look(self.session.tracker)

    @work(thread=True, exclusive=True, exit_on_error=False, group="look")
    def _look(self, tracker: Tracker) -> None:
        head, _ = answer(self.session.say, tracker.head)
        if head is not None and head.position != self._position:
            self.post_message(LedgerMoved(head.position))

    def on_ledger_moved(self, message: LedgerMoved) -> None:
        """Every place looks again, unless it looks at the past; focus, cursor and typing stay."""
        self._position = message.position
        if not self.session.read_only:
            self.tell_screens()

    def on_notify(self, event: Notify) -> None:
        """What is shown next must not stop the clock; Textual handles the message after this."""
        event.notification = Notice.of(event.notification)

    def tell_screens(self) -> None:
        """Have every place look again."""
        for screen in self.screen_stack:
            if (moved := getattr(screen, "ledger_moved", None)) is not None:
                moved()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault of the program itself becomes a sentence; the log is not affected."""
        if event.state is WorkerState.ERROR:
            if event.worker.group == "load" and isinstance(event.worker.node, Filling):
                event.worker.node.post_message(Filled(event.worker.node))
            error = event.worker.error
            self.notify(
                self.session.say("error.unexpected", kind=type(error).__name__, message=error),
                severity="error",
                markup=False,
                timeout=15,
            )

    # -- keys ------------------------------------------------------------------------------------

    async def on_event(self, event: terminal.Event) -> None:
        """Every key finds what the key before it typed, opened or moved to, however fast one types.

        Textual hands a key to the focused widget's own queue and looks for a command only when it comes back, so
        that the next key may overtake it: characters an input method sends after a few Backspaces would be there
        before these take anything back. Here a key waits for the page to stand and for what was typed before it,
        and a command is run at once.
        """
        if isinstance(event, terminal.Key) and event.key == "ctrl+v":
            event = terminal.Paste(self.clipboard)
        if isinstance(event, terminal.Key) and not event.is_forwarded:
            await self._page_stands()
            if self._is_early(event) or await self._ran(event):
                return
        if isinstance(event, terminal.Paste) and not event.is_forwarded:
            event.text = one_line(event.text)
        await super().on_event(event)

    def _is_early(self, event: terminal.Key) -> bool:
        """Whether the place keeps the key until there is something to do it to."""
        return isinstance(self.screen, Filling) and self.screen.keeps(event)

    async def on_filled(self, message: Filled) -> None:
        """The keys pressed before do their work, in their order, where one is still there."""
        place = message.place
        if isinstance(place, Filling):
            early, place.early, place.is_filled = place.early, [], True
            for event in early if place in self.screen_stack else ():
                await self.on_event(event)

    async def _page_stands(self) -> None:
        await self.screen._mounted_event.wait()

    async def _ran(self, event: terminal.Key) -> bool:
        """Run what the key stands for, unless it is typed into a field or the page itself listens for it."""
        field = self.focused
        if field is not None and field.check_consume_key(event.key, event.character):
            return False
        if isinstance(field, Input):
            await _caught_up(field)
        if not self._is_at_once(field, event.key):
            return False
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)

    def _is_at_once(self, field: Widget | None, key: str) -> bool:
        """In a place, always; in a dialog's field, what edits it: a list of codes below may want the other keys."""
        if isinstance(self.screen, DeskScreen):
            return True
        if isinstance(field, Input):
            edits = key != "enter" and key in field._bindings.key_to_bindings
            return edits and (key != "backspace" or bool(field.value))
        return not hasattr(self.screen, "on_key")

    # -- commands --------------------------------------------------------------------------------

    def action_go(self, place: str) -> None:
        """Open a place over the overview."""
        from tui.screens.places import make_place

        while len(self.screen_stack) > 2:
            self.pop_screen()
        if place != "overview":
            self.push_screen(make_place(place, self.session))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Places are reached from places, not from over a dialog."""
        if action in ("go", "as_of", "check"):
            return isinstance(self.screen, DeskScreen)
        return True

    def action_help(self) -> None:
        """Help for where one is."""
        from tui.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.session, self.screen.active_bindings))

    def action_palette(self) -> None:
        """Every command by its name."""
        from tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.session, self.screen.active_bindings), self._run)

    async def _run(self, action: str | None) -> None:
        if action:
            await self.run_action(action, self.screen)

    def action_help_quit(self) -> None:
        """Who presses ctrl+c wants to leave, most often; it is said how, and nothing is lost by a slip."""
        quit_keys = [key for key, item in self.screen.active_bindings.items() if item.binding.id == "quit"]
        if quit_keys:
            self.notify(self.session.say("quit.how", key=key_name(quit_keys[0])), markup=False)

    def action_next_theme(self) -> None:
        """Light, dark, high contrast; remembered."""
        self.theme = self.session.remembered.theme = next_theme(self.theme)
        self._keep_looks()

    def action_toggle_ascii(self) -> None:
        """Borders and bars of plain characters, for old consoles; remembered."""
        kept = self.session.remembered
        kept.ascii = not kept.ascii
        self.set_class(kept.ascii, "-ascii")
        plain_scrollbars(kept.ascii)
        self._keep_looks()
        self.refresh(layout=True)

    def _keep_looks(self) -> None:
        """Remember them; the place that lists them shows them as they are now."""
        self.session.remembered.save()
        if isinstance(self.screen, DeskScreen):
            self.screen.looks_changed()

    def action_other_language(self) -> None:
        """Chinese or English; remembered. Not over a dialog: what is typed there would be lost."""
        if not isinstance(self.screen, DeskScreen):
            self.notify(self.session.say("language.not_here"), markup=False)
            return
        self.session.speak("en" if self.session.language == "zh" else "zh")
        self.session.remembered.language = self.session.language
        self.session.remembered.save()
        self.restart_screens()

    def restart_screens(self) -> None:
        """Make every place anew, as it stands: the language or the moment has changed, and what was said is of before."""
        self.clear_notifications()
        self.set_class(self.session.read_only, "-past")
        overview, *others = [place.anew() for place in self.screen_stack if isinstance(place, DeskScreen)]
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(overview)
        for place in others:
            self.push_screen(place)

    def action_as_of(self) -> None:
        """Look at the past, read-only."""
        from tui.dialogs.as_of import AsOfDialog

        if self.session.read_only:
            self.session.as_of = self.session.known_at = None
            self.restart_screens()
        else:
            self.push_screen(
                AsOfDialog(self.session), lambda chosen: self.restart_screens() if chosen else None
            )

    def action_check(self) -> None:
        """Run the monthly checks that are due."""
        if self.session.read_only:
            self.notify(self.session.say("form.read_only"), severity="warning", markup=False)
        elif self.session.tracker is not None:
            self._check(self.session.tracker)

    @work(thread=True, exclusive=True, exit_on_error=False, group="check")
    def _check(self, tracker: Tracker) -> None:
        from tui.asking import check_sentence

        sentence = check_sentence(self.session.say, tracker)
        self.call_from_thread(self.notify, sentence, markup=False)
        self.call_from_thread(self.look)


async def _caught_up(field: Input) -> None:
    """Wait until a field has taken in what was typed into it, and said so to the list below it."""
    for _ in range(2):
        done = asyncio.Event()
        if not field.call_later(done.set):
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), CATCH_UP_SECONDS)


def run(
    open_tracker: Callable[[], Tracker],
    language: Language | None,
    keys_of: Callable[[Tracker], KeyFile],
    evidence_of: Callable[[], EvidenceFiles] = evidence_beside,
    row_files: Callable[[Language], RowFiles] | None = None,
) -> int:
    """Open the desk and stay until it is closed; the process's exit code."""
    app = DeskApp(open_tracker, language, keys_of=keys_of, evidence_of=evidence_of, row_files=row_files)
    app.run()
    return app.return_code or 0
