"""How such documents say that something grew, shrank or stayed."""

from __future__ import annotations

import re

NO_CHANGE = re.compile(
    r"无变化|无增减|没有变化|没有增减|未发生变化|未增减|无增减变化|持平|保持不变|与上年一致|与上年相同|不增不减"
)
UP = ("增加", "增长", "增")
"""The words of growth a figure may follow; all others say that it shrank."""
