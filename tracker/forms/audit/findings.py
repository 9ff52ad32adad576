"""What the auditor reports: findings with a code, a kind and the cells they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from tracker.rules.points import round_half_up

AuditKind = Literal[
    "total", "execution", "empty_total", "sources", "score", "no_reason", "weights", "folded_twice", "blank", "grade",
    "impossible", "direction",
]  # fmt: skip
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class AuditFinding:
    """Something in a form that does not hold; ``cells`` are in the form's sheet."""

    code: str
    kind: AuditKind
    severity: Severity
    message: str
    message_en: str
    cells: tuple[str, ...] = ()
    subject: str | None = None

    def to_json(self, language: str = "zh") -> dict[str, Any]:
        """The finding in the shape every command gives findings; ``message`` in the language asked for."""
        return {
            "code": self.code,
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message_en if language == "en" else self.message,
            "message_en": self.message_en,
            "where": [
                {"line": None, "end_line": None, "cell": cell, "subject": self.subject}
                for cell in self.cells or (None,)
            ],
        }


def plain(number: Fraction) -> str:
    """A figure in a message: two decimals at most."""
    text = str(round_half_up(number))
    return text.rstrip("0").rstrip(".") if "." in text else text
