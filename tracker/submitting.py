"""The self-evaluation's life: what is missing, handing it in, and what has changed since.

What was handed in is not kept a second time: the log up to its position, as of its day and under its rule
set, gives it again, and the hashes of its files say that it is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from events.searching import Sought
from events.types.books import RuleSetChosen
from events.types.evaluation import SelfEvaluationSubmitted, SubmittedFile, SubmittedTotal
from tracker.decisions.state import Refusal
from tracker.forms.comparison import Comparison, compare
from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
from tracker.forms.writing import write_forms
from tracker.projections.ledger_view import Submission
from tracker.requests import SubmitEvaluation
from tracker.rules.loading import load_rule_set
from tracker.rules.recording import digest_of, rules_of
from tracker.rules.rule_set import RuleSet
from tracker.service import Outcome, Tracker
from tracker.year_end import evaluate_year, rules_in_force

Stage = Literal["open", "submitted", "reopened"]


class HandedIn(NamedTuple):
    """What a submission recorded, and the files it froze."""

    outcome: Outcome
    files: tuple[Path, ...]
    evaluation: SelfEvaluation


def submission_of(tracker: Tracker) -> Submission | None:
    """The self-evaluation handed in last, or None."""
    with tracker.view(as_of="9999-12-31") as (_, view):
        return view.submission


def stage_of(submission: Submission | None) -> Stage:
    """Whether the self-evaluation is still open, stands handed in, or was taken back."""
    if submission is None:
        return "open"
    return "submitted" if submission.reopened is None else "reopened"


def rules_handed_in(tracker: Tracker, fact: SelfEvaluationSubmitted) -> RuleSet:
    """The rule set something was handed in under, from the log; else the delivered one of that name.

    Raises:
        RuleSetError: neither the log nor the program has it.
    """
    with tracker.store.reader(str(tracker.ledger)) as log:
        found = log.search(Sought(types=("RuleSetChosen",)), after=0, through=log.head.position)
        for event in log.several(tuple(found)):
            chosen = event.fact
            if isinstance(chosen, RuleSetChosen) and chosen.sha256 == fact.rules_sha256:
                kept = rules_of(chosen)
                if kept is not None:
                    return kept
    return load_rule_set(fact.rules)


def hand_in(
    tracker: Tracker, rules: RuleSet | None, directory: Path, formats: Sequence[str], *, draft: bool
) -> HandedIn:
    """Write the forms and record their hashes; refused while something is missing, unless said to be a draft."""
    submission = submission_of(tracker)
    if submission is not None and submission.reopened is None:
        raise Refusal("evaluation_submitted", position=submission.position, on=submission.occurred_on)
    chosen = rules or rules_in_force(tracker)
    evaluation = evaluate_year(tracker, chosen)
    if evaluation.incomplete and not draft:
        raise Refusal("evaluation_incomplete", count=len(evaluation.missing))
    evaluation = evaluate_year(tracker, chosen, record_rules=True)
    files = tuple(write_forms(evaluation, directory, formats))
    return HandedIn(tracker.record(SubmitEvaluation(fact=_fact(evaluation, files))), files, evaluation)


def _fact(evaluation: SelfEvaluation, files: Sequence[Path]) -> SelfEvaluationSubmitted:
    facts, rules = evaluation.facts, evaluation.rules
    return SelfEvaluationSubmitted(
        as_of=facts.as_of,
        log_position=facts.log_position,
        log_hash=facts.log_hash,
        rules=rules.name,
        rules_version=rules.version,
        rules_sha256=digest_of(rules),
        missing=len(evaluation.missing),
        files=tuple(
            SubmittedFile(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files
        ),
        totals=tuple(
            SubmittedTotal(each.facts.code, str(each.total), each.grade) for each in evaluation.projects
        ),
    )


def since_handed_in(tracker: Tracker, rules: RuleSet | None = None) -> Comparison:
    """What was handed in beside how it would be today, under the same rule set.

    Raises:
        Refusal: nothing was ever handed in.
        RuleSetError: the log does not hold the rule set, and nobody delivers or gives it.
    """
    submission = submission_of(tracker)
    if submission is None:
        raise Refusal("never_submitted")
    fact = submission.fact
    chosen = rules if rules is not None else rules_handed_in(tracker, fact)
    with tracker.store.reader(str(tracker.ledger)) as log:
        last = log.at(fact.log_position)
    assert last is not None, "the position handed in is in the log"
    before = evaluate_year(tracker, chosen, as_of=fact.as_of, known_at=last.recorded_at)
    return compare(before, evaluate_year(tracker, chosen))


def without_evidence(project: ProjectResult) -> tuple[str, ...]:
    """Indicators whose typed figures rest on no document, neither named nor attached."""
    return tuple(
        row.facts.code
        for row in project.indicators
        if row.facts.events
        and all(event.type == "MeasurementRecorded" for event in row.facts.events)
        and not row.facts.evidence
        and not any(event.evidence for event in row.facts.events)
    )
