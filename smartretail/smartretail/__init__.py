"""SmartRetail 360 in one process, and its command line."""
