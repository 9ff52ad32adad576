"""What tests of files on the desk start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.remembered import Remembered


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files to pick from; the desk starts there, and its keys lie beside."""
    files = tmp_path / "files"
    files.mkdir()
    monkeypatch.setenv("TRACKER_KEYS", str(tmp_path / "keys"))
    Remembered(tmp_path, folder=str(files)).save()
    return files
