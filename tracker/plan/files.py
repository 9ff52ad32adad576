"""A file from outside into a plan: what kind of file it is, whether it may be opened, which reader it gets.

Every reason why a file can't be used is an :class:`~tracker.plan.problems.UnusablePlan` with its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from tracker.plan.disclosure import read_disclosure
from tracker.plan.exchange import plan_from_json
from tracker.plan.model import Reading
from tracker.plan.problems import unusable
from tracker.plan.text import split_lines
from tracker.workbook_opening import ZIP

_MOST_BYTES = 256 * 1024 * 1024
_MOST_TEXT_BYTES = 64 * 1024 * 1024
_LONGEST_LINE = 20_000
_MOST_LINES = 400_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


Progress = Callable[[int, int], None]
"""Told after every page of a PDF: pages read, pages in all."""


def read_plan_file(path: Path | str, progress: Progress | None = None) -> Reading:
    """Read a plan from a .txt, .pdf, .xlsx, .csv or .json file; raises UnusablePlan."""
    path = Path(path)
    kind = _kind(path)
    if kind == "pdf":
        from tracker.plan.pdf import read_pdf

        return read_pdf(path, progress)
    if kind == "xlsx":
        from tracker.plan.workbook import read_workbook

        return read_workbook(path)
    text = decode(_content(path))
    if kind == "json":
        return Reading(plan_from_json(_parse_json(text)))
    if kind == "csv":
        from tracker.plan.workbook import read_csv

        return read_csv(text)
    check_text(text)
    return read_disclosure(text)


def _kind(path: Path) -> str:
    """What the file is: by its first bytes where they tell, else by its name."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise unusable(
            f"文件“{path.name}”打不开。", f"The file {path.name!r} cannot be opened: {error.strerror}."
        ) from error
    if not size:
        raise unusable("文件是空的。", "The file is empty.")
    if size > _MOST_BYTES:
        raise unusable("文件超过 256 MB。", "The file is larger than 256 MB.")
    if start.startswith(b"%PDF-") or b"%PDF-" in start:
        return "pdf"
    if start.startswith(ZIP):
        return "xlsx"
    if start.startswith(_OLE):
        raise unusable(
            "这是旧式 .xls 或加了密码的工作簿；请另存为不加密的 .xlsx。",
            "This is an old .xls or a workbook with a password; save it as .xlsx without one.",
        )
    return _kind_by_name(path.suffix.lower())


def _kind_by_name(suffix: str) -> str:
    if suffix in (".json", ".csv"):
        return suffix[1:]
    if suffix in (".pdf", ".xlsx", ".xlsm", ".xls"):
        raise unusable(
            f"文件名以{suffix}结尾，内容却不是这种文件。",
            f"The name ends in {suffix} but the content is another kind of file.",
        )
    return "txt"


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if len(content) > _MOST_TEXT_BYTES:
        raise unusable("文本文件超过 64 MB。", "The text file is larger than 64 MB.")
    return content


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\0") * 100 > len(text):
            break
        if not text.strip():
            raise unusable("文件是空的。", "The file is empty.")
        return text
    raise unusable(
        "这不是文本文件，或既不是 UTF-8 也不是 GB18030 编码。",
        "This is no text file, or neither UTF-8 nor GB18030.",
    )


def check_text(text: str) -> None:
    """Refuse a text no disclosure could be, before any time is spent on it."""
    lines = split_lines(text)
    if len(lines) > _MOST_LINES:
        raise unusable(f"文件超过 {_MOST_LINES} 行。", f"The file has more than {_MOST_LINES} lines.")
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_LINE:
            raise unusable(
                f"第 {number} 行有 {len(line)} 个字符，超过 {_LONGEST_LINE}。",
                f"Line {number} has {len(line)} characters, more than {_LONGEST_LINE}.",
                f"{number}",
            )


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise unusable(
            f"不是有效的 JSON（第 {error.lineno} 行）。", f"Not valid JSON: {error.msg}.", place
        ) from error
    except (RecursionError, ValueError) as error:
        raise unusable(
            "不是可用的 JSON。", "Not usable JSON: nested too deep, or a number out of range."
        ) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
