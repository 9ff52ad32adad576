"""Saying how a line that was put aside has been dealt with."""

from __future__ import annotations

from collections.abc import Mapping

from textual import work

from tracker.rosters.problems import LineProblem
from tracker.rosters.sentences import reason_sentence
from tracker.rosters.work import resolve_line, work_list
from tui.dialogs.form import Form
from tui.dialogs.previewing import outcome_of, previewed
from tui.dialogs.typed import FieldFaults
from tui.widgets.field import FieldSpec


class ResolutionForm(Form):
    """A note to one line of one result."""

    NAME = "resolution"
    FIELDS = (
        FieldSpec("of", "event", required=True),
        FieldSpec("line", "count", required=True),
        FieldSpec("note", required=True, hint="hint.resolution_note", habits=True),
    )
    FIELD_OF_REFUSAL = {
        "unknown_event": "of", "not_a_roster_result": "of", "roster_no_line": "line", "roster_line_resolved": "line",
        "personal_data": "note", "text_too_long": "note", "text_missing": "note",
    }  # fmt: skip

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Why the line was put aside, and what was said of it already."""
        for item in work_list(self.tracker, all_of_them=True):
            if [str(item.result.position), str(item.aside.line)] == [typed["of"], typed["line"]]:
                reason = reason_sentence(self.say, LineProblem(item.aside.line, item.aside.reason))
                told = self.say("live.aside", position=typed["of"], line=typed["line"], reason=reason)
                return [("plain", told), *([("warning", item.note)] if item.note else [])]
        return []

    def _try(self) -> None:
        self._preview(self.typed)

    @work(thread=True, exclusive=True, exit_on_error=False, group="preview")
    def _preview(self, typed: dict[str, str]) -> None:
        self.post_message(previewed(self.say, self.tracker, None, lambda: self.live(typed)))

    def action_record(self) -> None:
        """Record it, once; a line that has been dealt with is refused."""
        if self._sending:
            return
        try:
            values = self.values()
        except FieldFaults as error:
            self._blame(error.faults)
            return
        self._sending = True
        self._send(values["of"], values["line"], values["note"])

    @work(thread=True, exit_on_error=False, group="send")
    def _send(self, of: str, line: int, note: str) -> None:
        self.post_message(outcome_of(self.say, lambda: resolve_line(self.tracker, of, line, note)))
