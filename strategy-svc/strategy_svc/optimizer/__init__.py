"""Which campaigns to run: every option valued, and the best choice under the shop's limits."""
