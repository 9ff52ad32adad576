"""Writing the self-evaluation's forms, step by step and stoppable; or writing them and handing them in."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, ProgressBar, Static

from tui.commands import EXPORT_COMMANDS, bindings
from tui.dialogs.choosing import ChoosingDialog
from tui.session import Session
from tui.typed_path import path_typed
from tui.widgets.choice import Choice
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from tracker.forms.selfevaluation import SelfEvaluation
    from tracker.service import Tracker

FORMATS = ("xlsx,docx,json", "xlsx,json", "xlsx", "docx", "json", "xlsx,docx,json,pdf")


class Stopped(Exception):
    """Writing was given up."""


class ExportDialog(ChoosingDialog[bool]):
    """A directory and formats; nothing appears in the directory before everything is written."""

    BINDINGS = bindings(EXPORT_COMMANDS)

    def __init__(self, session: Session, tracker: Tracker, *, hand_in: bool, missing: int) -> None:
        """``hand_in`` also records that the forms were handed in; ``missing`` is what they lack."""
        super().__init__()
        self.session, self.say, self.tracker = session, session.say, tracker
        self.hand_in, self.missing = hand_in, missing
        self.called = {"command.write": "command.hand_in"} if hand_in else {}
        """What the last line calls a command here where it has another word elsewhere."""
        self._writing = self._final = False
        self._stop = threading.Event()

    def compose(self) -> ComposeResult:
        """Where to, in what formats, how far."""
        say = self.say
        place = Path(self.session.remembered.folder or Path.cwd()) / say("selfeval.directory")
        with Vertical(classes="dialog"):
            yield Static(
                say("hand_in.title" if self.hand_in else "export.title"), classes="heading", markup=False
            )
            if self.missing:
                yield Static(say("export.missing", count=self.missing), id="warning", markup=False)
            with Vertical(classes="field"):
                with Horizontal(classes="line"):
                    yield Static(say("export.directory"), classes="label", markup=False)
                    yield Input(str(place), id="directory", select_on_focus=False)
                with Horizontal(classes="line"):
                    yield Static(say("export.formats"), classes="label", markup=False)
                    yield Choice([(each, each.upper().replace(",", " ")) for each in FORMATS], id="formats")
            yield ProgressBar(id="progress", show_eta=False, classes="hidden")
            yield Static(
                say("hand_in.text" if self.hand_in else "export.text"),
                id="told",
                classes="live",
                markup=False,
            )
        yield self.search_line()
        yield KeyLine(say)

    def on_mount(self) -> None:
        """Stand in the directory."""
        self.query_one("#directory").focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write; the search has an Enter of its own."""
        if message.input.id == "directory":
            self.action_write()

    def action_write(self) -> None:
        """Write, once."""
        if not self._writing:
            directory = path_typed(self.query_one("#directory", Input).value) or Path()
            formats = tuple(self.query_one("#formats", Choice).value.split(","))
            self.query_one("#progress").remove_class("hidden")
            self._writing = True
            self._stop.clear()
            self._write(directory, formats)

    @work(thread=True, exit_on_error=False, group="export")
    def _write(self, directory: Path, formats: tuple[str, ...]) -> None:
        from tracker.forms.printing import NoPdf
        from tui.asking import answer

        try:
            self.bring(*answer(self.say, lambda: (directory, self._written(directory, formats))))
        except OSError as error:
            reason = error.strerror or error
            self.bring(None, self.say("error.cannot_write", path=directory, reason=reason))
        except NoPdf as error:
            self.bring(None, str(error))
        except Stopped:
            self.bring(None, self.say("export.stopped"))

    def _written(self, directory: Path, formats: tuple[str, ...]) -> int:
        """Everything into a directory beside, then into its place; how many files."""
        from tracker.forms.writing import write_forms
        from tracker.submitting import hand_in

        self._step(0, len(formats) + 2, "export.scoring")
        evaluation = self._evaluated()
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory, prefix=".partial-") as place:
            if self.hand_in:
                self._step(1, len(formats) + 2, "export.writing")
                self.app.call_from_thread(self._no_way_back)
                done = hand_in(self.tracker, None, Path(place), formats, draft=evaluation.incomplete)
                files = list(done.files)
            else:
                files = []
                for number, one in enumerate(formats, 1):
                    self._step(number, len(formats) + 2, "export.writing")
                    files += write_forms(evaluation, Path(place), (one,))
                self._step(len(formats) + 1, len(formats) + 2, "export.writing")
            for file in files:
                shutil.move(file, directory / file.name)
        return len(files)

    def _evaluated(self) -> SelfEvaluation:
        from tracker.year_end import evaluate_year

        session = self.session
        return evaluate_year(self.tracker, **session.moment)

    def _step(self, done: int, total: int, word: str) -> None:
        if self._stop.is_set():
            raise Stopped
        self.app.call_from_thread(self._shown, done, total, word)

    def _shown(self, done: int, total: int, word: str) -> None:
        if self.is_mounted:
            self.query_one("#progress", ProgressBar).update(total=total, progress=done)
            self.query_one("#told", Static).update(self.say(word, done=done, total=total))

    def _no_way_back(self) -> None:
        """From here on the forms are being handed in: stopping half-way is not offered."""
        self._final = True

    def display_view(self, view: tuple[Path, int]) -> None:
        """Say where everything is."""
        directory, files = view
        self.app.notify(self.say("export.done", path=directory, files=files), markup=False, timeout=10)
        self.dismiss(True)

    def display_failure(self, sentence: str) -> None:
        """Say why not; what was typed stays."""
        self._writing = self._final = False
        self.query_one("#progress").add_class("hidden")
        self.query_one("#told", Static).update(sentence)

    def leave(self) -> None:
        """Stop writing; a second time leave."""
        if not self._writing:
            self.dismiss(False)
        elif not self._final:
            self._stop.set()
