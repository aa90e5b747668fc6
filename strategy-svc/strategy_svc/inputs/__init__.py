"""What a plan is made from: settings, and one row per product with all that is known about it."""
