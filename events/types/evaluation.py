"""The year's self-evaluation: the documents attached to it, its submission, and its reopening."""

from __future__ import annotations

import msgspec


class EvidenceAttached(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk attaches a document that shows what an indicator (or a project's money) reached.

    The file lies beside the store under its SHA-256; ``name`` is what it was called when it was attached.
    It changes no figure, and says nothing about whether the document is right.
    """

    indicator: str
    period: str | None = None
    name: str
    sha256: str
    size_bytes: int
    note: str | None = None


class SubmittedFile(msgspec.Struct, frozen=True):
    """A file as it was handed in."""

    name: str
    sha256: str


class SubmittedTotal(msgspec.Struct, frozen=True):
    """A project's total points, exact decimals as text, and its grade."""

    project: str
    total: str
    grade: str


class SelfEvaluationSubmitted(msgspec.Struct, frozen=True, kw_only=True):
    """The section head hands in the year's self-evaluation: from here on nothing typed for it changes.

    It was made of the log up to ``log_position`` as of ``as_of``, under the rule set named; ``missing``
    counts what it lacked, for it may be handed in as a draft only where that was said.
    """

    as_of: str
    log_position: int
    log_hash: str
    rules: str
    rules_version: str
    rules_sha256: str
    missing: int
    files: tuple[SubmittedFile, ...]
    totals: tuple[SubmittedTotal, ...]


class SelfEvaluationReopened(msgspec.Struct, frozen=True):
    """The handed-in self-evaluation is taken back to be changed, for the reason given; ``submitted`` is its event."""

    submitted: str
    reason: str
