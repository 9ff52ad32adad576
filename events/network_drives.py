"""Whether a file lies on a network drive, where SQLite's locks and shared memory can't be trusted."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_REMOTE = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "davfs"),
    *("ceph", "glusterfs", "lustre", "beegfs", "gpfs"),
    *("fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs"),
    *("fuse.gvfsd-fuse", "fuse.smbnetfs"),
}
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4


def network_drive(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network drive a path lies on, or None where it is local (or can't be told)."""
    if sys.platform == "win32":
        return _windows_drive(path)
    try:
        table = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    kind = _mount_kind(os.path.realpath(path), table)
    return kind if kind in _REMOTE else None


def _mount_kind(path: str, table: str) -> str:
    """The file system of the longest mount point above a path; a later mount hides an earlier one."""
    best, kind = "", ""
    for line in table.splitlines():
        fields, _, source = line.partition(" - ")
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields.split()[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, source.split()[0]
    return kind


def _windows_drive(path: Path) -> str | None:
    import ctypes

    root = path.resolve().anchor
    if root.startswith("\\\\"):
        return root
    drive_type = getattr(ctypes, "windll").kernel32.GetDriveTypeW(root)  # noqa: B009 - absent elsewhere
    return root if drive_type == _DRIVE_REMOTE else None
