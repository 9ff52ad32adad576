"""An office for outside checks: a plan of another unit and year, and the program run as a stranger runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tracker.cli.main import run

UNIT, YEAR, NAME = "417", 2023, "临河县就业服务中心"
LEDGER = f"{UNIT}/{YEAR}"


def goal(
    comparator: str | None, value: str | None = None, unit: str | None = None, text: str | None = None
) -> dict[str, Any]:
    return {"comparator": comparator, "value": value, "unit": unit, "text": text}


def row(
    code: str,
    level2: str,
    name: str,
    target: dict[str, Any],
    source: str,
    period: str,
    rollup: str,
    **more: Any,
) -> dict[str, Any]:
    return {
        "code": code,
        "level1": more.pop("level1", "产出指标"),
        "level2": level2,
        "level3": name,
        "definition": more.pop("definition", f"{name}的说明"),
        "target": target,
        "basis": "工作安排",
        "source": source,
        "period": period,
        "rollup": rollup,
        **more,
    }


def percent(value: str) -> dict[str, Any]:
    return goal(">=", value, "%")


PLAN: dict[str, Any] = {
    "unit": UNIT,
    "name": NAME,
    "year": YEAR,
    "budget_lines": [
        {"name": "财政拨款“三公”经费预算", "amount": "5000.00", "corrected": None, "where": {"line": 3}},
        {"name": "机关运行经费", "amount": "20000.00", "corrected": None, "where": {"line": 4}},
    ],
    "department_indicators": [
        {"code": "D1.01", "goal": "服务群众", "name": "群众满意率", "target": percent("95")},
        {"code": "D2.01", "goal": "队伍建设", "name": "队伍作风", "target": goal(None, text="明显改善")},
    ],
    "projects": [
        {
            "code": "P01",
            "name": "公益岗位补贴",
            "goal": "按月发放",
            "budget": {"total": "600000.00", "fiscal": "600000.00", "other": None},
            "indicators": [
                row("P01.01", "数量指标", "在岗人数", goal(">=", "300", "人"), "value", "month", "latest"),
                row("P01.02", "数量指标", "宣传次数", goal(">=", "12", "次"), "value", "month", "sum"),
                row(
                    "P01.03",
                    "时效指标",
                    "补贴发放及时率",
                    percent("98"),
                    "people_on_time",
                    "month",
                    "ratio_of_sums",
                ),
                row(
                    "P01.04", "成本指标", "补贴总成本", goal("<=", "500000", "元"), "spending", "year", "sum"
                ),
                row(
                    "P01.05",
                    "成本指标",
                    "月人均标准",
                    goal("<=", "1160", "元"),
                    "per_person",
                    "month",
                    "latest",
                ),
                row(
                    "P01.06",
                    "社会效益指标",
                    "就业形势",
                    goal(None, text="保持稳定"),
                    "band",
                    "year",
                    "none",
                    level1="效益指标",
                ),
                row(
                    "P01.07",
                    "服务对象满意度指标",
                    "满意度",
                    percent("90"),
                    "ratio",
                    "year",
                    "ratio_of_sums",
                    level1="满意度指标",
                ),
            ],
        },
        {
            "code": "P02",
            "name": "技能培训补助",
            "goal": "及时拨付",
            "budget": {"total": "900000.00", "fiscal": "900000.00", "other": None},
            "indicators": [
                row(
                    "P02.01",
                    "时效指标",
                    "补助拨付及时率",
                    percent("95"),
                    "amount_on_time",
                    "month",
                    "ratio_of_sums",
                ),
                row(
                    "P02.02",
                    "时效指标",
                    "资金到位率",
                    percent("90"),
                    "funds_arrival",
                    "month",
                    "ratio_of_sums",
                ),
                row(
                    "P02.03", "质量指标", "补助发放率", percent("99"), "payment_rate", "year", "ratio_of_sums"
                ),
                row("P02.04", "时效指标", "办结及时率", percent("95"), "ratio", "month", "ratio_of_sums"),
                row("P02.05", "数量指标", "培训场次", goal("=", "6", "场"), "value", "month", "sum"),
                row("P02.06", "质量指标", "差错起数", goal("=", "0", "起"), "value", "month", "sum"),
                row("P02.07", "质量指标", "工作评分", goal(">=", "90", "分"), "value", "year", "latest"),
            ],
        },
        {"code": "P03", "name": "机动经费", "goal": "应急", "budget": None, "indicators": []},
    ],
}


class Answer(NamedTuple):
    """What a run gave back: its exit code and its two streams."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout, and nothing else there."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


class Office:
    """One store, one desk: every call is a command line."""

    def __init__(self, db: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.db, self.capsys, self.patch = db, capsys, patch
        self.url = f"sqlite:///{db}"

    def today(self, day: str | None) -> None:
        self.patch.setenv("TRACKER_TODAY", day) if day else self.patch.delenv("TRACKER_TODAY", raising=False)

    def bare(self, *words: object) -> Answer:
        """A command line as it stands, without options of ours."""
        self.capsys.readouterr()
        code = run([str(word) for word in words])
        caught = self.capsys.readouterr()
        return Answer(code, caught.out, caught.err)

    def run(self, *words: object) -> Answer:
        return self.bare("--db", self.url, *words)

    def json(self, *words: object, code: int = 0) -> Any:
        answer = self.run(*words, "--json")
        assert answer.code == code, (answer.code, answer.err, words)
        return answer.document

    def record(self, kind: str, *words: object, key: str | None = None) -> Any:
        more = ("--key", key) if key else ()
        return self.json("record", kind, *words, *more)

    def refused(self, *words: object, code: int = 3) -> str:
        """Refused in one line, nothing on stdout and nothing recorded."""
        before = self.events()
        answer = self.run(*words, "--json")
        assert answer.code == code, (answer.code, answer.out, answer.err, words)
        assert answer.out == ""
        assert self.events() == before, "a refusal records nothing"
        return answer.complaint

    def events(self) -> int:
        return int(self.json("log", "verify")["events"])

    def log(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json("log", "list", "--limit", "10000")
        return found

    def open(self, plan: dict[str, Any] = PLAN, *more: object) -> None:
        self.json("init", "--unit", plan["unit"], "--name", plan["name"], "--year", plan["year"])
        path = self.db.parent / "plan.json"
        path.write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
        self.json("plan", "import", path, "--on", f"{plan['year']}-01-01", *more)

    def grant(self, project: str, amount: str, on: str = "2023-01-10", **more: str) -> Any:
        return self.record(
            "appropriation", "--project", project, "--amount", amount, "--on", on, *options(more)
        )

    def receive(self, project: str, amount: str, on: str = "2023-01-11") -> Any:
        return self.record("receipt", "--project", project, "--amount", amount, "--on", on)

    def pay(self, project: str, amount: str, paid: str, due: str | None = None, **more: str) -> Any:
        words = ("--project", project, "--amount", amount, "--due", due or paid, "--paid", paid)
        return self.record("disbursement", *words, *options(more))

    def give_back(self, event: str, amount: str, on: str, **more: str) -> Any:
        return self.record("return", "--of", event, "--amount", amount, "--on", on, *options(more))

    def measure(self, indicator: str, period: str, **more: str) -> Any:
        return self.record("measurement", "--indicator", indicator, "--period", period, *options(more))

    def status(self, *more: object) -> Any:
        return self.json("status", *more)

    def project(self, code: str, *more: object) -> Any:
        return next(each for each in self.status(*more)["projects"] if each["code"] == code)

    def indicator(self, code: str, *more: object) -> Any:
        owner = self.project(code.partition(".")[0], *more)
        return next(each for each in owner["indicators"] if each["code"] == code)

    def check(self, month: str) -> dict[str, Any]:
        """The standings of a month by indicator; the exit code agrees with them."""
        answer = self.run("check", "--month", month, "--json")
        results = {each["indicator"]: each for each in answer.document["results"]}
        wanting = any(each["status"] in ("missed", "unreported") for each in results.values())
        assert answer.code == (1 if wanting else 0)
        return results

    def explain(self, *words: object) -> Any:
        return self.json("explain", *words)


def options(more: dict[str, str]) -> Iterator[str]:
    for name, value in more.items():
        yield f"--{name.replace('_', '-')}"
        yield value
