"""One workbook for everything the auditor looked at: forms, findings, and files it could not use."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tracker.forms.audit.auditing import AuditReport
from tracker.forms.sheet import BODY, LABEL, LEFT, TITLE, Book, Sheet, needed_height

_KINDS = {
    "total": "合计不符", "execution": "执行率", "empty_total": "总额为空", "sources": "来源不符", "score": "得分不合规则",
    "no_reason": "缺原因", "weights": "分值不为100", "folded_twice": "重复折算", "blank": "空表", "grade": "等级不符",
    "impossible": "数值不可能", "direction": "方向误读",
}  # fmt: skip
_FORMS = ("文件", "工作表", "项目", "规则集", "印载总分", "各项合计", "问题数", *_KINDS.values())
_FINDINGS = ("文件", "工作表", "项目", "单元格", "类别", "代码", "程度", "说明", "English")


def write_summary(report: AuditReport, path: Path) -> Path:
    """Write the summary workbook and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Book(path, title="绩效自评表检查汇总", author="Tracker") as book:
        _write_forms(book, report)
        _write_findings(book, report)
        if report.problems:
            _write_problems(book, report)
    return path


def _head(sheet: Sheet, title: str, names: tuple[str, ...]) -> None:
    sheet.text(0, 0, title, TITLE, to_column=len(names) - 1)
    for column, name in enumerate(names):
        sheet.text(1, column, name, LABEL)
    sheet.height(1, 30)
    sheet.raw.freeze_panes(2, 0)
    sheet.raw.repeat_rows(1)


def _write_forms(book: Book, report: AuditReport) -> None:
    sheet = book.sheet("汇总", (30, 12, 26, 14, 8, 8, 7, *(6,) * len(_KINDS)), landscape=True)
    _head(sheet, f"绩效自评表检查汇总（{len(report.forms)} 份）", _FORMS)
    for row, each in enumerate(report.forms, start=2):
        document = each.to_json()
        kinds: Counter[str] = Counter(finding.kind for finding in each.findings)
        texts = (each.file, each.sheet or "", document["project"] or "", each.rules,
                 document["total_printed"] or "—", document["total_computed"] or "—")  # fmt: skip
        for column, text in enumerate(texts):
            sheet.text(row, column, text, LEFT if column < 3 else BODY)
        sheet.number(row, 6, len(each.findings), BODY)
        for column, kind in enumerate(_KINDS, start=7):
            sheet.number(row, column, kinds.get(kind) or None, BODY)
    sheet.raw.autofilter(1, 0, max(1, 1 + len(report.forms)), len(_FORMS) - 1)
    sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=1 + len(report.forms))


def _write_findings(book: Book, report: AuditReport) -> None:
    sheet = book.sheet("问题清单", (28, 12, 24, 14, 12, 20, 8, 46, 40), landscape=True)
    _head(sheet, "问题清单", _FINDINGS)
    row = 1
    for each in report.forms:
        for finding in each.findings:
            row += 1
            texts = (each.file, each.sheet or "", each.project, "、".join(finding.cells[:6]), finding.kind,
                     finding.code, finding.severity, finding.message, finding.message_en)  # fmt: skip
            for column, text in enumerate(texts):
                sheet.text(row, column, text, LEFT)
            sheet.height(
                row, needed_height(((finding.message, 46), (finding.message_en, 40), (each.file, 28)))
            )
    sheet.raw.autofilter(1, 0, max(1, row), len(_FINDINGS) - 1)
    sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=row)


def _write_problems(book: Book, report: AuditReport) -> None:
    sheet = book.sheet("无法读取", (50, 40, 40))
    _head(sheet, "无法读取的文件", ("文件", "原因", "Reason"))
    for row, problem in enumerate(report.problems, start=2):
        for column, text in enumerate((problem.file, problem.message, problem.message_en)):
            sheet.text(row, column, text, LEFT)
    sheet.finish(header="", footer="", protect=False, last_row=1 + len(report.problems))
