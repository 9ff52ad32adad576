"""Two evaluations side by side, and the open data of one."""

import csv
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from tests.tracker.forms.builders import project, unit
from tracker.forms.comparison import compare, comparison_json, write_comparison
from tracker.forms.open_data import data_tables, write_open_data
from tracker.forms.selfevaluation import evaluate
from tracker.rules.loading import load_rule_set

NATIONAL = evaluate(unit(project(), project("P02", name="培训")), load_rule_set())
HUBEI = evaluate(unit(project(), project("P03", name="就业")), load_rule_set("hubei"))


def test_the_same_year_under_two_rule_sets():
    document = comparison_json(compare(NATIONAL, HUBEI))
    assert (document["before"]["rules"], document["after"]["rules"]) == ("national-2020/1", "hubei/1")
    first = document["projects"][0]
    assert (first["before"]["total"], first["after"]["total"], first["difference"]) == (
        "99.69",
        "99.59",
        "-0.10",
    )
    assert [each["code"] for each in document["projects"]] == ["P01", "P03", "P02"]
    assert (document["projects"][1]["before"], document["projects"][2]["after"]) == (None, None)


def test_only_indicators_that_differ_are_listed():
    same = comparison_json(compare(NATIONAL, NATIONAL))
    assert all(each["indicators"] == [] and each["difference"] == "0.00" for each in same["projects"])


def test_across_years_projects_are_matched_by_name():
    later = evaluate(replace(unit(project("P09", name="培训")), year=2023), load_rule_set())
    pairs = compare(NATIONAL, later, "name").projects
    assert pairs[0].before is not None
    assert pairs[0].before.facts.code == "P02"


def test_the_comparison_workbook(tmp_path):
    book = openpyxl.load_workbook(write_comparison(compare(NATIONAL, HUBEI), tmp_path))
    assert book.sheetnames == ["总分对照", "指标差异"]
    assert [cell.value for cell in book["总分对照"][3]][4:8] == [99.69, 99.59, -0.1, "优"]


def test_open_data_is_tidy_and_described(tmp_path):
    evaluation = evaluate(unit(project(), project("P02", name="=1+1")), load_rule_set())
    files = {path.name: path for path in write_open_data(evaluation, tmp_path)}
    package = json.loads(files["datapackage.json"].read_text(encoding="utf-8"))
    assert [each["name"] for each in package["resources"]] == ["positions", "measurements", "scores"]
    for resource in package["resources"]:
        content = files[resource["path"]].read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        rows = list(csv.DictReader(content.decode().splitlines()))
        assert list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys))
    positions = list(csv.DictReader(files["positions.csv"].read_text(encoding="utf-8").splitlines()))
    assert (positions[0]["executed"], positions[0]["rate"], positions[1]["name"]) == (
        "2456883.00",
        "98.67",
        "'=1+1",
    )
    measured = list(csv.DictReader(files["measurements.csv"].read_text(encoding="utf-8").splitlines()))
    assert (measured[1]["comparator"], measured[1]["actual"], measured[1]["reached"]) == (
        ">=",
        "94.00",
        "false",
    )


def test_parquet_holds_the_same_facts_with_their_types(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")
    files = {path.name: path for path in write_open_data(NATIONAL, tmp_path)}
    for table in data_tables(NATIONAL):
        rows = parquet.read_table(str(files[f"{table.name}.parquet"])).to_pylist()
        assert [list(row.values()) for row in rows] == [
            [Decimal(str(value)) if field.type == "number" and value is not None else value
             for field, value in zip(table.fields, row, strict=True)]
            for row in table.rows
        ]  # fmt: skip
    package = json.loads(files["datapackage.json"].read_text(encoding="utf-8"))
    assert [each["path"] for each in package["parquet"]] == [
        "positions.parquet",
        "measurements.parquet",
        "scores.parquet",
    ]


def test_nothing_loads_arrow_before_parquet_is_written():
    code = "import sys, tracker.forms.open_data, tracker.cli.main; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
