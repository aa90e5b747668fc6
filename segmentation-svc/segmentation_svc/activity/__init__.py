"""How active a customer is expected to be: purchases and spend over the days ahead."""
