"""The folder a monkey picks files from: lists, a bank's result, plans, a document; good ones and bad ones."""

from __future__ import annotations

import json
from pathlib import Path

from tests.builders import PLAN
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, person, write_csv, write_xlsx
from tracker.plan.exchange import plan_to_json


def write_files(folder: Path, number: int = 0) -> None:
    """Everything anew; the lists differ by a number."""
    people = [person(number * 10 + n, "20.50") for n in range(8)]
    write_csv(folder / "list.csv", [HEADERS, *people], encoding="gb18030")
    write_csv(folder / "odd.csv", [("甲", "[/]", "丙", "丁"), *people])
    write_xlsx(folder / "other.xlsx", [HEADERS, *people[:3]])
    write_csv(folder / "bad.csv", [HEADERS, ("x", "123", "6222", "-5"), ("[/]", identity(1), "", "\x1b[2J")])
    outcomes = [(*row, "成功", "2022-07-18") for row in people[:6]]
    stranger = (*person(9_000, "20.50"), "成功", "2022-07-18")
    write_csv(folder / "bank.csv", [OUTCOME_HEADERS, *outcomes, stranger])
    paid = [("P01", "12.5", "2022-05-17", f"记-{number}-{n}") for n in range(3)]
    write_csv(folder / "rows.csv", [("项目", "金额", "实发日期", "凭证号"), *paid], encoding="gb18030")
    (folder / "plan.json").write_text(json.dumps(plan_to_json(PLAN), ensure_ascii=False), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\xff\xfe\x00[/]\x1b[2J")
    (folder / "voucher.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "gone.csv").write_text("a,b\n", encoding="utf-8")
