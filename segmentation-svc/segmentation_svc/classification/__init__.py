"""Which segment a customer belongs to, told from three numbers or from purchases."""
