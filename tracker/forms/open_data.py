"""Open data of a self-evaluation: tidy CSV tables with a Frictionless data package descriptor.

Parquet stands beside each table where ``pyarrow`` is installed. Texts that a spreadsheet would take for a
formula are given a leading apostrophe, as CSV has no types.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from tracker.forms.completion import is_reached
from tracker.forms.display import parts_shape, value_text
from tracker.forms.facts import ActualFacts
from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
from tracker.forms.sheet import clean, looks_like_formula
from tracker.money import yuan

FieldType = Literal["string", "integer", "number", "boolean", "date"]
Value = str | int | bool | None
_MOST_DIGITS = 38


@dataclass(frozen=True)
class Field:
    """A column: its name, type and meaning."""

    name: str
    type: FieldType
    description: str


@dataclass(frozen=True)
class DataTable:
    """A tidy table, one fact a row."""

    name: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


_POSITIONS = (
    Field("unit", "string", "预算单位代码"), Field("year", "integer", "预算年度"), Field("project", "string", "项目编码"),
    Field("name", "string", "项目名称"), Field("initial", "number", "年初预算数，元"),
    Field("adjusted", "number", "全年预算数，元"), Field("executed", "number", "全年执行数，元"),
    Field("rate", "number", "执行率，%"),
)  # fmt: skip
_MEASUREMENTS = (
    Field("unit", "string", "预算单位代码"), Field("year", "integer", "预算年度"), Field("indicator", "string", "指标编码"),
    Field("project", "string", "项目编码"), Field("level1", "string", "一级指标"), Field("level2", "string", "二级指标"),
    Field("level3", "string", "三级指标"), Field("comparator", "string", "比较符"), Field("target", "number", "指标值"),
    Field("target_text", "string", "定性指标值"), Field("target_unit", "string", "指标值单位"),
    Field("actual", "number", "实际完成值"), Field("numerator", "number", "分子"), Field("denominator", "number", "分母"),
    Field("band", "string", "定性档次：met、partly、missed"), Field("reached", "boolean", "是否达到指标值"),
)  # fmt: skip
_SCORES = (
    Field("unit", "string", "预算单位代码"), Field("year", "integer", "预算年度"), Field("rules", "string", "规则集"),
    Field("project", "string", "项目编码"), Field("subject", "string", "指标编码；execution 为预算执行，total 为总分"),
    Field("weight", "number", "分值"), Field("score", "number", "得分"), Field("grade", "string", "等级，仅总分"),
)  # fmt: skip


def data_tables(evaluation: SelfEvaluation) -> tuple[DataTable, ...]:
    """Positions, measurements and scores."""
    facts = evaluation.facts
    own: tuple[Value, ...] = (facts.unit, facts.year)
    return (
        DataTable("positions", "项目资金", _POSITIONS, ("unit", "year", "project"),
                  tuple((*own, *_position(each)) for each in evaluation.projects)),
        DataTable("measurements", "指标监测值", _MEASUREMENTS, ("unit", "year", "indicator"),
                  tuple((*own, *row) for each in evaluation.projects for row in _measurements(each))),
        DataTable("scores", "得分", _SCORES, ("unit", "year", "rules", "project", "subject"),
                  tuple((*own, evaluation.rules.key, *row) for each in evaluation.projects for row in _scores(each))),
    )  # fmt: skip


def _position(project: ProjectResult) -> tuple[Value, ...]:
    money = project.budget.money
    amounts = (
        None if fen is None else yuan(fen)
        for fen in (money.initial_fen, money.adjusted_fen, money.executed_fen)
    )
    rate = None if project.budget.rate is None else str(project.budget.rate)
    return (project.facts.code, project.facts.name, *amounts, rate)


def _measurements(project: ProjectResult) -> Iterator[tuple[Value, ...]]:
    for row in project.indicators:
        facts, actual = row.facts, row.facts.actual or ActualFacts()
        yield (
            facts.code, project.facts.code, facts.level1, facts.level2, facts.level3, facts.target.comparator,
            facts.target.value, facts.target.text, facts.target.unit, value_text(actual), *parts_shape(actual),
            actual.band, is_reached(row),
        )  # fmt: skip


def _scores(project: ProjectResult) -> Iterator[tuple[Value, ...]]:
    code, budget = project.facts.code, project.budget
    yield code, "execution", str(budget.weight), str(budget.score), None
    for row in project.indicators:
        yield code, row.facts.code, str(row.weight), str(row.score), None
    yield code, "total", "100.00", str(project.total), project.grade


def write_open_data(evaluation: SelfEvaluation, directory: Path) -> list[Path]:
    """Write the tables and ``datapackage.json`` into the directory; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    tables = data_tables(evaluation)
    files = [_write_csv(table, directory) for table in tables]
    if importlib.util.find_spec("pyarrow") is not None:
        files += [_write_parquet(table, directory) for table in tables]
    package = directory / "datapackage.json"
    text = json.dumps(_descriptor(evaluation, tables, files), ensure_ascii=False, indent=1)
    package.write_text(text + "\n", encoding="utf-8")
    return [*files, package]


def _write_csv(table: DataTable, directory: Path) -> Path:
    path = directory / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in table.fields])
        for row in table.rows:
            writer.writerow([_cell(value, field) for value, field in zip(row, table.fields, strict=True)])
    return path


def _cell(value: Value, field: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = clean(str(value))
    harmless = field.type != "string" or field.name == "comparator"
    return text if harmless or not looks_like_formula(text) else f"'{text}"


def _write_parquet(table: DataTable, directory: Path) -> Path:
    """Typed columns: whole numbers, booleans, text, and decimals that stay exact."""
    import pyarrow  # 50 MB, and only here
    from pyarrow import parquet

    path = directory / f"{table.name}.parquet"
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.fields)
    arrays = {
        field.name: _column(pyarrow, field, values)
        for field, values in zip(table.fields, columns, strict=True)
    }
    parquet.write_table(pyarrow.table(arrays), str(path))
    return path


def _column(pyarrow: Any, field: Field, values: Sequence[Value]) -> Any:
    if field.type == "integer":
        return pyarrow.array(values, pyarrow.int64())
    if field.type == "boolean":
        return pyarrow.array(values, pyarrow.bool_())
    if field.type != "number":
        return pyarrow.array(values, pyarrow.string())
    numbers = [None if value is None else Decimal(str(value)) for value in values]
    places = max((-int(number.as_tuple().exponent) for number in numbers if number is not None), default=0)
    return pyarrow.array(numbers, pyarrow.decimal128(_MOST_DIGITS, max(places, 0)))


def _descriptor(
    evaluation: SelfEvaluation, tables: Sequence[DataTable], files: Sequence[Path]
) -> dict[str, Any]:
    facts = evaluation.facts
    sizes = {path.name: path.read_bytes() for path in files}
    return {
        "profile": "tabular-data-package",
        "name": f"budget-performance-{facts.unit}-{facts.year}".lower(),
        "title": f"{facts.name}{facts.year}年度预算执行与绩效数据",
        "description": f"截至 {facts.as_of}；规则集 {evaluation.rules.key}；日志位置 {facts.log_position}，"
        f"头哈希 {facts.log_hash}",
        "parquet": [
            {"path": name, "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
            for name, content in sizes.items()
            if name.endswith(".parquet")
        ],
        "resources": [_resource(table, sizes[f"{table.name}.csv"]) for table in tables],
    }


def _resource(table: DataTable, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [
                {"name": each.name, "type": each.type, "description": each.description}
                for each in table.fields
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }
