"""Replays past weeks: what was known then, what was decided, and what was sold."""
