"""Advice that somebody put aside on Today: who, when, why, and taken back."""
