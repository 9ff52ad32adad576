"""The places one goes to by name; each is loaded when it is first opened."""

from __future__ import annotations

from importlib import import_module

from tui.screens.base import DeskScreen
from tui.session import Session

PLACES = {
    "journal": ("tui.screens.journal", "JournalScreen"),
    "alerts": ("tui.screens.alerts", "AlertsScreen"),
    "plan": ("tui.screens.plan", "PlanScreen"),
    "selfeval": ("tui.screens.selfeval", "SelfevalScreen"),
    "rosters": ("tui.lists.screen", "RostersScreen"),
    "settings": ("tui.screens.settings", "SettingsScreen"),
}


def make_place(name: str, session: Session) -> DeskScreen:
    """A new screen for a place."""
    module, cls = PLACES[name]
    made = getattr(import_module(module), cls)(session)
    assert isinstance(made, DeskScreen)
    return made
