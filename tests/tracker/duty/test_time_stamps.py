"""Against a time-stamp authority made on the spot with the openssl command."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import LEDGER
from tests.tracker.duty.offices import Office
from tracker.time_stamps import Anchor, NotStamped, anchors, stamp, trusted_roots

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="needs the openssl command")
CONFIG = """
[tsa]
default_tsa = it
[it]
dir = {dir}
serial = {dir}/serial
crypto_device = builtin
signer_cert = {dir}/tsa.pem
signer_key = {dir}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def openssl(directory: Path, *words: str) -> None:
    assert OPENSSL is not None
    done = subprocess.run([OPENSSL, *words], cwd=directory, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tsa")
    (directory / "cnf").write_text(CONFIG.format(dir=directory))
    (directory / "serial").write_text("01\n")
    for name in ("root", "tsa"):
        openssl(directory, "genrsa", "-out", f"{name}.key", "2048")
    openssl(directory, "req", "-x509", "-new", "-key", "root.key", "-days", "3650", "-subj", "/CN=Root",
            "-config", "cnf", "-extensions", "root", "-out", "root.pem")  # fmt: skip
    openssl(
        directory, "req", "-new", "-key", "tsa.key", "-subj", "/CN=TSA", "-config", "cnf", "-out", "tsa.csr"
    )
    openssl(directory, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", "3650",
            "-set_serial", "2", "-extfile", "cnf", "-extensions", "stamping", "-out", "tsa.pem")  # fmt: skip
    return directory


@pytest.fixture
def ask(authority: Path) -> Callable[[str, bytes], bytes]:
    def answer(_url: str, request: bytes) -> bytes:
        (authority / "query").write_bytes(request)
        openssl(authority, "ts", "-reply", "-config", "cnf", "-queryfile", "query", "-out", "reply")
        return (authority / "reply").read_bytes()

    return answer


def checked(office: Office, authority: Path) -> list[Anchor]:
    with office.store.reader(str(LEDGER)) as log:
        return list(anchors(log, trusted_roots(authority / "root.pem")))


def test_a_head_is_confirmed_kept_and_holds_ever_after(office: Office, authority: Path, ask: object) -> None:
    head = office.tracker.head()
    fact = stamp(office.tracker, "https://tsa.example", trusted_roots(authority / "root.pem"), ask)  # type: ignore[arg-type]
    assert (fact.position, fact.hash) == head[:2]
    office.grant()
    (anchor,) = checked(office, authority)
    assert (anchor.position, anchor.reason, anchor.authority) == (head.position, None, "tsa.example")


def test_a_log_changed_behind_its_anchor_is_found_out(office: Office, authority: Path, ask: object) -> None:
    stamp(office.tracker, "https://tsa.example", trusted_roots(authority / "root.pem"), ask)  # type: ignore[arg-type]
    position = checked(office, authority)[0].position
    connection = sqlite3.connect(office.store.database.path)  # type: ignore[attr-defined]
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET actor = 'x' WHERE position = ?", (position,))
    connection.commit()
    connection.close()
    assert checked(office, authority)[0].reason is not None


def test_an_answer_to_another_question_is_refused(office: Office, authority: Path, ask: object) -> None:
    kept: list[bytes] = []

    def replayed(url: str, request: bytes) -> bytes:
        kept.append(ask(url, request))  # type: ignore[operator]
        return kept[0]

    roots = trusted_roots(authority / "root.pem")
    stamp(office.tracker, "https://tsa.example", roots, replayed)
    before = office.tracker.head()
    with pytest.raises(NotStamped):
        stamp(office.tracker, "https://tsa.example", roots, replayed)
    assert office.tracker.head() == before


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0" * 500])
def test_what_is_no_answer_records_nothing(answer: bytes, office: Office, authority: Path) -> None:
    before = office.tracker.head()
    with pytest.raises(NotStamped):
        stamp(
            office.tracker,
            "https://tsa.example",
            trusted_roots(authority / "root.pem"),
            lambda _u, _r: answer,
        )
    assert office.tracker.head() == before


def test_an_authority_nobody_trusts_is_refused(office: Office, authority: Path, ask: object) -> None:
    openssl(authority, "req", "-x509", "-new", "-key", "tsa.key", "-days", "10", "-subj", "/CN=Other",
            "-config", "cnf", "-extensions", "root", "-out", "other.pem")  # fmt: skip
    with pytest.raises(NotStamped):
        stamp(office.tracker, "https://x", trusted_roots(authority / "other.pem"), ask)  # type: ignore[arg-type]


def test_nobody_there_is_said(office: Office, authority: Path) -> None:
    with pytest.raises(NotStamped, match="ConnectError"):
        stamp(office.tracker, "http://127.0.0.1:9/", trusted_roots(authority / "root.pem"))
