"""Entry forms: what a request would do while one types, and recording it once."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from textual import work

from tui.dialogs.form import Form
from tui.dialogs.typed import FieldFaults

if TYPE_CHECKING:
    from tracker.requests import Request


class EntryForm(Form):
    """A form that records one request."""

    @abstractmethod
    def request(self, values: dict[str, Any]) -> Request:
        """What is asked to be recorded; may raise :class:`FieldFaults`."""

    def _try(self) -> None:
        try:
            request = self.request(self.values())
        except FieldFaults:
            request = None
        self._preview(self.typed, request)

    @work(thread=True, exclusive=True, exit_on_error=False, group="preview")
    def _preview(self, typed: dict[str, str], request: Request | None) -> None:
        from tui.dialogs.previewing import previewed

        self.post_message(previewed(self.say, self.tracker, request, lambda: self.live(typed)))

    def action_record(self) -> None:
        """Record it, once, however often Enter is pressed."""
        if self._sending:
            return
        try:
            request = self.request(self.values())
        except FieldFaults as error:
            self._blame(error.faults)
            return
        self._sending = True
        self._send(request)

    @work(thread=True, exit_on_error=False, group="send")
    def _send(self, request: Request) -> None:
        from tui.dialogs.previewing import recorded

        self.post_message(recorded(self.say, self.tracker, request, self.key))
