"""The first line of every screen: which ledger, where, as of when; unmistakable when it is not now."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive

from tui.formatting import clean, fit
from tui.session import Session
from tui.widgets.kept import Kept


class TopLine(Kept):
    """Ledger, place and moment."""

    DEFAULT_CSS = """
    TopLine { dock: top; height: 1; background: $primary; color: $background; padding: 0 1; text-style: bold; }
    TopLine.-past { background: $error; color: $background; }
    """

    place: reactive[str] = reactive("")
    others: reactive[tuple[str, ...]] = reactive(())

    def __init__(self, session: Session, place: str) -> None:
        super().__init__()
        self.session = session
        self.set_reactive(TopLine.place, place)

    def render(self) -> Text:
        """One line, cut to the width."""
        say, tracker = self.session.say, self.session.tracker
        parts = [say("app.title") if tracker is None else str(tracker.ledger), self.place]
        if self.session.read_only:
            self.add_class("-past")
            parts.append(
                say(
                    "top.past",
                    as_of=self.session.as_of or "",
                    known_at=self.session.known_at or say("top.now"),
                )
            )
        else:
            self.remove_class("-past")
            if tracker is not None:
                parts.append(say("top.today", day=tracker.today()))
        if self.others:
            parts.append(say("top.others", actors=", ".join(self.others)))
        return Text(
            fit("  ".join(clean(part) for part in parts if part), max(1, self.size.width)), no_wrap=True
        )
