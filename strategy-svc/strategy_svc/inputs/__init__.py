"""What a plan is made from: settings, and one row per product with everything known about it."""
