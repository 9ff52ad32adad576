"""Evidence: documents kept by the hash of their content, in a directory beside the store.

A file is kept once, whatever it is called and however often it is attached; the log says what it is called
and what it is attached to. A kept file whose content no longer has its hash is as good as missing.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from events.types.evaluation import EvidenceAttached
from tracker.decisions.state import Refusal
from tracker.projections.ledger_view import LedgerView


class Kept(NamedTuple):
    """A file in the directory: the hash it lies under, and its size."""

    sha256: str
    size_bytes: int


class EvidenceFiles:
    """The directory of one store's evidence."""

    def __init__(self, directory: Path) -> None:
        """``directory`` is made when the first file is kept."""
        self.directory = directory

    def path_of(self, sha256: str) -> Path:
        """Where the file with a hash lies, or would lie."""
        return self.directory / sha256[:2] / sha256

    def keep(self, file: Path) -> Kept:
        """Copy a file in, where it is not there already; it appears only when it is whole."""
        kept = described(file)
        target = self.path_of(kept.sha256)
        if not self.holds(kept.sha256):
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".partial-", delete=False) as partial:
                partial_path = Path(partial.name)
            try:
                shutil.copyfile(file, partial_path)
                if described(partial_path) != kept:
                    raise OSError(None, "changed while it was copied", str(file))
                partial_path.replace(target)
            finally:
                partial_path.unlink(missing_ok=True)
        return kept

    def holds(self, sha256: str) -> bool:
        """Whether the file is there, and still the one that was attached."""
        path = self.path_of(sha256)
        return path.is_file() and described(path).sha256 == sha256

    def take_missing(self, other: EvidenceFiles) -> int:
        """Copy in what another directory has and this one lacks; how many files. A changed one is left there."""
        files = (path for path in sorted(other.directory.glob("??/*")) if len(path.name) == 64)
        lacking = [path for path in files if not self.path_of(path.name).is_file()]
        return sum(bool(self.keep(path)) for path in lacking if described(path).sha256 == path.name)

    def packed(self, view: LedgerView) -> Mapping[str, Path]:
        """Every attached file by the name it gets in a pack; refused where one is missing or changed."""
        found: dict[str, Path] = {}
        for fact in attached(view):
            if not self.holds(fact.sha256):
                raise Refusal("evidence_missing", name=fact.name, sha256=fact.sha256[:12])
            name = fact.name.replace("/", "_").replace("\\", "_")
            found[f"{fact.sha256[:12]}-{name}"] = self.path_of(fact.sha256)
        return found


def described(file: Path) -> Kept:
    """A file's hash and size."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return Kept(digest, opened.tell())


def attached(view: LedgerView) -> list[EvidenceAttached]:
    """Everything attached, in order of the log."""
    rows = [row for rows in view.evidence.values() for row in rows]
    return [row.fact for row in sorted(rows, key=lambda row: row.position)]


def evidence_beside(backup: Path) -> EvidenceFiles:
    """The evidence that goes with the backups of a directory: each file once, however many backups there are."""
    return EvidenceFiles(backup.absolute().with_name("evidence"))


def evidence_files(url: str) -> EvidenceFiles:
    """The evidence of the store at an address: where the setting says, else beside the store's file."""
    from tracker.bootstrap import path_of
    from tracker.settings import Settings, default_store

    chosen = Settings().evidence_dir
    store = path_of(url) or default_store()
    return EvidenceFiles(chosen or store.with_name(f"{store.name}.evidence"))
