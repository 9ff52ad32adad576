"""The self-evaluation: every project's score as it stands now, what is missing, and reasons typed in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from tracker.sentences import target_text
from tui.commands import SELFEVAL_COMMANDS, bindings
from tui.screens.base import DeskScreen
from tui.widgets.lines import Column, FixedRows, Lines, Row

if TYPE_CHECKING:
    from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
    from tracker.service import Tracker


class SelfevalScreen(DeskScreen):
    """Projects with totals and grades; the rows of the one under the cursor beside them."""

    CSS_PATH = "selfeval.tcss"
    PLACE = "place.selfeval"
    BINDINGS = bindings(SELFEVAL_COMMANDS)

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.results: dict[str, ProjectResult] = {}

    def body(self) -> ComposeResult:
        """Projects, rows, what is missing."""
        say = self.say
        with Horizontal():
            yield Lines(
                [
                    Column(say("table.code"), 4),
                    Column(say("table.name"), 8, share=1),
                    Column(say("selfeval.total"), 6, "right"),
                    Column(say("selfeval.grade"), 4),
                    Column(say("selfeval.missing"), 4, "right"),
                ],
                empty=say("loading"),
                id="projects",
            )
            with Vertical(id="form"):
                yield Lines(
                    [
                        Column(say("table.code"), 7),
                        Column(say("table.name"), 8, share=1),
                        Column(say("table.target"), 9, only_wide=True),
                        Column(say("selfeval.weight"), 6, "right"),
                        Column(say("selfeval.score"), 6, "right"),
                        Column(say("selfeval.reason"), 6, share=1),
                    ],
                    id="rows",
                )
                yield Static("", id="missing", markup=False)

    def on_mount(self) -> None:
        """Ask, and stand among the projects."""
        super().on_mount()
        self.query_one("#projects", Lines).focus()

    def read(self, tracker: Tracker) -> SelfEvaluation:
        """Scores of the moment looked at."""
        from tracker.year_end import evaluate_year

        session = self.session
        return evaluate_year(tracker, as_of=session.as_of, known_at=session.known_at, traced=False)

    def display_view(self, view: Any) -> None:
        """Fill the lists."""
        self.results = {result.facts.code: result for result in view.projects}
        projects = self.query_one("#projects", Lines)
        projects.show(FixedRows(self._projects()))
        self._form(projects.key)

    def _projects(self) -> Iterator[tuple[str, Row]]:
        for code, result in self.results.items():
            gaps = len(result.missing)
            yield (
                code,
                (
                    code,
                    result.facts.name or result.facts.goal,
                    str(result.total),
                    result.grade,
                    (str(gaps) if gaps else "", "warn"),
                ),
            )

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The form of the project under the cursor."""
        if message.lines.id == "projects":
            self._form(message.key)

    def _form(self, code: str | None) -> None:
        result = self.results.get(code or "")
        if result is None:
            return
        say = self.say
        execution: tuple[str, Row] = (
            result.facts.code,
            (
                result.facts.code,
                say("table.rate"),
                "",
                str(result.budget.weight),
                str(result.budget.score),
                result.budget.reason or "",
            ),
        )
        rows = [
            (
                row.facts.code,
                (
                    row.facts.code,
                    row.facts.level3,
                    target_text(row.facts.target),
                    str(row.weight),
                    str(row.score),
                    row.facts.reason or "",
                ),
            )
            for row in result.indicators
        ]
        self.query_one("#rows", Lines).show(FixedRows([execution, *rows]))
        zh = self.session.language == "zh"
        told = [f"{gap.subject} {gap.message if zh else gap.message_en}" for gap in result.missing[:3]]
        more = len(result.missing) - len(told)
        if more > 0:
            told.append(say("selfeval.more", count=more))
        self.query_one("#missing", Static).update("\n".join(told) or say("selfeval.complete"))

    def about(self) -> dict[str, str]:
        """The indicator, or the project, under the cursor."""
        rows, projects = self.query_one("#rows", Lines), self.query_one("#projects", Lines)
        if self.focused is rows and rows.key and "." in rows.key:
            return {"indicator": rows.key, "project": rows.key.partition(".")[0]}
        return {"project": projects.key} if projects.key else {}

    def explained(self) -> tuple[str, str | None] | None:
        """Its figure."""
        about = self.about()
        code = about.get("indicator") or about.get("project")
        return (code, None) if code else None

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Into the form; on a row, type its reason."""
        if message.lines.id == "projects":
            self.query_one("#rows", Lines).focus()
        else:
            self.action_enter("deviation")

    def action_export(self) -> None:
        """Write the forms beside where the program was started."""
        if self.session.tracker is not None:
            self.notify(self.say("selfeval.exporting"), markup=False)
            self._export(self.session.tracker, Path.cwd() / self.say("selfeval.directory"))

    @work(thread=True, exclusive=True, exit_on_error=False, group="export")
    def _export(self, tracker: Tracker, directory: Path) -> None:
        from tracker.forms.writing import write_forms
        from tracker.year_end import evaluate_year

        session = self.session
        try:
            directory.mkdir(parents=True, exist_ok=True)
            evaluation = evaluate_year(tracker, as_of=session.as_of, known_at=session.known_at)
            write_forms(evaluation, directory, ("xlsx", "json"))
            told = self.say("said.written", path=directory)
        except OSError as error:
            told = self.say("error.cannot_write", path=directory, reason=error.strerror or error)
        self.app.call_from_thread(self.notify, told, markup=False)

    def _list_to_search(self) -> Widget:
        return self.query_one("#projects", Lines)

    def seek(self, text: str) -> None:
        """Among the projects."""
        self.query_one("#projects", Lines).seek(text)
