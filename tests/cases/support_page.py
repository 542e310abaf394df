"""The page on problems, taken apart: one entry for each code, with a bad and a good example."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@frozen
class Entry:
    """What the page says of one code."""

    code: str
    section: str
    examples: tuple[str, ...]
    readable: bool

    @property
    def facts(self) -> bool:
        """Whether the examples are facts files."""
        return self.section != "Rule files"


def entries_of(page: Path) -> list[Entry]:
    """All entries, in the order of the page."""
    if not page.exists():
        return []
    entries = []
    for section in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
            code, _, body = part.partition("\n")
            fences = _FENCE.findall(body)
            readable = all(language != "text" for language, _ in fences)
            entries.append(Entry(code, title, tuple(example for _, example in fences), readable))
    return entries
