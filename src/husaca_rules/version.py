"""The version of this library, as its distribution says it."""

VERSION = "0.1.0"
