"""The auditor of filled self-evaluation forms: reads what others filled in and says what does not add up."""
