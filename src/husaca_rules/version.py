"""The version of this library, as its distribution says it."""

__version__ = "0.1.0"
