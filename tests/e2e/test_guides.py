"""What README and the walks through a year tell people to type does what they say, in the order they say it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.e2e.contract_office import Office

ROOT = Path(__file__).parents[2]
SEED = os.environ.get("SEED_DOCUMENT")
FINDING = ("plan check", "check", "alerts", "audit")
"""Their work is to find something: they may end with 1."""
FILES = {
    "拨款.csv": "项目,金额,日期,文号\nP15,600万,2022-01-15,县财预〔2022〕1号\nP11,600万,2022-01-15,\n",
    "三月名册.csv": "人员编号,姓名,金额\nA001,甲,2000\nA002,乙,2000\nA003,丙,1500\n",
    "三月结果.csv": "人员编号,金额,状态,实发日期\n"
    + "".join(f"{who},2022-03-14\n" for who in ("A001,2000,成功", "A002,2000,成功", "A003,1500,失败")),
    "证明.txt": "evidence",
}
ENGLISH = {
    "拨款.csv": "grants.csv",
    "三月名册.csv": "march.csv",
    "三月结果.csv": "march-result.csv",
    "证明.txt": "proof.txt",
}


def commands(page: str) -> list[list[str]]:
    """The commands in the page's shell blocks, without the program's own name."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).replace("\\\n", " ")
    typed = [shlex.split(line, comments=True) for line in blocks.splitlines()]
    return [words[1:] for words in typed if words and words[0].endswith("tracker") and words[1:]]


@pytest.mark.skipif(SEED is None, reason="SEED_DOCUMENT names no published disclosure")
@pytest.mark.parametrize("page", ["README.md", "docs/year.zh.md", "docs/year.en.md"])
def test_every_command_of_a_guide_works(
    unopened: Office, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SEED is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_TODAY", "2022-12-31")
    monkeypatch.setenv("TRACKER_DB", f"sqlite:///{tmp_path / 'guide.db'}")
    for name, text in FILES.items():
        for path in (name, ENGLISH[name]):
            Path(path).write_text(text, encoding="utf-8")
    for path in ("部门预算公开.txt", "disclosure.txt"):
        shutil.copy(SEED, path)
    walked = commands(page)
    assert len(walked) > 8
    for words in walked:
        answer = unopened.bare(*words)
        allowed = (0, 1) if " ".join(words).startswith(FINDING) else (0,)
        assert answer.code in allowed, (words, answer.err)
