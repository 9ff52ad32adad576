"""The audit pack of a ledger: its forms, its log, the evidence, and the sums of its rosters, as one ZIP."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from events.exchange import export_log
from events.store import Head, LogReader
from events.types.rosters import RosterImported, RosterResultRecorded
from tracker.evidence import EvidenceFiles
from tracker.forms.audit_pack import write_audit_pack
from tracker.forms.writing import write_forms
from tracker.rules.rule_set import RuleSet
from tracker.service import Tracker
from tracker.year_end import evaluate_year


class Packed(NamedTuple):
    """What went into a pack."""

    head: Head
    forms: int
    evidence: int
    rosters: int


def write_pack(
    tracker: Tracker, evidence: EvidenceFiles, out: Path, rules: RuleSet | None, formats: Sequence[str]
) -> Packed:
    """Write the pack to a file, which appears only when it is whole; refused where evidence is missing."""
    evaluation = evaluate_year(tracker, rules, record_rules=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=out.parent) as place:
        room = Path(place)
        forms = tuple(write_forms(evaluation, room / "forms", formats))
        with tracker.view() as (log, view), (room / "log.jsonl").open("wb") as file:
            files = evidence.packed(view)
            head = export_log(log, file)
            rosters = tuple(_rosters(log))
        made = write_audit_pack(
            room / "pack", log=room / "log.jsonl", forms=forms, evidence=files, rosters=rosters
        )
        shutil.move(made, out)
    return Packed(head, len(forms), len(files), len(rosters))


def _rosters(log: LogReader) -> Iterator[Mapping[str, str | int]]:
    """Counts, sums and roots of every list and result, by position; never a line of one."""
    for event in log.read():
        if event.type not in ("RosterImported", "RosterResultRecorded"):
            continue
        fact = event.fact
        assert isinstance(fact, RosterImported | RosterResultRecorded)
        told: dict[str, str | int] = {
            "position": event.position,
            "type": event.type,
            "project": fact.project,
            "due_on": fact.due_on,
            "lines_sha256": fact.lines_sha256,
            "merkle_root": fact.merkle_root,
            "file_sha256": fact.file_sha256,
        }
        yield told | (_listed(fact) if isinstance(fact, RosterImported) else _settled(fact))


def _listed(fact: RosterImported) -> dict[str, str | int]:
    return {"lines": fact.lines, "people_due": fact.people_due, "amount_due_fen": fact.amount_due_fen}


def _settled(fact: RosterResultRecorded) -> dict[str, str | int]:
    return {
        "people_paid": sum(part.people for part in fact.paid),
        "amount_paid_fen": sum(part.amount_fen for part in fact.paid),
        "failed_people": fact.failed_people,
        "returned_fen": sum(part.amount_fen for part in fact.returned),
        "put_aside": fact.put_aside,
    }
