"""The year's end from the command line: rules, forms, evidence, submission, the pack, and the auditor of forms."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.e2e.test_rosters import Office

INDICATORS = [
    ("P15.01", "数量指标", "补助人数", ">=", "100", "人", None),
    ("P15.02", "质量指标", "政策知晓", None, None, None, "群众普遍知晓"),
]


@pytest.fixture
def office(tmp_path, capsys, monkeypatch):
    desk = Office(tmp_path, capsys, monkeypatch)
    desk.plan = tmp_path / "small.json"
    desk.plan.write_text(json.dumps(small_plan()), encoding="utf-8")
    desk.today("2022-12-31")
    desk.done("plan", "import", str(desk.plan), "--revise")
    desk.done("record", "disbursement", "--project", "P15", "--amount", "8000", "--paid", "2022-06-15")
    return desk


def small_plan():
    return {
        "unit": "900",
        "name": "测试单位",
        "year": 2022,
        "projects": [
            {
                "code": "P15",
                "name": "补助",
                "goal": "按时发放",
                "budget": None,
                "indicators": [
                    {
                        "code": code,
                        "level1": "产出指标",
                        "level2": level2,
                        "level3": name,
                        "definition": name,
                        "target": {"comparator": comparator, "value": value, "unit": unit, "text": text},
                        "basis": "测试",
                        "source": "band" if text else "value",
                        "period": "year",
                        "rollup": "none",
                    }
                    for code, level2, name, comparator, value, unit, text in INDICATORS
                ],
            }
        ],
    }


def measure(office, *more: str) -> None:
    office.done("record", "measurement", "--period", "2022", *more)


def complete(office) -> None:
    measure(office, "--indicator", "P15.01", "--value", "120")
    measure(office, "--indicator", "P15.02", "--band", "met")


def paper(office, name="验收单.txt", text="验收合格") -> Path:
    path = office.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def out(office, name: str) -> str:
    return str(office.folder / name)


def missing(office, *more: str) -> list[tuple[str, str]]:
    project = office.done("selfeval", "status", *more)["projects"][0]
    return [(each["kind"], each["subject"]) for each in project["missing"]]


def test_status_says_what_is_missing_until_nothing_is(office):
    assert missing(office) == [("unreported", "P15.01"), ("unreported", "P15.02")]
    measure(office, "--indicator", "P15.01", "--value", "90")
    measure(office, "--indicator", "P15.02", "--band", "met")
    assert missing(office) == [("reason", "P15.01"), ("measure", "P15.01")]
    office.done("record", "deviation", "--indicator", "P15.01", "--reason", "人数减少", "--measure", "核实")
    assert missing(office) == []
    assert office.done("selfeval", "status")["stage"] == "open"


def test_the_departments_own_form_is_among_what_is_missing(office):
    plan = json.loads(office.plan.read_text(encoding="utf-8"))
    target = {"comparator": ">=", "value": "95", "unit": "%", "text": None}
    plan["department_indicators"] = [{"code": "D1.01", "goal": "保障", "name": "参保率", "target": target}]
    office.plan.write_text(json.dumps(plan), encoding="utf-8")
    assert office.done("selfeval", "status")["department"] is None
    office.done("plan", "import", str(office.plan), "--revise")
    told = office.done("selfeval", "status")["department"]
    assert [(each["kind"], each["subject"]) for each in told["missing"]][-1] == ("unreported", "D1.01")
    measure(office, "--indicator", "P15.01", "--value", "100")
    measure(office, "--indicator", "P15.02", "--band", "met")
    whole = office.done("selfeval", "status")
    assert (missing(office), whole["incomplete"], whole["missing"]) == ([], True, 1)
    measure(office, "--indicator", "D1.01", "--numerator", "96", "--denominator", "100")
    assert office.done("selfeval", "status")["incomplete"] is False


def test_forms_are_scored_by_the_rules_in_force_where_none_are_named(office):
    out = str(office.folder / "out")
    assert office.done("export", "selfeval", "--out", out, "--format", "json")["rules"] == "national-2020/1"
    office.done("export", "selfeval", "--out", out, "--format", "json", "--rules", "sichuan")
    told = office.done("export", "selfeval", "--out", out, "--format", "json")
    assert told["rules"] == office.done("selfeval", "status")["rules"] == "sichuan/1"


def test_a_projects_code_explains_its_execution_rate(office):
    complete(office)
    assert missing(office, "--rules", "sichuan") == [("reason", "P15")]
    office.done("record", "deviation", "--indicator", "p15", "--reason", "资金晚到", "--measure", "提前申请")
    assert missing(office, "--rules", "sichuan") == []
    office.done("export", "selfeval", "--out", out(office, "forms"), "--format", "json", "--rules", "sichuan")
    budget = json.loads((office.folder / "forms/selfeval.json").read_text())["projects"][0]["budget"]
    assert (budget["deviation"], budget["measure"]) == ("资金晚到", "提前申请")
    office.refused(3, "record", "deviation", "--indicator", "P99", "--reason", "x", "--measure", "y")


def test_submission_freezes_what_was_typed_until_it_is_reopened(office):
    office.refused(3, "selfeval", "submit", "--out", out(office, "sub"))
    assert not (office.folder / "sub").exists()
    complete(office)
    done = office.done("selfeval", "submit", "--out", out(office, "sub"))
    for file in done["files"]:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]
    status = office.done("selfeval", "status")
    assert (status["stage"], status["submission"]["position"]) == ("submitted", done["position"])
    assert status["submission"]["log"]["position"] == done["position"] - 1
    again = ("record", "measurement", "--indicator", "P15.01", "--period", "2022", "--value", "80")
    office.refused(3, *again)
    office.refused(3, "record", "deviation", "--indicator", "P15.01", "--reason", "x", "--measure", "y")
    office.refused(3, "evidence", "add", str(paper(office)), "--indicator", "P15.01")
    office.refused(3, "selfeval", "submit", "--out", out(office, "sub2"))
    office.done("selfeval", "reopen", "--reason", "数字有误")
    office.refused(3, "selfeval", "reopen", "--reason", "数字有误")
    office.done(*again)
    assert office.done("selfeval", "status")["submission"]["reopened"] == "数字有误"


def test_a_typed_figure_cannot_be_reversed_while_submitted(office):
    complete(office)
    typed = office.done(
        "record", "measurement", "--indicator", "P15.01", "--period", "2022", "--value", "110"
    )
    office.done("selfeval", "submit", "--out", out(office, "sub"), "--format", "json")
    office.refused(3, "reverse", typed["event"], "--reason", "误录")
    office.done("selfeval", "reopen", "--reason", "误录")
    office.done("reverse", typed["event"], "--reason", "误录")


def test_what_changed_since_the_submission_is_a_comparison(office):
    office.refused(3, "selfeval", "compare")
    complete(office)
    office.done("selfeval", "submit", "--out", out(office, "sub"), "--format", "json", "--rules", "hubei")
    same = office.done("selfeval", "compare")
    assert same["before"]["rules"] == same["after"]["rules"] == "hubei/1"
    assert [each["indicators"] for each in same["projects"]] == [[]]
    office.done("selfeval", "reopen", "--reason", "数字有误")
    measure(office, "--indicator", "P15.01", "--value", "50")
    changed = office.done("selfeval", "compare", "--out", out(office, "both"))["projects"][0]
    assert [row["code"] for row in changed["indicators"]] == ["P15.01"]
    assert float(changed["difference"]) < 0
    assert (office.folder / "both/comparison.xlsx").is_file()


def test_what_was_handed_in_under_a_bureaus_own_rules_is_compared_without_its_file(office):
    complete(office)
    own = office.folder / "own.toml"
    own.write_text(delivered("hubei").replace('name = "hubei"', 'name = "own"'), encoding="utf-8")
    office.done("selfeval", "submit", "--out", out(office, "sub"), "--format", "json", "--rules", str(own))
    own.unlink()
    same = office.done("selfeval", "compare")
    assert same["before"]["rules"] == same["after"]["rules"] == "own/1"
    assert office.done("selfeval", "status")["rules"] == "own/1"
    assert [each["indicators"] for each in same["projects"]] == [[]]


def delivered(name) -> str:
    return files("tracker.rules.data").joinpath(f"{name}.toml").read_text(encoding="utf-8")


def test_an_export_of_what_is_handed_in_says_so(office):
    complete(office)
    here = ("export", "selfeval", "--format", "json", "--out", out(office, "forms"))
    assert office.done(*here)["warnings"] == []
    office.done("selfeval", "submit", "--out", out(office, "sub"), "--format", "json")
    (warning,) = office.done(*here)["warnings"]
    assert "selfeval reopen" in warning
    office.done("selfeval", "reopen", "--reason", "数字有误")
    assert office.done(*here)["warnings"] == []


def test_a_draft_is_submitted_only_when_said(office):
    done = office.done("selfeval", "submit", "--out", out(office, "sub"), "--draft", "--format", "json")
    assert done["missing"] == 2


def test_evidence_is_kept_by_its_hash_once(office):
    complete(office)
    path = paper(office)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    office.done("evidence", "add", str(path), "--indicator", "P15.01", "--period", "2022-06")
    office.done("evidence", "add", str(path), "--indicator", "P15", "--name", "凭证.txt")
    office.refused(3, "evidence", "add", str(path), "--indicator", "P15.01", "--period", "2022-06")
    office.refused(3, "evidence", "add", str(path), "--indicator", "P15.09")
    office.refused(3, "evidence", "add", str(path), "--indicator", "P15.01", "--period", "2021-06")
    office.refused(4, "evidence", "add", out(office, "none.txt"), "--indicator", "P15.01")
    kept = [file for file in (office.folder / "store.db.evidence").rglob("*") if file.is_file()]
    assert [file.name for file in kept] == [sha256]
    listed = office.done("evidence", "list", "--indicator", "P15")
    assert [(each["indicator"], each["name"], each["kept"]) for each in listed] == [
        ("P15.01", "验收单.txt", True),
        ("P15", "凭证.txt", True),
    ]
    kept[0].write_bytes(b"something else")
    assert not any(each["kept"] for each in office.done("evidence", "list"))
    assert office.call("export", "pack", "--out", out(office, "pack.zip"))[0] == 3
    assert not (office.folder / "pack.zip").exists()


def test_the_index_and_the_json_show_the_evidence(office):
    complete(office)
    office.done("evidence", "add", str(paper(office)), "--indicator", "P15.01")
    assert office.done("selfeval", "status")["projects"][0]["without_evidence"] == ["P15.02"]
    office.done("export", "selfeval", "--out", out(office, "forms"))
    rows = (
        CalamineWorkbook.from_path(out(office, "forms/selfeval.xlsx")).get_sheet_by_name("索引").to_python()
    )
    assert [row[4] for row in rows if "验收单.txt" in str(row[9])] == ["佐证材料"]
    told = json.loads((office.folder / "forms/selfeval.json").read_text())["projects"][0]["indicators"][0]
    assert told["evidence"][0].startswith("验收单.txt")


def test_the_pack_checks_itself_with_python_alone(office):
    complete(office)
    office.done("evidence", "add", str(paper(office)), "--indicator", "P15.01")
    packed = office.done("export", "pack", "--out", out(office, "pack.zip"), "--format", "xlsx,json")
    assert packed["evidence"] == 1
    command = [sys.executable, "-I", out(office, "pack.zip")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    with zipfile.ZipFile(out(office, "pack.zip")) as archive:
        assert any(name.endswith("-验收单.txt") for name in archive.namelist())


def test_no_pdf_without_libreoffice_but_everything_else(office, monkeypatch):
    complete(office)
    monkeypatch.setattr("tracker.forms.printing.soffice", lambda: None)
    code, printed, err = office.call(
        "--json", "export", "selfeval", "--out", out(office, "forms"), "--format", "pdf,json"
    )
    assert (code, [Path(each).name for each in json.loads(printed)["files"]]) == (0, ["selfeval.json"])
    written = json.loads((office.folder / "forms/selfeval.json").read_text())
    assert [json.loads(printed)[key] for key in ("projects", "log")] == [written["projects"], written["log"]]
    assert "LibreOffice" in err
    code, _, err = office.call("export", "selfeval", "--out", out(office, "forms"), "--format", "pdf")
    assert (code, len(err.splitlines())) == (4, 1)


def test_goals_data_and_a_template_are_written(office):
    complete(office)
    document = Document()
    document.add_paragraph("{{ name }}")
    document.save(out(office, "ours.docx"))
    written = [
        *office.done("export", "goals", "--out", out(office, "g"))["files"],
        *office.done("export", "data", "--out", out(office, "d"))["files"],
        *office.done(
            "export", "selfeval", "--out", out(office, "t"), "--format", "json",
            "--template", out(office, "ours.docx"),
        )["files"],
    ]  # fmt: skip
    assert {"goals.xlsx", "datapackage.json", "ours-filled.docx"} <= {Path(each).name for each in written}
    assert Document(out(office, "t/ours-filled.docx")).paragraphs[0].text == "测试单位"
    (office.folder / "no.docx").write_text("no document")
    code, _, err = office.call(
        "export", "selfeval", "--out", out(office, "t"), "--template", out(office, "no.docx")
    )
    assert (code, len(err.splitlines())) == (4, 1)


def test_the_same_year_under_two_rule_sets(office):
    complete(office)
    found = office.done("rules", "compare", "national-2020", "hubei")
    assert (found["before"]["rules"], found["after"]["rules"]) == ("national-2020/1", "hubei/1")
    assert (found["projects"][0]["before"]["total"], found["projects"][0]["after"]["total"]) == (
        "98.00",
        "96.00",
    )
    office.refused(3, "rules", "compare", "national-2020", "nobody")


def test_a_rule_file_is_checked(office):
    own = office.folder / "own.toml"
    own.write_text('name = "own"\n', encoding="utf-8")
    code, printed, _ = office.call("--json", "rules", "check", str(own))
    assert (code, json.loads(printed)["ok"]) == (1, False)
    office.refused(4, "rules", "check", out(office, "none.toml"))
    office.refused(4, "export", "selfeval", "--out", out(office, "f"), "--rules", str(own))
    from importlib.resources import files

    own.write_text(files("tracker.rules.data").joinpath("hubei.toml").read_text("utf-8"), encoding="utf-8")
    assert office.done("rules", "check", str(own))["ok"] is True


def test_this_form_beside_one_exported_before_and_beside_last_year(office):
    complete(office)
    office.done("export", "selfeval", "--out", out(office, "forms"), "--format", "json")
    same = office.done(
        "export", "comparison", "--with", out(office, "forms/selfeval.json"), "--out", out(office, "c")
    )
    assert [(each["difference"], each["indicators"]) for each in same["projects"]] == [("0.00", [])]
    office.done("init", "--unit", "900", "--name", "测试单位", "--year", "2021")
    before = office.plan.read_text().replace("2022", "2021")
    (office.folder / "before.json").write_text(before)
    office.done("--ledger", "900/2021", "plan", "import", str(office.folder / "before.json"))
    here = ("--ledger", "900/2022", "export", "comparison", "--out", out(office, "c"))
    both = office.done(*here, "--with", "900/2021")
    assert (both["before"]["year"], both["after"]["year"], len(both["projects"])) == (2021, 2022, 1)
    assert office.call(*here, "--with", "900/2019")[0] == 3
    assert office.call(*here, "--with", "nothing")[0] == 2
    (office.folder / "bad.json").write_text('{"projects": 3}')
    assert office.call(*here, "--with", out(office, "bad.json"))[0] == 4


def test_the_year_beside_its_monitoring_form(office):
    measure(office, "--indicator", "P15.01", "--value", "60", "--on", "2022-07-20")
    office.done("export", "monitoring", "--through", "2022-07", "--out", out(office, "mid"))
    office.done("record", "measurement", "--indicator", "P15.01", "--period", "2022", "--value", "120")
    here = ("export", "comparison", "--out", out(office, "c"), "--with")
    compared = office.done(*here, out(office, "mid/monitoring.json"))
    assert compared["projects"] == office.done(*here, "2022-07")["projects"]
    (project,) = compared["projects"]
    first = project["indicators"][0]
    told = {key: first[key] for key in ("planned", "likelihood", "reached", "met", "beyond")}
    assert told == {
        "planned": "≥100人",
        "likelihood": "possible",
        "reached": "120人",
        "met": True,
        "beyond": None,
    }
    assert first["by_month"] == first["forecast"] == "60%"  # the plan of July counted in percent
    assert (project["money"]["by_month"], project["money"]["reached"]) == ("0.80万元", "0.80万元")
    sheet = (
        CalamineWorkbook.from_path(str(office.folder / "c/comparison.xlsx")).get_sheet_by_index(0).to_python()
    )
    assert sheet[3][:7] == ["P15.01", "补助人数", "≥100人", "60%", "60%", "有可能", "120人"]
    (office.folder / "odd.json").write_text('{"through": 7, "projects": [3]}')
    assert office.call(*here, out(office, "odd.json"))[0] == 4
    assert office.call(*here, "2021-07")[0] == 3


def test_a_reason_has_its_class_on_the_monitoring_form(office):
    measure(office, "--indicator", "P15.01", "--value", "60", "--on", "2022-07-20")
    why = ("--indicator", "P15.01", "--reason", "抽调多", "--measure", "补充", "--on", "2022-07-21")
    office.done("record", "deviation", *why, "--class", "人员保障", "--likelihood", "certain")
    office.done(
        "export", "monitoring", "--through", "2022-07", "--out", out(office, "mid"), "--format", "json,docx"
    )
    row = json.loads((office.folder / "mid/monitoring.json").read_text())["projects"][0]["indicators"][0]
    assert (row["reason_class"], row["likelihood"], row["proposed"]) == ("staff", "certain", [])
    assert (office.folder / "mid/monitoring.docx").is_file()
    office.refused(
        2, "record", "deviation", "--indicator", "P15.01", "--reason", "x", "--measure", "y", "--class", "z"
    )


def test_what_was_planned_beside_what_was_reached(office):
    complete(office)
    planned = office.done("export", "comparison", "--with", "plan", "--out", out(office, "c"))
    (project,) = planned["projects"]
    assert project["indicators"] == {"planned": 2, "reached": 2, "short": 0, "unreported": 0}
    assert (project["executed"], project["reached_share"]) == ("8000.00", "100.00")
    assert planned["totals"]["indicators"] == project["indicators"]
    assert (office.folder / "c/comparison.xlsx").is_file()


def test_the_auditor_takes_folders_and_names_what_it_cannot_read(office):
    complete(office)
    office.done("export", "selfeval", "--out", out(office, "forms"))
    code, printed, err = office.call("audit", out(office, "forms"), "--json")
    assert (code, err) == (0, "")
    assert len(json.loads(printed)["forms"]) >= 2
    for _ in range(2):  # the summary of last time is no form
        summary = out(office, "forms/summary.xlsx")
        assert office.call("audit", out(office, "forms"), "--json", "--summary", summary)[0] == 0
    Path(summary).unlink()
    (office.folder / "forms/broken.xlsx").write_bytes(b"no workbook")
    code, printed, err = office.call("audit", out(office, "forms"), "--json")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "broken.xlsx" in err
    assert json.loads(printed)["forms"]
    office.refused(4, "audit", out(office, "forms/broken.xlsx"))
    (office.folder / "empty").mkdir()
    office.refused(4, "audit", out(office, "empty"))


@pytest.mark.parametrize("tolerance", ["NaN", "-0.1", "Infinity", "viel"])
def test_a_tolerance_that_is_none_is_wrong_usage(office, tolerance):
    complete(office)
    office.done("export", "selfeval", "--out", out(office, "forms"), "--format", "json")
    office.refused(2, "audit", out(office, "forms"), f"--tolerance={tolerance}")


def test_the_template_page_names_every_placeholder():
    from tests.tracker.forms import builders
    from tracker.forms.own_template import template_fields
    from tracker.forms.selfevaluation import evaluate
    from tracker.rules.loading import load_rule_set

    page = (Path(__file__).parents[2] / "docs/templates.md").read_text(encoding="utf-8")
    fields = template_fields(evaluate(builders.unit(builders.project()), load_rule_set()))
    project = fields["projects"][0]
    for name in {*fields, *project, *project["indicators"][0]}:
        assert f"`{name}`" in page or f"`{{{{ {name} }}}}`" in page, name
