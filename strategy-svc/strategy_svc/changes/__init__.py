"""What is new in the advice since the plan that stood a week before."""
