"""Which segment a customer belongs to, computed from three numbers or from purchases."""
