"""PDF by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 180


class NoPdf(RuntimeError):
    """LibreOffice is not installed, or could not make the PDF; the message says which."""


def soffice() -> str | None:
    """The LibreOffice program, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def write_pdf(document: Path, directory: Path) -> Path:
    """Print a workbook or document into the directory as PDF; returns its path.

    Each call has its own LibreOffice profile, so that it neither waits for nor disturbs an open window.

    Raises:
        NoPdf: no LibreOffice, or it failed or took too long.
    """
    program = soffice()
    if program is None:
        raise NoPdf("没有安装 LibreOffice，无法生成 PDF / LibreOffice is not installed, no PDF")
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tracker-office-") as profile:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to",
                   "pdf", "--outdir", str(directory), str(document)]  # fmt: skip
        try:
            subprocess.run(
                command, check=True, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoPdf(
                f"LibreOffice 没能生成 PDF / LibreOffice could not make the PDF: {document.name}"
            ) from error
    path = directory / f"{document.stem}.pdf"
    if not path.is_file():
        raise NoPdf(f"LibreOffice 没能生成 PDF / LibreOffice could not make the PDF: {document.name}")
    return path
