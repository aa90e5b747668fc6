"""What the services agree on: names, types and tables, and how an id is spelled; no logic."""
