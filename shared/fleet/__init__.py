"""Modules shared by all SmartRetail 360 services: a fixed list, without business concepts."""

__version__ = "0.1.0"
