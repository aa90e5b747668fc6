"""Whether a campaign changed anything: customers who got it compared with the holdout."""
