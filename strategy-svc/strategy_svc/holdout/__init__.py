"""Whether a campaign changed anything: customers written to against the holdout."""
