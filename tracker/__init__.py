"""What may happen, and what it means: decisions, projections, plans, rules and forms over the log."""
