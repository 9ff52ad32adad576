"""What the tests of the auditor share: files examined, and small forms with one row under test."""

from tests.tracker.forms import printed_forms as printed
from tracker.forms.audit import audit_files


def audited(path, **more):
    report = audit_files([path], **more)
    assert report.problems == ()
    return report.forms


def kinds(form):
    return sorted({finding.kind for finding in form.findings})


def national(tmp_path, **parts):
    return audited(printed.save(tmp_path / "form.xlsx", printed.national(**parts)))[0]


def row(target, actual, weight, score, reason=None, *, name="指标", level2="数量指标"):
    """Three rows that make 90 points, the first of them the one under test."""
    return [
        ("产出指标", level2, name, target, actual, weight, score, reason),
        ("效益指标", "社会效益指标", "就业率", "≥90%", "95%", 80 - weight, 80 - weight, None),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "93%", 10, 10, None),
    ]


def scored(tmp_path, *cells, **more):
    rows = row(*cells, **more)
    score = cells[3] if isinstance(cells[3], (int, float)) else 0
    return kinds(national(tmp_path, indicators=rows, total=(100, 9 + 90 - cells[2] + score)))
