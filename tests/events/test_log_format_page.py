import subprocess
import sys
from pathlib import Path

from tests.events.test_verify import LINES

PAGE = Path(__file__).parents[2] / "docs" / "log-format.md"


def test_the_program_on_the_page_checks_a_log_and_finds_a_change(tmp_path: Path) -> None:
    program = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    whole, changed = tmp_path / "whole.jsonl", tmp_path / "changed.jsonl"
    whole.write_bytes(b"".join(LINES))
    changed.write_bytes(b"".join(LINES).replace("虚构".encode(), "真实".encode(), 1))
    results = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program, str(file)], capture_output=True, check=False
        )
        for file in (whole, changed)
    ]
    assert [result.returncode for result in results] == [0, 1]
    assert b"good: 10 events" in results[0].stdout
