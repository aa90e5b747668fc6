"""What if: the plan under other settings, beside the plan as it stands."""
