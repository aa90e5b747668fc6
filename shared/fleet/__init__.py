"""What every service of SmartRetail 360 needs. A closed list of modules, and no business nouns."""

__version__ = "0.1.0"
