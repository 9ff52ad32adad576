import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from events.network_drives import network_drive
from events.opening import open_store, store_path
from events.sqlite_driver import may_lose_pages, sqlite_driver
from events.store import StoreBusy, StoreDamaged, StoreError, StoreTooNew, StoreUnavailable
from tests.contract.given import LEDGER, opened, paid, payments

MODULE = sqlite_driver().module


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def sql(path: Path, *statements: str) -> None:
    connection = MODULE.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def fill(url: str, count: int = 3) -> None:
    store = open_store(url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened(), *payments(count)], actor="a")
    store.close()


def fault(url: str, kind: type[StoreError], code: str, *, create: bool = False) -> StoreError:
    with pytest.raises(kind) as caught:
        open_store(url, create=create)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)
    return caught.value


def test_first_use_makes_the_file_named_and_later_use_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "新 目录" / "a%20b?.db"
    store = open_store(f"sqlite:///{path}", create=True)
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    store.close()
    assert path.is_file()
    again = open_store(str(path), create=False)
    assert again.ledgers() == [LEDGER]
    again.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_absolute_address_has_four_slashes() -> None:
    assert store_path("sqlite:////srv/tracker.db") == Path("/srv/tracker.db")
    assert store_path("tracker.db") == Path("tracker.db")
    assert store_path("postgresql+psycopg://host/db") is None


@pytest.mark.parametrize(
    "url", ["", "sqlite:///", ":memory:", "mysql://host/db", "sqlite:///:memory:", "a\0b"]
)
def test_an_address_that_is_none_is_said_so(url: str) -> None:
    fault(url, StoreUnavailable, "bad-address", create=True)


def test_what_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    error = fault(str(tmp_path / "none.db"), StoreUnavailable, "missing")
    assert "none.db" in error.sentence("zh")
    assert "none.db" in error.sentence("en")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_a_new_store_only_for_who_makes_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    fault(str(path), StoreDamaged, "empty")
    open_store(str(path), create=True).close()
    open_store(str(path), create=False).close()


@pytest.mark.parametrize("create", [True, False])
def test_files_of_other_programs_are_left_alone(tmp_path: Path, create: bool) -> None:
    text, other, ours_not = tmp_path / "a.txt", tmp_path / "b.db", tmp_path / "c.db"
    text.write_text("一些文字\n" * 100)
    sql(other, "CREATE TABLE events (ledger_id TEXT)")
    sql(ours_not, "PRAGMA application_id = 252006673")  # a Fossil repository
    for path in (text, other, ours_not, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        fault(str(path), StoreDamaged, "not-ours", create=create)
        assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_store_of_a_newer_program_is_refused(sqlite_url: str) -> None:
    sql(path_of(sqlite_url), "UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in str(fault(sqlite_url, StoreTooNew, "too-new"))
    fault(sqlite_url, StoreTooNew, "too-new", create=True)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_a_truncated_store_is_damaged(sqlite_url: str, share: float) -> None:
    fill(sqlite_url, 2000)
    path = path_of(sqlite_url)
    os.truncate(path, int(path.stat().st_size * share))
    with pytest.raises(StoreDamaged) as caught:
        read_all(sqlite_url)
    assert caught.value.code == "corrupt"


def read_all(url: str) -> int:
    store = open_store(url, create=False)
    try:
        with store.reader(LEDGER) as log:
            return len(list(log.read()))
    finally:
        store.close()


def test_pages_of_rubbish_are_damage(sqlite_url: str) -> None:
    fill(sqlite_url, 2000)
    path = path_of(sqlite_url)
    data = bytearray(path.read_bytes())
    data[4096 * 20 : 4096 * 120] = b"\xa5" * 4096 * 100
    path.write_bytes(data)
    with pytest.raises(StoreDamaged) as caught:
        read_all(sqlite_url)
    assert caught.value.code == "corrupt"


def test_a_store_somebody_holds_is_busy(sqlite_url: str) -> None:
    store = open_store(sqlite_url, create=False, busy_seconds=0.2)
    holder = MODULE.connect(path_of(sqlite_url), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy) as caught, store.writer(LEDGER):
        pytest.fail("nobody can write now")
    assert caught.value.code == "locked"
    with store.reader(LEDGER) as log:  # reading goes on
        assert log.head.position == 0
    holder.close()
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    store.close()


def test_a_store_somebody_holds_alone_cannot_even_be_opened(sqlite_url: str) -> None:
    holder = MODULE.connect(path_of(sqlite_url), isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreBusy):
        open_store(sqlite_url, create=False, busy_seconds=0.2)
    holder.close()
    open_store(sqlite_url, create=False).close()


def test_who_waits_a_moment_gets_his_turn(sqlite_url: str) -> None:
    store = open_store(sqlite_url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
        second = threading.Thread(target=append_one, args=(sqlite_url,))
        second.start()
        time.sleep(0.1)
    second.join(10)
    with store.reader(LEDGER) as log:
        assert log.head.position == 2
    store.close()


def append_one(url: str) -> None:
    store = open_store(url, create=False)
    with store.writer(LEDGER) as log:
        log.append([paid(1)], actor="b")
    store.close()


def test_two_programs_may_make_one_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from events.opening import open_store; open_store(sys.argv[1], create=True).close()"
    path = tmp_path / "new.db"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=Path(__file__).parents[2])
        for _ in "1234"
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    open_store(str(path), create=False).close()


def test_only_a_server_knows_its_user(sqlite_url: str, postgres_url: str) -> None:
    for url, login in ((sqlite_url, None), (postgres_url, "postgres")):
        store = open_store(url, create=False)
        assert store.login == login
        store.close()


def test_a_closed_store_is_not_used_again(store_url: str) -> None:
    store = open_store(store_url, create=False)
    store.close()
    with pytest.raises(StoreUnavailable), store.reader(LEDGER):
        pytest.fail("it is closed")


def test_a_server_that_is_not_there_is_unreachable_and_no_password_is_shown() -> None:
    error = fault("postgresql+psycopg://clerk:secret@127.0.0.1:1/db", StoreUnavailable, "unreachable")
    assert "127.0.0.1:1/db" in str(error)
    assert "secret" not in str(error)
    assert "clerk" not in error.facts["where"]


def test_a_database_that_is_not_there_is_said_so(postgres_url: str) -> None:
    error = fault(postgres_url.replace("/test_", "/no_such_"), StoreUnavailable, "unreachable")
    assert "no_such_" in error.facts["why"]


def test_a_server_without_our_tables_gets_them_from_who_makes_a_store(postgres_server) -> None:
    url = postgres_server.url(postgres_server.new_database())
    fault(url, StoreDamaged, "empty")
    open_store(url, create=True).close()
    fill(url)


def test_a_server_with_the_tables_of_others_is_left_alone(postgres_server) -> None:
    name = postgres_server.new_database()
    postgres_server.execute("CREATE TABLE events (id int)", name)
    fault(postgres_server.url(name), StoreDamaged, "not-ours", create=True)


def test_a_server_of_a_newer_program_is_refused(postgres_server, made_postgres_database: str) -> None:
    name = postgres_server.new_database(made_postgres_database)
    postgres_server.execute("UPDATE alembic_version SET version_num = '9999'", name)
    fault(postgres_server.url(name), StoreTooNew, "too-new")


MOUNTS = """22 1 0:20 / / rw - ext4 /dev/sda1 rw
30 22 0:25 / /mnt/share rw - cifs //office/share rw
31 22 0:26 / /home rw - nfs4 server:/home rw
32 31 0:27 / /home/clerk/local\\040disk rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/a.db", None),
        ("/mnt/share/a.db", "cifs"),
        ("/mnt/shared/a.db", None),
        ("/home/clerk/a.db", "nfs4"),
        ("/home/clerk/local disk/a.db", None),
    ],
)
def test_network_drives_are_known_by_their_mount(tmp_path: Path, path: str, kind: str | None) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert network_drive(Path(path), mounts) == kind


def test_a_file_on_a_network_drive_is_refused_and_postgres_offered(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("events.opening.network_drive", lambda _: "cifs")
    assert "PostgreSQL" in str(fault(str(tmp_path / "a.db"), StoreUnavailable, "network-drive", create=True))


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_wal_reset_race_are_known(version: tuple[int, int, int], affected: bool) -> None:
    assert may_lose_pages(version) is affected


def test_the_settings_of_every_connection(sqlite_url: str) -> None:
    store = open_store(sqlite_url, create=False)
    expected = {
        "journal_mode": sqlite_driver().journal_mode,
        "synchronous": 2,
        "foreign_keys": 1,
        "mmap_size": 0,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 10_000,
    }
    with store.database.connection() as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected
    assert not may_lose_pages(MODULE.sqlite_version_info) or sqlite_driver().journal_mode == "delete"
    store.close()


def test_opening_a_store_imports_neither_sqlalchemy_nor_alembic(sqlite_url: str) -> None:
    fill(sqlite_url)
    code = (
        "import sys; from events.opening import open_store; store = open_store(sys.argv[1], create=False)\n"
        "with store.reader('323/2022') as log: assert log.head.position == 4\n"
        "with store.writer('323/2022') as log: pass\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'alembic', 'psycopg', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code, sqlite_url], cwd=Path(__file__).parents[2], check=True)
