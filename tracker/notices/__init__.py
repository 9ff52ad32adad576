"""Notices to people: taken from the log into an outbox, and out of it by the channels people chose."""
