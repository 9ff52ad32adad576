"""The schema's versions, one script each, oldest first."""
