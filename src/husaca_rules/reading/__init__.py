"""Bytes to located nodes: YAML and JSON as syntax only, every problem with its line and column."""

from __future__ import annotations

from husaca_rules.reading.files import Source, read_directory
from husaca_rules.reading.nodes import Mapping, Node, Raw, Scalar, Sequence, Style, plain
from husaca_rules.reading.text import MOST_BYTES, read_text

__all__ = [
    "MOST_BYTES",
    "Mapping",
    "Node",
    "Raw",
    "Scalar",
    "Sequence",
    "Source",
    "Style",
    "plain",
    "read_directory",
    "read_text",
]
