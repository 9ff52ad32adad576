"""A form's dealings with the service: what a request would do, and recording it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from events.store import StoreError
from tracker.decisions.state import Refusal
from tracker.labels import Words
from tracker.sentences import notice_sentence, refusal_sentence
from tui.messages import Previewed, Recorded, Refused

if TYPE_CHECKING:
    from tracker.requests import Request
    from tracker.service import Outcome, Tracker


def previewed(
    say: Words, tracker: Tracker, request: Request | None, live: Callable[[], list[tuple[str, str]]]
) -> Previewed:
    """What is worth knowing, and how the request would fare where it is complete."""
    lines: list[tuple[str, str]] = []
    code = None
    try:
        lines += live()
        if request is not None:
            lines += [("warning", notice_sentence(say, notice)) for notice in tracker.preview(request)]
    except Refusal as refusal:
        code = refusal.code
        lines.append(("error", refusal_sentence(say, refusal)))
    except StoreError as error:
        lines.append(("error", error.sentence(say.language)))
    return Previewed(tuple(lines), code)


def recorded(say: Words, tracker: Tracker, request: Request, key: str) -> Recorded | Refused:
    """Record the request under the form's key."""
    return outcome_of(say, lambda: tracker.record(request, key=key))


def outcome_of(say: Words, record: Callable[[], Outcome]) -> Recorded | Refused:
    """What became of recording something."""
    try:
        return Recorded(record())
    except Refusal as refusal:
        return Refused(refusal.code, refusal_sentence(say, refusal), refusal.facts.get("field"))
    except StoreError as error:
        return Refused("store", error.sentence(say.language))
