"""An audit pack checks itself with a bare Python, and finds every change."""

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest

from tests.tracker.forms.builders import unit
from tracker.forms.audit_pack import write_audit_pack
from tracker.forms.pack_verifier import problems_of
from tracker.forms.selfevaluation import evaluate
from tracker.forms.selfevaluation_json import write_json
from tracker.rules.loading import load_rule_set


def chain(count):
    """A log of made-up events, hashed as the format says."""
    lines, previous = ['{"format":"tracker-log/1","ledger":"323/2022"}'], "0" * 64
    for position in range(1, count + 1):
        event = {
            "position": position,
            "id": f"e{position}",
            "payload": {"note": "发放"},
            "prev_hash": previous,
        }
        body = json.dumps(
            event | {"ledger": "323/2022"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        previous = hashlib.sha256(body.encode()).hexdigest()
        lines.append(json.dumps(event | {"hash": previous}, ensure_ascii=False))
    return "\n".join(lines) + "\n", previous


@pytest.fixture
def pack(tmp_path):
    text, head = chain(3)
    (tmp_path / "log.jsonl").write_text(text, encoding="utf-8")
    form = write_json(evaluate(unit(log_position=3, log_hash=head), load_rule_set()), tmp_path)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-")
    return write_audit_pack(tmp_path / "out", log=tmp_path / "log.jsonl", forms=(form,),
                            evidence={"scan.pdf": tmp_path / "scan.pdf"}, rosters=({"lines": 3},))  # fmt: skip


def rewritten(pack, name, old, new):
    with zipfile.ZipFile(pack) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    files[name] = files[name].replace(old, new)
    with zipfile.ZipFile(pack, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)


def test_it_checks_itself_with_python_alone(pack):
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(pack)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "everything holds" in done.stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "word"),
    [
        ("evidence/scan.pdf", b"%PDF", b"%PDG", "scan.pdf"),
        ("log.jsonl", "发放".encode(), "发了".encode(), "event 1"),
        ("log.jsonl", b'"position": 2', b'"position": 5', "event 2"),
        ("forms/selfeval.json", b'"position": 3', b'"position": 2', "not in the log"),
        ("MANIFEST.json", b'"verify.py"', b'"other.py"', "not in the manifest"),
    ],
)
def test_every_change_is_found(pack, name, old, new, word):
    rewritten(pack, name, old, new)
    assert any(word in problem for problem in problems_of(pack))


def test_unpacked_it_holds_too(pack, tmp_path):
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert problems_of(tmp_path / "unpacked") == []


def test_two_evidence_files_of_one_name_are_refused(tmp_path):
    (tmp_path / "log.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="two files"):
        write_audit_pack(tmp_path, log=tmp_path / "log.jsonl", forms=(),
                         evidence={"a/x.pdf": tmp_path / "log.jsonl", "b/x.pdf": tmp_path / "log.jsonl"})  # fmt: skip
