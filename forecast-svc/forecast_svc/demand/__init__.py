"""Expected demand per product over the next seven days."""
