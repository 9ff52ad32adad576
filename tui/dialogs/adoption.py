"""A plan read from a file, before it is adopted: what it would change, what was found, and notes on findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, ProgressBar, Static
from textual.worker import get_current_worker

from tracker.sentences import change_sentence
from tui.commands import ADOPTION_COMMANDS, bindings
from tui.dialogs.dialog import SearchedDialog
from tui.session import Session
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.plan_page import Proposal
    from tracker.service import Tracker

CHANGE = "change:"
"""What the key of a row begins with that shows a difference; a finding's key is its number."""
SEVERITIES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}


class Stopped(Exception):
    """Reading was given up."""


class AdoptionDialog(SearchedDialog[bool]):
    """Reads the file in a worker; answers whether the plan was adopted."""

    BINDINGS = bindings(ADOPTION_COMMANDS)

    def __init__(self, session: Session, tracker: Tracker, file: Path) -> None:
        super().__init__()
        self.session, self.say, self.tracker, self.file = session, session.say, tracker, file
        self.proposal: Proposal | None = None
        self.notes: dict[int, str] = {}
        self._changes: list[tuple[str, str]] = []
        """What differs, by code, in words."""
        self._adopting = False

    def compose(self) -> ComposeResult:
        """What the file holds, its findings, the note being typed."""
        say = self.say
        with Vertical(classes="dialog -wide"):
            yield Static(say("adopt.title", file=self.file.name), classes="heading", markup=False)
            yield Static(say("adopt.reading"), id="told", markup=False)
            yield ProgressBar(id="pages", show_eta=False, classes="hidden")
            yield Lines(
                [
                    Column(say("plan.severity"), 8),
                    Column(say("plan.where"), 7),
                    Column(say("table.message"), 20, share=4),
                    Column(say("plan.note"), 12, share=1),
                ],
                empty=say("said.no_findings"),
            )
            yield Static("", id="whole", classes="live", markup=False)
            yield Input(placeholder=say("adopt.note"), id="note", compact=True, classes="hidden")
            yield self.search_line()
        yield KeyLine(say)

    def on_mount(self) -> None:
        """Read the file."""
        self.query_one(Lines).focus()
        self._read()

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def _read(self) -> None:
        from tracker.plan.problems import UnusablePlan
        from tracker.plan_page import propose
        from tui.asking import answer

        worker = get_current_worker()

        def tell(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise Stopped
            self.app.call_from_thread(self._pages, done, total)

        try:
            proposal, sentence = answer(self.say, lambda: propose(self.tracker, self.file, tell))
        except UnusablePlan as error:
            zh = self.session.language == "zh"
            told = [f"{p.place} {p.message if zh else p.message_en}".strip() for p in error.problems]
            self.bring(None, "\n".join(told))
        except Stopped:
            return
        except OSError as error:
            self.bring(None, f"{self.file.name}: {error.strerror}")
        else:
            self.bring(proposal, sentence)

    def _pages(self, done: int, total: int) -> None:
        if self.is_mounted:
            bar = self.query_one("#pages", ProgressBar)
            bar.remove_class("hidden")
            bar.update(total=total, progress=done)

    def display_view(self, view: Proposal) -> None:
        """Show what it holds."""
        proposal = self.proposal = view
        self.query_one("#pages").add_class("hidden")
        plan, say = proposal.reading.plan, self.say
        if proposal.current is not None:
            changes = proposal.changes.to_json()
            self._changes = [(_place_of(change), change_sentence(say, change)) for change in changes]
        word = "adopt.known" if proposal.is_known else "adopt.revision" if proposal.current else "adopt.new"
        counts = say(
            "adopt.counts",
            projects=len(plan.projects),
            indicators=sum(1 for _ in plan.indicators()),
            department=len(plan.department_indicators),
            lines=len(plan.budget_lines),
            findings=len(proposal.findings),
        )
        self.query_one("#told", Static).update(f"{counts}\n{say(word, changes=len(self._changes))}")
        self._list()

    def display_failure(self, sentence: str) -> None:
        """It cannot be used: say why, line by line."""
        self._adopting = False
        self.query_one("#pages").add_class("hidden")
        self.query_one("#told", Static).update(sentence)

    def _list(self) -> None:
        lines = self.query_one(Lines)
        lines.show(FixedRows(self._rows()))
        self._tell_whole(lines.key)

    def _rows(self) -> Iterator[tuple[str, Row]]:
        from tracker.plan_page import subjects_of_finding

        zh = self.session.language == "zh"
        for number, (place, sentence) in enumerate(self._changes):
            yield f"{CHANGE}{number}", ((self.say("adopt.change"), "good"), place, sentence, "")
        for number, found in enumerate(self.proposal.findings if self.proposal else ()):
            severity = (self.say(f"severity.{found.severity}"), SEVERITIES[found.severity])
            message = found.message if zh else found.message_en
            yield str(number), (severity, subjects_of_finding(found)[0], message, self.notes.get(number, ""))

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The change or the finding in full."""
        self._tell_whole(message.key)

    def _tell_whole(self, key: str | None) -> None:
        if self.proposal is None or key is None:
            return
        if key.startswith(CHANGE):
            told = self._changes[int(key.removeprefix(CHANGE))][1]
        else:
            found = self.proposal.findings[int(key)]
            told = f"{found.message if self.session.language == 'zh' else found.message_en} ({found.code})"
        self.query_one("#whole", Static).update(told)

    # -- commands ----------------------------------------------------------------------------------

    def on_lines_chosen(self) -> None:
        """Type the note."""
        self.action_accept()

    def action_accept(self) -> None:
        """Live with the finding under the cursor: type why."""
        key = self.query_one(Lines).key
        if key is None or self._adopting:
            return
        if key.startswith(CHANGE):
            self.notify(self.say("adopt.no_note"), markup=False)
        else:
            note = self.query_one("#note", Input)
            note.value = self.notes.get(int(key), "")
            note.remove_class("hidden")
            note.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """The note stands beside its finding; it is recorded when the plan is adopted."""
        message.stop()
        if message.input.id == "search":
            self.query_one(Lines).focus()
            return
        lines = self.query_one(Lines)
        if lines.key is not None and not lines.key.startswith(CHANGE):
            self.notes.pop(int(lines.key), None)
            if message.value.strip():
                self.notes[int(lines.key)] = message.value.strip()
        self._close_note()
        self._list()
        lines.action_move(1)

    def _close_note(self) -> None:
        self.query_one("#note").add_class("hidden")
        self.query_one(Lines).focus()

    def action_adopt(self) -> None:
        """Adopt it, once, with the notes."""
        if self.proposal is not None and not self._adopting:
            self._adopting = True
            self._adopt(self.proposal, dict(self.notes))

    @work(thread=True, exit_on_error=False, group="adopt")
    def _adopt(self, proposal: Proposal, notes: dict[int, str]) -> None:
        from tracker.plan_page import adopt
        from tui.asking import answer

        adoption, sentence = answer(self.say, lambda: adopt(self.tracker, proposal, notes))
        if adoption is None:
            self.bring(None, sentence or "")
        else:
            self.app.call_from_thread(self._adopted, adoption.events, len(notes))

    def _adopted(self, events: int, accepted: int) -> None:
        self.app.notify(self.say("adopt.done", events=events, accepted=accepted), markup=False)
        self.dismiss(True)

    def leave(self) -> None:
        """Close the note, else give up; nothing is recorded."""
        if not self.query_one("#note").has_class("hidden"):
            self._close_note()
        elif not self._adopting:
            self.workers.cancel_group(self, "read")
            self.dismiss(False)


def _place_of(change: Mapping[str, Any]) -> str:
    """The code of what differs; the plan as a whole has none."""
    return "" if change["kind"] == "plan" else str(change["subject"])
