"""A campaign on the desks of people, for tests."""
