"""Our own forms, exported in every layout and read back: no finding when whole, the right one when edited."""

import json
from fractions import Fraction

import msgspec
import openpyxl
import pytest

from events.types.plan import Target
from tests.tracker.forms.audited_forms import audited, kinds
from tests.tracker.forms.builders import indicator, project, ratio, unit, unit_with_department
from tracker.forms.audit import UnusableForm, audit_files
from tracker.forms.audit.reading import forms_in
from tracker.forms.audit.workbooks import sheets
from tracker.forms.department_workbook import write_department_workbook
from tracker.forms.facts import ActualFacts
from tracker.forms.national_document import write_docx
from tracker.forms.selfevaluation import evaluate
from tracker.forms.selfevaluation_json import write_json
from tracker.forms.workbook import write_workbook
from tracker.rules.loading import load_rule_set


def test_a_bureaus_own_rules_are_not_taken_for_the_delivered_ones(tmp_path):
    inverse = msgspec.structs.replace(load_rule_set(), name="own", ceiling="inverse")
    row = indicator("P01.01", "产出指标", "成本指标", "总成本", Target("<=", "100", "元"), ActualFacts(Fraction(150), "元"),
                    reason="超支", measure="压减")  # fmt: skip
    path = write_workbook(evaluate(unit(project(indicators=(row,))), inverse), tmp_path)
    assert audited(path)[0].findings == ()
    assert audited(path, rules=inverse)[0].findings == ()
    assert kinds(audited(path, rules=load_rule_set())[0]) == ["score"]


def test_our_own_forms_pass_in_both_formats(tmp_path):
    evaluation = evaluate(unit(project(), project("P02")), load_rule_set())
    paths = [write_workbook(evaluation, tmp_path), write_json(evaluation, tmp_path)]
    report = audit_files(paths)
    assert len(report.forms) == 4
    assert not report.has_findings
    assert {form.to_json()["total_computed"] for form in report.forms} == {"99.69"}


@pytest.mark.parametrize("name", ["hebei", "sichuan", "hubei", "national-2021-cost"])
def test_our_own_forms_pass_in_every_layout(tmp_path, name):
    evaluation = evaluate(unit(project(), project("P02")), load_rule_set(name))
    report = audit_files([write_workbook(evaluation, tmp_path)])
    assert [form.rules for form in report.forms] == [name, name]
    assert not report.has_findings
    totals = [str(each.total) for each in evaluation.projects]
    assert [form.to_json()["total_printed"] for form in report.forms] == totals
    assert [form.to_json()["total_computed"] for form in report.forms] == totals


EDITS = {
    "total": lambda form: (form.total.cell, float(form.total.number) - 5),
    "execution": lambda form: (_points(form, form.execution).cell, 1),
    "sources": lambda form: (form.total_row.adjusted.cell, float(form.total_row.adjusted.number) * 2),
    "weights": lambda form: (form.rows[0].weight.cell, float(form.rows[0].weight.number) + 5),
    "score": lambda form: (_points(form, form.rows[0]).cell, 95),
}  # fmt: skip


def _points(form, row):
    """What counts in the total: the folded score where the layout has one."""
    return row.folded if form.has_folded else row.score


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("name", ["national-2020", "hebei", "sichuan", "hubei", "national-2021-cost"])
def test_one_figure_of_our_own_form_edited_by_hand_is_found(tmp_path, name, kind):
    path = write_workbook(evaluate(unit(project()), load_rule_set(name)), tmp_path)
    ((sheet, form),) = [(sheet, form) for sheet, grid in sheets(path) for form in forms_in(grid, sheet)]
    cell, value = EDITS[kind](form)
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    found = audited(path)[0].findings
    assert kind in {each.kind for each in found}
    assert cell in {place for each in found if each.kind == kind for place in each.cells}


def test_our_own_documents_pass_and_torn_ones_are_refused(tmp_path):
    evaluation = evaluate(unit(project(), project("P02", name="培训")), load_rule_set())
    path = write_docx(evaluation, tmp_path)
    forms = audited(path)
    assert [(form.project, kinds(form)) for form in forms] == [("城乡居民养老保险补助", []), ("培训", [])]
    assert {form.to_json()["total_computed"] for form in forms} == {"99.69"}
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(UnusableForm):
        audit_files([path])


def test_our_own_department_form_passes(tmp_path):
    rows = (indicator("D1.01", "", "", "足额发放养老金", Target(">=", "95", "%"), ratio(96, 100)),)
    evaluation = evaluate(unit_with_department(project(), project("P02"), rows=rows), load_rule_set())
    form = audited(write_department_workbook(evaluation, tmp_path))[0]
    assert (kinds(form), form.to_json()["total_computed"]) == ([], "99.87")


def test_our_own_draft_is_found_without_reasons_in_both_formats(tmp_path):
    row = indicator(
        "P01.01", "产出指标", "数量指标", "次数", Target(">=", "3", "次"), ActualFacts(Fraction(2), "次")
    )
    evaluation = evaluate(unit(project(indicators=(row,))), load_rule_set())
    report = audit_files([write_workbook(evaluation, tmp_path), write_json(evaluation, tmp_path)])
    assert [kinds(form) for form in report.forms] == [["no_reason"], ["no_reason"]]
    assert report.forms[1].findings[0].to_json()["where"][0]["subject"] == "P01.01"


def test_our_json_with_an_impossible_ratio(tmp_path):
    row = indicator("P01.01", "产出指标", "数量指标", "发放及时率", Target(">=", "95", "%"), ratio(101, 100))
    path = write_json(evaluate(unit(project(indicators=(row,))), load_rule_set()), tmp_path)
    assert "impossible" in kinds(audit_files([path]).forms[0])


def test_a_changed_total_in_our_json_is_found(tmp_path):
    path = write_json(evaluate(unit(), load_rule_set()), tmp_path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["projects"][0]["total"] = "95.00"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert kinds(audit_files([path]).forms[0]) == ["total"]
