"""The forms the finance bureau asks for: self-evaluation, monitoring, and the auditor of filled forms."""
