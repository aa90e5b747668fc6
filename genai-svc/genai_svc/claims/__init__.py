"""The claims check: no text leaves that says what the plan does not, whoever wrote it."""
