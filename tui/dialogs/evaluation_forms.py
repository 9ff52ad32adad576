"""What a self-evaluation rests on, and taking back one that was handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work

from tracker.requests import AttachEvidence, ReopenEvaluation, Request
from tui.dialogs.entry import EntryForm
from tui.dialogs.live import code_of
from tui.dialogs.typed import FieldFaults
from tui.typed_path import path_typed
from tui.widgets.field import FieldSpec

if TYPE_CHECKING:
    from tracker.evidence import Kept


class EvidenceForm(EntryForm):
    """A document that an indicator, or a project's money, rests on; the file is kept by its hash."""

    NAME = "evidence_file"
    FIELDS = (
        FieldSpec("file", required=True),
        FieldSpec("indicator", "indicator", required=True),
        FieldSpec("document_name"),
        FieldSpec("period", "period"),
        FieldSpec("note", habits=True),
    )
    FIELD_OF_REFUSAL = {
        "unknown_indicator": "indicator", "unknown_project": "indicator", "period_outside_year": "period",
        "period_unreadable": "period", "evidence_attached": "file",
    }  # fmt: skip

    _known: tuple[str, Kept | str] | None = None
    """The file looked at last: its path, and its hash and size or why it cannot be had."""

    def request(self, values: dict[str, Any]) -> Request:
        """Attach the file, once its hash is known."""
        path = str(values["file"])
        if self._known is None or self._known[0] != path:
            self._describe(path)
            raise FieldFaults({"file": self.say("evidence.hashing")})
        found = self._known[1]
        if isinstance(found, str):
            raise FieldFaults({"file": found})
        return AttachEvidence(
            indicator=values["indicator"],
            name=values["document_name"] or Path(path).name,
            sha256=found.sha256,
            size_bytes=found.size_bytes,
            period=values["period"],
            note=values["note"],
        )

    @work(thread=True, exclusive=True, exit_on_error=False, group="describe")
    def _describe(self, path: str) -> None:
        from tracker.evidence import described

        found: Kept | str
        try:
            found = described(path_typed(path) or Path())
        except (OSError, ValueError) as error:
            found = self.say("evidence.unreadable", reason=getattr(error, "strerror", None) or error)
        self.app.call_from_thread(self._described, path, found)

    def _described(self, path: str, found: Kept | str) -> None:
        self._known = (path, found)
        if self.is_mounted:
            self._try()

    def live(self, typed: Any) -> list[tuple[str, str]]:
        """The file's hash and size, and what it is attached to."""
        if self._known is None or self._known[0] != typed["file"] or isinstance(self._known[1], str):
            return []
        kept = self._known[1]
        about = code_of(typed, "indicator")
        facts = {"sha256": kept.sha256[:12], "size": kept.size_bytes, "about": about}
        return [("plain", self.say("live.evidence", **facts))]

    @work(thread=True, exit_on_error=False, group="send")
    def _send(self, request: Request) -> None:
        from tui.dialogs.previewing import recorded
        from tui.messages import Refused

        assert self._known is not None, "the file was looked at"
        try:
            self.session.evidence_of().keep(path_typed(self._known[0]) or Path())
        except OSError as error:
            self.post_message(
                Refused("file", self.say("evidence.unreadable", reason=error.strerror or error), "file")
            )
            return
        self.post_message(recorded(self.say, self.tracker, request, self.key))


class ReopeningForm(EntryForm):
    """The self-evaluation that was handed in is taken back, for a reason."""

    NAME = "evaluation_reopening"
    FIELDS = (FieldSpec("reason", required=True, habits=True),)
    FIELD_OF_REFUSAL = {"text_missing": "reason"}

    def request(self, values: dict[str, Any]) -> Request:
        """Take it back."""
        return ReopenEvaluation(reason=values["reason"])
