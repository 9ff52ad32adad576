"""A project's form, or the department's, as it will print, made anew when anything is recorded or the window changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events as terminal
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from events.values import DEPARTMENT
from tui.commands import PREVIEW_COMMANDS, bindings
from tui.formatting import narrow
from tui.screens.base import DeskScreen
from tui.session import Session
from tui.widgets.page import Page
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
    from tracker.service import Tracker

NARROWEST, WIDEST = 50, 128


class FormPreviewScreen(DeskScreen):
    """Up and down scroll, left and right turn to the neighbouring project."""

    CSS_PATH = "form_preview.tcss"
    PLACE = "place.form_preview"
    BINDINGS = bindings(PREVIEW_COMMANDS)

    def __init__(self, session: Session, code: str) -> None:
        super().__init__(session)
        self.code = code
        self.evaluation: SelfEvaluation | None = None

    def twin(self) -> FormPreviewScreen:
        """Of the same project."""
        return FormPreviewScreen(self.session, self.code)

    def body(self) -> ComposeResult:
        """One text to scroll."""
        with Page(id="paper"):
            yield Static(self.say("loading"), id="form", markup=False)

    def on_mount(self) -> None:
        """Ask, and stand in the form."""
        super().on_mount()
        self.query_one("#paper").focus()

    def read(self, tracker: Tracker) -> SelfEvaluation:
        """Scored as of the moment looked at."""
        from tracker.year_end import evaluate_year

        session = self.session
        return evaluate_year(tracker, as_of=session.as_of, known_at=session.known_at, traced=False)

    def display_view(self, view: Any) -> None:
        """Draw the form."""
        self.evaluation = view
        self._draw()

    def on_resize(self, event: terminal.Resize) -> None:
        """As wide as the window."""
        super().on_resize(event)
        self._draw()

    def _draw(self) -> None:
        from tracker.forms.preview import preview

        if self.evaluation is None:
            return
        project = self._project()
        if project is None:
            return
        width = min(WIDEST, max(NARROWEST, self.size.width - 3))
        ascii = self.app.has_class("-ascii")
        lines = preview(self.evaluation, project, width, ascii=ascii, shown=narrow)
        self.query_one("#form", Static).update("\n".join(line.rstrip() for line in lines))
        whole = self.code == DEPARTMENT
        name = self.say("selfeval.department") if whole else project.facts.name or project.facts.goal
        told = self.say(
            "preview.total", total=project.total, grade=project.grade, missing=len(project.missing)
        )
        self.query_one(TopLine).place = f"{self.say(self.PLACE)} {self.code} {told} {name}"

    def _project(self) -> ProjectResult | None:
        forms = self.evaluation.forms if self.evaluation is not None else ()
        return next((each for each in forms if each.facts.code == self.code), None)

    def action_turn(self, step: int) -> None:
        """To the neighbouring project's form."""
        if self.evaluation is not None:
            codes = [each.facts.code for each in self.evaluation.forms]
            self.code = codes[(codes.index(self.code) + step) % len(codes)]
            self._draw()
            self.query_one("#paper").scroll_home(animate=False)

    def about(self) -> dict[str, str]:
        """This project."""
        return {} if self.code == DEPARTMENT else {"project": self.code}

    def action_explain(self) -> None:
        """The form's figures, to choose the one whose events are wanted."""
        from tui.dialogs.behind import FormFiguresDialog

        tracker, project = self.session.tracker, self._project()
        if tracker is not None and project is not None:
            self.app.push_screen(FormFiguresDialog(self.session, tracker, project))

    def action_search(self) -> None:
        """There is no list here."""

    def _list_to_search(self) -> Widget:
        return self.query_one("#paper")

    def action_copy_table(self) -> None:
        """The form as it stands here."""
        text = str(self.query_one("#form", Static).content)
        self.copy_text(text + "\n", text.count("\n") + 1)
