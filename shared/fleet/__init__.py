"""Modules that every SmartRetail 360 service needs: a closed list, without business nouns."""

__version__ = "0.1.0"
