"""The first line of every screen: which ledger, where, as of when; unmistakable when it is not now."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text
from textual import events as terminal
from textual.reactive import reactive

from tui.commands import PLACES
from tui.formatting import fit, narrow
from tui.session import Session
from tui.widgets.kept import Kept
from tui.widgets.key_line import key_name

ROOMY = 100
FEWEST = 5
"""A few of the places would say that there are no others."""

SHORTEST = 16
"""A place's name is not cut below so many cells."""

END_OF_DAY = "T23:59:59.999999Z"


class TopLine(Kept):
    """Ledger, place and moment; the keys of the other places."""

    DEFAULT_CSS = """
    TopLine { dock: top; height: 1; background: $primary; color: $background; padding: 0 1; text-style: bold; }
    TopLine.-past { background: $error; color: $background; }
    """

    place: reactive[str] = reactive("")
    others: reactive[tuple[str, ...]] = reactive(())

    def __init__(self, session: Session, place: str) -> None:
        super().__init__()
        self.session, self.say = session, session.say
        self._starts: list[tuple[int, str]] = []
        self.set_reactive(TopLine.place, place)

    def render(self) -> Text:
        """One line, cut to the width: where one is, and where one can go where there is room to say it."""
        self.set_class(self.session.read_only, "-past")
        width = max(1, self.content_size.width)
        where = self._where(width)
        line = Text(fit(where, width), no_wrap=True)
        gap = 1 if width < ROOMY else 2
        places = self._places(" " if gap > 1 else "")
        while places and cell_len(where) + sum(cell_len(text) + gap for _, text in places) > width:
            places.pop()
        self._starts = []
        if len(places) < FEWEST:
            return line
        line = Text(fit(where, width - sum(cell_len(text) + gap for _, text in places)), no_wrap=True)
        for command, text in places:
            line.append(" " * gap)
            self._starts.append((cell_len(line.plain), command))
            line.append(text, style="reverse" if self.say(f"place.{command}") == self.place else "")
        return line

    def _where(self, width: int) -> str:
        """Ledger, place and moment; where that is too wide the place is cut, never the day."""
        whole = narrow("  ".join(part for part in self._parts(self.place) if part))
        over, place = cell_len(whole) - width, narrow(self.place)
        if over <= 0:
            return whole
        short = fit(place, max(SHORTEST, cell_len(place) - over)) if cell_len(place) > SHORTEST else place
        return narrow("  ".join(part for part in self._parts(short.rstrip()) if part))

    def _parts(self, place: str) -> Iterator[str]:
        say, session = self.say, self.session
        yield say("app.title") if session.tracker is None else str(session.tracker.ledger)
        yield place
        if session.read_only:
            known_at = (session.known_at or say("top.now")).removesuffix(END_OF_DAY)[:19]
            yield say("top.past", as_of=session.as_of or "", known_at=known_at)
        elif session.tracker is not None:
            yield say("top.today", day=session.tracker.today())
        if self.others:
            yield say("top.others", actors=", ".join(self.others))

    def _places(self, space: str) -> list[tuple[str, str]]:
        """Commands that lead to places, with the key and the word of each."""
        keys = self.session.remembered.keys
        return [
            (
                c.id,
                f"{key_name(keys.get(c.id, c.keys).partition(',')[0])}{space}{self.say(f'command.{c.id}')}",
            )
            for c in sorted(PLACES, key=lambda c: c.id == "settings")
            if c.action.startswith("app.go")
        ]

    async def on_click(self, event: terminal.Click) -> None:
        """Go to the place one points at."""
        x = event.x - self.styles.padding.left
        pointed = [command for start, command in self._starts if start <= x]
        if pointed and not self.screen.is_modal:
            await self.app.run_action(f"app.go('{pointed[-1]}')")
