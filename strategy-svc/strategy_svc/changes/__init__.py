"""What changed in the advice since the plan of a week ago."""
