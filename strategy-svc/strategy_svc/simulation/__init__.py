"""What-if: the plan under other settings, next to the current plan."""
