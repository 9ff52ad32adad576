"""Which column of a list is which: recognised by its header, or mapped by the clerk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from unicodedata import normalize

from tracker.rosters.problems import LineProblem

HEADERS: Mapping[str, Sequence[str]] = {
    "id_number": ("身份证号", "id_number", "idnumber", "身份证号码", "公民身份号码", "身份证", "证件号码", "证件号"),
    "person_no": ("人员编号", "person_no", "个人编号", "人员编码"),
    "amount": ("金额", "amount", "发放金额", "应发金额", "代发金额", "交易金额", "实发金额"),
    "name": ("姓名", "name", "户名", "收款人", "收款人姓名"),
    "account": ("账号", "account", "银行账号", "帐号", "银行帐号", "卡号", "银行卡号", "收款账号"),
    "due_on": ("应发日期", "due_on"),
    "paid_on": ("实发日期", "paid_on", "支付日期", "交易日期", "入账日期", "到账日期"),
    "returned_on": ("退回日期", "returned_on", "退票日期"),
    "status": ("状态", "status", "发放状态", "交易状态", "处理状态", "处理结果", "发放结果"),
    "note": ("备注", "note", "附言", "失败原因"),
}  # fmt: skip
"""Our word for a column, and the headers it is recognised by, the likeliest first."""

RECKONED = ("id_number", "person_no", "amount", "due_on", "status", "paid_on", "returned_on")
"""The columns from which something is reckoned: whose header it is must be beyond doubt."""

COLUMN_OF = {spelled: column for column, headers in HEADERS.items() for spelled in headers}
STATUSES = {
    "paid": ("成功", "paid", "发放成功", "支付成功", "交易成功", "处理成功", "已发放", "已支付", "success", "ok"),
    "failed": ("失败", "failed", "发放失败", "支付失败", "交易失败", "处理失败", "未发放", "fail", "failure"),
    "returned": ("退回", "returned", "退票", "已退回", "已退票", "退汇", "return"),
}  # fmt: skip
OUTCOME_OF = {spelled: outcome for outcome, words in STATUSES.items() for spelled in words}
_UNIT = re.compile(r"[(（\[【](元|人民币|单位:?元|yuan|cny)[)）\]】]$")
_SEARCHED_ROWS = 30


def squeezed(text: str) -> str:
    """A header or a status without spaces, in small half-width letters."""
    return re.sub(r"[\s\ufeff]+", "", normalize("NFKC", text)).lower()


def header_key(text: str) -> str:
    """A header without its unit."""
    return _UNIT.sub("", squeezed(text))


def columns_in(row: Sequence[str], mapped: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands in a row of headers; empty where this is no such row."""
    keys = [header_key(cell) for cell in row]
    wanted = {column: header_key(header) for column, header in mapped.items()}
    taken = {key for key in wanted.values() if key in keys}
    found = {}
    for column, headers in HEADERS.items():
        spelled = [wanted[column]] if wanted.get(column) in keys else [h for h in headers if h not in taken]
        at = next((keys.index(header) for header in spelled if header in keys), None)
        if at is not None:
            found[column] = at
    return found


def is_header(found: Mapping[str, int]) -> bool:
    """Whether the columns found make a row of headers: a recipient and an amount."""
    return "amount" in found and ("id_number" in found or "person_no" in found)


def column_problem(code: str, column: str, line: int, **more: str | tuple[str, ...]) -> LineProblem:
    """What is wrong with a column, by our word for it; sentences say it in both languages."""
    ours = HEADERS[column][0]
    return LineProblem(line, code, {"name": column, "ours": ours, "column": f"{ours}/{column}", **more})


def missing_columns(found: Mapping[str, int], line: int) -> list[LineProblem]:
    """What a row of headers lacks."""
    problems = []
    if "id_number" not in found and "person_no" not in found:
        problems.append(column_problem("column_missing", "id_number", line))
    if "amount" not in found:
        problems.append(column_problem("column_missing", "amount", line))
    return problems


def absent_columns(row: Sequence[str], named: Mapping[str, str], line: int) -> list[LineProblem]:
    """Headers named for this file that it has not."""
    keys = [header_key(cell) for cell in row]
    return [
        column_problem("column_absent", column, line, header=header)
        for column, header in named.items()
        if header_key(header) not in keys
    ]


def repeated_columns(row: Sequence[str], found: Mapping[str, int], line: int) -> list[LineProblem]:
    """Columns in use whose header stands twice in the row: which one counts can't be told."""
    keys = [header_key(cell) for cell in row]
    return [
        column_problem("column_twice", column, line)
        for column, at in found.items()
        if keys.count(keys[at]) > 1
    ]


def rival_columns(row: Sequence[str], mapped: Mapping[str, str], line: int) -> list[LineProblem]:
    """Columns for which several headers could stand (应发金额 beside 实发金额): none is taken without being asked.

    A header in our own words (金额, amount) or one mapped by the clerk settles it.
    """
    keys = [header_key(cell) for cell in row]
    chosen = {column: header_key(header) for column, header in mapped.items()}
    problems = []
    for column in RECKONED:
        standing = [key for key in keys if COLUMN_OF.get(key) == column and key not in chosen.values()]
        is_settled = chosen.get(column) in keys or any(key in HEADERS[column][:2] for key in standing)
        if len(set(standing)) > 1 and not is_settled:
            headers = tuple(row[keys.index(key)].strip() for key in dict.fromkeys(standing))
            problems.append(column_problem("column_rivals", column, line, headers=headers, last=headers[-1]))
    return problems


def column_of(problem: LineProblem) -> str:
    """Our word for the column a problem of the headers speaks of."""
    return str(problem.facts["name"])
