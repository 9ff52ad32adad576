"""The plan as a value: reading it from a disclosure, a workbook or JSON, checking and comparing it."""
