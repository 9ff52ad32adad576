"""A file read, shown with its totals and problems, and recorded: with progress, and a way to stop that leaves nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from events.store import StoreError
from tracker.decisions.state import Refusal
from tracker.labels import Words
from tracker.rosters.problems import LineProblem, UnusableRoster
from tracker.rosters.sentences import problem_sentence
from tracker.sentences import refusal_sentence
from tracker.service import Outcome
from tui.dialogs.dialog import SearchedDialog
from tui.formatting import bar, clean
from tui.lists.jobs import Job, Line, Reviewed, problem_rows
from tui.messages import Recorded
from tui.widgets.lines import Column, FixedRows, Lines

STYLES = {"plain": "", "strong": "bold", "warning": "bold $warning", "error": "bold $error"}
TELL_EVERY_SECONDS = 0.1
BAR_CELLS = 30

Stage = Literal["reading", "ready", "wrong", "recording"]


class CalledOff(Exception):
    """Somebody has stopped the reading or the recording."""


@dataclass
class Progressed(Message):
    """So many lines are done."""

    lines: int


@dataclass
class Ready(Message):
    """The file has been read."""

    reviewed: Reviewed


@dataclass
class Failed(Message):
    """The file can't be used, or a rule forbids it; nothing is recorded."""

    lines: tuple[Line, ...]
    problems: tuple[LineProblem, ...] = ()


@dataclass
class Stopped(Message):
    """It was called off in time; nothing is recorded."""


class ReviewDialog(SearchedDialog[Outcome | None]):
    """Reads when it opens; Enter records what is shown, Escape stops or goes back."""

    BINDINGS = [
        Binding("enter,ctrl+s", "record", show=False, priority=True),
        Binding("w", "write_problems", show=False),
    ]

    def __init__(self, say: Words, title: str, job: Job, total: int | None) -> None:
        """``total`` is how many lines there may be, for the bar; None where nobody knows."""
        super().__init__()
        self.say, self.heading, self.job, self.total = say, title, job, total
        self.stage: Stage = "reading"
        self.problems: tuple[LineProblem, ...] = ()
        self._called_off = threading.Event()
        self._told_at = 0.0

    def compose(self) -> ComposeResult:
        """Heading, what it holds, the lines that are wrong, what can be done."""
        say = self.say
        with Vertical(classes="dialog"):
            yield Static(self.heading, classes="heading", markup=False)
            yield Static(say("review.reading", file=clean(self.job.path.name)), id="told", markup=False)
            lines = Lines(
                [
                    Column(say("roster.column.line"), 8, "right"),
                    Column(say("roster.column.reason"), 20, share=1),
                ]
            )
            lines.styles.height, lines.styles.max_height = 9, "35vh"
            lines.display = False
            yield lines
            yield Static("", id="whole", classes="live hidden", markup=False)
            yield Static(say("review.cancel"), id="next", classes="live", markup=False)
            yield self.search_line()

    def on_mount(self) -> None:
        """Read at once."""
        self._read()

    # -- in the thread ---------------------------------------------------------------------------

    @work(thread=True, exit_on_error=False, group="review")
    def _read(self) -> None:
        self._answer(lambda: Ready(self.job.read(self._watch)))

    @work(thread=True, exit_on_error=False, group="review")
    def _record(self) -> None:
        self._answer(lambda: Recorded(self.job.record(self._watch)))

    def _answer(self, ask: Callable[[], Message]) -> None:
        try:
            self.post_message(ask())
        except CalledOff:
            self.post_message(Stopped())
        except UnusableRoster as error:
            told = self.say("review.problems", count=len(error.problems))
            self.post_message(Failed((("error", told),), error.problems))
        except Refusal as refusal:
            self.post_message(Failed((("error", refusal_sentence(self.say, refusal)),)))
        except StoreError as error:
            self.post_message(Failed((("error", error.sentence(self.say.language)),)))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.post_message(Failed((("error", self.say("review.unreadable", reason=reason)),)))

    def _watch(self, lines: int) -> None:
        if self._called_off.is_set():
            raise CalledOff
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_SECONDS:
            self._told_at = now
            self.post_message(Progressed(lines))

    # -- what has come ---------------------------------------------------------------------------

    def on_progressed(self, message: Progressed) -> None:
        """How far it is."""
        if self.stage not in ("reading", "recording"):
            return
        counted = self.say(
            "review.lines" if self.stage == "reading" else "review.written_lines", lines=f"{message.lines:,}"
        )
        if self.total:
            full, empty = bar(message.lines / self.total, BAR_CELLS)
            counted = (
                f"[{'#' * full}{'.' * empty}] {min(100, 100 * message.lines // self.total):3d}%  {counted}"
            )
        self._tell([("plain", counted)])

    def on_ready(self, message: Ready) -> None:
        """What it holds; Enter records it."""
        told = message.reviewed
        self.stage = "ready" if told.can_record else "wrong"
        self._show(told.lines, told.problems)
        self._say_next("review.confirm" if told.can_record else "review.only_back")

    def on_failed(self, message: Failed) -> None:
        """Why not; every line that is wrong."""
        self.stage = "wrong"
        self._show(message.lines, message.problems)
        self._say_next("review.back" if message.problems else "review.only_back")

    def _show(self, lines: Sequence[Line], problems: tuple[LineProblem, ...]) -> None:
        self.problems = problems
        self._tell(lines)
        listed = self.query_one(Lines)
        listed.display = bool(problems)
        if problems:
            listed.show(FixedRows(problem_rows(self.say, problems)))
            listed.focus()
        self._tell_whole(listed.key)

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The reason in full."""
        self._tell_whole(message.key)

    def _tell_whole(self, key: str | None) -> None:
        whole = self.query_one("#whole", Static)
        whole.set_class(key is None or not self.problems, "hidden")
        if key is not None and self.problems:
            whole.update(clean(problem_sentence(self.say, self.problems[int(key)])))

    def _tell(self, lines: Sequence[Line]) -> None:
        told = [(clean(sentence), STYLES[style]) for style, sentence in lines]
        self.query_one("#told", Static).update(Content("\n").join(Content.styled(*line) for line in told))

    def _say_next(self, word: str) -> None:
        self.query_one("#next", Static).update(self.say(word))

    def on_recorded(self, message: Recorded) -> None:
        """It is in the log."""
        message.stop()
        self.dismiss(message.outcome)

    def on_stopped(self) -> None:
        """Nothing is."""
        self.notify(self.say("review.stopped"), markup=False)
        self.dismiss(None)

    # -- commands --------------------------------------------------------------------------------

    def action_record(self) -> None:
        """Record it, once."""
        if self.stage != "ready":
            return
        self.stage = "recording"
        self._tell([("plain", self.say("review.writing"))])
        self.query_one(Lines).display = False
        self.query_one("#whole").add_class("hidden")
        self._say_next("review.cancel")
        self._record()

    def action_write_problems(self) -> None:
        """The problems as a table beside the file, for whoever has to mend it."""
        from tracker.rosters.problem_files import write_problems

        if not self.problems:
            return
        path = write_problems(self.job.path, self.problems, self.say)
        told = self.say("review.written", path=clean(path.name)) if path else self.say("review.unwritten")
        self.query_one("#next", Static).update(f"{told}\n{self.say('review.only_back')}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is the search's own while one types there; there is nothing to search before the problems."""
        if action == "record":
            return not isinstance(self.focused, Input)
        return action != "search" or bool(self.problems)

    def leave(self) -> None:
        """Stop what is under way; else go back."""
        if self.stage in ("reading", "recording"):
            self._called_off.set()
            self._say_next("review.stopping")
        else:
            self.dismiss(None)
