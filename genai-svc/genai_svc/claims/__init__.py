"""The claims check: no text may claim what the plan doesn't back, whoever wrote it."""
