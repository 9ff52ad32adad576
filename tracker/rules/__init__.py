"""Scoring rule sets and monitoring lights: named, versioned data and the pure functions that apply it."""
