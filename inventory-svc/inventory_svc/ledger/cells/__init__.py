"""Parsing numbers, dates and blanks as people write them, per column rather than per cell."""
