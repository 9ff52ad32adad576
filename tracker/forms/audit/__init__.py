"""The auditor of filled self-evaluation forms: reads what others filled in and says what does not add up."""

from tracker.forms.audit.auditing import AuditReport, UnusableForm, audit_files, files_in
from tracker.forms.audit.summary import write_summary

__all__ = ["AuditReport", "UnusableForm", "audit_files", "files_in", "write_summary"]
