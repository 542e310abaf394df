"""Engines: each is a translation of the same conditions, and all give equal results."""
