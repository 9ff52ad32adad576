from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.opening import open_store
from events.store import StoreDamaged
from tests.tracker.duty.offices import Office
from tracker.decisions.state import Refusal
from tracker.upkeep import LedgerEnd, UnusableBackup, back_up, chains, examine, restore, sha256_of


@pytest.fixture(params=["sqlite", "postgres"])
def busy(request: pytest.FixtureRequest) -> Iterator[Office]:
    office = Office(str(request.getfixturevalue(f"{request.param}_url")))
    office.grant()
    office.pay()
    yield office
    office.store.close()


def ends_of(url: str) -> tuple[LedgerEnd, ...]:
    with closing(open_store(url, create=False)) as store:
        return chains(store)


def test_a_backup_of_any_store_is_one_verified_file_with_all_hashes(busy: Office, tmp_path: Path) -> None:
    made = back_up(busy.store, tmp_path / "kept" / "backup.db")
    assert made.ledgers == chains(busy.store)
    assert made.sha256 == sha256_of(made.file)
    assert [path.name for path in made.file.parent.iterdir()] == ["backup.db"]
    assert made.file.stat().st_mode & 0o077 == 0


def test_a_backup_is_restored_into_a_store_that_is_not_there(busy: Office, tmp_path: Path) -> None:
    made = back_up(busy.store, tmp_path / "backup.db")
    restored = restore(f"sqlite:///{tmp_path}/new/store.db", made.file)
    assert restored == made
    store = open_store(f"sqlite:///{tmp_path}/new/store.db", create=False)
    assert chains(store) == made.ledgers
    with (
        pytest.raises(sqlite3.DatabaseError, match="append-only"),
        sqlite3.connect(tmp_path / "new/store.db") as connection,
    ):
        connection.execute("DELETE FROM events")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_backup_is_poured_into_a_store_that_is_empty(
    kind: str, office: Office, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    office.grant()
    made = back_up(office.store, tmp_path / "backup.db")
    url = str(request.getfixturevalue("postgres_url")) if kind == "postgres" else f"sqlite:///{tmp_path}/e.db"
    open_store(url, create=True).close()
    restore(url, made.file)
    assert ends_of(url) == made.ledgers


def test_roster_lines_come_along(busy: Office, tmp_path: Path) -> None:
    from events.roster_lines import RosterLine

    lines = [RosterLine(bytes([n]) * 32, n + 2, 100 * n) for n in range(1, 9)]
    with busy.store.writer("900/2022") as log:
        log.roster_lines.add_roster(7, lines)
    made = back_up(busy.store, tmp_path / "backup.db")
    with (
        closing(open_store(f"sqlite:///{made.file}", create=False)) as store,
        store.reader("900/2022") as log,
    ):
        assert list(log.roster_lines.of_roster(7)) == lines


def test_a_store_with_ledgers_is_not_restored_over(office: Office, tmp_path: Path) -> None:
    made = back_up(office.store, tmp_path / "backup.db")
    head = office.tracker.head()
    with pytest.raises(Refusal, match="restore_not_empty"):
        restore(office.url, made.file)
    assert office.tracker.head() == head


def test_a_backup_never_takes_the_place_of_the_store_or_of_anything_else(
    office: Office, tmp_path: Path
) -> None:
    other = tmp_path / "letter.db"
    other.write_text("not a backup")
    with pytest.raises(Refusal, match="backup_over_other"):
        back_up(office.store, other)
    with pytest.raises(Refusal, match="backup_is_store"):
        back_up(office.store, office.store.database.path)  # type: ignore[attr-defined]
    assert other.read_text() == "not a backup"


def test_an_older_backup_is_replaced_and_a_newer_one_is_not(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    back_up(office.store, file)
    office.grant()
    assert back_up(office.store, file).ledgers == examine(file)
    older = tmp_path / "older.db"
    restore(f"sqlite:///{older}", file)
    office.grant(yuan=5, on="2022-01-11")
    back_up(office.store, file)
    with (
        closing(open_store(f"sqlite:///{older}", create=False)) as behind,
        pytest.raises(Refusal, match="backup_over_newer"),
    ):
        back_up(behind, file)


def test_a_changed_log_is_never_called_a_backup(office: Office, tmp_path: Path) -> None:
    _tamper(office.store.database.path)  # type: ignore[attr-defined]
    with pytest.raises(StoreDamaged):
        back_up(office.store, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


def test_a_changed_backup_is_not_restored(office: Office, tmp_path: Path) -> None:
    made = back_up(office.store, tmp_path / "backup.db")
    _tamper(made.file)
    with pytest.raises(UnusableBackup) as caught:
        restore(f"sqlite:///{tmp_path}/new.db", made.file)
    assert (caught.value.ledger, caught.value.first_bad) == ("900/2022", 2)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"x" * 5000, b"%PDF-1.7"])
def test_what_is_no_backup_is_not_restored(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_bytes(content)
    with pytest.raises(UnusableBackup):
        restore(f"sqlite:///{tmp_path}/new.db", file)
    assert not (tmp_path / "new.db").exists()
    assert file.read_bytes() == content


def _tamper(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET actor = 'somebody else' WHERE position = 2")
    connection.commit()
    connection.close()
