"""A page of text to scroll up and down; left and right are left to whoever shows it."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import ScrollableContainer


class Page(ScrollableContainer, can_focus=True, inherit_bindings=False):
    """Scrolls by the usual keys, of which left and right are none."""

    DEFAULT_CSS = """
    Page { height: 1fr; overflow-x: hidden; overflow-y: auto; }
    """
    BINDINGS = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]
