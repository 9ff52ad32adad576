"""The pictures of README and manual: every character in its cells, nothing from another machine."""

from __future__ import annotations

import re

from docs.screenshots import in_cells

DRAWN = '<style>@font-face { src: url("https://example.org/f") }</style><text class="r1" x="12.2" y="20" textLength="48.8" clip-path="url(#a)">P1养老</text>'  # noqa: E501


def test_wide_and_narrow_characters_stand_in_their_own_cells() -> None:
    made = in_cells(DRAWN)
    assert re.findall(r'x="([0-9.]+)".*?textLength="([0-9.]+)".*?>([^<]+)</text>', made) == [
        ("12.2", "24.4", "P1"),
        ("36.6", "48.8", "养老"),
    ]
    assert "example.org" not in made
