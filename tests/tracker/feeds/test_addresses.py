from __future__ import annotations

import datetime as dt
import json
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.tracker.rosters.files import HEADERS, csv_text, person
from tracker.cli.main import run


@pytest.fixture
def db(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/store.db"
    assert run(["--db", url, "init", "--unit", "900", "--name", "x", "--year", "2022"]) == 0
    return url


def plan_bytes() -> bytes:
    from tests.builders import PLAN
    from tracker.plan.exchange import plan_to_json

    return json.dumps(plan_to_json(PLAN), ensure_ascii=False).encode()


def test_a_plan_is_imported_from_an_address(db: str, source: Any, capsys: pytest.CaptureFixture[str]) -> None:
    source.answer = lambda _cursor, _headers: (200, {"content-type": "application/json"}, plan_bytes())
    capsys.readouterr()
    assert run(["--db", db, "--json", "plan", "import", source.url]) == 0
    assert json.loads(capsys.readouterr().out)["projects"] == 2


def test_a_list_is_imported_from_an_address_and_once(
    db: str, source: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    source.answer = lambda _cursor, _headers: (200, {"content-type": "application/json"}, plan_bytes())
    assert run(["--db", db, "plan", "import", source.url, "--on", "2022-01-01"]) == 0
    money = ["record", "appropriation", "--project", "P01", "--amount", "1000", "--on", "2022-01-02"]
    assert run(["--db", db, *money]) == 0
    listed = csv_text([HEADERS, person(1), person(2)]).encode()
    source.answer = lambda _cursor, _headers: (200, {"content-type": "text/csv"}, listed)
    words = ["roster", "import", source.url, "--project", "P01", "--month", "2022-02", "--lines", "2"]
    for _ in range(2):
        capsys.readouterr()
        assert run(["--db", db, "--json", *words]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["lines"], told["people_due"], told["amount_due"]) == (2, 2, "230.00")
    capsys.readouterr()
    run(["--db", db, "--json", "log", "list", "--limit", "100"])
    kinds = [event["type"] for event in json.loads(capsys.readouterr().out)]
    assert kinds.count("RosterImported") == 1


@pytest.mark.parametrize("status", [404, 500])
def test_an_address_that_gives_nothing_is_exit_4_and_one_line(
    status: int, db: str, source: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    source.answer = lambda _cursor, _headers: (status, {}, b"")
    capsys.readouterr()
    assert run(["--db", db, "plan", "import", source.url]) == 4
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_plain_address_elsewhere_is_exit_4(db: str) -> None:
    assert run(["--db", db, "plan", "import", "http://example.org/plan.json"]) == 4


def certificate_of_its_own(directory: Path) -> Path:
    """A key and a certificate for localhost that nobody vouches for but itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = directory / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_server_is_believed_for_its_certificate_alone(
    db: str, source: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate_of_its_own(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    source.server.socket = context.wrap_socket(source.server.socket, server_side=True)
    source.answer = lambda _cursor, _headers: (200, {"content-type": "application/json"}, plan_bytes())
    url = f"https://localhost:{source.server.server_address[1]}/plan"
    capsys.readouterr()
    assert run(["--db", db, "plan", "import", url]) == 4
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "SSL_CERT_FILE" in told[0]
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    assert run(["--db", db, "--json", "plan", "import", url]) == 0
    assert json.loads(capsys.readouterr().out)["projects"] == 2
