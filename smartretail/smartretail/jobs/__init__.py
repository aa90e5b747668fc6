"""The jobs: what makes a snapshot or measures the advice, each over the services' own code."""
