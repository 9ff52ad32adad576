"""A project's form, or the department's, as it will print, made anew when anything is recorded or the window changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events as terminal
from textual.app import ComposeResult
from textual.widget import Widget

from events.values import DEPARTMENT
from tracker.sentences import grade_text
from tui.commands import PREVIEW_COMMANDS, bindings
from tui.formatting import narrow
from tui.messages import AskedFigure
from tui.screens.base import ENTRY_IDS, DeskScreen
from tui.session import Session
from tui.widgets.page import Page
from tui.widgets.paper import Paper
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
    from tracker.service import Tracker

NARROWEST, WIDEST = 50, 128


class FormPreviewScreen(DeskScreen):
    """Up and down scroll, Tab goes from figure to figure, left and right turn to the neighbouring project."""

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
            yield Paper(self.say("loading"))

    def on_mount(self) -> None:
        """Ask, and stand in the form."""
        super().on_mount()
        self.query_one("#paper").focus()

    def read(self, tracker: Tracker) -> SelfEvaluation:
        """Scored as of the moment looked at."""
        from tracker.year_end import evaluate_year

        session = self.session
        return evaluate_year(tracker, **session.moment, traced=False)

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
        self.query_one(Paper).show(preview(self.evaluation, project, width, ascii=ascii, shown=narrow))
        whole = self.code == DEPARTMENT
        name = self.say("selfeval.department") if whole else project.facts.name or project.facts.goal
        told = self.say(
            "preview.total",
            total=project.total,
            grade=grade_text(self.say, project.grade),
            missing=len(project.missing),
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

    def matters(self, command: str) -> bool:
        """One looks here rather than records."""
        return command not in ENTRY_IDS and super().matters(command)

    def action_step(self, by: int) -> None:
        """To the figure after, or the one before."""
        self.query_one(Paper).step(by)

    def explained(self) -> AskedFigure | None:
        """The points marked: of an indicator, of the execution rate, or of the whole form."""
        asked = self.query_one(Paper).asked
        if asked is None:
            return None
        return AskedFigure(asked.code, what="score" if asked.what == "score" else "execution_score")

    def on_paper_chosen(self) -> None:
        """A click asks at once."""
        self.action_explain()

    def action_search(self) -> None:
        """There is no list here."""

    def _list_to_search(self) -> Widget:
        return self.query_one("#paper")

    def action_copy_table(self) -> None:
        """The form as it stands here."""
        text = str(self.query_one(Paper).content)
        self.copy_text(text + "\n", text.count("\n") + 1)
