"""What the services agree on: names and types, no logic."""
