"""What-if: the plan under other settings, compared with the current plan."""
