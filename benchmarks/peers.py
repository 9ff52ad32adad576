"""Other people's software doing the same work, installed into a virtual environment of its own.

Only with ``BENCH_PEERS=1``: it needs a package index, and a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

EVENTSOURCING = Path(__file__).with_name("peer_eventsourcing.py")


def eventsourcing_rates(place: Path) -> dict[str, str]:
    """What ``eventsourcing`` does on SQLite: appends in batches, one by one, and replay; empty unless asked for."""
    if not os.environ.get("BENCH_PEERS"):
        return {}
    return _measured(place)


@cache
def _measured(place: Path) -> dict[str, str]:
    home = place / "peer"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = home / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", "eventsourcing==9.5.*"], check=True)
    done = subprocess.run(
        [str(python), str(EVENTSOURCING)], check=True, capture_output=True, text=True, cwd=place
    )
    return {name: f"eventsourcing {value:,.0f}/s" for name, value in json.loads(done.stdout).items()}
