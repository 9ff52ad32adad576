"""One field of a form: its word, what is typed, and the sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from textual import events as terminal
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static
from textual_autocomplete import AutoComplete, DropdownItem, TargetState

from tracker.labels import Words
from tui.formatting import clean
from tui.searching import matches
from tui.widgets.choice import Choice

Kind = Literal[
    "text",
    "amount",
    "date",
    "count",
    "whole",
    "lines",
    "figure",
    "period",
    "project",
    "indicator",
    "event",
    "choice",
    "share",
    "month",
]
CODES = ("project", "indicator", "event")
"""Kinds of which only the first word counts: a code or a position, with what it means beside it."""


class FieldSpec(NamedTuple):
    """What a field is called, what may stand in it, and whether it may be empty."""

    name: str
    kind: Kind = "text"
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """For a choice: values and the keys of their words."""
    habits: bool = False
    """Whether what was typed before is offered."""
    hint: str = ""
    """The key of its hint, where it is not the name's or the kind's own."""
    rare: bool = False
    """Whether it is left out of sight until somebody asks for more, or it holds something."""
    known: bool = False
    """Whether what it holds from the start is told in words below, and not shown itself."""


class Coded(AutoComplete):
    """The plan's codes with their names, found by code, name or pinyin initials as one types."""

    def __init__(self, target: Input) -> None:
        super().__init__(target, None)
        self.offered: Sequence[str] = ()

    def get_candidates(self, target_state: TargetState) -> list[DropdownItem]:
        """Everything offered; plain text, whatever stands in it."""
        return [DropdownItem(Content(text)) for text in self.offered]

    def get_matches(
        self, target_state: TargetState, candidates: list[DropdownItem], search_string: str
    ) -> list[DropdownItem]:
        """Those found, the first eight: the code typed before codes that begin with it, and those before others."""
        if search_string in self.offered:
            return []
        found = [item for item in candidates if matches(search_string, item.value)]
        typed = search_string.strip().lower()
        found.sort(key=lambda item: _distance(typed, item.value.lower()))
        return found[:8]

    def post_completion(self) -> None:
        """On to the next field."""
        super().post_completion()
        self.target.post_message(Input.Changed(self.target, self.target.value))
        select_whole(self.screen.focus_next())


def _distance(typed: str, offered: str) -> int:
    if offered.split(maxsplit=1)[0] == typed:
        return 0
    return 1 if offered.startswith(typed) else 2


class Habit(Coded):
    """What was typed before, offered below; Enter keeps what one has typed, until Down has led into the list."""

    chosen_from = False

    def _listen_to_messages(self, event: terminal.Event) -> None:
        if isinstance(event, Input.Changed):
            self.chosen_from = False
        elif isinstance(event, terminal.Key) and self.display:
            if event.key == "down" and not self.chosen_from:
                self.chosen_from = True
                self.option_list.highlighted = 0
                event.prevent_default()
                event.stop()
                return
            if event.key in ("enter", "tab") and not self.chosen_from:
                self.action_hide()
                return
        super()._listen_to_messages(event)

    def get_matches(
        self, target_state: TargetState, candidates: list[DropdownItem], search_string: str
    ) -> list[DropdownItem]:
        """Those found, none of them marked as if it were chosen."""
        found = super().get_matches(target_state, candidates, search_string)
        return found[:5]


def select_whole(control: Widget | None) -> None:
    """What stands in a field one comes to is replaced by what is typed then, as in a spreadsheet; arrows keep it."""
    if isinstance(control, Input):
        control.select_all()


def stand_behind(control: Widget) -> None:
    """What stands in a field that was refused is there to be mended: no key takes its place."""
    if isinstance(control, Input):
        control.cursor_position = len(control.value)


class FormField(Vertical):
    """A line with a label and an input or a choice, and under it the fault, if there is one."""

    def __init__(self, say: Words, spec: FieldSpec, value: str = "") -> None:
        super().__init__(id=f"field-{spec.name}", classes="field")
        self.display = not (spec.known and value) and (not spec.rare or bool(value))
        self.say, self.spec = say, spec
        self.control: Input | Choice = self._control(value)
        self.coded: Coded | None = None
        if isinstance(self.control, Input) and spec.kind in CODES:
            self.coded = Coded(self.control)
        elif isinstance(self.control, Input) and spec.habits:
            self.coded = Habit(self.control)

    def _control(self, value: str) -> Input | Choice:
        say, spec = self.say, self.spec
        if spec.kind == "choice":
            choice = Choice([(option, say(word)) for option, word in spec.options])
            if value in dict(spec.options):
                choice.set_reactive(Choice.value, value)
            return choice
        return Input(value, placeholder=self._hint(), select_on_focus=False)

    def _hint(self) -> str:
        """Its own hint, its name's or its kind's; that it may stay empty is not said of one that may not."""
        say, spec = self.say, self.spec
        hints = (spec.hint or f"hint.{spec.name}", f"hint.{spec.kind}")
        found = next((hint for hint in hints if hint in say), None)
        return "" if found is None or (spec.required and found == "hint.note") else say(found)

    def compose(self) -> ComposeResult:
        """Label and control, the fault below."""
        star = "*" if self.spec.required else " "
        with Horizontal(classes="line"):
            yield Static(f"{star}{self.say(f'field.{self.spec.name}')}", classes="label", markup=False)
            yield self.control
        yield Static("", classes="fault", markup=False)

    def on_descendant_focus(self) -> None:
        """The label of the field one is in stands out."""
        self.query_one(".label").add_class("-focused")

    def on_descendant_blur(self) -> None:
        """And no longer."""
        self.query_one(".label").remove_class("-focused")

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.control.value

    def put(self, text: str) -> None:
        """Put something into it."""
        if isinstance(self.control, Input) or text in dict(self.spec.options):
            self.control.value = text
            self.display = self.display or (bool(text) and not self.spec.known)

    @property
    def is_choosing(self) -> bool:
        """Whether Enter chooses from the list below."""
        if self.coded is None or not self.coded.display:
            return False
        return not isinstance(self.coded, Habit) or self.coded.chosen_from

    def offer(self, texts: Sequence[str]) -> None:
        """What may be typed, as a list below."""
        if self.coded is not None:
            self.coded.offered = [clean(text) for text in texts]

    fault = ""
    """The sentence under it, where it is marked."""

    def blame(self, sentence: str) -> None:
        """Mark it, with the sentence."""
        self.display, self.fault = True, sentence
        self.add_class("-wrong")
        self.query_one(".fault", Static).update(sentence)

    def forgive(self) -> None:
        """Take the mark away."""
        if self.has_class("-wrong"):
            self.remove_class("-wrong")
            self.fault = ""
            self.query_one(".fault", Static).update("")
