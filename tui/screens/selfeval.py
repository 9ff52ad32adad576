"""The self-evaluation: every project's score as it stands now, what is missing, and reasons typed in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from events.values import DEPARTMENT
from tracker.sentences import grade_text, rules_text, target_text
from tui.commands import SELFEVAL_COMMANDS, bindings
from tui.messages import AskedFigure
from tui.screens.base import DeskScreen
from tui.widgets.kept import KeptText
from tui.widgets.lines import Column, FixedRows, Lines, Row

if TYPE_CHECKING:
    from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
    from tracker.projections.ledger_view import Submission
    from tracker.service import Tracker


EVIDENCE_SUFFIXES = frozenset(
    (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".txt", ".png", ".jpg", ".jpeg", ".ofd", ".zip")
)


class Scores(NamedTuple):
    """The scores of a moment, and what was handed in last."""

    evaluation: SelfEvaluation
    submission: Submission | None


class SelfevalScreen(DeskScreen):
    """Projects, and the department, with totals and grades; the rows of the one under the cursor beside them."""

    CSS_PATH = "selfeval.tcss"
    PLACE = "place.selfeval"
    BINDINGS = bindings(SELFEVAL_COMMANDS)

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.results: dict[str, ProjectResult] = {}
        self.submission: Submission | None = None
        self.gaps = 0

    def body(self) -> ComposeResult:
        """Projects, rows, what is missing."""
        say = self.say
        yield KeptText("", id="stage", markup=False)
        with Horizontal(id="lists"):
            yield Lines(
                [
                    Column(say("table.code"), 4),
                    Column(say("table.name"), 8, share=1),
                    Column(say("selfeval.total"), 6, "right"),
                    Column(say("selfeval.grade"), max(5, cell_len(say("grade.优")))),
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
                        Column(say("table.actual"), 9, "right", only_wide=True),
                        Column(say("selfeval.weight"), 6, "right"),
                        Column(say("selfeval.score"), 6, "right"),
                        Column(say("selfeval.reason"), 6, share=1, least=34),
                    ],
                    id="rows",
                )
                yield KeptText("", id="missing", markup=False)

    def on_mount(self) -> None:
        """Ask, and stand among the projects."""
        super().on_mount()
        self.query_one("#projects", Lines).focus()

    def read(self, tracker: Tracker) -> Scores:
        """Scores of the moment looked at, and whether they have been handed in."""
        from tracker.submitting import submission_of
        from tracker.year_end import evaluate_year

        return Scores(evaluate_year(tracker, **self.session.moment, traced=False), submission_of(tracker))

    def display_view(self, view: Any) -> None:
        """Fill the lists."""
        self.submission = view.submission
        self.gaps = len(view.evaluation.missing)
        self.results = {result.facts.code: result for result in view.evaluation.forms}
        self.query_one("#stage", KeptText).update(self._stage(view))
        projects = self.query_one("#projects", Lines)
        projects.show(FixedRows(self._projects()))
        self._form(projects.key)

    def _stage(self, view: Scores) -> str:
        from tracker.submitting import stage_of

        handed = view.submission
        return self.say(
            f"selfeval.stage.{stage_of(handed)}",
            rules=rules_text(self.say, view.evaluation.rules),
            missing=self.gaps,
            on=handed.occurred_on if handed else "",
            position=handed.position if handed else "",
            reason=(handed.reopened or "") if handed else "",
        )

    def _projects(self) -> Iterator[tuple[str, Row]]:
        for code, result in self.results.items():
            gaps = len(result.missing)
            yield (
                code,
                (
                    code,
                    self._named(result),
                    str(result.total),
                    grade_text(self.say, result.grade),
                    (str(gaps) if gaps else "", "warn"),
                ),
            )

    def _named(self, result: ProjectResult) -> str:
        whole = result.facts.code == DEPARTMENT
        return self.say("selfeval.department") if whole else result.facts.name or result.facts.goal

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The form of the project under the cursor."""
        if message.lines.id == "projects":
            self._form(message.key)

    def _form(self, code: str | None) -> None:
        result = self.results.get(code or "")
        if result is None:
            return
        from tracker.forms.display import actual_text

        say = self.say
        execution: tuple[str, Row] = (
            result.facts.code,
            (
                result.facts.code,
                say("table.rate"),
                "",
                "" if result.budget.rate is None else f"{result.budget.rate}%",
                str(result.budget.weight),
                str(result.budget.score),
                result.budget.reason or "",
            ),
        )
        rows: list[tuple[str, Row]] = [
            (
                row.facts.code,
                (
                    row.facts.code,
                    row.facts.level3,
                    target_text(self.say, row.facts.target),
                    actual_text(row.facts.actual),
                    str(row.weight),
                    (str(row.score), "plain" if row.score == row.weight else "warn"),
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
        self.query_one("#missing", KeptText).update("\n".join(told) or say("selfeval.complete"))

    def about(self) -> dict[str, str]:
        """The indicator, or the project, under the cursor; of the department's form its indicators alone."""
        rows, code = self.query_one("#rows", Lines), self.query_one("#projects", Lines).key
        project = {"project": code} if code and code != DEPARTMENT else {}
        if self.focused is rows and rows.key and "." in rows.key:
            return {"indicator": rows.key, **project}
        return project

    def explained(self) -> AskedFigure | None:
        """Its points: of the row under the cursor, or the project's total."""
        rows, projects = self.query_one("#rows", Lines), self.query_one("#projects", Lines)
        if self.focused is rows and rows.key:
            return AskedFigure(rows.key, what="score" if "." in rows.key else "execution_score")
        return AskedFigure(projects.key, what="score") if projects.key else None

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Into the form; on a row, type its reason."""
        if message.lines.id == "projects":
            self.query_one("#rows", Lines).focus()
        else:
            self._type_reason(message.key)

    def _type_reason(self, code: str) -> None:
        """Below the rows, which stay in sight; then on to the next row that wants one."""
        from tui.dialogs.opening import open_form

        open_form(self.app, self.session, "reason", self._go_on, indicator=code)

    def _go_on(self) -> None:
        rows, code = self.query_one("#rows", Lines), self.query_one("#projects", Lines).key
        wanting = {gap.subject for gap in self.results[code].missing} if code in self.results else set()
        below = range(rows.cursor + 1, len(rows.rows))
        rows.cursor = next((at for at in below if rows.rows.key(at) in wanting), rows.cursor)

    def action_preview(self) -> None:
        """The form of the project under the cursor as it will print."""
        from tui.screens.form_preview import FormPreviewScreen

        if (code := self.query_one("#projects", Lines).key) is not None:
            self.app.push_screen(FormPreviewScreen(self.session, code))

    def action_export(self) -> None:
        """Write the forms, with progress."""
        self._write_forms(hand_in=False)

    def action_hand_in(self) -> None:
        """Write the forms and freeze them; or take back what was handed in."""
        from tui.dialogs.opening import open_form

        if self.session.read_only:
            self.notify(self.say("form.read_only"), severity="warning", markup=False)
        elif self.submission is not None and self.submission.reopened is None:
            open_form(self.app, self.session, "evaluation_reopening")
        else:
            self._write_forms(hand_in=True)

    def _write_forms(self, *, hand_in: bool) -> None:
        from tui.dialogs.export import ExportDialog

        if self.session.tracker is not None:
            tracker = self.session.tracker
            dialog = ExportDialog(self.session, tracker, hand_in=hand_in, missing=self.gaps)
            self.app.push_screen(dialog, lambda done: self.app.look() if done else None)  # type: ignore[attr-defined]

    def action_evidence(self) -> None:
        """Attach a document to the indicator, or to the project's money."""
        from tui.lists.picker import FilePicker

        if self.session.read_only:
            self.notify(self.say("form.read_only"), severity="warning", markup=False)
        elif self.session.tracker is not None:
            self.app.push_screen(
                FilePicker(self.say, self.session.remembered, EVIDENCE_SUFFIXES), self._attach_file
            )

    def _attach_file(self, file: Path | None) -> None:
        from tui.dialogs.opening import open_form

        if file is not None:
            code = self.about().get("indicator") or self.query_one("#projects", Lines).key or ""
            open_form(self.app, self.session, "evidence_file", file=str(file), indicator=code)

    def _list_to_search(self) -> Widget:
        return self.query_one("#projects", Lines)

    def seek(self, text: str) -> None:
        """Among the projects."""
        self.query_one("#projects", Lines).seek(text)
