"""Jobs that make a snapshot or measure the advice, using the services' own code."""
