"""Puts the plan into sentences: why each campaign is advised, and the plan as a whole."""
