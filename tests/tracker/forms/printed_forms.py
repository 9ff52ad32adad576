"""Filled forms as units really publish them, rebuilt in layout only: made-up names, typical mistakes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

Row = Sequence[Any]

NATIONAL_HEAD = ("一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分",
                 "偏差原因分析\n及改进措施")  # fmt: skip


def save(path: Path, rows: Sequence[Row], merges: Sequence[str] = (), title: str = "Sheet1") -> Path:
    """Write the rows as a workbook with those merged ranges."""
    book = openpyxl.Workbook()
    fill(book.active, rows, merges, title)
    book.save(path)
    return path


def fill(sheet: Any, rows: Sequence[Row], merges: Sequence[str] = (), title: str = "Sheet1") -> None:
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)
    for span in merges:
        sheet.merge_cells(span)


def national(
    money: Sequence[Row] = (
        ("年度资金总额：", 100, 100, 90, 10, "90%", 9),
        ("其中：当年财政拨款", 100, 100, 90),
    ),
    indicators: Sequence[Row] = (
        ("产出指标（50分）", "数量指标", "指标1：培训人数", "≥100人", "100人", 50, 50, None),
        ("效益指标（30分）", "社会效益指标", "指标1：就业率", "≥90%", "95%", 30, 30, None),
        ("满意度指标（10分）", "服务对象满意度指标", "指标1：学员满意度", "≥90%", "93%", 10, 10, None),
    ),
    total: Row = (100, 99),
    name: str = "职业技能培训补贴",
) -> list[Row]:
    """The national form, columns A to I: a side label, then the table."""
    rows: list[Row] = [
        ("项目支出绩效自评表",),
        ("（2022年度）",),
        ("项目名称", None, name),
        ("主管部门", None, "某县人社局", None, "实施单位", None, "某县人社局"),
        (
            "项目资金\n（万元）",
            None,
            "年初预算数",
            "全年预算数（A）",
            "全年执行数（B）",
            "分值",
            "执行率（B/A）",
            "得分",
        ),
    ]
    rows += [(None, *row) for row in money]
    rows += [
        ("年度总体目标", "预期目标", None, None, None, "实际完成情况"),
        (None, "按计划完成培训。", None, None, None, "已完成。"),
        ("绩效指标", *NATIONAL_HEAD),
    ]
    rows += [(None, *row) for row in indicators]
    rows.append(("总分", None, None, None, None, None, *total))
    return rows


def hebei(rows: Sequence[Row], total: Any = None, execution: Row = ("预算执行率", 100, 10, 10)) -> list[Row]:
    """Hebei's form; a row is level 1–3, description, sign, value, unit, actual, state, score, weight, folded."""
    head: list[Row] = [
        ("2022年度预算项目绩效自评表",),
        ("一、基本情况", "项目名称：", "高龄津贴", None, "是否为专项资金：", "否"),
        (None, "实施（主管）单位", "314002-某县民政局机关", None, "金额单位：", "万元"),
        ("二、预算执行情况", "预算安排情况（调整后）", None, "资金到位情况", None, "资金执行情况", None,
         "预算执行进度（%）"),
        (None, "预算数", 6.84, "到位数", 6.84, "执行数", 6.84, 100),
        (None, "其中：财政资金", 6.84, "其中：财政资金", 6.84, "其中：财政资金", 6.84),
        (None, "其他", 0, "其他", 0, "其他", 0),
        ("三、目标完成情况", "年度预期目标", None, None, "具体完成情况", None, None, "总体完成率（%）"),
        (None, "发放补贴", None, None, "已发放", None, None, 100),
        ("四、年度绩效指标完成情况", "一级指标", "二级指标", "三级指标", "指标描述", "预期指标值", None, None,
         "单项指标实际完成值", "单项指标完成情况", "自评得分"),
        (None, None, None, None, None, "符号", None, "单位（文字描述）", None, None, "单项指标得分", "权重占比（%）",
         "单项指标折算得分"),
    ]  # fmt: skip
    body: list[Row] = [(None, *row) for row in rows]
    name, score, weight, folded = execution
    tail: list[Row] = [(None, name, name, None, None, None, None, None, None, None, score, weight, folded)]
    if total is not None:
        tail.append((None, "总分", None, None, None, None, None, None, None, None, None, 100, total))
    return head + body + tail


HEBEI_MERGES = ("B10:B11", "C10:C11", "D10:D11", "E10:E11", "F10:H10", "I10:I11", "J10:J11", "K10:M10", "B4:C4",
                "D4:E4", "F4:G4")  # fmt: skip


def sichuan(rows: Sequence[Row], total: Row = (100, None), money: Row = (0, 3.36, 3.36, "100.00%", 10, 10, None),
            other: Any = 0) -> list[Row]:  # fmt: skip
    """Sichuan's form; a row is level 1–3, nature, value, unit, actual, weight, score, reason."""
    head: list[Row] = [
        ("部门预算项目支出绩效自评表（2023年度）",),
        ("项目名称", None, "51000021R000000000001-工资性支出"),
        ("主管部门", None, "某县发改局", None, None, "实施单位（盖章）", "某县发改局"),
        ("项目基本情况", "1.项目年度目标完成情况", "项目年度目标", None, None, "年度目标完成情况"),
        (None, None, "保障发放", None, None, "完成"),
        ("预算执行情况（10分）", "年度预算数（万元）", None, "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重",
         "得分", "原因"),
        (None, "总额", None, *money),
        (None, "其中：财政资金", None, money[0], money[1], money[2], money[3], "/", "/"),
        (None, "财政专户管理资金", None, 0, 0, 0, "0.00%", "/", "/"),
        (None, "单位资金", None, other, other, other, "0.00%", "/", "/"),
        (None, "其他资金", None, None, None, None, None, "/", "/"),
        ("绩效指标（90分）", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分",
         "未完成原因分析"),
    ]  # fmt: skip
    body: list[Row] = [(None, *row) for row in rows]
    tail: list[Row] = [
        ("合计", None, None, None, None, None, None, None, *total),
        ("评价结论", "完成"),
        ("存在问题", "无"),
        ("项目负责人：", None, None, None, None, "财务负责人："),
    ]
    return head + body + tail
