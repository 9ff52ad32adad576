"""``backup``, ``restore`` and ``doctor``: keeping the store, and judging whether it can be trusted."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.oversight import ATTENTION
from tracker.cli.progress import counting

if TYPE_CHECKING:
    from events.sql_store import SqlStore
    from tracker.upkeep import Backup, UnusableBackup

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Command, help="help.backup", epilog="help.backup.examples")
@click.argument("file", type=FILE)
@click.pass_obj
def backup(invocation: Invocation, file: Path) -> None:
    """Back the store up and verify the backup."""
    from events.store import StoreError
    from tracker.bootstrap import store_url
    from tracker.duty.book import DutyBook
    from tracker.duty.work import BY_HAND
    from tracker.evidence import evidence_beside, evidence_files
    from tracker.upkeep import back_up

    store = sql_store(invocation)
    with counting(invocation.words("said.verifying"), None) as tell:
        made = back_up(store, file, tell)
        copied = evidence_beside(file).take_missing(evidence_files(store_url(invocation.db)))
    with suppress(StoreError):  # a store that can only be read is backed up all the same
        DutyBook(store).note(BY_HAND, "done", str(made.file))
    _say(invocation, "said.backed_up", made, copied)


@click.command(cls=Command, help="help.restore", epilog="help.restore.examples")
@click.argument("file", type=FILE)
@click.pass_obj
def restore(invocation: Invocation, file: Path) -> None:
    """Restore a backup into a new store."""
    from tracker import upkeep
    from tracker.bootstrap import store_url
    from tracker.evidence import evidence_beside, evidence_files

    try:
        with counting(invocation.words("said.verifying"), None) as tell:
            restored = upkeep.restore(store_url(invocation.db), file, tell)
            copied = evidence_files(store_url(invocation.db)).take_missing(evidence_beside(file))
    except upkeep.UnusableBackup as error:
        raise Failure.unusable_file([_unusable(invocation, file, error)]) from error
    _say(invocation, "said.restored", restored, copied)


def _unusable(invocation: Invocation, file: Path, error: UnusableBackup) -> str:
    words = invocation.words
    if error.fault is not None:
        reason = error.fault.sentence(invocation.language)
    else:
        reason = words("backup.broken_chain", ledger=error.ledger, first_bad=error.first_bad)
    return words("error.backup_unusable", path=file, reason=reason)


def _say(invocation: Invocation, key: str, made: Backup, evidence: int) -> None:
    if invocation.json:
        ledgers = [end._asdict() for end in made.ledgers]
        shown = {"file": str(made.file), "ledgers": ledgers, "events": made.events, "sha256": made.sha256}
        emit(shown | {"evidence_copied": evidence})
    else:
        invocation.say(key, path=made.file, ledgers=len(made.ledgers), events=made.events)
        if evidence:
            invocation.say("said.evidence_copied", count=evidence)


def sql_store(invocation: Invocation) -> SqlStore:
    """The store of this run; every store opened by its address keeps its ledgers in an SQL database."""
    from events.sql_store import SqlStore

    store = invocation.store()
    assert isinstance(store, SqlStore), "opened by its address"
    return store


@click.command(cls=Command, help="help.doctor", epilog="help.doctor.examples")
@click.pass_obj
def doctor(invocation: Invocation) -> int:
    """Whether this installation can be trusted tonight."""
    from tracker.bootstrap import store_url
    from tracker.doctor import examine_installation
    from tracker.labels import words

    with counting(invocation.words("said.verifying"), None):
        found = examine_installation(store_url(invocation.db), invocation.ledger)
    told = words(invocation.language, "duty")
    if invocation.json:
        emit({"ok": found.ok, "checks": [check.shown(told) for check in found.checks]})
    else:
        for check in found.checks:
            shown = check.shown(told)
            line(f"{told('doctor.sound' if check.ok else 'doctor.wrong')}  {shown['message']}")
            if shown["advice"]:
                line(f"      {shown['advice']}")
    if found.fault is not None:
        raise found.fault
    return 0 if found.ok else ATTENTION
