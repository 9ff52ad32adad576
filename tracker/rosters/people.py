"""One recipient's year, and each list's stories: on time, late, failed and paid again, returned, unpaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple

from events.envelope import RecordedEvent
from events.roster_lines import RosterLine, RosterOutcome
from events.types.rosters import RosterImported
from tracker.decisions.reissues import line_paid_again, lines_paid_again
from tracker.decisions.state import Recorded, State
from tracker.past import state_of
from tracker.rosters.columns import squeezed
from tracker.rosters.identity import identity_number
from tracker.rosters.keys import KeyFile
from tracker.rosters.lookup import all_lists, results_of
from tracker.rosters.problems import BadCell
from tracker.rosters.pseudonyms import RosterKey, identity_pseudonyms, person_number_pseudonyms
from tracker.service import Tracker

Story = Literal["on_time", "late", "reissued", "failed", "returned", "unpaid"]
STORIES: tuple[Story, ...] = ("on_time", "late", "reissued", "failed", "returned", "unpaid")


class PersonPayment(NamedTuple):
    """One recipient's line of one list, and what became of it."""

    roster: RecordedEvent
    fact: RosterImported
    line: RosterLine
    story: Story
    paid_on: str | None
    returned_on: str | None


class StoryCount(NamedTuple):
    """How many recipients of a list have the same story, and their money."""

    people: int
    amount_fen: int


def story_of(outcomes: Sequence[RosterOutcome], due_on: str, *, paid_again: bool = False) -> Story:
    """The story the bank's answers for one line tell, in order of their results, and a payment outside the list."""
    if paid_again:
        return "reissued"
    if not outcomes:
        return "unpaid"
    last = outcomes[-1]
    if last.outcome != "paid":
        return last.outcome
    if len(outcomes) > 1:
        return "reissued"
    return "on_time" if (last.paid_on or "") <= due_on else "late"


def find_person(
    tracker: Tracker,
    keys: KeyFile,
    identifier: str,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
) -> list[PersonPayment]:
    """Every list of the year a recipient stands in, by identity number or person number, under whatever key.

    As of a business date (today) and as known at an instant (now).

    The number is used to make pseudonyms and kept nowhere. Lists whose key is not at hand are passed over.
    """
    with state_of(tracker, as_of, known_at) as state:
        view, log = state.view, state.log
        alive = {key.id: key for key in keys.held() if view.roster_keys.get(key.id)}
        names = {key.id: _names(key, identifier) for key in alive.values()}
        lists = {event.position: (event, fact) for event, fact in all_lists(log, state)}
        return [
            _payment(log, state, *lists[position], line)
            for key_id, people in names.items()
            for position, line in _lines(log, people, [at for at in lists if lists[at][1].key_id == key_id])
        ]


def _lines(log: Recorded, people: Sequence[bytes], lists: Sequence[int]) -> Iterator[tuple[int, RosterLine]]:
    for person in people:
        yield from sorted(log.roster_lines.lines_of(person, lists).items())


def _names(key: RosterKey, identifier: str) -> list[bytes]:
    """The pseudonyms somebody may have: by what is an identity number, and by what may be a unit's own number."""
    names = [person_number_pseudonyms(key)(squeezed(identifier))]
    with suppress(BadCell):
        names.append(identity_pseudonyms(key)(identity_number(identifier)))
    return names


def _payment(
    log: Recorded, state: State, event: RecordedEvent, fact: RosterImported, line: RosterLine
) -> PersonPayment:
    answers = (
        log.roster_lines.outcome_of(result.position, line.person)
        for result, _ in results_of(log, state, event)
    )
    outcomes = [outcome for outcome in answers if outcome is not None]
    last = outcomes[-1] if outcomes else None
    again = line_paid_again(state, event, line, last)
    return PersonPayment(
        event,
        fact,
        line,
        story_of(outcomes, fact.due_on, paid_again=again is not None),
        again.paid_on if again else last.paid_on if last else None,
        last.returned_on if last else None,
    )


def stories_of(log: Recorded, state: State, event: RecordedEvent, due_on: str) -> dict[Story, StoryCount]:
    """How many recipients of a list have each story."""
    results = [result for result, _ in results_of(log, state, event)]
    answers, again = _answers(log, results), lines_paid_again(state, event)
    people, money = dict.fromkeys(STORIES, 0), dict.fromkeys(STORIES, 0)
    for line in log.roster_lines.of_roster(event.position):
        story = story_of(answers.get(line.person, ()), due_on, paid_again=line.line in again)
        people[story] += 1
        money[story] += line.amount_fen
    return {story: StoryCount(people[story], money[story]) for story in STORIES}


def _answers(log: Recorded, results: Iterable[RecordedEvent]) -> dict[bytes, list[RosterOutcome]]:
    answers: dict[bytes, list[RosterOutcome]] = {}
    for result in results:
        for outcome in log.roster_lines.of_result(result.position):
            answers.setdefault(outcome.person, []).append(outcome)
    return answers
