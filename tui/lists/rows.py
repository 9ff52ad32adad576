"""Many facts from one file: a row each, looked at whole before any of them is recorded, all of them or none."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textual import work

from tracker.bulk import (
    RefusedRow,
    Row,
    RowFiles,
    RowProblem,
    RowsLook,
    UnreadableFile,
    look_at_all,
    record_all,
)
from tracker.labels import Words, words
from tracker.money import grouped_yuan
from tracker.rosters.problems import LineProblem, UnusableRoster
from tracker.sentences import notice_sentence, refusal_sentence
from tracker.service import Outcome, Tracker
from tui.commands import IN_FILE_FORMS, bindings
from tui.formatting import clean
from tui.lists.forms import PickedFileForm
from tui.lists.jobs import Line, Reviewed, Watch
from tui.lists.looks import likely_lines
from tui.lists.mapping import MappingDialog, of_rows
from tui.messages import Previewed
from tui.typed_path import why_not_a_file
from tui.widgets.field import FieldSpec

KINDS = ("disbursement", "appropriation", "receipt", "measurement")
WARNINGS_SHOWN = 5


class RowsJob:
    """A file of facts of one kind on its way into the log."""

    def __init__(
        self, say: Words, tracker: Tracker, files: RowFiles, path: Path, kind: str, columns: Mapping[str, str]
    ) -> None:
        self.say, self.tracker, self.files, self.path, self.kind = say, tracker, files, path, kind
        self.columns = columns
        self._of_commands = words(say.language)  # these name options, which are a file's columns
        self.rows: tuple[Row, ...] = ()
        self.told = ""

    def read(self, watch: Watch) -> Reviewed:
        """How many rows, how many of them new, their sum, what recording would warn of."""
        try:
            found = self.files.read(self.kind, self.path, watch, self.columns)
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
        lines += [("warning", notice_sentence(say, notice)) for notice in found.notices]
        notices = (
            notice_sentence(self._of_commands, notice) for outcome in new for notice in outcome.warnings
        )
        warnings = [self.files.in_columns(self.kind, sentence) for sentence in notices]
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
            told = self.files.in_columns(self.kind, refusal_sentence(self._of_commands, error.refusal))
            raise _unusable([(error.row, told)]) from error
        return found


def _unusable(problems: Sequence[RowProblem | tuple[int | None, str]]) -> UnusableRoster:
    return UnusableRoster(
        [LineProblem(line, "as_said", {"reason": clean(reason)}) for line, reason in problems]
    )


class RowsForm(PickedFileForm):
    """The file, and what its rows are."""

    BINDINGS = bindings(IN_FILE_FORMS[1:])
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
        return self.session.row_files(self.say.language)

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The columns such a file may have."""
        headings = self.files.headings(typed["kind_of_rows"] or KINDS[0])
        return [("plain", self.say("rows.headings", headings=self.say.listed(headings)))]

    def _try(self) -> None:
        self.post_message(Previewed(tuple(self.live(self.typed))))

    # -- its columns -----------------------------------------------------------------------------

    def action_map_columns(self) -> None:
        """Say what each column is."""
        if (path := self.path) is None:
            return
        if (fault := why_not_a_file(self.say, path)) is not None:
            self._blame({"file": fault})
        else:
            self._look_at(path, self.typed["kind_of_rows"], record=False)

    def action_record(self) -> None:
        """Read it and show what it holds; where its headings are unknown, ask for them first."""
        if self._sending or (found := self.file_values()) is None:
            return
        values, path = found
        self._sending = True
        self._look_at(path, values["kind_of_rows"], record=True)

    @work(thread=True, exclusive=True, exit_on_error=False, group="look")
    def _look_at(self, path: Path, kind: str, *, record: bool) -> None:
        try:
            look = self.files.look(kind, path, self._columns(kind))
        except (UnreadableFile, OSError) as error:
            if not record:
                self.post_message(Previewed((("error", clean(str(error))),)))
                return
            look = None  # the review says why it cannot be read
        if look is not None and (look.needs_mapping or not record):
            self.app.call_from_thread(self._open_mapping, look, path, kind, record)
        else:
            self.app.call_from_thread(self._review, path, kind, likely_lines(path))

    def _columns(self, kind: str) -> Mapping[str, str]:
        """What was said of headings before."""
        return self.session.remembered.headings.get(kind, {})

    def _open_mapping(self, look: RowsLook, path: Path, kind: str, record: bool) -> None:
        def mapped(columns: dict[str, str] | None) -> None:
            self._sending = False
            if columns is not None:
                self._remember(kind, look.headers, columns)
                if record:
                    self.action_record()

        headings = self.files.headings(kind)
        required = self.files.required(kind)
        self.app.push_screen(MappingDialog(self.say, of_rows(self.say, look, headings, required)), mapped)

    def _remember(self, kind: str, headers: Sequence[str], columns: Mapping[str, str]) -> None:
        ours = {theirs: our for our, theirs in columns.items()}
        kept = self.session.remembered
        said = {header: ours.get(header, "") for header in headers if header}
        kept.headings[kind] = {**kept.headings.get(kind, {}), **said}
        kept.save()

    def _review(self, path: Path, kind: str, total: int | None) -> None:
        self.job = RowsJob(self.say, self.tracker, self.files, path, kind, self._columns(kind))
        self.review(self.job, total)

    def action_write_template(self) -> None:
        """A file with the headings of this kind and nothing else, to be filled in."""
        kind = self.typed["kind_of_rows"] or KINDS[0]
        folder = Path(self.session.remembered.folder or Path.cwd())
        name = self.say("rows.template_name", kind=self.say(f"command.{kind}"))
        try:
            path = write_template(folder, name, self.files.headings(kind))
        except OSError:
            told = self.say("rows.no_template", path=clean(str(folder)))
        else:
            told = self.say("rows.template", path=clean(str(path)))
        self.notify(told, markup=False)

    def _reviewed(self, outcome: Outcome | None) -> None:
        self._sending = False
        if outcome is not None:
            self.draft.forget()
            self.app.notify(self.job.told, markup=False)
            self.app.look()  # type: ignore[attr-defined]
            self.dismiss(None)


def write_template(folder: Path, name: str, headings: Sequence[str]) -> Path:
    """A table of headings alone beside what is there already; raises OSError."""
    names = (f"{name}{number}.csv" for number in ("", *range(2, 1_000)))
    path = next(path for each in names if not (path := folder / each).exists())
    with path.open("x", encoding="utf-8-sig", newline="") as text:
        csv.writer(text).writerow(headings)
    return path
