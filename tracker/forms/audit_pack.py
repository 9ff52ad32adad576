"""The audit pack: one ZIP with the forms, the log, evidence and the verifier, checked by Python alone."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from tracker.forms.pack_verifier import MANIFEST

FILE_NAME = "audit-pack.zip"
_TIME = (1980, 1, 1, 0, 0, 0)
_README = """核对包 / audit pack

核对：python audit-pack.zip（或解压后 python verify.py）
Check it: python audit-pack.zip (or unpack it and run python verify.py)

forms/      自评表 / the forms
log.jsonl   日志，逐条哈希相连 / the log, a hash chain
evidence/   佐证材料 / attached evidence
rosters.json 发放名册的合计与哈希 / sums and hashes of the payment rosters
MANIFEST.json 每个文件的 SHA-256 / every file's SHA-256
"""


def write_audit_pack(
    directory: Path,
    *,
    log: Path,
    forms: tuple[Path, ...],
    evidence: Mapping[str, Path] | None = None,
    rosters: tuple[Mapping[str, str | int], ...] = (),
) -> Path:
    """Write ``audit-pack.zip`` into the directory and return its path.

    Args:
        directory: where the pack goes.
        log: the exported log (JSON lines).
        forms: the forms' files, as written.
        evidence: attached documents by the name they have in the pack.
        rosters: counts, sums and roots of the rosters; never a line of one.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / FILE_NAME
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _contents(log, forms, evidence or {}, rosters):
            if name in hashes:
                raise ValueError(f"two files named {name} in one pack")
            hashes[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
        manifest = json.dumps({"files": hashes}, ensure_ascii=False, indent=1, sort_keys=True)
        archive.writestr(zipfile.ZipInfo(MANIFEST, _TIME), manifest, zipfile.ZIP_DEFLATED)
    return path


def _contents(
    log: Path,
    forms: tuple[Path, ...],
    evidence: Mapping[str, Path],
    rosters: tuple[Mapping[str, str | int], ...],
) -> Iterator[tuple[str, bytes]]:
    verifier = files("tracker.forms").joinpath("pack_verifier.py").read_bytes()
    yield "__main__.py", verifier
    yield "verify.py", verifier
    yield "README.txt", _README.encode("utf-8")
    yield "log.jsonl", log.read_bytes()
    for form in forms:
        yield f"forms/{form.name}", form.read_bytes()
    for name, path in evidence.items():
        yield f"evidence/{Path(name).name}", path.read_bytes()
    yield "rosters.json", json.dumps(list(rosters), ensure_ascii=False, indent=1).encode("utf-8")
