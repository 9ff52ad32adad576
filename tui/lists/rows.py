"""Many facts from one file: a row each, looked at whole before any of them is recorded, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tracker.bulk import (
    RefusedRow,
    Row,
    RowFiles,
    RowProblem,
    UnreadableFile,
    look_at_all,
    record_all,
)
from tracker.labels import Words
from tracker.money import grouped_yuan
from tracker.rosters.problems import LineProblem, UnusableRoster
from tracker.sentences import notice_sentence, refusal_sentence
from tracker.service import Outcome, Tracker
from tui.formatting import clean
from tui.lists.forms import PickedFileForm
from tui.lists.jobs import Line, Reviewed, Watch
from tui.lists.looks import likely_lines
from tui.messages import Previewed
from tui.widgets.field import FieldSpec

KINDS = ("disbursement", "appropriation", "receipt", "measurement")
WARNINGS_SHOWN = 5


class RowsJob:
    """A file of facts of one kind on its way into the log."""

    def __init__(self, say: Words, tracker: Tracker, files: RowFiles, path: Path, kind: str) -> None:
        self.say, self.tracker, self.files, self.path, self.kind = say, tracker, files, path, kind
        self.rows: tuple[Row, ...] = ()
        self.told = ""

    def read(self, watch: Watch) -> Reviewed:
        """How many rows, how many of them new, their sum, what recording would warn of."""
        try:
            found = self.files.read(self.kind, self.path, watch)
        except UnreadableFile as error:
            raise _unusable([(None, str(error))]) from error
        if found.problems:
            raise _unusable(found.problems)
        self.rows = found.rows
        outcomes = self._refused_as_problem(lambda: look_at_all(self.tracker, self.rows, watch))
        new = [outcome for outcome in outcomes if not outcome.repeated]
        say, count = self.say, len(outcomes)
        lines: list[Line] = [
            ("strong", say("rows.count", rows=count, new=len(new), repeated=count - len(new)))
        ]
        amounts = [
            fen for outcome in new if isinstance(fen := getattr(outcome.event.fact, "amount_fen", None), int)
        ]
        if amounts:
            lines.append(("plain", say("rows.sum", amount=grouped_yuan(sum(amounts)))))
        warnings = [notice_sentence(say, notice) for outcome in new for notice in outcome.warnings]
        lines += [("warning", sentence) for sentence in warnings[:WARNINGS_SHOWN]]
        if len(warnings) > WARNINGS_SHOWN:
            lines.append(("warning", say("rows.more_warnings", count=len(warnings) - WARNINGS_SHOWN)))
        return Reviewed(tuple(lines), (), bool(new))

    def record(self, watch: Watch) -> Outcome:
        """All of them; the last one stands for them."""
        outcomes = self._refused_as_problem(lambda: record_all(self.tracker, self.rows, watch))
        new = [outcome for outcome in outcomes if not outcome.repeated]
        self.told = self.say("rows.recorded", recorded=len(new), repeated=len(outcomes) - len(new))
        return (new or outcomes)[-1]

    def _refused_as_problem(self, ask: Any) -> list[Outcome]:
        try:
            found: list[Outcome] = ask()
        except RefusedRow as error:
            raise _unusable([(error.row, refusal_sentence(self.say, error.refusal))]) from error
        return found


def _unusable(problems: Sequence[RowProblem | tuple[int | None, str]]) -> UnusableRoster:
    return UnusableRoster(
        [LineProblem(line, "as_said", {"reason": clean(reason)}) for line, reason in problems]
    )


class RowsForm(PickedFileForm):
    """The file, and what its rows are."""

    NAME = "rows"
    FIELDS = (
        FieldSpec("file", required=True),
        FieldSpec(
            "kind_of_rows",
            "choice",
            required=True,
            options=tuple((kind, f"command.{kind}") for kind in KINDS),
        ),
    )

    def defaults(self) -> dict[str, str]:
        """Payments, most often."""
        return {"kind_of_rows": KINDS[0]}

    @property
    def files(self) -> RowFiles:
        """What reads the file."""
        assert self.session.row_files is not None, "the form opens only where there is a reader"
        return self.session.row_files()

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The columns such a file may have."""
        headings = self.files.headings(typed["kind_of_rows"] or KINDS[0])
        return [("plain", self.say("rows.headings", headings="、".join(headings)))]

    def _try(self) -> None:
        self.post_message(Previewed(tuple(self.live(self.typed))))

    def action_record(self) -> None:
        """Read it and show what it holds."""
        if self._sending or (found := self.file_values()) is None:
            return
        values, path = found
        self._sending = True
        self.job = RowsJob(self.say, self.tracker, self.files, path, values["kind_of_rows"])
        self.review(self.job, likely_lines(path))

    def _reviewed(self, outcome: Outcome | None) -> None:
        self._sending = False
        if outcome is not None:
            self.draft.forget()
            self.app.notify(self.job.told, markup=False)
            self.app.look()  # type: ignore[attr-defined]
            self.dismiss(None)
