"""What tests and benchmarks of the service share."""
